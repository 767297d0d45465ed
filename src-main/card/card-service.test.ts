import { randomBytes, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTestCertificate, type TestCertificate } from '../../test/virtual-card/test-certificate.ts';
import type { HelperProcess } from '../helper-process/helper-process.ts';
import { createCardService, type CardServiceOptions } from './card-service.ts';
import type { CardService, CardState } from './card-types.ts';
import { readCertificate } from './certificate.ts';
import type { ListOutcome, SignatureOutcome, SignatureRequest, TokenListing } from './helper-calls.ts';
import type { ReadersEvent } from './reader-watch.ts';

const origin = 'https://kelmu.testi.invalid';
const holder = await createTestCertificate({ key: 'P-256' });
const stranger = await createTestCertificate({ key: 'P-256' });
const newNonce = (): string => randomBytes(32).toString('base64');

const inReader = (changes = 1, name = 'Reader'): ReadersEvent => ({
  serviceRunning: true,
  readers: [{ name, cardPresent: true, changes }],
});
const emptyReader: ReadersEvent = {
  serviceRunning: true,
  readers: [{ name: 'Reader', cardPresent: false, changes: 2 }],
};

function tokenOf(certificate: TestCertificate, changes: Partial<TokenListing> = {}): TokenListing {
  const read = readCertificate(certificate.der);
  if (!read) throw new Error('no certificate');
  const flags = { pinPad: false, lastTry: false, pinBlocked: false, recognized: true };
  return { readerName: 'Reader', ...flags, certificates: [read], ...changes };
}

type Answer = { readonly value: unknown } | { readonly fault: string } | 'crash' | 'silence';
interface Request {
  readonly id: number;
  readonly name: string;
  readonly payload: unknown;
}

/** A helper process of script: answers each request as told and keeps what it got, as the pipe would have it. */
function scriptedHelpers(answer: (request: Request) => Answer) {
  const requests: Request[] = [];
  let started = 0;
  let emit: (event: ReadersEvent) => void = () => undefined;
  const startHelper = (): HelperProcess => {
    started += 1;
    let receive: (message: unknown) => void = () => undefined;
    let exit: () => void = () => undefined;
    let alive = true;
    const tell = (message: unknown): void => queueMicrotask(() => alive && receive(message));
    emit = (event) => tell({ kind: 'event', name: 'readers', payload: event });
    const die = (): void => {
      alive = false;
      queueMicrotask(exit);
    };
    return {
      post(message) {
        const request = structuredClone(message) as Request;
        requests.push(request);
        const reply = answer(request);
        if (reply === 'crash') die();
        else if (reply !== 'silence') {
          const outcome =
            'fault' in reply ? { ok: false, message: reply.fault } : { ok: true, value: reply.value };
          tell({ kind: 'reply', id: request.id, ...outcome });
        }
      },
      onMessage: (listener) => void (receive = listener),
      onExit: (listener) => void (exit = listener),
      kill: () => void (alive = false),
    };
  };
  return {
    startHelper,
    asked: (name: string) => requests.filter((request) => request.name === name),
    emit: (event: ReadersEvent) => emit(event),
    started: () => started,
  };
}

interface Script {
  readonly list?: (modulePath: string) => Answer;
  readonly sign?: (request: SignatureRequest) => Answer;
  readonly watch?: Answer;
  readonly options?: Partial<CardServiceOptions>;
}

const listed = (...tokens: TokenListing[]): Answer => ({
  value: { code: 'listed', tokens } satisfies ListOutcome,
});
const signedBy =
  ({ privateKey }: TestCertificate) =>
  ({ data }: SignatureRequest): Answer => {
    const signature = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return { value: { code: 'signed', signature, cardReset: true } satisfies SignatureOutcome };
  };
const notSigned = (code: string, pinStatus: object | null = null): Answer => ({
  value: { code, detail: 'C_Login: 0xa0', pinStatus, cardReset: true },
});

const services: CardService[] = [];
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => {
  for (const service of services.splice(0)) service.close();
  vi.useRealTimers();
});

function start(script: Script = {}) {
  const helpers = scriptedHelpers(({ name, payload }) => {
    if (name === 'list') {
      return script.list?.((payload as { modulePath: string }).modulePath) ?? listed(tokenOf(holder));
    }
    if (name === 'sign') return (script.sign ?? signedBy(holder))(payload as SignatureRequest);
    return name === 'watch' ? (script.watch ?? { value: null }) : { value: null };
  });
  const states: CardState[] = [];
  const diagnostics: string[] = [];
  const service = createCardService({
    startHelper: helpers.startHelper,
    origin,
    appVersion: 'https://kelmu.testi.invalid/desktop/1',
    modulePaths: ['module'],
    diagnose: (code, detail) => diagnostics.push(`${code}: ${detail}`),
    ...script.options,
  });
  services.push(service);
  service.onChange((state) => states.push(state));
  const signIn = (pin: string | null = '123456', nonce = newNonce()): ReturnType<CardService['signIn']> => {
    const certificateId = readCertificate(holder.der)?.id ?? '';
    const bytes = pin === null ? null : new Uint8Array(Buffer.from(pin));
    return service.signIn({ certificateId, pin: bytes, nonce, origin });
  };
  const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
  const report = async (event: ReadersEvent): Promise<void> => {
    helpers.emit(event);
    await settle();
  };
  return { service, helpers, states, diagnostics, signIn, settle, report };
}

describe('the state', () => {
  test('follows readers and cards', async () => {
    const { service, states, report } = start();
    expect(service.state()).toMatchObject({ code: 'reading', certificates: [] });
    await report({ serviceRunning: false, readers: [] });
    await report({ serviceRunning: true, readers: [] });
    await report(emptyReader);
    await report(inReader(3));
    await report(emptyReader);
    expect(states.map(({ code }) => code)).toEqual([
      'service-not-running',
      'no-reader',
      'no-card',
      'reading',
      'ready',
      'no-card',
    ]);
    expect(states[4]).toMatchObject({
      readerName: 'Reader',
      certificates: [{ holderName: 'Testi Esimerkki' }],
    });
    expect(states[5]?.certificates).toEqual([]);
  });

  test('forgets a card that was put back between two looks, and reads again', async () => {
    const { helpers, states, report } = start();
    await report(inReader(1));
    await report(inReader(3));
    expect(states.map(({ code }) => code)).toEqual(['reading', 'ready', 'reading', 'ready']);
    expect(helpers.asked('list')).toHaveLength(2);
  });

  test('keeps a card while another reader’s is read', async () => {
    const { states, report } = start({
      list: () => listed(tokenOf(holder), tokenOf(stranger, { readerName: 'Two' })),
    });
    await report(inReader());
    const two = { name: 'Two', cardPresent: true, changes: 1 };
    await report({ serviceRunning: true, readers: [...inReader().readers, two] });
    expect(states.every(({ code }, index) => index === 0 || code === 'ready')).toBe(true);
    expect(states.at(-1)?.certificates).toHaveLength(2);
  });

  test('asks the next module where one does not know the card', async () => {
    const list = (path: string): Answer =>
      path === 'right'
        ? listed(tokenOf(holder))
        : listed(tokenOf(holder, { recognized: false, certificates: [] }));
    const { service, helpers, signIn, report } = start({
      list,
      options: { modulePaths: ['wrong', 'right', 'last'] },
    });
    await report(inReader());
    expect(service.state().code).toBe('ready');
    expect(helpers.asked('list').map(({ payload }) => payload)).toEqual([
      { modulePath: 'wrong' },
      { modulePath: 'right' },
    ]);
    expect(await signIn()).toMatchObject({ ok: true });
    expect(helpers.asked('sign')[0]?.payload).toMatchObject({ modulePath: 'right' });
  });

  test.each<[string, Answer, string]>([
    ['missing', { value: { code: 'driver-missing' } }, 'driver-missing'],
    ['failing', { value: { code: 'driver-failed', detail: 'C_Initialize: 0x30' } }, 'driver-failed'],
    ['without a token', listed(), 'card-not-supported'],
    [
      'with a token of unknown kind',
      listed(tokenOf(holder, { recognized: false, certificates: [] })),
      'card-not-supported',
    ],
    ['with no certificate', listed(tokenOf(holder, { certificates: [] })), 'certificate-missing'],
  ])('names a driver %s', async (_name, answer, code) => {
    const { service, report } = start({ list: () => answer });
    await report(inReader());
    expect(service.state().code).toBe(code);
  });

  test('names that no driver is installed', async () => {
    const { service, report } = start({ options: { modulePaths: [] } });
    await report(inReader());
    expect(service.state().code).toBe('driver-missing');
  });

  test('gives a driver that crashes or hangs while it reads a second chance, not a third', async () => {
    for (const answer of ['crash', 'silence'] as const) {
      const { service, helpers, report } = start({ list: () => answer });
      await report(inReader());
      await vi.advanceTimersByTimeAsync(12_000);
      expect(helpers.asked('list')).toHaveLength(2);
      expect(service.state().code).toBe('driver-failed');
    }
  });

  test('says so when the helper keeps ending, and goes on trying', async () => {
    const { service, helpers } = start({ watch: 'crash' });
    await vi.advanceTimersByTimeAsync(5000);
    expect(service.state().code).toBe('driver-failed');
    const before = helpers.started();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(helpers.started()).toBeGreaterThan(before);
    expect(helpers.started()).toBeLessThan(before + 10);
  });

  test('is that of a service that does not run where the system has no PC/SC', async () => {
    const { service, diagnostics, settle } = start({ watch: { fault: 'no library' } });
    await settle();
    expect(service.state().code).toBe('service-not-running');
    expect(diagnostics).toEqual(['reader-watch-failed: no library']);
  });
});

describe('signing in', () => {
  test('passes through the state signing and sends one PIN, which is gone here when it is on its way', async () => {
    const pin = new Uint8Array(Buffer.from('123456'));
    const seen: string[] = [];
    const { service, helpers, states, report } = start({
      sign: (request) => {
        seen.push(Buffer.from(request.pin ?? []).toString());
        return signedBy(holder)(request);
      },
    });
    await report(inReader());
    const certificateId = service.state().certificates[0]?.id ?? '';
    const outcome = service.signIn({ certificateId, pin, nonce: newNonce(), origin });
    await Promise.resolve();
    await Promise.resolve();
    expect([...pin]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await outcome).toMatchObject({ ok: true, value: { certificate: { id: certificateId } } });
    expect(states.map(({ code }) => code)).toEqual(['reading', 'ready', 'signing', 'ready']);
    expect(seen).toEqual(['123456']);
    expect(helpers.asked('sign')).toHaveLength(1);
  });

  test('waits for the user on a PIN pad for a minute and sends no PIN', async () => {
    const { service, helpers, signIn, report } = start({
      list: () => listed(tokenOf(holder, { pinPad: true })),
      sign: () => 'silence',
    });
    await report(inReader());
    expect(service.state()).toMatchObject({ code: 'ready', pinPad: true });
    const outcome = signIn(null);
    let settled = false;
    void outcome.then(() => (settled = true));
    await vi.advanceTimersByTimeAsync(59_000);
    expect(settled).toBe(false);
    expect(helpers.asked('sign')[0]?.payload).toMatchObject({ pin: null });
    await vi.advanceTimersByTimeAsync(2000);
    expect(await outcome).toMatchObject({ error: { code: 'driver-hung' } });
  });

  test('ends at the deadline of ten seconds where a driver hangs; nothing is sent again by itself', async () => {
    const { helpers, signIn, report, diagnostics } = start({ sign: () => 'silence' });
    await report(inReader());
    const outcome = signIn();
    await vi.advanceTimersByTimeAsync(10_001);
    expect(await outcome).toEqual({ ok: false, error: { code: 'driver-hung', retriable: true } });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(helpers.asked('sign')).toHaveLength(1);
    expect(helpers.asked('reset').map(({ payload }) => payload)).toEqual([{ readerName: 'Reader' }]);
    expect(helpers.asked('watch').length).toBeGreaterThan(1);
    expect(diagnostics).toEqual(['driver-hung: helper-timed-out']);
  });

  test('after a hang takes the same challenge no more', async () => {
    const { signIn, report } = start({ sign: () => 'silence' });
    await report(inReader());
    const nonce = newNonce();
    const outcome = signIn('123456', nonce);
    await vi.advanceTimersByTimeAsync(10_001);
    await outcome;
    expect(await signIn('123456', nonce)).toMatchObject({ error: { code: 'challenge-refused' } });
  });

  test('with the card pulled out ends within half a second of the report although the driver hangs', async () => {
    const { service, helpers, signIn, report } = start({ sign: () => 'silence' });
    await report(inReader());
    const outcome = signIn();
    await vi.advanceTimersByTimeAsync(1000);
    await report(emptyReader);
    expect(service.state().code).toBe('no-card');
    await vi.advanceTimersByTimeAsync(500);
    expect(await outcome).toMatchObject({ error: { code: 'card-removed', retriable: true } });
    expect(helpers.started()).toBe(2);
    expect(helpers.asked('reset')).toEqual([]);
  });

  test('with a signature that comes after the card has gone gives no sign-in', async () => {
    const { helpers, signIn, report } = start({
      sign: (request) => {
        helpers.emit(emptyReader);
        return signedBy(holder)(request);
      },
    });
    await report(inReader());
    expect(await signIn()).toMatchObject({ error: { code: 'card-removed' } });
  });

  test('with a signature of another key is refused as another card', async () => {
    const { signIn, report } = start({ sign: signedBy(stranger) });
    await report(inReader());
    expect(await signIn()).toMatchObject({ error: { code: 'card-changed' } });
  });

  test.each([
    ['pin-wrong', true],
    ['pin-wrong-last-try', true],
    ['pin-blocked', false],
    ['pin-length', true],
    ['card-removed', true],
    ['card-changed', true],
    ['driver-failed', true],
    ['cancelled', true],
  ])('passes on %s, retriable: %s', async (code, retriable) => {
    const { signIn, report } = start({ sign: () => notSigned(code) });
    await report(inReader());
    expect(await signIn()).toEqual({ ok: false, error: { code, retriable } });
  });

  test('shows the last try and the block, and sends nothing to a blocked card', async () => {
    const statuses = [
      notSigned('pin-wrong-last-try', { lastTry: true, pinBlocked: false }),
      notSigned('pin-blocked', { lastTry: false, pinBlocked: true }),
    ];
    const { service, helpers, signIn, report } = start({ sign: () => statuses.shift() ?? 'silence' });
    await report(inReader());
    await signIn();
    expect(service.state()).toMatchObject({ code: 'ready', lastTry: true });
    await signIn();
    expect(service.state()).toMatchObject({ code: 'ready', pinBlocked: true });
    expect(service.state()).not.toHaveProperty('lastTry');
    expect(await signIn()).toMatchObject({ error: { code: 'pin-blocked' } });
    expect(helpers.asked('sign')).toHaveLength(2);
  });

  test('is refused without a word to the helper', async () => {
    const { service, helpers, signIn, report } = start();
    expect(await signIn()).toMatchObject({ error: { code: 'no-card' } });
    await report(inReader());
    expect(await signIn('')).toMatchObject({ error: { code: 'pin-empty' } });
    expect(await signIn(null)).toMatchObject({ error: { code: 'pin-empty' } });
    expect(await signIn('123456', 'short')).toMatchObject({ error: { code: 'challenge-refused' } });
    const request = {
      certificateId: 'other',
      pin: new Uint8Array([49, 50, 51, 52]),
      nonce: newNonce(),
      origin,
    };
    expect(await service.signIn(request)).toMatchObject({ error: { code: 'certificate-not-usable' } });
    expect([...request.pin]).toEqual([0, 0, 0, 0]);
    expect(helpers.asked('sign')).toEqual([]);
  });

  test('is refused when the certificate has expired since it was read', async () => {
    let now = Date.now();
    const { signIn, report } = start({ options: { now: () => now } });
    await report(inReader());
    now += 731 * 24 * 60 * 60 * 1000;
    expect(await signIn()).toMatchObject({ error: { code: 'certificate-not-usable', retriable: false } });
  });

  test('twice at once is refused the second time', async () => {
    const { helpers, signIn, report } = start();
    await report(inReader());
    const [first, second] = await Promise.all([signIn(), signIn()]);
    expect(first).toMatchObject({ ok: true });
    expect(second).toMatchObject({ error: { code: 'cancelled' } });
    expect(helpers.asked('sign')).toHaveLength(1);
  });

  test('is cancelled by the end of the program, which starts no helper any more', async () => {
    const { service, helpers, signIn, report } = start({ sign: () => 'silence' });
    await report(inReader());
    const outcome = signIn();
    await vi.advanceTimersByTimeAsync(100);
    service.close();
    expect(await outcome).toMatchObject({ error: { code: 'cancelled' } });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(helpers.started()).toBe(1);
  });
});
