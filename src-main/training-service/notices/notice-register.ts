import type {
  NoticeContent,
  NoticeEvent,
  PastTransfer,
  QueuePosition,
} from '../../../shared/service-api/notices.ts';
import type { Database } from '../database.ts';

/** A notice in the store of one receiver. A transfer makes a new one for the next receiver. */
export interface StoredNotice {
  readonly id: string;
  /** The receiver: the county (or city) that the municipality belongs to. */
  readonly area: string;
  readonly type: string;
  readonly urgent: boolean;
  readonly municipality: string;
  /** Null once moved away: the sender keeps nothing of the client. */
  readonly personNumber: number | null;
  readonly content: NoticeContent | null;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  readonly visibleFrom: number;
  readonly state: string;
  readonly owner: { readonly userId: string; readonly name: string } | null;
  readonly version: number;
  readonly result: string | null;
  readonly transferredFrom: {
    readonly organisationName: string;
    readonly userName: string;
    readonly municipality: string;
    readonly reason: string;
    readonly at: string;
  } | null;
  readonly transferredTo: string | null;
  readonly history: readonly NoticeEvent[];
}

export interface QueueRange {
  readonly area: string;
  /** When they became visible: from and until, milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  /** Those that were closed since then (ISO), instead of the open ones. */
  readonly closedSince?: string | undefined;
}

export interface NoticeRegister {
  find(id: string): StoredNotice | null;
  /** Notices of a queue after a position, oldest first. */
  queue(range: QueueRange, after: QueuePosition | null, limit: number): readonly StoredNotice[];
  /** How many open ones stand after a position. */
  countAfter(range: QueueRange, after: QueuePosition | null): number;
  changedSince(
    area: string,
    revision: number,
    limit: number,
  ): readonly (StoredNotice & { revision: number })[];
  revision(): number;
  /** Adds notices; those of the seed come without a change of the revision. */
  add(notices: readonly StoredNotice[], isSeed?: boolean): void;
  put(notice: StoredNotice): void;
  isSeeded(area: string): boolean;
  addTransfer(area: string, transfer: PastTransfer): void;
  /** What an area has sent since an instant (ISO), newest first. */
  transfersOf(area: string, since: string, limit: number): readonly PastTransfer[];
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS notice (
    id TEXT PRIMARY KEY,
    area TEXT NOT NULL,
    visible_from INTEGER NOT NULL,
    is_open INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    notice TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS notice_queue ON notice (area, is_open, visible_from, id);
  CREATE INDEX IF NOT EXISTS notice_revision ON notice (area, revision);
  CREATE TABLE IF NOT EXISTS notice_transfer (area TEXT NOT NULL, at TEXT NOT NULL, transfer TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS notice_transfer_of_area ON notice_transfer (area, at);
  CREATE TABLE IF NOT EXISTS seeded_area (area TEXT PRIMARY KEY) STRICT;
`;

const ENDED: ReadonlySet<string> = new Set(['CLOSED', 'TRANSFERRED']);
const AFTER =
  'area = ? AND visible_from >= ? AND visible_from <= ? AND (visible_from, id) > (?, ?) AND is_open =';
/** A closing is the last act on a notice. */
const CLOSED_SINCE = `json_extract(notice, '$.state') = 'CLOSED' AND json_extract(notice, '$.history[#-1].at') > ?`;

type Row = { notice: string; revision: number };
const parsed = ({ notice }: Row): StoredNotice => JSON.parse(notice) as StoredNotice;
const placeOf = (after: QueuePosition | null): [number, string] =>
  after === null ? [-1, ''] : [Date.parse(after.visibleFrom), after.id];

const createTransferRegister = (database: Database): Pick<NoticeRegister, 'addTransfer' | 'transfersOf'> => {
  const insert = database.prepare('INSERT INTO notice_transfer VALUES (?, ?, ?)');
  const select = database.prepare(
    'SELECT transfer FROM notice_transfer WHERE area = ? AND at >= ? ORDER BY at DESC, rowid DESC LIMIT ?',
  );
  return {
    addTransfer: (area, transfer) => void insert.run(area, transfer.at, JSON.stringify(transfer)),
    transfersOf: (area, since, limit) =>
      (select.all(area, since, limit) as { transfer: string }[]).map(
        ({ transfer }) => JSON.parse(transfer) as PastTransfer,
      ),
  };
};

export const createNoticeRegister = (database: Database): NoticeRegister => {
  database.exec(SCHEMA);
  const find = database.prepare('SELECT notice FROM notice WHERE id = ?');
  const queue = database.prepare(
    `SELECT notice FROM notice WHERE ${AFTER} 1 ORDER BY visible_from, id LIMIT ?`,
  );
  const closed = database.prepare(
    `SELECT notice FROM notice WHERE ${AFTER} 0 AND ${CLOSED_SINCE} ORDER BY visible_from, id LIMIT ?`,
  );
  const count = database.prepare(`SELECT count(*) AS count FROM notice WHERE ${AFTER} 1`);
  const changed = database.prepare(
    'SELECT notice, revision FROM notice WHERE area = ? AND revision > ? ORDER BY revision LIMIT ?',
  );
  const last = database.prepare('SELECT coalesce(max(revision), 0) AS revision FROM notice');
  const upsert = database.prepare(
    `INSERT INTO notice VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
       is_open = excluded.is_open, revision = excluded.revision, notice = excluded.notice`,
  );
  const seeded = database.prepare('SELECT 1 FROM seeded_area WHERE area = ?');
  const markSeeded = database.prepare('INSERT OR IGNORE INTO seeded_area VALUES (?)');
  const revision = (): number => (last.get() as { revision: number }).revision;
  const write = (notice: StoredNotice, at: number): void => {
    const isOpen = ENDED.has(notice.state) ? 0 : 1;
    upsert.run(notice.id, notice.area, notice.visibleFrom, isOpen, at, JSON.stringify(notice));
  };
  return {
    find: (id) => {
      const row = find.get(id) as Row | undefined;
      return row === undefined ? null : parsed(row);
    },
    queue: ({ area, from, until, closedSince }, after, limit) => {
      const place = [area, from, until, ...placeOf(after)];
      const rows =
        closedSince === undefined ? queue.all(...place, limit) : closed.all(...place, closedSince, limit);
      return (rows as Row[]).map(parsed);
    },
    countAfter: ({ area, from, until }, after) =>
      (count.get(area, from, until, ...placeOf(after)) as { count: number }).count,
    changedSince: (area, since, limit) =>
      (changed.all(area, since, limit) as Row[]).map((row) => ({ ...parsed(row), revision: row.revision })),
    revision,
    add: database.transaction((notices: readonly StoredNotice[], isSeed = false) => {
      for (const notice of notices) {
        write(notice, isSeed ? 0 : revision() + 1);
        if (isSeed) markSeeded.run(notice.area);
      }
    }),
    put: (notice) => write(notice, revision() + 1),
    isSeeded: (area) => seeded.get(area) !== undefined,
    ...createTransferRegister(database),
  };
};
