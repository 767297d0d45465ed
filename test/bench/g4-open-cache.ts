import { join } from 'node:path';
import { createCacheStore } from '../../src-main/cache/cache-store.ts';
import { KEY, openPlain } from './list-database.ts';
import { compare, inTemporaryFolder, timed, timedNow, type Benchmark } from './measure.ts';

const ENTRIES = 300;
const NOW = 1_790_000_000_000;
const entry = (at: number) => ({
  key: `guide-${at}`,
  sensitivity: 'open' as const,
  value: JSON.stringify('Ohje hakemuksen käsittelystä. '.repeat(150)),
  storedAt: NOW,
  expiresAt: NOW * 2,
});

const keychain = { getPassword: () => Promise.resolve(KEY), setPassword: () => Promise.resolve() };

async function openOurs(file: string): Promise<void> {
  const store = createCacheStore(keychain);
  const opening = await store.open({ file, keychainService: 'benchmark' });
  if (opening.place !== 'disk') throw new Error('the cache is not on disk');
  if (!store.read({ key: 'guide-7', now: NOW })) throw new Error('the cache lost its entry');
  store.close();
}

function openPeer(file: string): void {
  const database = openPlain(file);
  if (!database.prepare('SELECT * FROM entry WHERE key = ?').get('guide-7')) throw new Error('nothing found');
  database.close();
}

export const benchmark: Benchmark = {
  id: 'G4',
  title: "the product's cache from closed to the first row",
  peer: 'better-sqlite3 without cipher from closed to the first row',
  run: () =>
    inTemporaryFolder(async (folder) => {
      const files = { ours: join(folder, 'encrypted'), peer: join(folder, 'plain') };
      const store = createCacheStore(keychain);
      await store.open({ file: files.ours, keychainService: 'benchmark' });
      const plain = openPlain(files.peer);
      plain.exec('CREATE TABLE entry (key TEXT PRIMARY KEY, sensitivity, value, storedAt, expiresAt)');
      const insert = plain.prepare(
        'INSERT INTO entry VALUES (:key, :sensitivity, :value, :storedAt, :expiresAt)',
      );
      for (let at = 0; at < ENTRIES; at += 1) {
        store.write(entry(at));
        insert.run(entry(at));
      }
      store.close();
      plain.close();
      const ours = () => timed(() => openOurs(files.ours));
      const peer = () => timedNow(() => openPeer(files.peer));
      return [await compare({ name: 'open', goal: 1.6, pairs: 31, warmUp: 5, ours, peer })];
    }),
};
