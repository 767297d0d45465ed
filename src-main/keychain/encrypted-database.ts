import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';

export type OpenFailure = 'key-wrong' | 'damaged' | 'storage-failed';

/** What an error of SQLite says about the file; what is neither its key nor its content is the disk's. */
export const openFailureOf = (error: unknown): OpenFailure => {
  const code = String((error as { code?: unknown }).code ?? '');
  if (code === 'SQLITE_NOTADB') return 'key-wrong';
  return code.startsWith('SQLITE_CORRUPT') ? 'damaged' : 'storage-failed';
};

export interface EncryptedDatabase {
  /** Absolute path; missing folders are made for the user alone. */
  readonly file: string;
  /** 32 bytes in hexadecimal. */
  readonly hex: string;
  /** `through-power-cut`: what was committed must be there after one; `after-crash`: after the end of the program. */
  readonly keeps: 'through-power-cut' | 'after-crash';
  /** Makes the tables. */
  readonly prepare: (database: Database.Database) => void;
}

/** Opens or makes a file of SQLCipher 4. Throws what SQLite throws; the file is closed then. */
export function openEncrypted({ file, hex, keeps, prepare }: EncryptedDatabase): Database.Database {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new Database(file);
  try {
    // One call: an opening takes less than a millisecond, of which every statement is a part.
    database.exec(`
      PRAGMA cipher = 'sqlcipher'; PRAGMA legacy = 4; PRAGMA key = "x'${hex}'";
      PRAGMA journal_mode = WAL; PRAGMA synchronous = ${keeps === 'through-power-cut' ? 'FULL' : 'NORMAL'};
      -- Sort spills must not reach the disk.
      PRAGMA temp_store = MEMORY;
      -- What was wiped must not stay in free pages.
      PRAGMA secure_delete = ON;`);
    // Every page is authenticated, so damage is noticed wherever it is read, at the latest. What cannot be had again
    // is looked through at once; that takes as long as the file is large.
    if (keeps === 'through-power-cut') database.pragma('quick_check');
    prepare(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Files that belong to a database, beside it, by what is added to its name. */
export const databaseFiles = ['', '-wal', '-shm', '-journal'] as const;

export function removeDatabase(file: string): void {
  for (const suffix of databaseFiles) rmSync(file + suffix, { force: true });
}
