import { join } from 'node:path';
import { loadRows, makeRows, openEncrypted, openPlain, type ListDatabase } from './list-database.ts';
import { compare, inTemporaryFolder, timedNow, type Benchmark, type Measurement } from './measure.ts';

const PREFIX = 'SELECT id, lastName, gross FROM recipient WHERE searchText >= ? AND searchText < ? LIMIT 50';
const SUBSTRING = `SELECT id, lastName, gross FROM recipient
  WHERE id IN (SELECT rowid FROM recipient_index WHERE searchText LIKE ?) LIMIT 50`;
const COUNT = 'SELECT count(*) AS found FROM recipient WHERE municipality = ? AND benefit = ?';

interface Search {
  readonly name: string;
  readonly sql: string;
  readonly parameters: readonly (readonly string[])[];
}
const searches: readonly Search[] = [
  {
    name: 'prefix',
    sql: PREFIX,
    parameters: ['korh', 'mäki', 'virt', 'häm', 'jär'].map((text) => [text, `${text}\u{10ffff}`]),
  },
  {
    name: 'substring',
    sql: SUBSTRING,
    parameters: ['%niemi aino%', '%helmi tyy%', '%salo urho%'].map((text) => [text]),
  },
  {
    name: 'count',
    sql: COUNT,
    parameters: [
      ['091', 'pension'],
      ['564', 'child-benefit'],
    ],
  },
];

/** Reads everything through once more, so that a search of microseconds is long enough to be timed. */
const REPEATS = 20;

function probe(database: ListDatabase, { sql, parameters }: Search): () => number {
  const statement = database.prepare(sql);
  return () =>
    timedNow(() => {
      for (let repeat = 0; repeat < REPEATS; repeat += 1)
        for (const values of parameters)
          if (statement.all(...values).length === 0) throw new Error(`nothing: ${sql}`);
    });
}

export const benchmark: Benchmark = {
  id: 'G1',
  title: 'search in the encrypted cache, warm, 200,000 rows',
  peer: 'better-sqlite3, same SQL, no cipher',
  run: () =>
    inTemporaryFolder(async (folder) => {
      const rows = makeRows();
      const files = { ours: join(folder, 'encrypted'), peer: join(folder, 'plain') };
      for (const database of [openEncrypted(files.ours), openPlain(files.peer)]) {
        loadRows(database, rows);
        database.close();
      }
      const encrypted = openEncrypted(files.ours);
      const plain = openPlain(files.peer);
      const measurements: Measurement[] = [];
      for (const search of searches) {
        const ours = probe(encrypted, search);
        const peer = probe(plain, search);
        measurements.push(await compare({ name: search.name, goal: 1.1, pairs: 21, warmUp: 3, ours, peer }));
      }
      encrypted.close();
      plain.close();
      return measurements;
    }),
};
