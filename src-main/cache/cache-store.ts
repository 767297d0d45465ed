import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { CacheCalls, CacheEntry, CacheOpening } from './cache-calls.ts';
import {
  databaseKey,
  openEncrypted,
  openFailureOf,
  removeDatabase,
  type Keychain,
  type OpenFailure,
} from '../keychain/keychain.ts';

/** The database behind the cache; lives in the helper process. */
export interface CacheStore {
  open(request: CacheCalls['open']['request']): Promise<CacheOpening>;
  read(request: CacheCalls['read']['request']): CacheEntry | null;
  write(entry: CacheEntry): void;
  prune(now: number): void;
  close(): void;
}

const SCHEMA_VERSION = 2;
/** Characters of all values together. */
const LARGEST = 64 * 1024 * 1024;
// The class is checked by the database too: a mistake elsewhere must not put a client on disk.
const SCHEMA = `
  CREATE TABLE entry (
    key TEXT PRIMARY KEY,
    sensitivity TEXT NOT NULL CHECK (sensitivity IN ('open', 'internal')),
    value TEXT NOT NULL,
    storedAt INTEGER NOT NULL,
    expiresAt INTEGER NOT NULL
  ) STRICT;
  PRAGMA user_version = ${SCHEMA_VERSION};`;

function prepare(database: Database.Database): void {
  const version = database.pragma('user_version', { simple: true });
  if (version === SCHEMA_VERSION) return;
  // Another version's cache holds nothing that the service does not have.
  database.exec(`DROP TABLE IF EXISTS entry; ${SCHEMA}`);
}

const openFile = (file: string, hex: string): Database.Database =>
  openEncrypted({ file, hex, keeps: 'after-crash', prepare });

/** The open database; one that turns out to be damaged is replaced by an empty one. */
class OpenCache {
  #database: Database.Database;
  readonly #rebuild: ((reason: OpenFailure) => Database.Database) | undefined;

  constructor(database: Database.Database, rebuild?: (reason: OpenFailure) => Database.Database) {
    this.#database = database;
    this.#rebuild = rebuild;
  }
  /** @returns what the work gave, or `otherwise` when the content was lost */
  use<Value>(work: (database: Database.Database) => Value, otherwise: Value): Value {
    try {
      return work(this.#database);
    } catch (error) {
      const reason = openFailureOf(error);
      if (reason === 'storage-failed' || !this.#rebuild) throw error;
      this.#database.close();
      this.#database = this.#rebuild(reason);
      return otherwise;
    }
  }
  close(): void {
    this.#database.close();
  }
}

/** Told when a page that was read, and not before, turned out to be damaged: the cache is empty then. */
type OnDamage = (reason: OpenFailure) => void;
type Opened = CacheOpening & { readonly cache: OpenCache };

function openInMemory(problem: NonNullable<CacheOpening['problem']>): Opened {
  const database = new Database(':memory:');
  prepare(database);
  return { place: 'memory', problem, cache: new OpenCache(database) };
}

function openOnDisk(file: string, hex: string, keyIsNew: boolean, onDamage: OnDamage): Opened {
  const rebuild = (): Database.Database => {
    removeDatabase(file);
    return openFile(file, hex);
  };
  const opened = (database: Database.Database): Opened => ({
    place: 'disk',
    cache: new OpenCache(database, (reason) => {
      onDamage(reason);
      return rebuild();
    }),
  });
  try {
    if (keyIsNew && existsSync(file)) return { ...opened(rebuild()), rebuilt: 'key-lost' };
    return opened(openFile(file, hex));
  } catch (error) {
    const reason = openFailureOf(error);
    if (reason === 'storage-failed') return openInMemory(reason);
    return { ...opened(rebuild()), rebuilt: reason };
  }
}

async function openCache(
  keychain: Keychain,
  file: string,
  service: string,
  onDamage: OnDamage,
): Promise<Opened> {
  const key = await databaseKey(keychain, service);
  if (key.state === 'unavailable') return openInMemory('keychain-unavailable');
  try {
    return openOnDisk(file, key.hex, key.state === 'new', onDamage);
  } catch {
    // The rebuild failed as well: a full or read-only disk. Work goes on in memory and says so.
    return openInMemory('storage-failed');
  }
}

const SELECT = `SELECT key, sensitivity, value, storedAt, expiresAt FROM entry WHERE key = ? AND expiresAt > ?`;
const UPSERT = `INSERT INTO entry (key, sensitivity, value, storedAt, expiresAt)
  VALUES (:key, :sensitivity, :value, :storedAt, :expiresAt)
  ON CONFLICT (key) DO UPDATE SET sensitivity = excluded.sensitivity, value = excluded.value,
    storedAt = excluded.storedAt, expiresAt = excluded.expiresAt`;

/** What is too old goes, then what was stored longest ago until the rest fits. */
function prune(database: Database.Database, now: number, largest: number): void {
  database.prepare('DELETE FROM entry WHERE expiresAt <= ?').run(now);
  database
    .prepare(
      `DELETE FROM entry WHERE key IN (
        SELECT key FROM (SELECT key, sum(length(value)) OVER (ORDER BY storedAt DESC, key) AS total FROM entry)
        WHERE total > ?)`,
    )
    .run(largest);
}

export function createCacheStore(
  keychain: Keychain,
  onDamage: OnDamage = () => undefined,
  largest = LARGEST,
): CacheStore {
  let cache: OpenCache | undefined;
  const use: OpenCache['use'] = (work, otherwise) => {
    if (!cache) throw new Error('the cache is not open');
    return cache.use(work, otherwise);
  };
  return {
    open: async ({ file, keychainService }) => {
      cache?.close();
      const { cache: opened, ...opening } = await openCache(keychain, file, keychainService, onDamage);
      cache = opened;
      return opening;
    },
    read: ({ key, now }) =>
      use((database) => (database.prepare(SELECT).get(key, now) as CacheEntry | undefined) ?? null, null),
    write: (entry) => use((database) => void database.prepare(UPSERT).run(entry), undefined),
    prune: (now) => use((database) => prune(database, now, largest), undefined),
    close: () => cache?.close(),
  };
}
