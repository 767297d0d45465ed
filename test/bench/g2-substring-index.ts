import { join } from 'node:path';
import { createTextIndex, finish, termsOf } from '../../shared/domain/lists/index.ts';
import { loadRows, makeRows, openPlain } from './list-database.ts';
import { compare, inTemporaryFolder, timedNow, type Benchmark } from './measure.ts';

const QUERIES = ['niemi', 'helmi', 'åsa', '12345', 'salosa'];

export const benchmark: Benchmark = {
  id: 'G2',
  title: "substring search through the list's index, 200,000 rows",
  peer: "better-sqlite3 without cipher, LIKE '%text%'",
  run: () =>
    inTemporaryFolder(async (folder) => {
      const rows = makeRows();
      const index = createTextIndex((at) => rows[at]![7]);
      finish(index.extend(rows.length, true));
      const plain = openPlain(join(folder, 'plain'));
      loadRows(plain, rows);
      const like = plain.prepare('SELECT id FROM recipient WHERE searchText LIKE ? ORDER BY id').pluck();
      const search = (query: string): Uint8Array => finish(index.search(termsOf(query)));
      for (const query of QUERIES) {
        const marks = search(query);
        const found = [...marks.keys()].filter((at) => marks[at] === 1);
        if (found.join() !== like.all(`%${query}%`).join())
          throw new Error(`the searches differ for ${query}`);
      }
      const ours = () => timedNow(() => QUERIES.forEach((query) => search(query)));
      const peer = () => timedNow(() => QUERIES.forEach((query) => like.all(`%${query}%`)));
      const measurement = await compare({ name: 'substring', goal: 0.05, ours, peer });
      plain.close();
      return [measurement];
    }),
};
