import { describe, expect, test, vi } from 'vitest';
import {
  emptyReader,
  holder,
  inReader,
  listed,
  scriptedCards,
  stranger,
  through,
  tokenOf,
  type Answer,
  type Script,
} from '../../test/main/scripted-card.ts';
import { createTestCertificate } from '../../test/virtual-card/test-certificate.ts';
import type { CardStateCode } from './card-types.ts';
import type { ListRequest, TokenListing } from './helper-calls.ts';
import type { ReadersEvent } from './reader-watch.ts';

const start = scriptedCards();

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

  test('keeps a card while another reader is unplugged with its own', async () => {
    const tokens = [tokenOf(holder), tokenOf(stranger, { readerName: 'Two' })];
    const { states, report } = start({ list: () => listed(...tokens) });
    const two = { name: 'Two', cardPresent: true, changes: 1 };
    await report({ serviceRunning: true, readers: [...inReader().readers, two] });
    expect(states.at(-1)?.certificates).toHaveLength(2);
    tokens.pop();
    await report(inReader());
    expect(states.slice(1).every(({ code }) => code === 'ready')).toBe(true);
    expect(states.at(-1)?.certificates).toMatchObject([{ readerName: 'Reader' }]);
  });

  test('asks the next module where one does not know the card', async () => {
    const list = (path: string): Answer =>
      path === 'right'
        ? listed(tokenOf(holder))
        : listed(tokenOf(holder, { recognized: false, certificates: [] }));
    const { service, helpers, signIn, report } = start({
      list,
      options: { providers: through('wrong', 'right', 'last') },
    });
    await report(inReader());
    expect(service.state().code).toBe('ready');
    expect(helpers.asked('list').map(({ payload }) => payload)).toEqual([
      { provider: { kind: 'pkcs11', modulePath: 'wrong' } },
      { provider: { kind: 'pkcs11', modulePath: 'right' } },
    ]);
    expect(await signIn()).toMatchObject({ ok: true });
    expect(helpers.asked('sign')[0]?.payload).toMatchObject({ provider: { modulePath: 'right' } });
  });

  test('names that no driver is installed', async () => {
    const { service, report } = start({ options: { providers: () => [] } });
    await report(inReader());
    expect(service.state().code).toBe('driver-missing');
  });

  test('prefers what a driver could not do to what another does not know', async () => {
    const foreign = listed(tokenOf(holder, { recognized: false, certificates: [] }));
    const { service, report } = start({
      list: (path) => (path === 'broken' ? { value: { code: 'driver-failed', detail: 'x' } } : foreign),
      options: { providers: through('broken', 'other') },
    });
    await report(inReader());
    expect(service.state().code).toBe('driver-failed');
  });

  test.each([
    ['crash', 'driver-crashed'],
    ['silence', 'driver-hung'],
  ] as const)('gives a driver that reads with a %s a second chance, not a third', async (answer, code) => {
    const { service, helpers, report } = start({ list: () => answer });
    await report(inReader());
    await vi.advanceTimersByTimeAsync(12_000);
    expect(helpers.asked('list')).toHaveLength(2);
    expect(service.state()).toMatchObject({ code, retriable: true });
  });

  test('is read again when the user asks for it, with two chances again', async () => {
    let answer: Answer = 'crash';
    const { service, helpers, report, settle } = start({ list: () => answer });
    await report(inReader());
    await vi.advanceTimersByTimeAsync(1000);
    expect(service.state().code).toBe('driver-crashed');
    answer = listed(tokenOf(holder));
    service.readAgain();
    expect(service.state().code).toBe('reading');
    await settle();
    expect(service.state().code).toBe('ready');
    expect(helpers.asked('list')).toHaveLength(3);
  });

  test('goes through Windows first, which gets fifteen seconds, and through a module after it', async () => {
    const { service, helpers, report } = start({
      list: (name) => (name === 'cng' ? 'silence' : listed(tokenOf(holder))),
      options: { providers: () => [{ kind: 'cng' }, { kind: 'pkcs11', modulePath: 'module' }] },
    });
    await report(inReader());
    await vi.advanceTimersByTimeAsync(14_900);
    expect(service.state().code).toBe('reading');
    await vi.advanceTimersByTimeAsync(200);
    expect(service.state().code).toBe('ready');
    const kinds = helpers.asked('list').map(({ payload }) => (payload as ListRequest).provider.kind);
    expect(kinds).toEqual(['cng', 'pkcs11']);
  });

  test('says so when the helper keeps ending, and goes on trying', async () => {
    const { service, helpers } = start({ watch: 'crash' });
    await vi.advanceTimersByTimeAsync(5000);
    expect(service.state().code).toBe('driver-crashed');
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

interface Scene {
  readonly script?: Script;
  readonly event?: ReadersEvent | null;
  readonly retriable: boolean;
  readonly signing?: boolean;
  /** Milliseconds until the state has settled. */
  readonly after?: number;
}

const day = 24 * 60 * 60 * 1000;
const outdated = (offsets: { from: number; to: number }) =>
  createTestCertificate({
    notBefore: new Date(Date.now() + offsets.from * day),
    notAfter: new Date(Date.now() + offsets.to * day),
  });
const expired = await outdated({ from: -60, to: -1 });
const notYetValid = await outdated({ from: 10, to: 700 });
const lists = (...tokens: TokenListing[]): Script => ({ list: () => listed(...tokens) });

/** Complete by its type: a state without a conversation that leads to it does not compile. */
const scenes: Readonly<Record<CardStateCode, Scene>> = {
  'service-not-running': { event: { serviceRunning: false, readers: [] }, retriable: true },
  'no-reader': { event: { serviceRunning: true, readers: [] }, retriable: true },
  'no-card': { event: emptyReader, retriable: true },
  reading: { event: null, retriable: true },
  'card-not-supported': {
    script: lists(tokenOf(holder, { recognized: false, certificates: [] })),
    retriable: false,
  },
  'card-not-activated': { script: lists(tokenOf(holder, { activated: false })), retriable: true },
  'certificate-missing': { script: lists(tokenOf(holder, { certificates: [] })), retriable: false },
  'certificate-expired': { script: lists(tokenOf(expired)), retriable: false },
  'certificate-not-yet-valid': { script: lists(tokenOf(notYetValid)), retriable: false },
  ready: { retriable: true },
  signing: { script: { sign: () => 'silence' }, signing: true, retriable: true },
  'driver-missing': { script: { list: () => ({ value: { code: 'driver-missing' } }) }, retriable: false },
  'driver-hung': { script: { list: () => 'silence' }, after: 11_000, retriable: true },
  'driver-crashed': { script: { list: () => 'crash' }, after: 1000, retriable: true },
  'driver-failed': {
    script: { list: () => ({ value: { code: 'driver-failed', detail: 'C_Initialize: 0x30' } }) },
    retriable: true,
  },
};

test.each(Object.entries(scenes))('the state %s has its conversation', async (code, scene) => {
  const { service, report, signIn } = start(scene.script);
  if (scene.event !== null) await report(scene.event ?? inReader());
  await vi.advanceTimersByTimeAsync(scene.after ?? 0);
  if (scene.signing) void signIn();
  await vi.advanceTimersByTimeAsync(0);
  expect(service.state()).toMatchObject({ code, retriable: scene.retriable });
  if (code !== 'ready' && code !== 'signing') expect(service.state().certificates).toEqual([]);
});
