import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { CacheCalls, CacheEntry, CacheOpening } from './cache-calls.ts';
import { cacheKey, type Keychain } from './cache-key.ts';

/** The database behind the cache; lives in the helper process. */
export interface CacheStore {
  open(request: CacheCalls['open']['request']): Promise<CacheOpening>;
  read(request: CacheCalls['read']['request']): CacheEntry | null;
  write(entry: CacheEntry): void;
  wipe(request: CacheCalls['wipe']['request']): void;
  close(): void;
}

const SCHEMA_VERSION = 1;
// The class is checked by the database too: a mistake elsewhere must not put a client on disk.
const SCHEMA = `
  CREATE TABLE entry (
    key TEXT PRIMARY KEY,
    sensitivity TEXT NOT NULL CHECK (sensitivity IN ('open', 'internal', 'personal')),
    value TEXT NOT NULL,
    storedAt INTEGER NOT NULL,
    expiresAt INTEGER NOT NULL
  ) STRICT;
  PRAGMA user_version = ${SCHEMA_VERSION};`;

type OpenFailure = 'key-wrong' | 'damaged' | 'storage-failed';

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? '');

const failureOf = (error: unknown): OpenFailure => {
  const code = codeOf(error);
  if (code === 'SQLITE_NOTADB') return 'key-wrong';
  return code.startsWith('SQLITE_CORRUPT') ? 'damaged' : 'storage-failed';
};

/** Throws what SQLite throws; the file is closed then. */
function openEncrypted(file: string, hex: string): Database.Database {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new Database(file);
  try {
    database.pragma("cipher='sqlcipher'");
    database.pragma('legacy=4');
    database.pragma(`key="x'${hex}'"`);
    database.pragma('journal_mode=WAL');
    database.pragma('synchronous=NORMAL');
    // Sort spills must not reach the disk.
    database.pragma('temp_store=MEMORY');
    // What was wiped must not stay in free pages.
    database.pragma('secure_delete=ON');
    // Looks at every page: sqlcipher authenticates each one, so damage shows here and not in mid-work.
    database.pragma('quick_check');
    prepare(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function prepare(database: Database.Database): void {
  const version = database.pragma('user_version', { simple: true });
  if (version === SCHEMA_VERSION) return;
  // Another version's cache holds nothing that the service does not have.
  database.exec(`DROP TABLE IF EXISTS entry; ${SCHEMA}`);
}

function removeFiles(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true });
}

export function createCacheStore(keychain: Keychain): CacheStore {
  let database: Database.Database | undefined;
  let reopen: (() => Database.Database) | undefined;

  const inMemory = (problem: 'keychain-unavailable' | 'storage-failed'): CacheOpening => {
    const memory = new Database(':memory:');
    prepare(memory);
    database = memory;
    return { place: 'memory', problem };
  };

  const rebuilt = (file: string, hex: string): Database.Database => {
    removeFiles(file);
    return openEncrypted(file, hex);
  };

  const onDisk = (file: string, hex: string, isNew: boolean): CacheOpening => {
    const existed = existsSync(file);
    reopen = () => rebuilt(file, hex);
    try {
      if (isNew && existed) {
        database = rebuilt(file, hex);
        return { place: 'disk', rebuilt: 'key-lost' };
      }
      database = openEncrypted(file, hex);
      return { place: 'disk' };
    } catch (error) {
      const reason = failureOf(error);
      if (reason === 'storage-failed') return inMemory(reason);
      database = rebuilt(file, hex);
      return { place: 'disk', rebuilt: reason };
    }
  };

  const opened = (): Database.Database => {
    if (!database) throw new Error('the cache is not open');
    return database;
  };

  /** Damage that shows only in use: the cache starts anew and the entry is simply not there. */
  const orAnew = <Value>(work: () => Value, otherwise: Value): Value => {
    try {
      return work();
    } catch (error) {
      if (failureOf(error) === 'storage-failed' || !reopen) throw error;
      opened().close();
      database = reopen();
      return otherwise;
    }
  };

  return {
    open: async ({ file, keychainService, now }) => {
      const key = await cacheKey(keychain, keychainService);
      if (key.state === 'unavailable') return inMemory('keychain-unavailable');
      let opening: CacheOpening;
      try {
        opening = onDisk(file, key.hex, key.state === 'new');
      } catch {
        // The rebuild failed as well: a full or read-only disk. Work goes on in memory and says so.
        opening = inMemory('storage-failed');
      }
      opened().prepare('DELETE FROM entry WHERE expiresAt <= ?').run(now);
      return opening;
    },
    read: ({ key, now }) =>
      orAnew(() => {
        const select =
          'SELECT key, sensitivity, value, storedAt, expiresAt FROM entry WHERE key = ? AND expiresAt > ?';
        return (opened().prepare(select).get(key, now) as CacheEntry | undefined) ?? null;
      }, null),
    write: (entry) =>
      orAnew(() => {
        const insert = `INSERT INTO entry (key, sensitivity, value, storedAt, expiresAt)
          VALUES (:key, :sensitivity, :value, :storedAt, :expiresAt)
          ON CONFLICT (key) DO UPDATE SET sensitivity = excluded.sensitivity, value = excluded.value,
            storedAt = excluded.storedAt, expiresAt = excluded.expiresAt`;
        opened().prepare(insert).run(entry);
      }, undefined),
    wipe: ({ sensitivity }) =>
      orAnew(() => {
        opened().prepare('DELETE FROM entry WHERE sensitivity = ?').run(sensitivity);
      }, undefined),
    close: () => database?.close(),
  };
}
