import type { NoticeContent, NoticeEvent, QueuePosition } from '../../../shared/service-api/notices.ts';
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

export interface NoticeRegister {
  find(id: string): StoredNotice | null;
  /** Open notices of an area that are visible at a time, after a position, oldest first. */
  queue(area: string, now: number, after: QueuePosition | null, limit: number): readonly StoredNotice[];
  /** How many stand after a position. */
  countAfter(area: string, now: number, after: QueuePosition | null): number;
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
  CREATE TABLE IF NOT EXISTS seeded_area (area TEXT PRIMARY KEY) STRICT;
`;

const ENDED: ReadonlySet<string> = new Set(['CLOSED', 'TRANSFERRED']);
const AFTER = 'area = ? AND is_open = 1 AND visible_from <= ? AND (visible_from, id) > (?, ?)';

type Row = { notice: string; revision: number };
const parsed = ({ notice }: Row): StoredNotice => JSON.parse(notice) as StoredNotice;
const placeOf = (after: QueuePosition | null): [number, string] =>
  after === null ? [-1, ''] : [Date.parse(after.visibleFrom), after.id];

export const createNoticeRegister = (database: Database): NoticeRegister => {
  database.exec(SCHEMA);
  const find = database.prepare('SELECT notice FROM notice WHERE id = ?');
  const queue = database.prepare(
    `SELECT notice FROM notice WHERE ${AFTER} ORDER BY visible_from, id LIMIT ?`,
  );
  const count = database.prepare(`SELECT count(*) AS count FROM notice WHERE ${AFTER}`);
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
    queue: (area, now, after, limit) => (queue.all(area, now, ...placeOf(after), limit) as Row[]).map(parsed),
    countAfter: (area, now, after) => (count.get(area, now, ...placeOf(after)) as { count: number }).count,
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
  };
};
