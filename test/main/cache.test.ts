import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  existsSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import keytar from 'keytar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCache, type Cache } from '../../src-main/cache/cache.ts';
import { forkHelper } from '../../src-main/helper-process/forked-helper.ts';
import type { HelperProcess } from '../../src-main/helper-process/helper-process.ts';
import { systemClock } from '../../src-main/clock.ts';
import type { Policy } from '../../shared/policy/policy.ts';
import { createRecordedAudit } from './recorded-audit.ts';

// The real key store through the real helper process: see with-keychain.sh.
const helperProgram = join(import.meta.dirname, '../../src-main/cache/cache-helper.ts');
const secret = 'Announcement-Nobody-May-Read-On-Disk';
const day = 24 * 3600 * 1000;

let folder: string;
let file: string;
let keychainService: string;
let audit: ReturnType<typeof createRecordedAudit>;
let helpers: HelperProcess[];
let caches: Cache[];
let policy: Pick<Policy, 'cachePersonalLists' | 'wipePersonalListsAt'>;
let now: number;
/** Work that waits for its time. */
let timers: { readonly delay: number; readonly run: () => void }[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kelmu-cache-'));
  file = join(folder, 'data', 'cache.db');
  keychainService = `Kelmu test ${randomUUID()}`;
  audit = createRecordedAudit();
  helpers = [];
  caches = [];
  policy = { cachePersonalLists: true, wipePersonalListsAt: 'sign-out' };
  now = Date.parse('2026-11-02T08:00:00Z');
  timers = [];
});
afterEach(async () => {
  for (const cache of caches) cache.close();
  await Promise.all(helpers.map(ended));
  await keytar.deletePassword(keychainService, 'cache-key').catch(() => false);
  rmSync(folder, { recursive: true, force: true });
});

const exits = new WeakMap<HelperProcess, Promise<void>>();
const ended = (helper: HelperProcess): Promise<void> => exits.get(helper) ?? Promise.resolve();

function openCache(helperEnvironment: Record<string, string> = {}): Cache {
  const cache = createCache({
    startHelper: () => {
      const before = { ...process.env };
      Object.assign(process.env, helperEnvironment);
      const helper = forkHelper(helperProgram);
      process.env = before;
      helpers.push(helper);
      exits.set(helper, new Promise((resolve) => helper.onExit(resolve)));
      return helper;
    },
    file,
    keychainService,
    listFolder: join(folder, 'data', 'lists'),
    policy: () => policy,
    clock: {
      ...systemClock,
      now: () => now,
      after: (delay, run) => {
        const timer = { delay, run };
        timers.push(timer);
        return () => void (timers = timers.filter((each) => each !== timer));
      },
    },
    audit,
  });
  caches.push(cache);
  return cache;
}

/** Ends the program that holds the cache, as a crash or a power cut does. */
async function reopened(cache: Cache): Promise<Cache> {
  cache.close();
  await Promise.all(helpers.map(ended));
  return openCache();
}

const onDisk = (): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

const store = async (cache: Cache): Promise<void> => {
  expect(await cache.write('announcements', 'internal', { title: secret })).toBe(true);
};
const isStored = async (cache: Cache): Promise<boolean> => (await cache.read('announcements')) !== null;

describe('with a key store', () => {
  it('keeps values over a restart, encrypted, with their time', async () => {
    const cache = openCache();
    await store(cache);
    const next = await reopened(cache);
    expect(await next.read('announcements')).toEqual({ value: { title: secret }, storedAt: now });
    expect(next.diagnostics()).toEqual([{ code: 'cache-encrypted', severity: 'ok' }]);
    expect(audit.events).toEqual([]);
    expect(onDisk()).not.toContain(secret);
    expect(onDisk()).not.toContain('SQLite format');
  });

  it('keeps the key in the key store and nowhere else', async () => {
    await store(openCache());
    const key = await keytar.getPassword(keychainService, 'cache-key');
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(onDisk()).not.toContain(key);
    expect(onDisk()).not.toContain(Buffer.from(key!, 'hex').toString('latin1'));
  });

  it.each(['client', 'secret', 'personal'] as const)('refuses what is %s', async (sensitivity) => {
    const cache = openCache();
    expect(await cache.write('x', sensitivity, { title: secret })).toBe(false);
    expect(await cache.read('x')).toBeNull();
  });

  describe('recipient lists', () => {
    const lists = (): string => join(folder, 'data', 'lists');
    const header = {
      kind: 'header',
      listId: 'L1',
      view: 'persons',
      period: '2026-10',
      asOf: '2026-11-01T00:00:00Z',
      total: 1,
      columns: [
        { key: 'personalIdentityCode', type: 'identity-code' },
        { key: 'name', type: 'text' },
      ],
    };
    const text = `${JSON.stringify(header)}\n["010190U900A","${secret}"]\n{"kind":"end"}\n`;
    const keep = async (cache: Cache): Promise<void> => {
      await cache.lists.write('org/L1', '"1"', new Blob([text]).stream());
      expect(await read(cache)).toBe(text);
    };
    const kept = async (): Promise<Cache> => {
      const cache = openCache();
      await keep(cache);
      return cache;
    };
    const read = async (cache: Cache): Promise<string | null> => {
      const found = await cache.lists.read('org/L1');
      return found === null ? null : await new Response(found.body).text();
    };
    const killed = async (cache: Cache): Promise<Cache> => {
      helpers.at(-1)?.kill();
      return reopened(cache);
    };

    it('are kept where the policy allows it, and nowhere else', async () => {
      policy = { ...policy, cachePersonalLists: false };
      const cache = openCache();
      await cache.lists.write('org/L1', '"1"', new Blob([text]).stream());
      expect(await read(cache)).toBeNull();
      policy = { ...policy, cachePersonalLists: true };
      await keep(cache);
      expect(onDisk()).not.toContain(secret);
      expect((await cache.lists.find(['org/L1'], 'nobody')).map(({ row }) => row)).toEqual([0]);
      policy = { ...policy, cachePersonalLists: false };
      expect(await read(cache)).toBeNull();
      cache.lists.sessionPaused('left');
      await cache.lists.settled();
      expect(existsSync(lists())).toBe(false);
    });

    it.each([
      ['lock', 'locked', true],
      ['lock', 'signed-out', true],
      ['sign-out', 'locked', false],
      ['sign-out', 'left', false],
      ['sign-out', 'signed-out', true],
      ['expiry', 'signed-out', false],
    ] as const)(
      'wiped at %s: after "%s" they are gone is %s',
      async (wipePersonalListsAt, reason, isGone) => {
        policy = { ...policy, wipePersonalListsAt };
        const cache = openCache();
        await keep(cache);
        cache.lists.sessionPaused(reason);
        await cache.lists.settled();
        expect(existsSync(lists())).toBe(!isGone);
        expect(await read(cache)).toBe(isGone ? null : text);
      },
    );

    it('of a session are gone with a program that was killed; the files go at the next start', async () => {
      const cache = openCache();
      await keep(cache);
      const next = await killed(cache);
      await next.lists.settled();
      expect(existsSync(lists())).toBe(false);
      expect(await read(next)).toBeNull();
      await keep(next);
    });

    it('that wait for their expiry outlive the program by a day', async () => {
      policy = { ...policy, wipePersonalListsAt: 'expiry' };
      let cache = openCache();
      await keep(cache);
      cache = await killed(cache);
      expect(await read(cache)).toBe(text);
      now += day;
      expect(await read(cache)).toBeNull();
      cache = await reopened(cache);
      expect(await cache.lists.heads()).toEqual([]);
      expect(readdirSync(lists())).toEqual([]);
    });

    it('that are too old go in the background, every quarter of an hour', async () => {
      policy = { ...policy, wipePersonalListsAt: 'expiry' };
      const cache = openCache();
      await keep(cache);
      const prune = async (): Promise<void> => {
        const due = timers.filter(({ delay }) => delay === 15 * 60 * 1000);
        expect(due).toHaveLength(1);
        timers = timers.filter((timer) => !due.includes(timer));
        due[0]?.run();
        // An answer of the same helper process comes behind the pruning.
        await cache.lists.heads();
      };
      await prune();
      expect(readdirSync(lists())).not.toEqual([]);
      now += day;
      await prune();
      expect(readdirSync(lists())).toEqual([]);
    });

    it('of an earlier run go by the time of their files where nobody opens the folder', async () => {
      policy = { ...policy, wipePersonalListsAt: 'expiry' };
      const cache = await killed(await kept());
      const due = (): void => timers.find(({ delay }) => delay === 15 * 60 * 1000)?.run();
      for (const name of readdirSync(lists())) utimesSync(join(lists(), name), now / 1000, now / 1000);
      due();
      await cache.lists.settled();
      expect(readdirSync(lists())).not.toEqual([]);
      now += day;
      due();
      await cache.lists.settled();
      expect(readdirSync(lists())).toEqual([]);
    });

    it('go, with a line in the audit log, where their key is lost', async () => {
      policy = { ...policy, wipePersonalListsAt: 'expiry' };
      let cache = await killed(await kept());
      await keytar.deletePassword(keychainService, 'cache-key');
      expect(await read(cache)).toBeNull();
      expect(readdirSync(lists())).toEqual([]);
      expect(audit.events).toContainEqual({ event: 'lists-wiped', reason: 'key-lost' });
      cache = await reopened(cache);
      await keep(cache);
    });

    it('go at their moment also where the process that held them has died', async () => {
      const cache = await kept();
      const helper = helpers.at(-1)!;
      helper.kill();
      await ended(helper);
      expect(readdirSync(lists())).not.toEqual([]);
      cache.lists.sessionPaused('signed-out');
      await cache.lists.settled();
      expect(existsSync(lists())).toBe(false);
    });

    it('that do not come whole leave nothing', async () => {
      const cache = openCache();
      const cut = new ReadableStream<Uint8Array>({
        start: (controller) => {
          controller.enqueue(new TextEncoder().encode(text.slice(0, -5)));
          controller.error(new Error('cut'));
        },
      });
      await cache.lists.write('org/L1', '"1"', cut);
      expect(await read(cache)).toBeNull();
      expect(readdirSync(lists())).toEqual([]);
    });
  });

  it('forgets what is too old', async () => {
    const cache = openCache();
    await store(cache);
    now += 15 * day;
    expect(await isStored(cache)).toBe(false);
    await cache.write('guides', 'open', []);
    now += 15 * day;
    expect(await cache.read('guides')).toMatchObject({ value: [] });
  });

  it('starts anew when the key is lost', async () => {
    const cache = openCache();
    await store(cache);
    await keytar.deletePassword(keychainService, 'cache-key');
    const next = await reopened(cache);
    expect(await isStored(next)).toBe(false);
    await store(next);
    expect(audit.events).toEqual([{ event: 'cache-rebuilt', reason: 'key-lost' }]);
  });

  it('starts anew when the key is another one', async () => {
    const cache = openCache();
    await store(cache);
    await keytar.setPassword(keychainService, 'cache-key', 'ab'.repeat(32));
    const next = await reopened(cache);
    expect(await isStored(next)).toBe(false);
    await store(next);
    expect(audit.events).toEqual([{ event: 'cache-rebuilt', reason: 'key-wrong' }]);
  });

  it.each([
    ['is cut off', (bytes: Buffer) => bytes.subarray(0, 5000)],
    ['is full of noise', (bytes: Buffer) => Buffer.alloc(bytes.length, 0x5a)],
    ['has one wrong bit in a page', (bytes: Buffer) => flipBit(bytes, 4096 + 200)],
  ])('starts anew when the file %s', async (_, damage) => {
    const cache = openCache();
    await store(cache);
    cache.close();
    await Promise.all(helpers.map(ended));
    // A clean opening moves the write-ahead log into the file.
    checkpoint();
    writeFileSync(file, damage(readFileSync(file)));
    const next = openCache();
    expect(await isStored(next)).toBe(false);
    await store(next);
    expect(await isStored(next)).toBe(true);
    expect(audit.events).toMatchObject([{ event: 'cache-rebuilt' }]);
  });

  it('opens again after its process was killed in the middle of writing', async () => {
    let cache = openCache();
    await store(cache);
    for (let round = 0; round < 10; round++) {
      const writing = Array.from({ length: 20 }, (_, index) =>
        cache.write(`k${index}`, 'open', { text: 'x'.repeat(2000 + round) }),
      );
      await writing[round];
      helpers.at(-1)?.kill();
      await Promise.all(writing);
      cache = await reopened(cache);
      expect(await isStored(cache)).toBe(true);
    }
    expect(audit.events).toEqual([]);
  }, 90_000);

  it('goes on after its process died', async () => {
    const cache = openCache();
    await store(cache);
    helpers[0]?.kill();
    await ended(helpers[0]!);
    expect(await isStored(cache)).toBe(true);
    expect(helpers).toHaveLength(2);
  });

  it('is readable by its user alone', async () => {
    await store(openCache());
    expect(statSync(join(folder, 'data')).mode & 0o077).toBe(0);
  });
});

describe('without a key store', () => {
  const noBus = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };

  it('works in memory, says so and writes nothing', async () => {
    const cache = openCache(noBus);
    await store(cache);
    expect(await isStored(cache)).toBe(true);
    expect(cache.diagnostics()).toEqual([{ code: 'keychain-unavailable', severity: 'warning' }]);
    expect(existsSync(file)).toBe(false);
  });

  it('leaves the encrypted file of better days alone', async () => {
    const cache = openCache();
    await store(cache);
    cache.close();
    await Promise.all(helpers.map(ended));
    const locked = openCache(noBus);
    expect(await isStored(locked)).toBe(false);
    const next = await reopened(locked);
    expect(await isStored(next)).toBe(true);
  });
});

it('works in memory where the folder cannot be written', async () => {
  writeFileSync(join(folder, 'data'), 'a file stands where the folder should be');
  const cache = openCache();
  await store(cache);
  expect(await isStored(cache)).toBe(true);
  expect(cache.diagnostics()).toEqual([{ code: 'storage-failed', severity: 'warning' }]);
});

function flipBit(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = copy[at]! ^ 1;
  return copy;
}

function checkpoint(): void {
  const script = `
    import Database from 'better-sqlite3';
    import keytar from 'keytar';
    const key = await keytar.getPassword(process.argv[1], 'cache-key');
    const database = new Database(process.argv[2]);
    database.pragma("cipher='sqlcipher'");
    database.pragma('legacy=4');
    database.pragma(\`key="x'\${key}'"\`);
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.close();`;
  execFileSync(process.execPath, ['--input-type=module', '-e', script, keychainService, file], {
    cwd: join(import.meta.dirname, '../..'),
  });
}
