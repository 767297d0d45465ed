import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import keytar from 'keytar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionState } from '../../shared/ipc/state.ts';
import { systemClock } from '../../src-main/clock.ts';
import { createDrafts, type Drafts } from '../../src-main/drafts/drafts.ts';
import { openEncrypted } from '../../src-main/keychain/keychain.ts';
import { forkHelper } from '../../src-main/helper-process/forked-helper.ts';
import type { HelperProcess } from '../../src-main/helper-process/helper-process.ts';

// The real key store through the real helper process: see with-keychain.sh.
const helperProgram = join(import.meta.dirname, '../../src-main/drafts/drafts-helper.ts');
const secret = 'Nobody-May-Read-This-On-Disk';
const day = 24 * 3600 * 1000;
const draftId = randomUUID();

let folder: string;
let keychainService: string;
let helpers: { helper: HelperProcess; exit: Promise<void> }[];
let opened: Drafts[];
let diskAllowed: boolean;
let now: number;
let state: SessionState;
let listeners: ((state: SessionState) => void)[];

const active = (userId: string, organisationId = 'county', purpose = 'TOIMEENTULO'): SessionState => {
  const organisation = {
    organisationId,
    businessId: '3221339-2',
    name: { fi: 'Hyvinvointialue', sv: 'Välfärdsområde' },
    type: 'WELLBEING_SERVICES_COUNTY',
    mandates: [],
    purposes: [purpose],
  };
  const rights = {
    lookUp: true,
    sections: [],
    monthsBack: null,
    notices: true,
    paymentClaims: true,
    documents: true,
    lists: [],
    missing: [],
  };
  return {
    phase: 'active',
    user: { userId, name: 'Liisa Virtanen', method: 'certificate-card' },
    role: { organisation, purpose, rights, since: '2026-11-01T08:00:00Z' },
    organisations: [organisation],
    idleLockAfter: 600,
  };
};
const locked: SessionState = { phase: 'locked', reason: 'user', userName: 'Liisa Virtanen' };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kelmu-drafts-'));
  keychainService = `Kelmu test ${randomUUID()}`;
  helpers = [];
  opened = [];
  diskAllowed = true;
  now = Date.parse('2026-11-02T08:00:00Z');
  listeners = [];
  state = active('liisa');
});
const become = (next: SessionState): void => {
  state = next;
  for (const listener of listeners) listener(next);
};
const end = async (): Promise<void> => {
  for (const drafts of opened) drafts.close();
  await Promise.all(helpers.map(({ exit }) => exit));
};
afterEach(async () => {
  await end();
  rmSync(folder, { recursive: true, force: true });
});

function openDrafts(environment: Record<string, string> = {}): Drafts {
  const drafts = createDrafts({
    startHelper: () => {
      const before = { ...process.env };
      Object.assign(process.env, environment);
      const helper = forkHelper(helperProgram);
      process.env = before;
      helpers.push({ helper, exit: new Promise((resolve) => helper.onExit(resolve)) });
      return helper;
    },
    folder,
    keychainService,
    diskAllowed: () => diskAllowed,
    session: {
      state: () => state,
      onChange: (listener) => {
        listeners.push(listener);
        return () => undefined;
      },
    },
    clock: { ...systemClock, now: () => now, monotonic: () => now },
  });
  opened.push(drafts);
  return drafts;
}
/** Another start of the program. */
const reopened = async (): Promise<Drafts> => {
  await end();
  return openDrafts();
};

const content = (text: string) => ({
  client: { name: secret, personalIdentityCode: '010180-999A' },
  situation: 'A',
  benefitCode: 'TMT',
  step: 'period',
  form: JSON.stringify({ reference: text, informed: true, rows: [{ key: 0, month: '2/2026' }] }),
});
const save = (drafts: Drafts, text = secret) => drafts.save({ draftId, ...content(text) });
const ids = async (drafts: Drafts): Promise<string[]> => {
  const answer = await drafts.list();
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.drafts.map((draft) => draft.draftId);
};
const text = async (drafts: Drafts): Promise<unknown> => {
  const answer = await drafts.open(draftId);
  if (!answer.ok) return answer.error.code;
  const form = answer.value.draft?.form;
  return form === undefined ? undefined : (JSON.parse(form) as { reference: string }).reference;
};
const onDisk = (): string =>
  readdirSync(folder)
    .map((name) => name + readFileSync(join(folder, name), 'latin1'))
    .join('\n');

describe('with a key store', () => {
  it('keeps a draft over a restart with its step and its key, and nothing of it in plain text', async () => {
    expect(await save(openDrafts())).toEqual({ ok: true, value: { savedAt: now, place: 'disk' } });
    for (const word of [secret, '010180-999A', 'liisa', 'SQLite format'])
      expect(onDisk()).not.toContain(word);
    expect(readdirSync(folder)).not.toEqual([]);
    expect(await (await reopened()).open(draftId)).toEqual({
      ok: true,
      value: { draft: { draftId, savedAt: now, sentAt: null, ...content(secret) } },
    });
  });

  it('shows a draft to its user in its role only', async () => {
    const drafts = openDrafts();
    await save(drafts);
    for (const other of [active('maija'), active('liisa', 'town'), active('liisa', 'county', 'OTHER')]) {
      state = other;
      expect(await ids(drafts)).toEqual([]);
      expect(await text(drafts)).toBeUndefined();
      await drafts.remove(draftId);
    }
    state = locked;
    expect(await text(drafts)).toBe('role-missing');
    state = active('liisa');
    expect(await ids(drafts)).toEqual([draftId]);
  });

  it('gives each user a key of their own', async () => {
    const drafts = openDrafts();
    await save(drafts);
    state = active('maija');
    await save(drafts);
    const marks = readdirSync(folder).flatMap((name) => /^drafts-(.+)\.db$/.exec(name)?.[1] ?? []);
    const keys = await Promise.all(
      marks.map((mark) => keytar.getPassword(`${keychainService} drafts ${mark}`, 'cache-key')),
    );
    expect(new Set(keys).size).toBe(2);
    expect(keys).not.toContain(null);
  });

  it('removes a draft when it is told to and after 30 days', async () => {
    const drafts = openDrafts();
    await save(drafts);
    now += 30 * day;
    expect(await ids(drafts)).toEqual([draftId]);
    now += 1;
    expect(await drafts.list()).toEqual({ ok: true, value: { drafts: [], expired: 1, place: 'disk' } });
    await save(drafts);
    await drafts.remove(draftId);
    expect(await ids(drafts)).toEqual([]);
  });

  it('keeps a claim that was sent, through a restart and its time, until its outcome is known', async () => {
    let drafts = openDrafts();
    await save(drafts);
    const sentAt = now;
    await drafts.mark(draftId, sentAt);
    await save(drafts, 'typed after sending');
    drafts = await reopened();
    now += 31 * day;
    expect(await drafts.list()).toMatchObject({ value: { drafts: [{ draftId, sentAt }], expired: 0 } });
    expect(await text(drafts)).toBe('typed after sending');
    await drafts.mark(draftId, null);
    expect(await ids(drafts)).toEqual([]);
  });

  it('takes what was typed just before a lock or a sign-out, and shows it to nobody else', async () => {
    const drafts = openDrafts();
    await save(drafts, 'early');
    for (const left of [locked, { phase: 'signed-out' } as const]) {
      become(left);
      expect((await save(drafts, left.phase)).ok).toBe(true);
      expect(await text(drafts)).toBe('role-missing');
      now += 5_000;
      expect(await save(drafts, 'too late')).toMatchObject({ error: { code: 'role-missing' } });
      become(active('maija'));
      expect(await ids(drafts)).toEqual([]);
      become(active('liisa'));
      expect(await text(drafts)).toBe(left.phase);
    }
  });

  it('keeps in memory what the disk does not take, and puts it there when it does', async () => {
    const drafts = openDrafts();
    await save(drafts, 'on disk');
    helpers.at(-1)?.helper.kill();
    await helpers.at(-1)?.exit;
    renameSync(folder, `${folder}-away`);
    writeFileSync(folder, '');
    expect(await save(drafts, 'in memory')).toMatchObject({ ok: true, value: { place: 'memory' } });
    expect(await text(drafts)).toBe('in memory');
    rmSync(folder);
    renameSync(`${folder}-away`, folder);
    expect(await save(drafts, 'on disk again')).toMatchObject({ ok: true });
    expect(await text(await reopened())).toBe('on disk again');
  });

  it('remembers the habits of each user', async () => {
    const drafts = openDrafts();
    expect(await drafts.habits()).toEqual({ ok: true, value: { habits: null } });
    const habits = { phone: '020 123 4567', email: 'liisa@county.fi', mode: 'fast' as const };
    await drafts.keepHabits(habits);
    expect(await (await reopened()).habits()).toEqual({ ok: true, value: { habits } });
    state = active('maija');
    expect(await opened.at(-1)?.habits()).toEqual({ ok: true, value: { habits: null } });
  });

  it('reads the file of the version before this one', async () => {
    const mark = createHash('sha256').update('kelmu drafts liisa').digest('hex').slice(0, 32);
    const key = randomBytes(32).toString('hex');
    await keytar.setPassword(`${keychainService} drafts ${mark}`, 'cache-key', key);
    const { situation: _, benefitCode: __, ...older } = content('older');
    const database = openEncrypted({
      file: join(folder, `drafts-${mark}.db`),
      hex: key,
      keeps: 'after-crash',
      prepare: (fresh) =>
        void fresh.exec(`CREATE TABLE draft (draftId TEXT NOT NULL, owner TEXT NOT NULL, content TEXT NOT NULL,
          savedAt INTEGER NOT NULL, PRIMARY KEY (owner, draftId)) STRICT`),
    });
    database
      .prepare('INSERT INTO draft VALUES (?, ?, ?, ?)')
      .run(draftId, JSON.stringify(['county', 'TOIMEENTULO']), JSON.stringify(older), now);
    database.close();
    const drafts = openDrafts();
    expect(await drafts.list()).toMatchObject({ value: { drafts: [{ draftId, situation: '' }] } });
    expect(await text(drafts)).toBe('older');
  });

  it('puts a file that it cannot read aside and says so', async () => {
    let drafts = openDrafts();
    await save(drafts);
    await end();
    const name = readdirSync(folder).find((one) => one.endsWith('.db'))!;
    writeFileSync(join(folder, name), randomBytes(8192));
    drafts = openDrafts();
    expect(await ids(drafts)).toEqual([]);
    expect(drafts.diagnostics()).toMatchObject([{ code: 'drafts-unreadable' }]);
    expect(readdirSync(folder)).toContain(`${name}.unreadable`);
    expect((await save(drafts)).ok).toBe(true);
  });

  it('has the last acknowledged state after its process was killed in the middle of saving', async () => {
    let drafts = openDrafts();
    for (let round = 0; round < 5; round++) {
      const acknowledged: number[] = [];
      const saving = Array.from({ length: 20 }, async (_, index) => {
        const answer = await save(drafts, String(round * 100 + index));
        if (answer.ok && answer.value.place === 'disk') acknowledged.push(round * 100 + index);
      });
      await saving[Math.floor(Math.random() * 20)];
      helpers.at(-1)?.helper.kill();
      await Promise.all(saving);
      drafts = await reopened();
      const last = Number(await text(drafts));
      expect(last).toBeGreaterThanOrEqual(Math.max(...acknowledged));
    }
  });
});

it('keeps drafts in memory without a key store, through a lock, and says so', async () => {
  const drafts = openDrafts({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' });
  await save(drafts);
  expect(drafts.diagnostics()).toMatchObject([{ code: 'keychain-unavailable' }]);
  state = locked;
  expect((await drafts.list()).ok).toBe(false);
  state = active('maija');
  expect(await ids(drafts)).toEqual([]);
  state = active('liisa');
  expect(await text(drafts)).toBe(secret);
  expect(readdirSync(folder)).toEqual([]);
});

it('keeps drafts in memory where the administrators want it so', async () => {
  diskAllowed = false;
  const drafts = openDrafts();
  await save(drafts);
  expect(await text(drafts)).toBe(secret);
  expect(readdirSync(folder)).toEqual([]);
  expect(helpers).toEqual([]);
});
