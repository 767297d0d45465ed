import { join } from 'node:path';
import { loadRows, makeRows, openEncrypted, openPlain } from './list-database.ts';
import { compare, inTemporaryFolder, timedNow, type Benchmark } from './measure.ts';

const QUERIES = ['%niemi aino%', '%helmi tyy%', '%salo urho%', '%12345%'];

export const benchmark: Benchmark = {
  id: 'G2',
  title: 'substring search through the search index, encrypted, 200,000 rows',
  peer: "better-sqlite3 without cipher, LIKE '%text%'",
  run: () =>
    inTemporaryFolder(async (folder) => {
      const rows = makeRows();
      const encrypted = openEncrypted(join(folder, 'encrypted'));
      const plain = openPlain(join(folder, 'plain'));
      for (const database of [encrypted, plain]) loadRows(database, rows);
      const indexed = encrypted.prepare(
        'SELECT rowid AS id FROM recipient_index WHERE searchText LIKE ? ORDER BY 1',
      );
      const scanned = plain.prepare('SELECT id FROM recipient WHERE searchText LIKE ? ORDER BY 1');
      for (const query of QUERIES)
        if (JSON.stringify(indexed.all(query)) !== JSON.stringify(scanned.all(query)))
          throw new Error(`the two searches differ for ${query}`);
      const ours = () => timedNow(() => QUERIES.forEach((query) => indexed.all(query)));
      const peer = () => timedNow(() => QUERIES.forEach((query) => scanned.all(query)));
      const measurement = await compare({ name: 'substring', goal: 0.05, ours, peer });
      encrypted.close();
      plain.close();
      return [measurement];
    }),
};
