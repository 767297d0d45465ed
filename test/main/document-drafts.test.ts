import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentLimits } from '../../shared/domain/documents/document-rules.ts';
import { createDocumentDraftData, type Drafts } from '../../src-main/drafts/drafts.ts';
import { active, DAY, draftsUnderTest, locked, type DraftsUnderTest } from './drafts-under-test.ts';

const secret = 'Nobody-May-Read-This-On-Disk';
const draftId = randomUUID();
const fileId: string = randomUUID();
const bytes = new Uint8Array(Buffer.concat([Buffer.from(secret), randomBytes(700_000)]));

let under: DraftsUnderTest;
beforeEach(() => {
  under = draftsUnderTest();
});
afterEach(() => under.remove());

const content = (files: readonly string[] = [fileId]) => ({
  client: { name: secret, personalIdentityCode: '010180-999A' },
  files: [...files],
  form: JSON.stringify({ note: secret }),
});
const save = (drafts: Drafts, files?: readonly string[]) =>
  drafts.documents.save({ draftId, ...content(files) });
const place = async (drafts: Drafts, id = fileId, of = draftId): Promise<unknown> => {
  const answer = await drafts.documents.keepFile(of, id, bytes.slice());
  return answer.ok ? answer.value.place : answer.error.code;
};
const kept = async (drafts: Drafts, id = fileId): Promise<unknown> => {
  const answer = await drafts.documents.file(draftId, id);
  if (!answer.ok) return answer.error.code;
  return answer.value.bytes !== null && Buffer.compare(answer.value.bytes, bytes) === 0;
};
const saved = async (drafts: Drafts): Promise<Drafts> => {
  await save(drafts);
  await place(drafts);
  return drafts;
};
const ids = async (drafts: Drafts): Promise<unknown> => {
  const answer = await drafts.documents.list();
  return answer.ok ? answer.value.drafts.map((draft) => draft.draftId) : answer.error.code;
};

describe('where the administrators allow files', () => {
  it('keeps a draft and its files over a restart, and nothing of them in plain text', async () => {
    const drafts = under.open();
    expect(await save(drafts)).toEqual({ ok: true, value: { savedAt: under.now, place: 'disk' } });
    expect(await place(drafts)).toBe('disk');
    for (const word of [secret, '010180-999A', 'liisa']) expect(under.onDisk()).not.toContain(word);
    const again = await under.reopened();
    const client = content().client;
    expect(await again.documents.list()).toEqual({
      ok: true,
      value: { drafts: [{ draftId, savedAt: under.now, client, files: 1 }], expired: 0, filesPlace: 'disk' },
    });
    expect(await again.documents.open(draftId)).toEqual({
      ok: true,
      value: { draft: { draftId, savedAt: under.now, ...content() } },
    });
    expect(await kept(again)).toBe(true);
  });

  it('shows them to nobody else, and not among the claims', async () => {
    const drafts = await saved(under.open());
    expect(await drafts.list()).toMatchObject({ value: { drafts: [] } });
    for (const other of [active('maija'), active('liisa', 'town')]) {
      under.state = other;
      expect(await ids(drafts)).toEqual([]);
      expect(await kept(drafts)).toBe(false);
      await drafts.documents.remove(draftId);
    }
    under.state = locked;
    expect(await kept(drafts)).toBe('role-missing');
    under.state = active('liisa');
    expect(await kept(drafts)).toBe(true);
  });

  it('drops the files that a draft no longer has, that are removed with it, and that are old', async () => {
    const drafts = await saved(under.open());
    await save(drafts, []);
    expect(await kept(drafts)).toBe(false);
    expect(await place(drafts)).toBe('storage-failed');
    await saved(drafts);
    await drafts.documents.remove(draftId);
    expect(await kept(drafts)).toBe(false);
    await saved(drafts);
    under.now += 30 * DAY + 1;
    expect(await ids(drafts)).toEqual([]);
    expect(await kept(drafts)).toBe(false);
    // Its user is told of it, as of documents and not of claims.
    expect(await drafts.documents.list()).toMatchObject({ value: { expired: 1 } });
    expect(await drafts.list()).toMatchObject({ value: { expired: 0 } });
    await drafts.documents.forgetExpired();
    expect(await drafts.documents.list()).toMatchObject({ value: { expired: 0 } });
  });

  it('drops them when the administrators take it back', async () => {
    const drafts = await saved(under.open());
    under.filesAllowed = false;
    expect(await drafts.documents.list()).toMatchObject({ value: { filesPlace: 'memory' } });
    under.filesAllowed = true;
    expect(await kept(await under.reopened())).toBe(false);
  });

  it('has every acknowledged file after its process was killed in the middle of writing', async () => {
    let drafts = under.open();
    const files = Array.from({ length: 8 }, (): string => randomUUID());
    for (let round = 0; round < 3; round += 1) {
      await save(drafts, files);
      const acknowledged: string[] = [];
      const writing = files.map(async (id) => {
        if ((await place(drafts, id)) === 'disk') acknowledged.push(id);
      });
      await writing[Math.floor(Math.random() * files.length)];
      under.helpers.at(-1)?.helper.kill();
      await Promise.all(writing);
      drafts = await under.reopened();
      expect(acknowledged).not.toEqual([]);
      for (const id of acknowledged) expect(await kept(drafts, id)).toBe(true);
    }
  });

  it('keeps in memory what the disk does not take', async () => {
    const drafts = under.open();
    await save(drafts);
    under.helpers.at(-1)?.helper.kill();
    await under.helpers.at(-1)?.exit;
    renameSync(under.folder, `${under.folder}-away`);
    writeFileSync(under.folder, '');
    await save(drafts);
    expect(await place(drafts)).toBe('memory');
    expect(await kept(drafts)).toBe(true);
    rmSync(under.folder);
    renameSync(`${under.folder}-away`, under.folder);
  });
});

describe('where they do not', () => {
  beforeEach(() => {
    under.filesAllowed = false;
  });

  it('keeps the draft on the disk and its files in memory, through a lock, until the role is left', async () => {
    const drafts = under.open();
    expect(await save(drafts)).toMatchObject({ value: { place: 'disk' } });
    expect(await place(drafts)).toBe('memory');
    under.become(locked);
    expect(await kept(drafts)).toBe('role-missing');
    under.become(active('liisa'));
    expect(await kept(drafts)).toBe(true);
    under.become({ phase: 'signed-out' });
    under.become(active('liisa'));
    expect(await kept(drafts)).toBe(false);
    expect(await ids(drafts)).toEqual([draftId]);
    await place(drafts);
    expect(await kept(await under.reopened())).toBe(false);
  });

  it('has room for three batches, and makes it again', async () => {
    const drafts = under.open();
    const files = Array.from({ length: 10 }, (): string => randomUUID());
    const large = new Uint8Array(documentLimits.fileBytes);
    await save(drafts, files);
    const places = [];
    for (const id of files) places.push((await drafts.documents.keepFile(draftId, id, large)).ok);
    expect(places).toEqual([...Array<boolean>(9).fill(true), false]);
    await save(drafts, files.slice(1));
    expect((await drafts.documents.keepFile(draftId, files[9]!, large)).ok).toBe(true);
  });
});

it('gives the window the bytes back, and nothing at another path', async () => {
  const drafts = under.open();
  const handle = createDocumentDraftData(drafts.documents);
  const request = (path: string, body?: Uint8Array<ArrayBuffer>) =>
    handle(new Request(`app://kelmu${path}`, body ? { method: 'POST', body } : {}));
  const path = `/data/document-drafts/${draftId}/${fileId}`;
  expect((await request(path, bytes))?.status).toBe(507);
  await save(drafts);
  expect(await (await request(path, bytes))?.json()).toEqual({ place: 'disk' });
  expect(new Uint8Array(await (await request(path))!.arrayBuffer())).toEqual(bytes);
  expect((await request(`/data/document-drafts/${draftId}/${randomUUID()}`))?.status).toBe(404);
  expect(await request('/data/document-drafts/../../etc/passwd')).toBeNull();
  under.state = locked;
  expect((await request(path))?.status).toBe(403);
  expect(readdirSync(under.folder)).not.toEqual([]);
});
