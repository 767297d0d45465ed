import {
  createLines,
  createRowStore,
  type CellValue,
  type RowStore,
} from '../../../shared/domain/lists/index.ts';
import type { CallError } from '../../../shared/ipc/errors.ts';
import type { ListHeader } from '../../../shared/service-api/lists.ts';
import { breathe } from './slices.ts';

export interface ListKey {
  readonly listId: string;
  readonly view: string;
  readonly period: string;
}

export interface LoadedList {
  readonly header: ListHeader;
  readonly store: RowStore;
  readonly etag: string;
  /** Set where the rows come from the cache because the service is away: instant at which they were kept. */
  readonly keptAt: string | null;
  readonly exportAllowed: boolean;
}

export type LoadFailure = { readonly kind: 'cut' } | { readonly kind: 'refused'; readonly error: CallError };
export type LoadOutcome =
  | { readonly kind: 'loaded'; readonly list: LoadedList }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'cancelled' }
  | LoadFailure;

export interface LoadOptions {
  readonly signal: AbortSignal;
  /** Of the rows that the window still has. */
  readonly etag?: string | null;
  /** Rows that have come so far; they may be shown as a part, never as the whole. */
  readonly onProgress: (list: LoadedList) => void;
  readonly fetch?: typeof fetch;
}

/** Milliseconds of work before the screen gets its turn. */
const SLICE = 12;
const internal: CallError = { code: 'internal', retriable: true };

/** Lines as they come: those of one piece together. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Iterable<string>> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  const lines = createLines();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    yield lines.push(value);
  }
  // What has no line feed was cut.
  if (lines.rest() !== '') yield [lines.rest()];
}

const described = (header: ListHeader, headers: Headers): Omit<LoadedList, 'store'> => ({
  header,
  etag: headers.get('etag') ?? '',
  keptAt: headers.get('kelmu-source') === 'cache' ? headers.get('kelmu-as-of') : null,
  exportAllowed: headers.get('kelmu-export') === 'allowed',
});

/** Takes lines in until the end line; undefined when the stream ended without one. */
async function readRows(
  body: ReadableStream<Uint8Array>,
  headers: Headers,
  { signal, onProgress }: LoadOptions,
): Promise<LoadedList | undefined> {
  let list: LoadedList | undefined;
  let isShown = false;
  let sliceEnd: number;
  const show = async (part: LoadedList): Promise<void> => {
    isShown = true;
    onProgress(part);
    await breathe();
    sliceEnd = performance.now() + SLICE;
  };
  for await (const lines of linesOf(body)) {
    // The wait for the bytes was no work.
    sliceEnd = performance.now() + SLICE;
    for (const line of lines) {
      const value: unknown = JSON.parse(line);
      if (list === undefined) {
        const header = value as ListHeader;
        list = { ...described(header, headers), store: createRowStore(header.columns) };
      } else if (Array.isArray(value)) list.store.append(value as CellValue[]);
      else {
        const end = value as { readonly kind: string; readonly rows: number };
        return end.kind === 'end' && end.rows === list.store.length ? list : undefined;
      }
      // Nobody is shown a list of no rows: the first ones would wait until it is time to show more.
      if (list.store.length > 0 && performance.now() >= sliceEnd) await show(list);
      if (signal.aborted) return undefined;
    }
    // The first rows are on the screen before anybody waits for further ones.
    if (!isShown && list !== undefined && list.store.length > 0) await show(list);
  }
  return undefined;
}

const failureOf = async (response: Response): Promise<LoadOutcome> => {
  const error = (await response.json().catch(() => internal)) as CallError;
  return error.code === 'cancelled' ? { kind: 'cancelled' } : { kind: 'refused', error };
};

/** Opens a list. Rows that did not come whole are given up: a part must never look like the list. */
export const loadList = async (key: ListKey, options: LoadOptions): Promise<LoadOutcome> => {
  const { signal, etag } = options;
  const load = options.fetch ?? fetch;
  try {
    const response = await load(`/data/lists/${key.listId}/${key.view}/${key.period}`, {
      signal,
      ...(etag ? { headers: { 'If-None-Match': etag } } : {}),
    });
    if (response.status === 204) return { kind: 'unchanged' };
    if (!response.ok || response.body === null) return await failureOf(response);
    const list = await readRows(response.body, response.headers, options);
    if (signal.aborted) return { kind: 'cancelled' };
    if (list === undefined) return { kind: 'cut' };
    list.store.seal();
    return { kind: 'loaded', list };
  } catch {
    return signal.aborted ? { kind: 'cancelled' } : { kind: 'cut' };
  }
};
