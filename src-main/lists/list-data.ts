import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import { listPeriod, listView, openList } from '../../shared/service-api/lists.ts';
import type { Role } from '../../shared/service-api/roles.ts';
import type { Audit } from '../audit/audit.ts';
import type { ByteStreams } from '../backend/backend.ts';
import type { Cache } from '../cache/cache.ts';
import type { Session } from '../session/session.ts';
import { keptName } from './kept-names.ts';
import { IncompleteRows, verifyRows, type ExpectedRows } from './verified-rows.ts';

export interface ListDataParts {
  readonly streams: ByteStreams;
  readonly session: Session;
  readonly cache: Cache;
  readonly audit: Audit;
  readonly exportAllowed: () => boolean;
}

/** Where the window finds the rows: `/data/lists/LIST/VIEW/PERIOD`. */
const PATH = /^\/data\/lists\/(L[1-9])\/([a-z]+)\/([0-9-]+)$/;

const json = (error: CallError, status: number): Response =>
  new Response(JSON.stringify(error), { status, headers: { 'Content-Type': 'application/json' } });

const refused = (failure: { readonly error: CallError }, status = 403): Response =>
  json(failure.error, status);

/** The list that a path of the window names; null for a path that names none. */
export const listOfPath = (pathname: string): ExpectedRows | null => {
  const [, listId = '', viewName, periodName] = PATH.exec(pathname) ?? [];
  const view = listView.safeParse(viewName);
  const period = listPeriod.safeParse(periodName);
  return view.success && period.success ? { listId, view: view.data, period: period.data } : null;
};

/** Headers that tell the window about the rows beside the rows themselves. */
const described = (parts: ListDataParts, source: 'service' | 'cache', etag: string, asOf: string | null) => ({
  'Content-Type': openList.mediaType,
  ETag: etag,
  'Kelmu-Source': source,
  'Kelmu-Export': parts.exportAllowed() ? 'allowed' : 'refused',
  ...(asOf !== null && { 'Kelmu-As-Of': asOf }),
});

/** Ends a stream that is cut by the service, by the user or by the end of the session. */
const watched = (
  parts: ListDataParts,
  list: ExpectedRows,
  onEnd: () => void,
): TransformStream<Uint8Array, Uint8Array> => {
  const check = verifyRows(list);
  const reader = check.readable.getReader();
  const readable = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        onEnd();
        controller.close();
      } catch (error) {
        const code = error instanceof IncompleteRows ? error.fault : 'cut';
        parts.audit.record({ event: 'service-reply-refused', route: openList.path, code });
        onEnd();
        controller.error(error);
      }
    },
    cancel: (reason) => {
      onEnd();
      return reader.cancel(reason);
    },
  });
  return { readable, writable: check.writable };
};

interface Opening {
  readonly list: ExpectedRows;
  readonly role: Role;
  readonly onEnd: () => void;
}

const AWAY: ReadonlySet<string> = new Set([
  'service-unreachable',
  'service-timeout',
  'service-busy',
  'service-failed',
  'service-closed',
]);

/** Rows of the cache, or of the service on their way to the window and, where allowed, into the cache. */
const createSources = (parts: ListDataParts) => ({
  fromCache: async (
    { list, role, onEnd }: Opening,
    source: 'service' | 'cache',
  ): Promise<Response | null> => {
    const found = await parts.cache.lists.read(keptName(list, role));
    if (found === null) return null;
    const asOf = new Date(found.head.storedAt).toISOString();
    const headers = described(parts, source, found.head.etag, asOf);
    return new Response(found.body.pipeThrough(watched(parts, list, onEnd)), { headers });
  },
  passOn: ({ list, role, onEnd }: Opening, reply: Response): Response => {
    const etag = reply.headers.get('etag') ?? '';
    const body = reply.body?.pipeThrough(watched(parts, list, onEnd)) ?? null;
    const headers = described(parts, 'service', etag, null);
    if (body === null || !parts.cache.lists.allowed()) return new Response(body, { headers });
    const [shown, stored] = body.tee();
    void parts.cache.lists.write(keptName(list, role), etag, stored);
    return new Response(shown, { headers });
  },
});

/** Answers the window's requests for the rows of a list. */
export const createListData = (parts: ListDataParts) => {
  const { fromCache, passOn } = createSources(parts);
  const running = new Set<AbortController>();
  parts.session.onClientsDropped(() => {
    for (const each of running) each.abort();
  });

  const keptEtag = async (name: string): Promise<string | null> =>
    (await parts.cache.lists.heads()).find((head) => head.name === name)?.etag ?? null;

  const ask = ({ listId, view, period }: ExpectedRows, etag: string | null, signal: AbortSignal) =>
    parts.streams.open({
      path: `/lists/${listId}/${view}/${period}`,
      mediaType: openList.mediaType,
      ...(etag !== null && { headers: { 'If-None-Match': etag } }),
      signal,
    });

  const open = async (request: Request, opening: Opening, signal: AbortSignal): Promise<Response> => {
    const { list, role } = opening;
    const own = request.headers.get('if-none-match');
    const known = own ?? (await keptEtag(keptName(list, role)));
    const asked = await ask(list, known, signal);
    if (asked.ok && asked.value.status === 304) {
      // 204 for the window: its own network layer has ideas about 304.
      if (own !== null) return new Response(null, { status: 204 });
      const unchanged = await fromCache(opening, 'service');
      if (unchanged !== null) return unchanged;
      const again = await ask(list, null, signal);
      return again.ok && again.value.ok
        ? passOn(opening, again.value)
        : refused(callFailure('service-failed'), 502);
    }
    if (asked.ok) return passOn(opening, asked.value);
    const stale = AWAY.has(asked.error.code) ? await fromCache(opening, 'cache') : null;
    return stale ?? json(asked.error, 502);
  };

  return {
    /** @returns null for a path that is none of its own */
    handle: async (request: Request): Promise<Response | null> => {
      const list = listOfPath(new URL(request.url).pathname);
      if (list === null) return null;
      if (request.method !== 'GET') return refused(callFailure('invalid-request'), 405);
      const missing = parts.session.missing('role');
      const role = parts.session.role();
      if (missing !== undefined || role === undefined) return refused(callFailure(missing ?? 'role-missing'));
      if (!role.rights.lists.includes(list.listId)) return refused(callFailure('purpose-not-allowed'));
      const stop = new AbortController();
      running.add(stop);
      request.signal.addEventListener('abort', () => stop.abort());
      parts.audit.record({ event: 'list-opened', list: list.listId, period: list.period });
      const onEnd = (): void => void running.delete(stop);
      const response = await open(request, { list, role, onEnd }, stop.signal);
      if (response.headers.get('Kelmu-Source') === null) onEnd();
      return response;
    },
  };
};
