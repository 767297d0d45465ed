import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { success } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallNeeds } from '../../shared/ipc/contract.ts';
import type { Session } from '../session/session.ts';
import { createPrinting, type PrintingParts, type PrintPage } from './printing.ts';

const pdf = new TextEncoder().encode('%PDF-1.7 of a window');
const sheet = { subject: 'client-summary', clientHandle: 'handle-of-a-client', way: 'pdf' } as const;

describe('printing', () => {
  let folder: string;
  const recorded: unknown[] = [];
  const page: PrintPage = {
    pdf: () => Promise.resolve(pdf),
    print: () => Promise.resolve('done'),
  };
  /** A window and a session that pretend; the real ones are in the end-to-end test. */
  const printing = (changes: Partial<PrintingParts> = {}, missing?: ReturnType<Session['missing']>) =>
    createPrinting({
      page,
      chooseFile: (name) => Promise.resolve(join(folder, name)),
      session: { missing: (_needs: CallNeeds) => missing } as Session,
      allowed: () => true,
      auditEvents: {
        record: (event) => {
          recorded.push(event);
          return Promise.resolve(success(true));
        },
      },
      clock: { now: () => Date.parse('2026-11-25T22:30:00Z') } as PrintingParts['clock'],
      ...changes,
    })['printing.print'];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kelmu-printing-'));
    recorded.length = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('a file is proposed by what it is and the day in Finland, recorded, and saved', async () => {
    expect(await printing()(sheet)).toEqual(success({ outcome: 'done' }));
    expect(readdirSync(folder)).toEqual(['kelmu-client-summary-2026-11-26.pdf']);
    expect(readFileSync(join(folder, 'kelmu-client-summary-2026-11-26.pdf'))).toEqual(Buffer.from(pdf));
    expect(recorded).toEqual([
      { kind: 'pdf', subject: 'client-summary', clientHandle: 'handle-of-a-client' },
    ]);
  });

  test('a recipient list is recorded with its period and its rows, and never without', async () => {
    const list = { listId: 'L3', period: '2026-10', rows: 12 };
    const printed = { subject: 'recipient-list', clientHandle: null, way: 'paper' } as const;
    expect(await printing()({ ...printed, list })).toEqual(success({ outcome: 'done' }));
    expect(recorded).toEqual([{ kind: 'print', subject: 'recipient-list', clientHandle: null, ...list }]);
    expect(await printing()(printed)).toMatchObject({ error: { code: 'invalid-request' } });
    expect(recorded).toHaveLength(1);
  });

  test('who cancels leaves no file and no record', async () => {
    const answer = await printing({ chooseFile: () => Promise.resolve(null) })(sheet);
    expect(answer).toEqual(success({ outcome: 'cancelled' }));
    expect(readdirSync(folder)).toEqual([]);
    expect(recorded).toEqual([]);
  });

  test('nothing is saved when the session was locked while the dialog was open', async () => {
    expect(await printing({}, 'session-locked')(sheet)).toMatchObject({ error: { code: 'session-locked' } });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('nothing leaves that could not be recorded', async () => {
    let printed = false;
    const refusing: Partial<PrintingParts> = {
      auditEvents: { record: () => Promise.resolve(callFailure('service-unreachable', { retriable: true })) },
      page: {
        ...page,
        print: () => {
          printed = true;
          return Promise.resolve('done');
        },
      },
    };
    for (const way of ['pdf', 'paper'] as const)
      expect(await printing(refusing)({ ...sheet, way })).toMatchObject({
        error: { code: 'service-unreachable' },
      });
    expect(readdirSync(folder)).toEqual([]);
    expect(printed).toBe(false);
  });

  test('a disk that takes nothing is named, and no half of a file stays', async () => {
    const answer = await printing({ chooseFile: () => Promise.resolve(join(folder, 'gone', 'a.pdf')) })(
      sheet,
    );
    expect(answer).toMatchObject({ error: { code: 'storage-failed' } });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a printer that fails, a user who cancels, and what the administrators do not allow', async () => {
    const answering = (outcome: 'failed' | 'cancelled') =>
      printing({ page: { ...page, print: () => Promise.resolve(outcome) } })({ ...sheet, way: 'paper' });
    expect(await answering('failed')).toMatchObject({ error: { code: 'printing-failed' } });
    expect(await answering('cancelled')).toEqual(success({ outcome: 'cancelled' }));
    expect(await printing({ allowed: () => false })(sheet)).toMatchObject({ error: { code: 'not-allowed' } });
  });
});
