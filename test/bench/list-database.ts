/** A list of 200,000 recipients in SQLite: the same tables with and without encryption. */
import type EncryptedDatabase from 'better-sqlite3';
import PlainDatabase from 'better-sqlite3-plain';
import { openEncrypted as openEncryptedFile } from '../../src-main/keychain/encrypted-database.ts';
import { seededRandom } from './measure.ts';

export const ROWS = 200_000;
export const KEY = '5a'.repeat(32);

export type ListDatabase = EncryptedDatabase.Database;

/** As the product opens the cache. */
export const openEncrypted = (file: string, prepare: (database: ListDatabase) => void = () => undefined) =>
  openEncryptedFile({ file, hex: KEY, keeps: 'after-crash', prepare });

export function openPlain(file: string): ListDatabase {
  const database = new PlainDatabase(file) as unknown as ListDatabase;
  database.pragma('journal_mode=WAL');
  database.pragma('synchronous=NORMAL');
  database.pragma('temp_store=MEMORY');
  return database;
}

export type ListRow = readonly [
  id: number,
  lastName: string,
  firstNames: string,
  municipality: string,
  benefit: string,
  payDate: string,
  gross: number,
  searchText: string,
];

const LAST_NAMES =
  'Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen'.split(' ');
const ENDINGS = ['', 'nen', 'la', 'maa', 'niemi', 'salo', 'ranta', 'koski', 'lahti', 'harju'];
const FIRST_NAMES = 'Aino Eero Helmi Onni Lempi Väinö Åsa Öivind Tyyne Urho Saimi Ilmari Kerttu Toivo'.split(
  ' ',
);
const MUNICIPALITIES = '091 049 092 837 853 564 905 398 179 297'.split(' ');
const BENEFITS = 'basic-social-assistance housing-allowance sickness-allowance pension child-benefit'.split(
  ' ',
);

/** Made-up recipients; the same in every run. */
export function makeRows(count = ROWS): readonly ListRow[] {
  const random = seededRandom(20261125);
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)]!;
  return Array.from({ length: count }, (_, id) => {
    const lastName = pick(LAST_NAMES).slice(0, 3 + Math.floor(random() * 5)) + pick(ENDINGS);
    const firstNames = `${pick(FIRST_NAMES)} ${pick(FIRST_NAMES)}`;
    const municipality = pick(MUNICIPALITIES);
    const benefit = pick(BENEFITS);
    const payDate = `2026-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}-15`;
    const gross = Math.floor(random() * 200_000);
    const searchText = `${lastName} ${firstNames} ${municipality} ${benefit} ${id}`.toLowerCase();
    return [id, lastName, firstNames, municipality, benefit, payDate, gross, searchText];
  });
}

/** Creates the tables and loads the rows in one transaction, search index included. */
export function loadRows(database: ListDatabase, rows: readonly ListRow[]): void {
  database.exec(`
    CREATE TABLE recipient (
      id INTEGER PRIMARY KEY, lastName TEXT, firstNames TEXT, municipality TEXT, benefit TEXT, payDate TEXT,
      gross INTEGER, searchText TEXT
    ) STRICT;
    CREATE VIRTUAL TABLE recipient_index USING fts5(searchText, content='recipient', content_rowid='id',
      tokenize='trigram', detail='none');`);
  const insert = database.prepare('INSERT INTO recipient VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  database.transaction(() => {
    for (const row of rows) insert.run(row);
    database.exec(`INSERT INTO recipient_index (recipient_index) VALUES ('rebuild');
      CREATE INDEX recipient_name ON recipient (searchText);
      CREATE INDEX recipient_place ON recipient (municipality, benefit);`);
  })();
}
