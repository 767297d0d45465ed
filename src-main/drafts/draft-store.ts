import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { cacheKey, type Keychain } from '../keychain/keychain.ts';
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

function openEncrypted(file: string, hex: string): Database.Database {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new Database(file);
  try {
    database.pragma("cipher='sqlcipher'");
    database.pragma('legacy=4');
    database.pragma(`key="x'${hex}'"`);
    database.pragma('journal_mode=WAL');
    // A draft that was acknowledged must outlive a power cut: the service does not have it.
    database.pragma('synchronous=FULL');
    database.pragma('temp_store=MEMORY');
    database.pragma('secure_delete=ON');
    database.pragma('quick_check');
    database.exec(SCHEMA);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

const isUnreadable = (error: unknown): boolean => {
  const code = String((error as { code?: unknown }).code ?? '');
  return code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT');
};

/** Moves a file that cannot be read, still encrypted, out of the way of a new one; the one before it goes. */
function moveAside(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) {
    rmSync(`${file}.unreadable${suffix}`, { force: true });
    if (existsSync(file + suffix)) renameSync(file + suffix, `${file}.unreadable${suffix}`);
  }
}

function openOnDisk(file: string, hex: string): Database.Database {
  try {
    return openEncrypted(file, hex);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    moveAside(file);
    return openEncrypted(file, hex);
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
      const key = await cacheKey(keychain, keychainService);
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
