import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type Database from 'better-sqlite3';
import { createLines, PERSON_COLUMN } from '../../shared/domain/lists/index.ts';
import { listHeader } from '../../shared/service-api/lists.ts';

/** One kept list in a database of its own: its rows in packed blocks, and an index of its persons. */
export interface KeptListHead {
  /** Organisation, purpose, list, view and period. */
  readonly name: string;
  readonly etag: string;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
  readonly expiresAt: number;
}

export interface FoundPerson {
  /** Number of the row, from 0. */
  readonly row: number;
  readonly personalIdentityCode: string;
  readonly name: string;
}

const BLOCK_ROWS = 512;
/** The trigram index finds nothing shorter. */
export const SHORTEST_TERM = 3;

// `detail=none` and no content: the index says which rows may have the text, the rows themselves decide.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS head (
    name TEXT NOT NULL, etag TEXT NOT NULL, storedAt INTEGER NOT NULL, expiresAt INTEGER NOT NULL,
    header TEXT NOT NULL, end TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS block (number INTEGER PRIMARY KEY, lines BLOB NOT NULL) STRICT;
  CREATE VIRTUAL TABLE IF NOT EXISTS person
    USING fts5(text, content='', columnsize=0, detail='none', tokenize='trigram');`;
export const SELECT_CANDIDATES =
  'SELECT rowid FROM person WHERE person MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?';
export const SELECT_BLOCK = 'SELECT lines FROM block WHERE number = ?';

export const prepareListFile = (database: Database.Database): void => void database.exec(SCHEMA);

const folded = (text: string): string => text.toLowerCase();

/** Places of identity code and name in a row; what the persons of a list are looked up by. */
const personPlaces = (headerLine: string): readonly number[] => {
  const { columns } = listHeader.parse(JSON.parse(headerLine));
  return [PERSON_COLUMN, 'name'].map((key) => columns.findIndex((column) => column.key === key));
};
const personOf = (line: string, places: readonly number[]): Omit<FoundPerson, 'row'> => {
  const cells = JSON.parse(line) as unknown[];
  const [personalIdentityCode = '', name = ''] = places.map((place) => String(cells[place] ?? ''));
  return { personalIdentityCode, name };
};
const searchText = ({ personalIdentityCode, name }: Omit<FoundPerson, 'row'>): string =>
  folded(`${personalIdentityCode} ${name}`);

/** Takes the lines of a list, as they come from the service, into a new file. */
export interface ListWriter {
  append(bytes: Uint8Array): void;
  /** To be called only when the stream was found to be whole: the file counts from here on. */
  finish(head: KeptListHead): void;
}

export const createListWriter = (database: Database.Database): ListWriter => {
  const decoder = new TextDecoder();
  const insertBlock = database.prepare('INSERT INTO block (number, lines) VALUES (?, ?)');
  const insertPerson = database.prepare('INSERT INTO person (rowid, text) VALUES (?, ?)');
  const split = createLines();
  let header: string | null = null;
  let places: readonly number[] = [];
  /** The last line may be the end, which is no row. */
  let lines: string[] = [];
  let blocks = 0;
  database.exec(`BEGIN; INSERT INTO person (person, rank) VALUES ('hashsize', 16777216)`);

  const writeBlock = (): void => {
    const rows = lines.splice(0, BLOCK_ROWS);
    const first = blocks * BLOCK_ROWS;
    insertBlock.run(blocks, deflateRawSync(rows.join('\n'), { level: 1 }));
    for (const [at, line] of rows.entries()) insertPerson.run(first + at, searchText(personOf(line, places)));
    blocks += 1;
  };
  return {
    append: (bytes) => {
      const parts = split.push(decoder.decode(bytes, { stream: true }));
      if (header === null && parts[0] !== undefined) {
        header = parts[0];
        places = personPlaces(header);
        lines = parts.slice(1);
      } else lines = lines.concat(parts);
      while (lines.length > BLOCK_ROWS) writeBlock();
    },
    finish: (head) => {
      const end = lines.pop();
      if (header === null || end === undefined || split.rest() !== '') throw new Error('the list has no end');
      if (lines.length > 0) writeBlock();
      database
        .prepare(
          `INSERT INTO head (name, etag, storedAt, expiresAt, header, end)
           VALUES (:name, :etag, :storedAt, :expiresAt, :header, :end)`,
        )
        .run({ ...head, header, end });
      database.exec('COMMIT');
    },
  };
};

/** What is known of a whole file; null where its writing was cut. */
export const readHead = (database: Database.Database): KeptListHead | null =>
  (database.prepare('SELECT name, etag, storedAt, expiresAt FROM head').get() as KeptListHead | undefined) ??
  null;

const blockLines = (database: Database.Database, number: number): string | null => {
  const packed = database.prepare(SELECT_BLOCK).pluck().get(number) as Buffer | undefined;
  return packed === undefined ? null : inflateRawSync(packed).toString('utf8');
};

/**
 * A piece of the list as it came from the service, from 0: the header's line, the rows in several pieces, the line
 * of the end; null after it.
 */
export const readPiece = (database: Database.Database, at: number): string | null => {
  const line = (column: 'header' | 'end'): string =>
    `${String(database.prepare(`SELECT ${column} FROM head`).pluck().get())}\n`;
  if (at === 0) return line('header');
  const rows = blockLines(database, at - 1);
  if (rows !== null) return `${rows}\n`;
  const blocks = Number(database.prepare('SELECT count(*) FROM block').pluck().get());
  return at === blocks + 1 ? line('end') : null;
};

const trigramsOf = (terms: readonly string[]): string =>
  terms
    .flatMap((term) => {
      const letters = [...term];
      return letters.slice(SHORTEST_TERM - 1).map((_, at) => letters.slice(at, at + SHORTEST_TERM).join(''));
    })
    .map((trigram) => `"${trigram.replaceAll('"', '""')}"`)
    .join(' AND ');

/** Terms of a query that the index can look for. */
export const searchableTerms = (query: string): readonly string[] =>
  folded(query)
    .split(/\s+/)
    .filter((term) => [...term].length >= SHORTEST_TERM);

/**
 * Persons whose identity code and name have every term.
 * @param terms of {@link searchableTerms}; without one nothing is found
 */
export const findPersons = (
  database: Database.Database,
  terms: readonly string[],
  limit: number,
): readonly FoundPerson[] => {
  if (terms.length === 0) return [];
  const select = database.prepare(SELECT_CANDIDATES).pluck();
  const match = trigramsOf(terms);
  const places = personPlaces(String(database.prepare('SELECT header FROM head').pluck().get()));
  const found: FoundPerson[] = [];
  let block = { number: -1, lines: [] as readonly string[] };
  const lineOf = (row: number): string | undefined => {
    const number = Math.floor(row / BLOCK_ROWS);
    if (block.number !== number) block = { number, lines: (blockLines(database, number) ?? '').split('\n') };
    return block.lines[row % BLOCK_ROWS];
  };
  for (let last = -1; found.length < limit;) {
    const rows = select.all(match, last, limit) as number[];
    for (const row of rows) {
      const line = lineOf(row);
      if (line === undefined) continue;
      const person = personOf(line, places);
      const text = searchText(person);
      if (terms.every((term) => text.includes(term))) found.push({ row, ...person });
    }
    last = rows.at(-1) ?? last;
    if (rows.length < limit) break;
  }
  return found.slice(0, limit);
};
