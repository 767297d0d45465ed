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
import type { DraftCalls, DraftsOpening, StoredDraft } from './draft-calls.ts';

/** The database of one user's drafts; lives in the helper process. */
export interface DraftStore {
  open(request: DraftCalls['open']['request']): Promise<DraftsOpening>;
  save(draft: StoredDraft): void;
  list(owner: string): readonly StoredDraft[];
  remove(owner: string, draftId: string): void;
  expire(before: number): readonly string[];
  close(): void;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS draft (
    draftId TEXT NOT NULL,
    owner TEXT NOT NULL,
    content TEXT NOT NULL,
    savedAt INTEGER NOT NULL,
    PRIMARY KEY (owner, draftId)
  ) STRICT`;

// A draft that was acknowledged must outlive a power cut: the service does not have it.
const openFile = (file: string, hex: string): Database.Database =>
  openEncrypted({
    file,
    hex,
    keeps: 'through-power-cut',
    prepare: (database) => void database.exec(SCHEMA),
  });

/** Moves a file that cannot be read, still encrypted, out of the way of a new one; the one before it goes. */
function moveAside(file: string): void {
  removeDatabase(`${file}.unreadable`);
  for (const suffix of databaseFiles) {
    if (existsSync(file + suffix)) renameSync(file + suffix, `${file}.unreadable${suffix}`);
  }
}

function openOnDisk(file: string, hex: string): Database.Database {
  try {
    return openFile(file, hex);
  } catch (error) {
    if (openFailureOf(error) === 'storage-failed') throw error;
    moveAside(file);
    return openFile(file, hex);
  }
}

const COLUMNS = 'draftId, owner, content, savedAt';

export function createDraftStore(keychain: Keychain): DraftStore {
  let database: Database.Database | undefined;
  const use = (): Database.Database => {
    if (!database) throw new Error('the drafts are not open');
    return database;
  };
  return {
    open: async ({ file, keychainService }) => {
      database?.close();
      database = undefined;
      const key = await databaseKey(keychain, keychainService);
      if (key.state === 'unavailable') return { place: 'nowhere', problem: 'keychain-unavailable' };
      try {
        database = openOnDisk(file, key.hex);
        return { place: 'disk' };
      } catch {
        // A full or read-only disk: the caller keeps drafts in memory and the diagnostics say so.
        return { place: 'nowhere', problem: 'storage-failed' };
      }
    },
    save: (draft) =>
      void use()
        .prepare(
          `INSERT INTO draft (${COLUMNS}) VALUES (:draftId, :owner, :content, :savedAt)
           ON CONFLICT (owner, draftId) DO UPDATE SET content = excluded.content, savedAt = excluded.savedAt`,
        )
        .run(draft),
    list: (owner) =>
      use()
        .prepare(`SELECT ${COLUMNS} FROM draft WHERE owner = ? ORDER BY savedAt DESC`)
        .all(owner) as StoredDraft[],
    remove: (owner, draftId) =>
      void use().prepare('DELETE FROM draft WHERE owner = ? AND draftId = ?').run(owner, draftId),
    expire: (before) =>
      use().prepare('DELETE FROM draft WHERE savedAt < ? RETURNING owner').pluck().all(before) as string[],
    close: () => database?.close(),
  };
}
