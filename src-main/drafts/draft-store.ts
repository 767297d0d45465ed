import { existsSync, renameSync } from 'node:fs';
import type Database from 'better-sqlite3';
import {
  databaseFiles,
  databaseKey,
  openEncrypted,
  openFailureOf,
  removeDatabase,
  type Keychain,
} from '../keychain/keychain.ts';
import type {
  DraftCalls,
  DraftName,
  DraftsOpening,
  FileName,
  SavedDraft,
  StoredDraft,
} from './draft-calls.ts';

/** The database of one user's drafts; lives in the helper process. */
export interface DraftStore {
  open(request: DraftCalls['open']['request']): Promise<DraftsOpening>;
  save(draft: SavedDraft): void;
  mark(draft: DraftCalls['mark']['request']): void;
  list(owner: string): readonly StoredDraft[];
  remove(draft: DraftName): void;
  expire(before: number): void;
  expired(owner: string): number;
  forgetExpired(owner: string): void;
  takeAway(): DraftCalls['takeAway']['response'];
  habits(): string | null;
  keepHabits(habits: string): void;
  keepFile(file: DraftCalls['keepFile']['request']): void;
  file(file: FileName): Uint8Array | null;
  dropFiles(but: DraftCalls['dropFiles']['request']): void;
  close(): void;
}

/** Each step brings a file of the version before it up; drafts outlive an update of the program. */
const STEPS = [
  `CREATE TABLE IF NOT EXISTS draft (
    draftId TEXT NOT NULL,
    owner TEXT NOT NULL,
    content TEXT NOT NULL,
    savedAt INTEGER NOT NULL,
    PRIMARY KEY (owner, draftId)
  ) STRICT`,
  `ALTER TABLE draft ADD COLUMN sentAt INTEGER;
   CREATE TABLE habit (one INTEGER PRIMARY KEY CHECK (one = 1), content TEXT NOT NULL) STRICT`,
  `CREATE TABLE draft_file (
    owner TEXT NOT NULL,
    draftId TEXT NOT NULL,
    fileId TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (owner, draftId, fileId),
    FOREIGN KEY (owner, draftId) REFERENCES draft ON DELETE CASCADE
  ) STRICT`,
  'CREATE TABLE expired (owner TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT',
];

const prepare = (database: Database.Database): void => {
  const version = Number(database.pragma('user_version', { simple: true }));
  database.transaction(() => {
    for (const step of STEPS.slice(version)) database.exec(step);
    database.pragma(`user_version = ${STEPS.length}`);
  })();
};

// A draft that was acknowledged must outlive a power cut: the service does not have it.
const openFile = (file: string, hex: string): Database.Database =>
  openEncrypted({ file, hex, keeps: 'through-power-cut', prepare });

/** Moves a file that cannot be read, still encrypted, out of the way of a new one; the one before it goes. */
function moveAside(file: string): void {
  removeDatabase(`${file}.unreadable`);
  for (const suffix of databaseFiles) {
    if (existsSync(file + suffix)) renameSync(file + suffix, `${file}.unreadable${suffix}`);
  }
}

function openOnDisk(
  file: string,
  hex: string,
): { readonly database: Database.Database; readonly opening: DraftsOpening } {
  try {
    return { database: openFile(file, hex), opening: { place: 'disk' } };
  } catch (error) {
    if (openFailureOf(error) === 'storage-failed') throw error;
    moveAside(file);
    return {
      database: openFile(file, hex),
      opening: { place: 'disk', problem: 'drafts-unreadable' },
    };
  }
}

const SAVE = `
  INSERT INTO draft (draftId, owner, content, savedAt) VALUES (:draftId, :owner, :content, :savedAt)
  ON CONFLICT (owner, draftId) DO UPDATE SET content = excluded.content, savedAt = excluded.savedAt`;
const LIST = `
  SELECT draftId, owner, content, savedAt, sentAt FROM draft WHERE owner = ? ORDER BY savedAt DESC`;
const MARK = 'UPDATE draft SET sentAt = :sentAt WHERE owner = :owner AND draftId = :draftId';
const REMOVE = 'DELETE FROM draft WHERE owner = :owner AND draftId = :draftId';
const LIST_ALL = 'SELECT draftId, owner, content, savedAt, sentAt FROM draft';
const OLD = 'FROM draft WHERE savedAt < ? AND sentAt IS NULL';
const COUNT_OLD = `
  INSERT INTO expired (owner, count) SELECT owner, count(*) ${OLD} GROUP BY owner
  ON CONFLICT (owner) DO UPDATE SET count = count + excluded.count`;
const KEEP_HABITS = `
  INSERT INTO habit (one, content) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET content = excluded.content`;

const KEEP_FILE = `
  INSERT INTO draft_file (owner, draftId, fileId, bytes) VALUES (:owner, :draftId, :fileId, :bytes)
  ON CONFLICT (owner, draftId, fileId) DO UPDATE SET bytes = excluded.bytes`;
const FILE = 'SELECT bytes FROM draft_file WHERE owner = :owner AND draftId = :draftId AND fileId = :fileId';
const DROP_FILES = `
  DELETE FROM draft_file WHERE owner = :owner AND draftId = :draftId
  AND fileId NOT IN (SELECT value FROM json_each(:fileIds))`;

export function createDraftStore(keychain: Keychain): DraftStore {
  let database: Database.Database | undefined;
  let path = '';
  const prepared = (sql: string): Database.Statement<unknown[]> => {
    if (!database) throw new Error('the drafts are not open');
    return database.prepare(sql);
  };
  const habits = (): string | null =>
    (prepared('SELECT content FROM habit').pluck().get() as string | undefined) ?? null;
  return {
    open: async ({ file, keychainService }) => {
      database?.close();
      database = undefined;
      path = file;
      const key = await databaseKey(keychain, keychainService);
      if (key.state === 'unavailable') return { place: 'nowhere', problem: 'keychain-unavailable' };
      try {
        const opened = openOnDisk(file, key.hex);
        database = opened.database;
        return opened.opening;
      } catch {
        // A full or read-only disk: the caller keeps drafts in memory and the diagnostics say so.
        return { place: 'nowhere', problem: 'storage-failed' };
      }
    },
    save: (draft) => void prepared(SAVE).run(draft),
    mark: (draft) => void prepared(MARK).run(draft),
    list: (owner) => prepared(LIST).all(owner) as StoredDraft[],
    remove: (draft) => void prepared(REMOVE).run(draft),
    expire: (before) =>
      database?.transaction(() => {
        prepared(COUNT_OLD).run(before);
        prepared(`DELETE ${OLD}`).run(before);
      })(),
    expired: (owner) =>
      (prepared('SELECT count FROM expired WHERE owner = ?').pluck().get(owner) as number | undefined) ?? 0,
    forgetExpired: (owner) => void prepared('DELETE FROM expired WHERE owner = ?').run(owner),
    takeAway: () => {
      const taken = { drafts: prepared(LIST_ALL).all() as StoredDraft[], habits: habits() };
      database?.close();
      database = undefined;
      removeDatabase(path);
      return taken;
    },
    habits,
    keepHabits: (habits) => void prepared(KEEP_HABITS).run(habits),
    keepFile: (file) => void prepared(KEEP_FILE).run(file),
    file: (file) => (prepared(FILE).pluck().get(file) as Uint8Array | undefined) ?? null,
    dropFiles: (but) =>
      void (but === null
        ? prepared('DELETE FROM draft_file').run()
        : prepared(DROP_FILES).run({ ...but, fileIds: JSON.stringify(but.fileIds) })),
    close: () => database?.close(),
  };
}
