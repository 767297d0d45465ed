import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A user's database, or one that was moved aside, with what SQLite puts beside it. */
const FILE = /^(drafts-[0-9a-f]{32}\.db(?:\.unreadable)?)(?:-wal|-shm|-journal)?$/;

/** Left where a database was removed, so that its user is told; there is nothing in it. */
const markOf = (database: string): string => `${database}.removed`;

const lastUsed = (file: string): number => statSync(file).mtimeMs;

/**
 * Removes the databases that nobody has used since then, whoever's they are and without opening them: all drafts in
 * them are older.
 * @param before milliseconds since 1970
 */
export function removeForgottenDrafts(folder: string, before: number): void {
  if (!existsSync(folder)) return;
  const files = readdirSync(folder).filter((name) => FILE.test(name));
  for (const [database, names] of Map.groupBy(files, (name) => FILE.exec(name)?.[1] ?? name)) {
    const paths = names.map((name) => join(folder, name));
    try {
      if (Math.max(...paths.map(lastUsed)) >= before) continue;
      for (const path of paths) rmSync(path, { force: true });
      if (database.endsWith('.db')) writeFileSync(markOf(join(folder, database)), '');
    } catch {
      // In use or protected: the next start tries again.
    }
  }
}

/** Writes down, by the times of the file, that its user is here. */
export function touchDrafts(database: string): void {
  try {
    const now = new Date();
    utimesSync(database, now, now);
  } catch {
    // Gone or read-only: what is written next says so.
  }
}

export const wereForgotten = (database: string): boolean => existsSync(markOf(database));

/** The user has been told. */
export const clearForgotten = (database: string): void => rmSync(markOf(database), { force: true });
