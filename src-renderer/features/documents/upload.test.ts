import { beforeEach, describe, expect, it } from 'vitest';
import { failure, success } from '../../../shared/domain/result.ts';
import type { CallError, ErrorCode } from '../../../shared/ipc/errors.ts';
import type { DocumentReceipt } from '../../../shared/service-api/documents.ts';
import { uploadBatch, type UploadParts, type UploadProgress } from './upload.ts';

const receipt: DocumentReceipt = {
  receiptNumber: 'AK-2026-000001',
  sentAt: '2026-11-25T10:00:00Z',
  files: [],
};
const files = [700_000, 1, 1_400_000].map((length, index) => new Uint8Array(length).fill(index + 1));
const total = 2_100_001;
const failed = (code: ErrorCode, more: Partial<CallError> = {}) =>
  failure({ code, retriable: true, ...more });

/** A service that keeps what comes, and can let any part fail before or after it has come. */
let stored: number[][];
let trouble: (call: number) => 'lost' | 'lost-answer' | CallError | null;
let calls: number;
let pauses: number[];
let shown: UploadProgress[];
let parts: UploadParts;
let clock: number;

beforeEach(() => {
  stored = files.map(() => []);
  trouble = () => null;
  [calls, clock] = [0, 0];
  [pauses, shown] = [[], []];
  const states = () => stored.map((bytes, index) => ({ fileId: `f${index + 1}`, received: bytes.length }));
  parts = {
    begin: () => Promise.resolve(success({ clientId: 'c', batchId: 'b', files: states(), receipt: null })),
    complete: () =>
      Promise.resolve(
        success(
          stored.every((bytes, index) => bytes.length === files[index]?.length)
            ? { clientId: 'c', outcome: 'SENT' as const, receipt }
            : { clientId: 'c', outcome: 'INCOMPLETE' as const, files: states() },
        ),
      ),
    sendPart: ({ fileId, offset }, bytes) => {
      calls += 1;
      clock += 500;
      const fault = trouble(calls);
      if (fault === 'lost') return Promise.resolve(failed('service-unreachable'));
      const file = stored[Number(fileId.slice(1)) - 1]!;
      if (fault === null || fault === 'lost-answer')
        for (const byte of bytes.subarray(file.length - offset)) file.push(byte);
      if (fault === 'lost-answer') return Promise.resolve(failed('service-timeout'));
      return Promise.resolve(fault === null ? success(file.length) : failure(fault));
    },
    pause: (milliseconds) => {
      pauses.push(milliseconds);
      return Promise.resolve();
    },
    now: () => clock,
    random: () => 0.5,
  };
});

const run = (signal = new AbortController().signal) =>
  uploadBatch(files, parts, (progress) => shown.push(progress), signal);

describe('an upload', () => {
  it('sends every byte in order, tells how far it is and how fast, and gives the receipt', async () => {
    expect(await run()).toEqual(success({ outcome: 'sent', receipt }));
    expect(stored.map((bytes) => Uint8Array.from(bytes))).toEqual(files);
    expect(shown.at(0)).toEqual({ sent: 0, total, bytesPerSecond: null, waiting: null });
    expect(shown.at(-1)).toMatchObject({ sent: total, total, waiting: null });
    expect(shown.map(({ sent }) => sent)).toEqual(shown.map(({ sent }) => sent).toSorted((a, b) => a - b));
    expect(shown.at(-1)?.bytesPerSecond).toBeGreaterThan(0);
  });

  it('goes on byte for byte after any cut, before or behind the bytes', async () => {
    trouble = (call) => (call % 3 === 1 ? 'lost' : call % 3 === 2 ? 'lost-answer' : null);
    expect(await run()).toEqual(success({ outcome: 'sent', receipt }));
    expect(stored.map((bytes) => Uint8Array.from(bytes))).toEqual(files);
    expect(shown.some(({ waiting }) => waiting !== null)).toBe(true);
  });

  it('waits longer each time and gives up after six tries without progress', async () => {
    trouble = () => 'lost';
    expect(await run()).toEqual(failed('service-unreachable'));
    expect(calls).toBe(6);
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16000]);
    expect(shown.flatMap(({ waiting }) => waiting ?? [])).toEqual([1, 2, 4, 8, 16]);
  });

  it('waits as long as the service asks, and leaves a long pause to the user', async () => {
    const busy = (retryAfter: number): CallError => ({ code: 'service-busy', retriable: true, retryAfter });
    trouble = (call) => (call === 1 ? busy(7) : null);
    expect(await run()).toMatchObject({ ok: true });
    expect(pauses).toEqual([7000]);
    calls = 0;
    stored = files.map(() => []);
    trouble = () => busy(3600);
    expect(await run()).toEqual(failure(busy(3600)));
    expect(calls).toBe(1);
  });

  it.each(['mandate-missing', 'client-left', 'service-reply-mismatch'] as const)(
    'does not try again after %s',
    async (code) => {
      trouble = () => ({ code, retriable: false });
      expect(await run()).toEqual(failure({ code, retriable: false }));
      expect(calls).toBe(1);
    },
  );

  it('makes parts smaller where they fail and larger where they are fast', async () => {
    const sizes: number[] = [];
    const { sendPart } = parts;
    parts = {
      ...parts,
      sendPart: (place, bytes, signal) => {
        sizes.push(bytes.length);
        return sendPart(place, bytes, signal);
      },
    };
    trouble = (call) => (call <= 2 ? 'lost' : null);
    await run();
    expect(sizes.slice(0, 3)).toEqual([256, 128, 64].map((kibibytes) => kibibytes * 1024));
    expect(Math.max(...sizes)).toBeGreaterThan(64 * 1024);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1024 * 1024);
  });

  it('does not go round for ever where the service does not move', async () => {
    parts = { ...parts, sendPart: ({ offset }) => Promise.resolve(success(offset)) };
    expect(await run()).toEqual(failed('service-failed'));
    expect(pauses).toHaveLength(5);
  });

  it('stops when it is cancelled, but does not lose a receipt that was given', async () => {
    const abort = new AbortController();
    trouble = (call) => {
      if (call === 2) abort.abort();
      return null;
    };
    expect(await run(abort.signal)).toMatchObject({ error: { code: 'cancelled' } });
    expect(calls).toBe(2);
    const late = new AbortController();
    const { complete } = parts;
    parts = {
      ...parts,
      complete: (batchId) => {
        late.abort();
        return complete(batchId);
      },
    };
    trouble = () => null;
    expect(await run(late.signal)).toEqual(success({ outcome: 'sent', receipt }));
  });

  it('tells which files the service refused', async () => {
    const refused = { clientId: 'c', outcome: 'REFUSED' as const, files: [{ fileId: 'f3', reason: 'hash' }] };
    parts = { ...parts, complete: () => Promise.resolve(success(refused)) };
    expect(await run()).toEqual(success({ outcome: 'refused', files: [{ index: 2, reason: 'hash' }] }));
  });
});
