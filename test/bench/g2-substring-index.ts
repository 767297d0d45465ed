import { join } from 'node:path';
import {
  createListSearch,
  createRowStore,
  finish,
  termsOf,
  type ListColumn,
} from '../../shared/domain/lists/index.ts';
import { loadRows, makeRows, openPlain } from './list-database.ts';
import { compare, inTemporaryFolder, timedNow, type Benchmark } from './measure.ts';

/** The words that the peer has joined in one text. */
const columns: readonly ListColumn[] = [
  { key: 'lastName', type: 'text' },
  { key: 'firstNames', type: 'text' },
  { key: 'municipality', type: 'code' },
  { key: 'benefit', type: 'code' },
  { key: 'id', type: 'number' },
];
const QUERIES = ['niemi', 'helmi', 'åsa', '12345', 'salosa'];

export const benchmark: Benchmark = {
  id: 'G2',
  title: "substring search through the list's index, 200,000 rows",
  peer: "better-sqlite3 without cipher, LIKE '%text%'",
  run: () =>
    inTemporaryFolder(async (folder) => {
      const rows = makeRows();
      const store = createRowStore(columns);
      for (const [id, lastName, firstNames, municipality, benefit] of rows)
        store.append([lastName, firstNames, municipality, benefit, id]);
      store.seal();
      const index = createListSearch(store, (_, entry) => entry);
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
