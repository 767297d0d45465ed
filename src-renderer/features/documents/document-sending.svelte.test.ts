import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isoDate } from '../../../shared/domain/dates.ts';
import { documentLimits } from '../../../shared/domain/documents/document-rules.ts';
import { failure, success } from '../../../shared/domain/result.ts';
import type { BatchState, DocumentBatch } from '../../../shared/service-api/documents.ts';
import { createFakeContract, type FakeContract } from '../../platform/fake-contract.ts';
import type { ClientView } from '../client/index.ts';
import type { DocumentDraft, DocumentDrafts } from './document-draft.ts';
import { createSending, type DocumentSending, type SendingParts } from './document-sending.svelte.ts';

const receipt = { receiptNumber: 'AK-2026-000001', sentAt: '2026-11-25T10:00:00Z', files: [] };

/** What the main process keeps, as far as the window sees it. */
let kept: DocumentDraft | null;
let keptBytes: Map<string, Uint8Array<ArrayBuffer>>;
let begun: { key: string; batch: DocumentBatch; sent: boolean }[];
let received: number;
let partFault: (() => ReturnType<SendingParts['sendPart']>) | null;
let contract: FakeContract;
let ends: (() => void)[];
let nextKey: number;
let diskFull: boolean;

const drafts: DocumentDrafts = {
  find: () => Promise.resolve({ draft: kept, place: 'memory' }),
  save: (draft) => {
    if (diskFull) return Promise.resolve(null);
    kept = { ...structuredClone(draft), savedAt: 1000 };
    return Promise.resolve({ savedAt: 1000, place: 'disk' });
  },
  remove: (draftId) => {
    if (kept?.draftId === draftId) kept = null;
    return Promise.resolve();
  },
  keepBytes: (_, key, bytes) => {
    keptBytes.set(key, bytes);
    return Promise.resolve('memory');
  },
  bytesOf: (_, key) => Promise.resolve(keptBytes.get(key) ?? null),
};

const stateOf = (index: number): BatchState => ({
  clientId: 'c',
  batchId: `b${index + 1}`,
  files: begun[index]!.batch.files.map((_, at) => ({
    fileId: `f${at + 1}`,
    received: at === 0 ? received : 0,
  })),
  receipt: begun[index]!.sent ? receipt : null,
});
const indexOf = (batchId: string): number => Number(batchId.slice(1)) - 1;

beforeEach(() => {
  [kept, keptBytes, begun, received, partFault, ends, nextKey] = [null, new Map(), [], 0, null, [], 0];
  diskFull = false;
  contract = createFakeContract({
    'documents.begin': ({ idempotencyKey: key, batch }) => {
      const known = begun.findIndex((one) => one.key === key);
      if (known < 0) begun.push({ key, batch, sent: false });
      return success(stateOf(known < 0 ? begun.length - 1 : known));
    },
    'documents.complete': ({ batchId }) => {
      begun[indexOf(batchId)]!.sent = true;
      return success({ clientId: 'c', outcome: 'SENT' as const, receipt });
    },
    'documents.state': ({ batchId }) => success(stateOf(indexOf(batchId))),
    'documents.cancel': ({ batchId }) =>
      success({ clientId: 'c', batchId, receipt: begun[indexOf(batchId)]!.sent ? receipt : null }),
  });
});
afterEach(() => {
  for (const end of ends) end();
  vi.useRealTimers();
});

const parts: SendingParts = {
  preview: (bytes) =>
    Promise.resolve(
      bytes[0] === 0
        ? failure({ code: 'pdf-damaged' })
        : success({
            kind: 'pdf',
            picture: new Blob(),
            pages: 2,
            script: bytes[0] === 9,
            attachments: bytes[0] === 8,
          }),
    ),
  decode: () => Promise.resolve(null),
  newKey: () => `key-${(nextKey += 1)}`,
  sendPart: (_, { offset }, bytes) => {
    if (partFault !== null) return partFault();
    received = offset + bytes.length;
    return Promise.resolve(success(received));
  },
  today: () => isoDate('2026-11-25'),
  now: () => 0,
  random: () => 0.5,
  drafts,
};

const opened = async (): Promise<{ sending: DocumentSending; leave: () => void }> => {
  const client = {
    contract,
    handle: 'h',
    header: { lastName: 'Demonen', calledName: 'Deni', personalIdentityCode: '010180-999A' },
    section: () => ({ phase: 'locked', mandate: null }),
  } as unknown as ClientView;
  const holder: { sending?: DocumentSending } = {};
  const leave = $effect.root(() => {
    holder.sending = createSending(client, parts);
  });
  ends.push(leave);
  const sending = holder.sending!;
  await vi.waitFor(() => expect(sending.ready).toBe(true));
  return { sending, leave };
};

const fileOf = (name: string, content: readonly number[] | number): File =>
  new File([typeof content === 'number' ? new Uint8Array(content).fill(1) : Uint8Array.from(content)], name);
const filled = async (sending: DocumentSending, ...files: File[]): Promise<void> => {
  await sending.files.add(files);
  for (const { key } of sending.files.list) sending.files.change(key, { documentType: 'BILL' });
  Object.assign(sending.form, { way: 'PHONE', requestDate: '24.11.2026' });
  flushSync();
};
const savedSoon = (check: () => void) => vi.waitFor(check, { timeout: 3000 });

describe('choosing', () => {
  it('names why a file is not taken, and takes the others', async () => {
    const { sending } = await opened();
    const gone = fileOf('poissa.pdf', [1]);
    gone.arrayBuffer = () => Promise.reject(new DOMException('changed', 'NotReadableError'));
    await sending.files.add([
      fileOf('lasku.pdf', [1, 2]),
      fileOf('tyhja.pdf', 0),
      fileOf('rikki.pdf', [0]),
      fileOf('skripti.pdf', [9]),
      fileOf('liitteet.pdf', [8]),
      gone,
      fileOf('sama.pdf', [1, 2]),
      fileOf('suuri.pdf', documentLimits.fileBytes + 1),
      fileOf('lasku.pdf', [1, 3]),
    ]);
    expect(sending.files.refused).toEqual([
      { name: 'tyhja.pdf', reason: 'empty' },
      { name: 'rikki.pdf', reason: 'pdf-damaged' },
      { name: 'skripti.pdf', reason: 'pdf-script' },
      { name: 'liitteet.pdf', reason: 'pdf-attachments' },
      { name: 'poissa.pdf', reason: 'unreadable' },
      { name: 'sama.pdf', reason: 'already-there' },
      { name: 'suuri.pdf', reason: 'too-large' },
    ]);
    expect(sending.files.list.map(({ name }) => name)).toEqual(['lasku.pdf', 'lasku (2).pdf']);
    expect(sending.files.reading).toBe(0);
  });

  it('keeps the limits of the batch, also for a file that grew after it was chosen', async () => {
    const { sending } = await opened();
    const grown = fileOf('kasvoi.pdf', [1]);
    grown.arrayBuffer = () => Promise.resolve(new Uint8Array(documentLimits.fileBytes + 1).fill(1).buffer);
    await sending.files.add([grown]);
    expect(sending.files.refused).toEqual([{ name: 'kasvoi.pdf', reason: 'too-large' }]);
    sending.files.forgetRefusals();
    const large = (fill: number): number[] => [1, fill];
    await sending.files.add(Array.from({ length: 11 }, (_, index) => fileOf(`${index}.pdf`, large(index))));
    expect(sending.files.list).toHaveLength(documentLimits.files);
    expect(sending.files.refused).toEqual([{ name: '10.pdf', reason: 'too-many' }]);
    expect(sending.files.room).toEqual({ files: 0, bytes: documentLimits.batchBytes - 20 });
  });

  it('puts a removed file back where it was, unless something has taken its room', async () => {
    const { sending } = await opened();
    const { files } = sending;
    await files.add([fileOf('a.pdf', [1]), fileOf('b.pdf', [2]), fileOf('c.pdf', [3])]);
    const [, b] = files.list.map(({ key }) => key);
    files.change(b!, { documentType: 'BILL' });
    files.remove(b!);
    await savedSoon(() => expect(kept?.files).toHaveLength(2));
    keptBytes.delete(b!);
    files.putBack();
    expect(files.list.map(({ name, documentType }) => [name, documentType])).toEqual([
      ['a.pdf', ''],
      ['b.pdf', 'BILL'],
      ['c.pdf', ''],
    ]);
    expect(files.removed).toBeNull();
    // The draft has its bytes again.
    await savedSoon(() => expect(keptBytes.get(b!)).toEqual(Uint8Array.from([2])));

    files.remove(b!);
    await files.add([fileOf('toinen.pdf', [2])]);
    files.putBack();
    expect(files.refused).toEqual([{ name: 'b.pdf', reason: 'already-there' }]);
    expect(files.list).toHaveLength(3);
  });

  it('moves, turns, removes, and gives all the same type and months', async () => {
    const { sending } = await opened();
    await sending.files.add([fileOf('a.pdf', [1]), fileOf('b.pdf', [2]), fileOf('c.pdf', [3])]);
    const { files } = sending;
    const [a, b, c] = files.list.map(({ key }) => key);
    files.move(c!, -1);
    files.move(a!, -1);
    files.change(b!, { rotation: 90, documentType: 'BILL', months: '9/2026, 10/2026' });
    files.sameForAll(b!);
    files.remove(a!);
    expect(
      files.list.map(({ name, rotation, documentType, months }) => [name, rotation, documentType, months]),
    ).toEqual([
      ['c.pdf', 0, 'BILL', '9/2026, 10/2026'],
      ['b.pdf', 90, 'BILL', '9/2026, 10/2026'],
    ]);
  });
});

describe('sending', () => {
  it('lets nothing leave without the request of the client', async () => {
    const { sending } = await opened();
    await sending.send();
    expect(sending.problems.map(({ code }) => code)).toEqual(['no-files', 'way-missing', 'date-missing']);
    await sending.files.add([fileOf('lasku.pdf', [1])]);
    Object.assign(sending.form, { way: 'PHONE', requestDate: '26.11.2026' });
    sending.files.change(sending.files.list[0]!.key, { months: 'lokakuu' });
    await sending.send();
    expect(sending.problems.map(({ code }) => code)).toEqual([
      'type-missing',
      'months-unreadable',
      'date-in-future',
    ]);
    expect(begun).toEqual([]);
    expect(sending.attempt).toBe(2);
  });

  it('waits until every chosen file is read: none is left behind', async () => {
    const { sending } = await opened();
    await filled(sending, fileOf('lasku.pdf', [1]));
    const added = sending.files.add([fileOf('toinen.pdf', [2])]);
    await sending.send();
    expect([begun, sending.problems]).toEqual([[], [{ code: 'still-reading', file: null }]]);
    await added;
    expect(sending.problems).toMatchObject([{ code: 'type-missing' }]);
  });

  it('gives one batch and one receipt for a double click, and nothing stays of the draft', async () => {
    const { sending } = await opened();
    await filled(sending, fileOf('lasku.pdf', 300_000));
    await Promise.all([sending.send(), sending.send()]);
    expect(begun).toHaveLength(1);
    expect(begun[0]?.batch).toMatchObject({
      clientRequest: { way: 'PHONE', date: '2026-11-24' },
      applicationId: null,
      note: null,
      files: [{ name: 'lasku.pdf', bytes: 300_000, documentType: 'BILL', months: [], rotation: 0 }],
    });
    expect(sending.receipt).toEqual(receipt);
    expect(sending.files.list).toEqual([]);
    expect(kept).toBeNull();
  });

  it('goes on with the same batch after the client was left and opened again', async () => {
    const first = await opened();
    await filled(first.sending, fileOf('lasku.pdf', 600_000));
    partFault = () => {
      // The first part gets through, then the client is left.
      received = 100_000;
      first.leave();
      return Promise.resolve(failure({ code: 'client-left', retriable: false }));
    };
    await first.sending.send();
    expect(first.sending.receipt).toBeNull();
    await savedSoon(() => expect(kept).toMatchObject({ started: { batchId: 'b1' } }));
    partFault = null;
    const { sending } = await opened();
    expect(sending).toMatchObject({ continuedFrom: 1000, interruptedAt: 100_000 });
    expect(sending.files.list).toMatchObject([{ name: 'lasku.pdf', documentType: 'BILL', pages: 2 }]);
    expect(sending.form).toMatchObject({ way: 'PHONE', requestDate: '24.11.2026' });
    await sending.send();
    expect(begun).toHaveLength(1);
    expect(sending.receipt).toEqual(receipt);
  });

  it('goes on after a restart that left no bytes once the same file is chosen again', async () => {
    const first = await opened();
    await filled(first.sending, fileOf('lasku.pdf', 5_000));
    await savedSoon(() => expect(kept?.files[0]).toMatchObject({ documentType: 'BILL' }));
    first.leave();
    keptBytes.clear();
    const { sending } = await opened();
    await sending.send();
    expect(sending.problems).toMatchObject([{ code: 'file-missing' }]);
    await sending.files.add([fileOf('lasku.pdf', 5_000)]);
    expect(sending.files.list).toMatchObject([{ name: 'lasku.pdf', documentType: 'BILL' }]);
    await sending.send();
    expect(sending.receipt).toEqual(receipt);
  });

  it('shows the receipt of a batch that was sent before a crash, without sending again', async () => {
    const first = await opened();
    await filled(first.sending, fileOf('lasku.pdf', 5_000));
    contract.answer('documents.complete', ({ batchId }) => {
      begun[Number(batchId.slice(1)) - 1]!.sent = true;
      return failure({ code: 'service-failed', retriable: false });
    });
    partFault = null;
    const sent = first.sending.send();
    await savedSoon(() => expect(kept).toMatchObject({ started: { batchId: 'b1' } }));
    first.leave();
    await sent;
    const { sending } = await opened();
    expect(sending.receipt).toEqual(receipt);
    expect(begun).toHaveLength(1);
    expect(kept).toBeNull();
  });

  it('is another batch when something is changed, and drops the one before', async () => {
    const { sending } = await opened();
    await filled(sending, fileOf('lasku.pdf', 5_000));
    partFault = () => Promise.resolve(failure({ code: 'mandate-missing', retriable: false }));
    await sending.send();
    expect(sending).toMatchObject({ error: { code: 'mandate-missing' }, progress: null });
    sending.form.note = 'Huhtikuun lasku';
    partFault = null;
    await sending.send();
    expect(begun.map(({ sent }) => sent)).toEqual([false, true]);
    expect(begun[0]?.key).not.toBe(begun[1]?.key);
    expect(contract.requests.filter(({ name }) => name === 'documents.cancel')).toMatchObject([
      { request: { batchId: 'b1' } },
    ]);
  });

  it('takes a batch back, keeps the draft, and does not lose a receipt that came too late', async () => {
    const { sending } = await opened();
    await filled(sending, fileOf('lasku.pdf', 5_000));
    partFault = () => new Promise((resolve) => setTimeout(() => resolve(success(0)), 50));
    const sent = sending.send();
    await vi.waitFor(() => expect(begun).toHaveLength(1));
    await sending.cancel();
    await sent;
    expect(sending).toMatchObject({ progress: null, receipt: null, error: null, interruptedAt: null });
    expect(sending.files.list).toHaveLength(1);
    partFault = () => {
      begun[1]!.sent = true;
      return new Promise((resolve) => setTimeout(() => resolve(success(0)), 50));
    };
    void sending.send();
    await vi.waitFor(() => expect(begun).toHaveLength(2));
    await vi.waitFor(() => expect(begun[1]?.sent).toBe(true));
    await sending.cancel();
    expect(sending.receipt).toEqual(receipt);
  });

  it('names the files that the service refuses and keeps those that may be sent again', async () => {
    const { sending } = await opened();
    await filled(sending, fileOf('a.pdf', [1]), fileOf('b.pdf', [2]));
    contract.answer('documents.complete', () =>
      success({
        clientId: 'c',
        outcome: 'REFUSED' as const,
        files: [
          { fileId: 'f1', reason: 'pdf-script' },
          { fileId: 'f2', reason: 'hash' },
        ],
      }),
    );
    await sending.send();
    expect(sending.files.refused.map(({ name, reason }) => `${name} ${reason}`).toSorted()).toEqual([
      'a.pdf pdf-script',
      'b.pdf hash',
    ]);
    expect(sending.files.list.map(({ name }) => name)).toEqual(['b.pdf']);
  });

  it('says that the draft is not saved, tries again by itself, and sends all the same', async () => {
    vi.useFakeTimers();
    const { sending } = await opened();
    diskFull = true;
    await filled(sending, fileOf('lasku.pdf', [1]));
    await vi.advanceTimersByTimeAsync(300);
    expect(sending).toMatchObject({ notSaved: true, saved: null });
    diskFull = false;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sending).toMatchObject({ notSaved: false, saved: { savedAt: 1000, place: 'disk' } });
    diskFull = true;
    await sending.send();
    expect(sending).toMatchObject({ receipt, notSaved: false });
  });

  it('starts over with nothing of before', async () => {
    const { sending } = await opened();
    await filled(sending, fileOf('lasku.pdf', [1]));
    await savedSoon(() => expect(kept).not.toBeNull());
    await sending.startOver();
    flushSync();
    expect(sending.files.list).toEqual([]);
    expect(sending.form).toMatchObject({ way: '', requestDate: '' });
    expect([kept, sending.receipt]).toEqual([null, null]);
  });

  it('shows the receipt when what is dropped turns out to be sent', async () => {
    const { sending } = await opened();
    await filled(sending, fileOf('lasku.pdf', [1]));
    partFault = () => Promise.resolve(failure({ code: 'mandate-missing', retriable: false }));
    await sending.send();
    begun[0]!.sent = true;
    await sending.startOver();
    expect(sending.receipt).toEqual(receipt);
  });
});
