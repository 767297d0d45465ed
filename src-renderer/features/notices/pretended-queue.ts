/** A notices' queue with a pretended main process, for the tests of it. */
import type { SavedNoticeFilter } from '../../../shared/ipc/state.ts';
import { noContent, type Notice, type NoticeRow } from '../../../shared/service-api/notices.ts';
import { createFakeContract } from '../../platform/fake-contract.ts';
import { createNotices } from './notices.svelte.ts';

export const AS_OF = '2026-11-25T10:00:00.000Z';

export const rowAt = (at: number, changes: Partial<NoticeRow> = {}): NoticeRow => ({
  id: `n-${String(at).padStart(4, '0')}`,
  type: 'N2',
  state: 'NEW',
  urgent: false,
  clientName: `Testinen ${at}`,
  municipality: '837',
  visibleFrom: new Date(Date.parse('2026-11-01T08:00:00Z') + at * 60_000).toISOString(),
  due: null,
  owner: null,
  version: 1,
  ...changes,
});

export const noticeOf = (row: NoticeRow): Notice => ({
  ...row,
  madeAt: row.visibleFrom,
  client: {
    personalIdentityCode: '010180-9015',
    lastName: 'Testinen',
    firstNames: 'Aino',
    phone: null,
    address: null,
    nonDisclosure: false,
    language: 'fi',
    interpreterLanguage: null,
  },
  content: noContent,
  result: null,
  transferredFrom: null,
  history: [],
  readOnly: false,
  reopenUntil: null,
});

/** The service as far as these tests need it: a list of rows, answered in pages. */
export const world = (count: number) => {
  let rows = Array.from({ length: count }, (_, at) => rowAt(at));
  let changed: NoticeRow[] = [];
  let closedRows: NoticeRow[] = [];
  let saved: SavedNoticeFilter[] = [];
  const arrived: number[] = [];
  const contract = createFakeContract({
    'notices.queue': ({ after, limit, closed = false }) => {
      const rest = (closed ? closedRows : rows).filter(
        ({ visibleFrom, id }) =>
          after === null ||
          visibleFrom > after.visibleFrom ||
          (visibleFrom === after.visibleFrom && id > after.id),
      );
      const value = { notices: rest.slice(0, limit), hasMore: rest.length > limit, revision: 7, asOf: AS_OF };
      return { ok: true, value };
    },
    'notices.changes': ({ after }) => {
      const newCount = rows.filter(({ visibleFrom }) => after === null || visibleFrom > after.visibleFrom);
      const value = { changed, gone: [], newCount: newCount.length, revision: 8, asOf: AS_OF };
      changed = [];
      return { ok: true, value };
    },
    'notices.handlers': () => ({ ok: true, value: { handlers: [{ userId: 'u-2', name: 'Kaisa' }] } }),
    'notices.open': ({ noticeId }) => ({
      ok: true,
      value: { outcome: 'DONE', notice: noticeOf(rows.find(({ id }) => id === noticeId)!) },
    }),
    'notices.alert': () => ({ ok: true, value: { done: true } }),
  });
  const notices = createNotices({
    contract,
    userId: () => 'u-1',
    savedFilters: {
      get list() {
        return saved;
      },
      change: (list) => (saved = list),
    },
    onArrived: (waiting) => arrived.push(waiting),
  });
  return {
    contract,
    notices,
    arrived,
    saved: () => saved,
    close: (...more: NoticeRow[]) => (closedRows = more),
    add: (...more: NoticeRow[]) => (rows = [...rows, ...more]),
    change: (row: NoticeRow) => {
      rows = rows.map((each) => (each.id === row.id ? row : each));
      changed = [...changed, row];
    },
    deliverLate: (row: NoticeRow) => (changed = [...changed, row]),
    requests: <Request>(name: string) =>
      contract.requests.filter((each) => each.name === name).map(({ request }) => request as Request),
  };
};
