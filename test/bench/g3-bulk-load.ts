import { join } from 'node:path';
import { loadRows, makeRows, openEncrypted, openPlain, type ListDatabase } from './list-database.ts';
import { compare, inTemporaryFolder, timedNow, type Benchmark } from './measure.ts';

export const benchmark: Benchmark = {
  id: 'G3',
  title: 'bulk load of 200,000 rows with search index, encrypted',
  peer: 'better-sqlite3 without cipher, same index',
  run: () =>
    inTemporaryFolder(async (folder) => {
      const rows = makeRows();
      const files = ['0', '1'].map((name) => join(folder, name));
      let next = 0;
      const load = (open: (file: string) => ListDatabase): number => {
        next += 1;
        const database = open(`${files[next % 2]}-${next}`);
        const milliseconds = timedNow(() => {
          loadRows(database, rows);
          database.pragma('wal_checkpoint(TRUNCATE)');
        });
        database.close();
        return milliseconds;
      };
      const ours = (): number => load(openEncrypted);
      const peer = (): number => load(openPlain);
      return [await compare({ name: 'load', goal: 1.3, warmUp: 1, ours, peer })];
    }),
};
