import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareListFile, SELECT_BLOCK, SELECT_CANDIDATES } from './list-file.ts';
import { createListStore, type ListLimits, type ListStore } from './list-store.ts';

const HEX = '5a'.repeat(32);
const NOW = 1_790_000_000_000;
const ROWS = 1_300;
const keychain = { getPassword: () => Promise.resolve(HEX), setPassword: () => Promise.resolve() };
const fromKeychain = { kind: 'keychain', service: 'test' } as const;

let folder: string;
let stores: ListStore[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kelmu-lists-'));
  stores = [];
});
afterEach(() => {
  for (const store of stores) store['lists.wipe'](null);
  rmSync(folder, { recursive: true, force: true });
});

const openStore = async (
  key: Parameters<ListStore['lists.open']>[0]['key'] = fromKeychain,
  limits?: ListLimits,
): Promise<ListStore> => {
  const store = createListStore(keychain, limits);
  stores.push(store);
  expect(await store['lists.open']({ folder, key, now: NOW })).toMatchObject({ place: 'disk' });
  return store;
};

const nameOf = (at: number): string => (at === 900 ? 'Äijälä Åsa-Maria' : `Virtanen Aino${at}`);
const rowLine = (at: number): string =>
  JSON.stringify([`010190U9${String(at).padStart(4, '0')}`, nameOf(at), at]);
const header = JSON.stringify({
  kind: 'header',
  listId: 'L1',
  view: 'persons',
  period: '2026-10',
  asOf: '2026-11-01T00:00:00Z',
  total: ROWS,
  columns: [
    { key: 'personalIdentityCode', type: 'identity-code' },
    { key: 'name', type: 'text' },
    { key: 'days', type: 'number' },
  ],
});
const stream = Buffer.from(
  [header, ...Array.from({ length: ROWS }, (_, at) => rowLine(at)), '{"kind":"end"}', ''].join('\n'),
);

const append = (store: ListStore, id: number): void => {
  for (let at = 0; at < stream.length; at += 999)
    store['lists.append']({ id, bytes: stream.subarray(at, at + 999) });
};
const keep = (store: ListStore, name: string, storedAt = NOW): void => {
  const id = store['lists.begin'](null);
  append(store, id);
  store['lists.finish']({ id, head: { name, etag: '"1"', storedAt, expiresAt: storedAt + 1_000 } });
};
const textOf = (store: ListStore, name: string, now = NOW): string => {
  let text = '';
  for (let at = 0; ; at += 1) {
    const piece = store['lists.piece']({ name, at, now });
    if (piece === null) return text;
    text += piece;
  }
};
const names = (store: ListStore, now = NOW): readonly string[] =>
  store['lists.heads']({ now }).map(({ name }) => name);
const find = (store: ListStore, text: string, lists: readonly string[] = ['a']): readonly string[] =>
  store['lists.find']({ names: lists, text, now: NOW }).map(({ list, row }) => `${list} ${row}`);

describe('a kept list', () => {
  it('comes back as the service sent it, and lies encrypted on the disk', async () => {
    const store = await openStore();
    keep(store, 'org/L1');
    expect(textOf(store, 'org/L1')).toBe(stream.toString('utf8'));
    const onDisk = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'latin1'));
    for (const bytes of onDisk)
      for (const secret of ['Virtanen', '010190U9', 'org/L1', 'SQLite format'])
        expect(bytes).not.toContain(secret);
    expect(readdirSync(folder).join()).not.toContain('L1');
  });

  it('counts only when it came whole', async () => {
    const store = await openStore();
    const id = store['lists.begin'](null);
    append(store, id);
    expect(names(store)).toEqual([]);
    store['lists.abandon']({ id });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is replaced by a newer one', async () => {
    const store = await openStore();
    keep(store, 'a');
    keep(store, 'a', NOW + 1);
    expect(store['lists.heads']({ now: NOW })).toMatchObject([{ name: 'a', storedAt: NOW + 1 }]);
    expect(readdirSync(folder).filter((file) => file.endsWith('.list'))).toHaveLength(1);
  });

  it('is gone when it is too old', async () => {
    const store = await openStore();
    keep(store, 'a');
    expect(names(store, NOW + 1_000)).toEqual([]);
    expect(textOf(store, 'a', NOW + 1_000)).toBe('');
    store['lists.prune']({ now: NOW + 1_000 });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('makes room: the oldest go first', async () => {
    const store = await openStore(fromKeychain, { bytes: 10 ** 9, lists: 2 });
    for (const [at, name] of ['a', 'b', 'c'].entries()) keep(store, name, NOW + at);
    expect(names(store)).toEqual(['b', 'c']);
    const small = await openStore(fromKeychain, { bytes: 1, lists: 9 });
    expect(names(small).toSorted()).toEqual(['b', 'c']);
    small['lists.prune']({ now: NOW });
    expect(names(small)).toEqual([]);
  });
});

describe('another run of the program', () => {
  it('leaves nothing where it does not fit as a whole, though there is room again for its end', async () => {
    const store = await openStore(fromKeychain, { bytes: 1, lists: 9 });
    const id = store['lists.begin'](null);
    append(store, id);
    expect(readdirSync(folder)).toEqual([]);
    store['lists.finish']({ id, head: { name: 'a', etag: '"1"', storedAt: NOW, expiresAt: NOW + 1_000 } });
    expect(names(store)).toEqual([]);
  });

  it('takes over what the key store has the key of, without what was cut or is damaged', async () => {
    const store = await openStore();
    keep(store, 'a');
    keep(store, 'old', NOW - 1_000);
    append(store, store['lists.begin'](null));
    writeFileSync(join(folder, 'damaged.list'), Buffer.alloc(8192, 7));
    const next = await openStore();
    expect(names(next)).toEqual(['a']);
    expect(textOf(next, 'a')).toBe(stream.toString('utf8'));
    expect(readdirSync(folder).filter((file) => file.endsWith('.list'))).toHaveLength(1);
  });

  it('finds nothing of a session whose key was its own, though that was killed', async () => {
    keep(await openStore({ kind: 'session', hex: '11'.repeat(32) }), 'a');
    expect(readdirSync(folder)).not.toEqual([]);
    const next = await openStore({ kind: 'session', hex: '22'.repeat(32) });
    expect(names(next)).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });

  it('notices a page that was changed when it is read, and lets the list go', async () => {
    keep(await openStore(), 'a');
    const file = readdirSync(folder).find((name) => name.endsWith('.list')) ?? '';
    const bytes = readFileSync(join(folder, file));
    for (let page = 3; page * 4096 < bytes.length; page += 1) bytes[page * 4096 + 100]! ^= 1;
    writeFileSync(join(folder, file), bytes);
    const again = await openStore();
    expect(textOf(again, 'a')).not.toBe(stream.toString('utf8'));
    expect(names(again)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('the search', () => {
  it('finds persons by parts of name and identity code, letters of any case', async () => {
    const store = await openStore();
    keep(store, 'a');
    keep(store, 'b');
    expect(find(store, 'äijä')).toEqual(['a 900']);
    expect(find(store, 'ÅSA-m aij')).toEqual([]);
    expect(find(store, '190u90900', ['a', 'b'])).toEqual(['a 900', 'b 900']);
    expect(find(store, 'aino12 virtanen')).toHaveLength(1 + 10 + 100);
    expect(find(store, 'virtanen')).toHaveLength(200);
    expect(find(store, '"')).toEqual([]);
    expect(find(store, 'a"b" OR')).toEqual([]);
    expect(find(store, 'ai')).toEqual([]);
  });

  it('looks nothing through: index and block alone', () => {
    const database = new Database(':memory:');
    prepareListFile(database);
    const planOf = (sql: string, ...values: unknown[]): string =>
      database
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...values)
        .map((step) => (step as { detail: string }).detail)
        .join('; ');
    expect(planOf(SELECT_CANDIDATES, '"abc"', 0, 10)).toMatch(
      /^SCAN person VIRTUAL TABLE INDEX \d+:>?M\d>?$/,
    );
    expect(planOf(SELECT_BLOCK, 1)).toBe('SEARCH block USING INTEGER PRIMARY KEY (rowid=?)');
    database.close();
  });
});
