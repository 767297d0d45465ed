import { STREAM_HEADER, STREAM_PATH, WHOLE_STATUS } from './stream-marks.ts';

/** The body of a stream, asked for piece by piece as it is read. */
function bodyOf(id: string, signal: AbortSignal, load: typeof fetch): ReadableStream<Uint8Array> {
  const path = `${STREAM_PATH}${id}`;
  const end = (): void => void load(path, { method: 'DELETE', keepalive: true }).catch(() => undefined);
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const piece = await load(path, { signal });
          if (piece.status === WHOLE_STATUS) return controller.close();
          if (!piece.ok) throw new TypeError('network error');
          controller.enqueue(new Uint8Array(await piece.arrayBuffer()));
        } catch (error) {
          if (signal.aborted) end();
          controller.error(error);
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}

/** `fetch` whose answers of the page's own origin come while they are made, as in Electron. */
export const createStreamFetch =
  (load: typeof fetch): typeof fetch =>
  async (input, init) => {
    const request = new Request(input, init);
    if (new URL(request.url).origin !== location.origin) return load(input, init);
    request.headers.set(STREAM_HEADER, '1');
    const { signal } = request;
    const response = await load(request);
    const id = response.headers.get(STREAM_HEADER);
    if (id === null) return response;
    const { status, statusText, url } = response;
    const headers = new Headers(response.headers);
    headers.delete(STREAM_HEADER);
    const streamed = new Response(bodyOf(id, signal, load), { status, statusText, headers });
    return Object.defineProperty(streamed, 'url', { value: url });
  };
