import { join } from 'node:path';
import { createListWriter, prepareListFile, readHead } from '../../src-main/cache/list-file.ts';
import { makeRows, openEncrypted, openPlain, type ListDatabase } from './list-database.ts';
import { compare, inTemporaryFolder, timedNow, type Benchmark } from './measure.ts';

const COLUMNS = [
  { key: 'personalIdentityCode', type: 'identity-code' },
  { key: 'name', type: 'text' },
  { key: 'municipality', type: 'code' },
  { key: 'benefit', type: 'code' },
  { key: 'latestPayDate', type: 'date' },
  { key: 'gross', type: 'money' },
];
/** Bytes that the network hands on at once. */
const CHUNK = 64 * 1024;

/** The list as the service streams it. */
function streamOf(rows: ReturnType<typeof makeRows>): Buffer {
  const header = {
    kind: 'header',
    listId: 'L1',
    view: 'persons',
    period: '2026-10',
    asOf: '2026-11-01T00:00:00Z',
    total: rows.length,
    columns: COLUMNS,
  };
  const lines = rows.map(([id, lastName, firstNames, municipality, benefit, payDate, gross]) =>
    JSON.stringify([
      `010190U9${String(id).padStart(6, '0')}`,
      `${lastName} ${firstNames}`,
      municipality,
      benefit,
      payDate,
      gross,
    ]),
  );
  return Buffer.from([JSON.stringify(header), ...lines, '{"kind":"end"}', ''].join('\n'));
}

const head = { name: 'benchmark', etag: '', storedAt: 0, expiresAt: 1 };

export const benchmark: Benchmark = {
  id: 'G3',
  title: "the product's keeping of a list of 200,000 rows with its search index, encrypted",
  peer: 'better-sqlite3 without cipher, the same tables and index',
  run: () =>
    inTemporaryFolder(async (folder) => {
      const stream = streamOf(makeRows());
      let next = 0;
      const load = (open: (file: string) => ListDatabase): number => {
        const database = open(join(folder, String((next += 1))));
        const milliseconds = timedNow(() => {
          const writer = createListWriter(database);
          for (let at = 0; at < stream.length; at += CHUNK) writer.append(stream.subarray(at, at + CHUNK));
          writer.finish(head);
          database.pragma('wal_checkpoint(TRUNCATE)');
        });
        if (readHead(database)?.name !== head.name) throw new Error('the list was not kept');
        database.close();
        return milliseconds;
      };
      const ours = (): number => load((file) => openEncrypted(file, prepareListFile));
      const peer = (): number =>
        load((file) => {
          const database = openPlain(file);
          prepareListFile(database);
          return database;
        });
      return [await compare({ name: 'load', goal: 1.3, warmUp: 1, ours, peer })];
    }),
};
