import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import keytar from 'keytar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Drafts } from '../../src-main/drafts/drafts.ts';
import { openEncrypted } from '../../src-main/keychain/keychain.ts';
import { active, DAY, draftsUnderTest, locked, type DraftsUnderTest } from './drafts-under-test.ts';

const secret = 'Nobody-May-Read-This-On-Disk';
const draftId = randomUUID();

let under: DraftsUnderTest;
beforeEach(() => {
  under = draftsUnderTest();
});
afterEach(() => under.remove());

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
describe('with a key store', () => {
  it('keeps a draft over a restart with its step and its key, and nothing of it in plain text', async () => {
    expect(await save(under.open())).toEqual({ ok: true, value: { savedAt: under.now, place: 'disk' } });
    for (const word of [secret, '010180-999A', 'liisa', 'SQLite format'])
      expect(under.onDisk()).not.toContain(word);
    expect(readdirSync(under.folder)).not.toEqual([]);
    expect(await (await under.reopened()).open(draftId)).toEqual({
      ok: true,
      value: {
        draft: { draftId, savedAt: under.now, sentAt: null, ...content(secret) },
        place: 'disk',
      },
    });
  });

  it('shows a draft to its user in its role only', async () => {
    const drafts = under.open();
    await save(drafts);
    for (const other of [active('maija'), active('liisa', 'town'), active('liisa', 'county', 'OTHER')]) {
      under.state = other;
      expect(await ids(drafts)).toEqual([]);
      expect(await text(drafts)).toBeUndefined();
      await drafts.remove(draftId);
    }
    under.state = locked;
    expect(await text(drafts)).toBe('role-missing');
    under.state = active('liisa');
    expect(await ids(drafts)).toEqual([draftId]);
  });

  it('gives each user a key of their own', async () => {
    const drafts = under.open();
    await save(drafts);
    under.state = active('maija');
    await save(drafts);
    const marks = readdirSync(under.folder).flatMap((name) => /^drafts-(.+)\.db$/.exec(name)?.[1] ?? []);
    const keys = await Promise.all(
      marks.map((mark) => keytar.getPassword(`${under.keychainService} drafts ${mark}`, 'cache-key')),
    );
    expect(new Set(keys).size).toBe(2);
    expect(keys).not.toContain(null);
  });

  it('removes a draft when it is told to and after 30 days', async () => {
    const drafts = under.open();
    await save(drafts);
    under.now += 30 * DAY;
    expect(await ids(drafts)).toEqual([draftId]);
    under.now += 1;
    const gone = { ok: true, value: { drafts: [], expired: 1, forgotten: false, place: 'disk' } };
    expect(await drafts.list()).toEqual(gone);
    await save(drafts);
    await drafts.remove(draftId);
    expect(await drafts.list()).toEqual(gone);
  });

  it('tells how many went for their age until its user has read it, whoever else was at work', async () => {
    let drafts = under.open();
    await save(drafts);
    under.now += 31 * DAY;
    const expired = async (): Promise<unknown> => {
      const answer = await drafts.list();
      return answer.ok && answer.value.expired;
    };
    // Another role and the documents find it old first.
    under.state = active('liisa', 'town');
    expect(await expired()).toBe(0);
    under.state = active('liisa');
    await drafts.documents.list();
    drafts = await under.reopened();
    expect(await expired()).toBe(1);
    expect(await expired()).toBe(1);
    await drafts.forgetExpired();
    expect(await expired()).toBe(0);
  });

  it('removes the file of a user who does not come back, unopened, and tells when they do', async () => {
    let drafts = under.open();
    await save(drafts);
    under.state = active('aino');
    await save(drafts);
    await under.end();
    const files = (): string[] => readdirSync(under.folder).filter((name) => name.endsWith('.db'));
    const [old = '', recent = ''] = files();
    const monthAgo = new Date(Date.now() - 31 * DAY);
    for (const name of readdirSync(under.folder).filter((each) => each.startsWith(old)))
      utimesSync(join(under.folder, name), monthAgo, monthAgo);
    drafts = under.open();
    expect(files()).toEqual([recent]);
    const told: unknown[] = [];
    for (const user of ['liisa', 'aino']) {
      under.state = active(user);
      const answer = await drafts.list();
      told.push(answer.ok && [answer.value.drafts.length, answer.value.forgotten]);
      await drafts.forgetExpired();
      expect(await drafts.list()).toMatchObject({ value: { forgotten: false } });
    }
    expect(told.sort()).toEqual([
      [0, true],
      [1, false],
    ]);
  });

  it('keeps a claim that was sent, through a restart and its time, until its outcome is known', async () => {
    let drafts = under.open();
    await save(drafts);
    const sentAt = under.now;
    await drafts.mark(draftId, sentAt);
    await save(drafts, 'typed after sending');
    drafts = await under.reopened();
    under.now += 31 * DAY;
    expect(await drafts.list()).toMatchObject({ value: { drafts: [{ draftId, sentAt }], expired: 0 } });
    expect(await text(drafts)).toBe('typed after sending');
    await drafts.mark(draftId, null);
    expect(await ids(drafts)).toEqual([]);
  });

  it('takes what was typed just before a lock or a sign-out, and shows it to nobody else', async () => {
    const drafts = under.open();
    await save(drafts, 'early');
    for (const left of [locked, { phase: 'signed-out' } as const]) {
      under.become(left);
      expect((await save(drafts, left.phase)).ok).toBe(true);
      expect(await text(drafts)).toBe('role-missing');
      under.now += 5_000;
      expect(await save(drafts, 'too late')).toMatchObject({ error: { code: 'role-missing' } });
      under.become(active('maija'));
      expect(await ids(drafts)).toEqual([]);
      under.become(active('liisa'));
      expect(await text(drafts)).toBe(left.phase);
    }
  });

  it('keeps in memory what the disk does not take, and puts it there when it does', async () => {
    const drafts = under.open();
    await save(drafts, 'on disk');
    under.helpers.at(-1)?.helper.kill();
    await under.helpers.at(-1)?.exit;
    renameSync(under.folder, `${under.folder}-away`);
    writeFileSync(under.folder, '');
    expect(await save(drafts, 'in memory')).toMatchObject({ ok: true, value: { place: 'memory' } });
    expect(await text(drafts)).toBe('in memory');
    await drafts.mark(draftId, under.now);
    rmSync(under.folder);
    renameSync(`${under.folder}-away`, under.folder);
    expect(await save(drafts, 'on disk again')).toMatchObject({ ok: true });
    const again = await under.reopened();
    expect(await text(again)).toBe('on disk again');
    expect(await again.open(draftId)).toMatchObject({ value: { draft: { sentAt: under.now } } });
  });

  it('remembers the habits of each user', async () => {
    const drafts = under.open();
    expect(await drafts.habits()).toEqual({ ok: true, value: { habits: null } });
    const habits = { phone: '020 123 4567', email: 'liisa@county.fi', mode: 'fast' as const };
    await drafts.keepHabits(habits);
    const again = await under.reopened();
    expect(await again.habits()).toEqual({ ok: true, value: { habits } });
    under.state = active('maija');
    expect(await again.habits()).toEqual({ ok: true, value: { habits: null } });
  });

  it('reads the file of the version before this one', async () => {
    const mark = createHash('sha256').update('kelmu drafts liisa').digest('hex').slice(0, 32);
    const key = randomBytes(32).toString('hex');
    await keytar.setPassword(`${under.keychainService} drafts ${mark}`, 'cache-key', key);
    const { situation: _, benefitCode: __, ...older } = content('older');
    const database = openEncrypted({
      file: join(under.folder, `drafts-${mark}.db`),
      hex: key,
      keeps: 'after-crash',
      prepare: (fresh) =>
        void fresh.exec(`CREATE TABLE draft (draftId TEXT NOT NULL, owner TEXT NOT NULL, content TEXT NOT NULL,
          savedAt INTEGER NOT NULL, PRIMARY KEY (owner, draftId)) STRICT`),
    });
    database
      .prepare('INSERT INTO draft VALUES (?, ?, ?, ?)')
      .run(draftId, JSON.stringify(['county', 'TOIMEENTULO']), JSON.stringify(older), under.now);
    database.close();
    const drafts = under.open();
    expect(await drafts.list()).toMatchObject({ value: { drafts: [{ draftId, situation: '' }] } });
    expect(await text(drafts)).toBe('older');
  });

  it('puts a file that it cannot read aside and says so', async () => {
    let drafts = under.open();
    await save(drafts);
    await under.end();
    const name = readdirSync(under.folder).find((one) => one.endsWith('.db'))!;
    writeFileSync(join(under.folder, name), randomBytes(8192));
    drafts = under.open();
    expect(await ids(drafts)).toEqual([]);
    expect(drafts.diagnostics()).toMatchObject([{ code: 'drafts-unreadable' }]);
    expect(readdirSync(under.folder)).toContain(`${name}.unreadable`);
    expect((await save(drafts)).ok).toBe(true);
  });

  it('has the last acknowledged state after its process was killed in the middle of saving', async () => {
    let drafts = under.open();
    for (let round = 0; round < 5; round++) {
      const acknowledged: number[] = [];
      const saving = Array.from({ length: 20 }, async (_, index) => {
        const answer = await save(drafts, String(round * 100 + index));
        if (answer.ok && answer.value.place === 'disk') acknowledged.push(round * 100 + index);
      });
      await saving[Math.floor(Math.random() * 20)];
      under.helpers.at(-1)?.helper.kill();
      await Promise.all(saving);
      drafts = await under.reopened();
      const last = Number(await text(drafts));
      expect(last).toBeGreaterThanOrEqual(Math.max(...acknowledged));
    }
  });
});

it('keeps drafts in memory without a key store, through a lock, and says so', async () => {
  const drafts = under.open({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' });
  await save(drafts);
  expect(drafts.diagnostics()).toMatchObject([{ code: 'keychain-unavailable' }]);
  under.state = locked;
  expect((await drafts.list()).ok).toBe(false);
  under.state = active('maija');
  expect(await ids(drafts)).toEqual([]);
  under.state = active('liisa');
  expect(await text(drafts)).toBe(secret);
  expect(readdirSync(under.folder)).toEqual([]);
});

it('keeps drafts in memory where the administrators want it so', async () => {
  under.diskAllowed = false;
  const drafts = under.open();
  await save(drafts);
  expect(await text(drafts)).toBe(secret);
  expect(readdirSync(under.folder)).toEqual([]);
  expect(under.helpers).toEqual([]);
  expect(await drafts.open(draftId)).toMatchObject({ value: { place: 'memory' } });
  expect(await text(await under.reopened())).toBeUndefined();
});

it('takes what is on the disk into memory when the administrators do not allow it any more', async () => {
  let drafts = under.open();
  await save(drafts);
  const sentAt = under.now;
  await drafts.mark(draftId, sentAt);
  const habits = { phone: '020 123 4567', email: '', mode: 'fast' as const };
  await drafts.keepHabits(habits);
  drafts = await under.reopened();
  under.diskAllowed = false;
  expect(await drafts.open(draftId)).toMatchObject({
    value: { draft: { sentAt, ...content(secret) }, place: 'memory' },
  });
  expect(await drafts.habits()).toEqual({ ok: true, value: { habits } });
  expect(readdirSync(under.folder)).toEqual([]);
  // Allowed again: what is typed from now on goes there.
  under.diskAllowed = true;
  expect(await save(drafts, 'on disk again')).toMatchObject({ value: { place: 'disk' } });
  expect(await text(await under.reopened())).toBe('on disk again');
});
