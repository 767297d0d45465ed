import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import { calls, type CallName, type CallNeeds } from '../../shared/ipc/contract.ts';
import { createRegistrar, type Handlers, type Registrar, type Sender } from '../../src-main/ipc/registrar.ts';
import { createFakeClock, type FakeClock } from '../main/fake-clock.ts';
import { createRecordedAudit } from '../main/recorded-audit.ts';
import { hostilePayloads } from './hostile-payloads.ts';
import { validRequests } from './valid-requests.ts';

const names = Object.keys(calls) as CallName[];
const window: Sender = { isMainFrame: true, origin: 'app://kelmu' };

let ran: string[];
let clock: FakeClock;
let audit: ReturnType<typeof createRecordedAudit>;
let missing: ReturnType<Parameters<typeof createRegistrar>[0]['missing']>;
let registrar: Registrar;

beforeEach(() => {
  ran = [];
  clock = createFakeClock();
  audit = createRecordedAudit();
  missing = undefined;
  const handlers = Object.fromEntries(
    names.map((name) => [name, () => (ran.push(name), callFailure('client-left'))]),
  ) as unknown as Handlers;
  registrar = createRegistrar({
    handlers,
    allowedOrigin: 'app://kelmu',
    missing: (_needs: CallNeeds) => missing,
    audit,
    clock,
  });
});

const codeOf = async (sender: Sender, name: unknown, payload: unknown): Promise<string | undefined> => {
  const answer = await registrar.answer(sender, name, payload);
  return answer.ok ? undefined : answer.error.code;
};

describe.each(names)('the call %s', (name) => {
  const valid = validRequests[name];

  it('runs for every right request', async () => {
    for (const request of valid) expect(await codeOf(window, name, request)).toBe('client-left');
    expect(ran).toHaveLength(valid.length);
  });

  it('refuses 1,000 hostile payloads, and its handler never runs', async () => {
    const hostile = hostilePayloads(valid, { allOptional: name === 'settings.change' });
    await fc.assert(
      fc.asyncProperty(hostile, async (payload) => {
        expect(await codeOf(window, name, payload)).toBe('invalid-request');
      }),
      { numRuns: 1000, endOnFailure: true },
    );
    expect(ran).toEqual([]);
    expect(registrar.refusals().get('invalid-request')).toBeGreaterThanOrEqual(1000);
  });
});

it('keeps no memory of refused payloads', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const big = { clientHandle: 'y'.repeat(3_000_000) };
  await codeOf(window, 'client.leave', big);
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let round = 0; round < 1000; round++) {
    await codeOf(window, 'client.leave', { clientHandle: `${round}`.repeat(10_000) });
  }
  collect();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(5_000_000);
});

describe('the sender', () => {
  const strangers: readonly [string, Sender][] = [
    ['a sub-frame', { isMainFrame: false, origin: 'app://kelmu' }],
    ['a frame that is gone', { isMainFrame: true, origin: null }],
    ['another host of the scheme', { isMainFrame: true, origin: 'app://other' }],
    ['a longer host', { isMainFrame: true, origin: 'app://kelmu.evil.example' }],
    ['a web page', { isMainFrame: true, origin: 'https://kelmu' }],
    ['an opaque origin', { isMainFrame: true, origin: 'null' }],
  ];

  it.each(strangers)('is refused when it is %s', async (_, sender) => {
    for (const name of names) expect(await codeOf(sender, name, validRequests[name][0])).toBe('not-allowed');
    expect(ran).toEqual([]);
    expect(audit.events).toContainEqual({
      event: 'call-refused',
      call: 'session.state',
      code: 'not-allowed',
    });
  });

  it('is checked before the name, so that names do not leak', async () => {
    const stranger: Sender = { isMainFrame: true, origin: 'https://evil.example' };
    expect(await codeOf(stranger, 'no.such-call', undefined)).toBe('not-allowed');
  });
});

describe('the name', () => {
  const unknownNames = [
    'no.such',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    7,
    null,
    {},
    [],
  ];

  it.each(unknownNames)('%o is unknown', async (name) => {
    const answer = await registrar.answer(window, name, undefined);
    expect(answer).toEqual({ ok: false, error: { code: 'unknown-call', retriable: false } });
    expect(JSON.stringify(answer)).not.toContain('session.');
  });
});

describe('rate', () => {
  it("answers busy after a second's worth of calls and recovers with time", async () => {
    const codes: (string | undefined)[] = [];
    for (let count = 0; count < 100; count++)
      codes.push(await codeOf(window, 'client.look-up', validRequests['client.look-up'][0]));
    expect(codes.filter((code) => code === 'busy')).toHaveLength(95);
    expect(ran).toHaveLength(5);
    await clock.advance(1000);
    expect(await codeOf(window, 'client.look-up', validRequests['client.look-up'][0])).toBe('client-left');
  });

  it('counts each call on its own', async () => {
    for (let count = 0; count < 10; count++) await codeOf(window, 'session.lock', undefined);
    expect(await codeOf(window, 'session.state', undefined)).toBe('client-left');
  });

  it('lets a flood write only a few lines into the audit log', async () => {
    for (let count = 0; count < 10_000; count++) await codeOf(window, 'card.state', undefined);
    expect(audit.events.length).toBeLessThanOrEqual(5);
    expect(registrar.refusals().get('busy')).toBe(9_980);
  });
});

it('refuses by what the session lacks, before anything runs', async () => {
  missing = 'session-locked';
  expect(await codeOf(window, 'client.look-up', validRequests['client.look-up'][0])).toBe('session-locked');
  expect(ran).toEqual([]);
});

it('writes no payload into the audit log', async () => {
  const secret = '010190-900B';
  await codeOf(window, 'client.look-up', { personalIdentityCode: secret, pin: secret });
  await codeOf(window, secret, secret);
  expect(JSON.stringify(audit.events)).not.toContain(secret);
});
