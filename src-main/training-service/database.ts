import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';

export type Database = SQLite.Database;

/** The store of what users bring about: claims and the audit trail. Without a folder it lives in memory. */
export const openDatabase = (dataFolder: string | null): Database => {
  if (dataFolder !== null) mkdirSync(dataFolder, { recursive: true });
  const database = new SQLite(dataFolder === null ? ':memory:' : join(dataFolder, 'training-service.sqlite'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  return database;
};
