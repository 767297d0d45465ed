import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { virtualReaders, type CardInstruction, type VirtualCard } from '../virtual-card/virtual-reader.ts';
import type { KeyFiles } from '../virtual-card/test-pki.ts';
import {
  createCardStack,
  newNonce,
  origin,
  pinBytes,
  pinStatusForOthers,
  rightPin,
  type CardStack,
  type TestedCard,
} from './card-stack.ts';

let stack: CardStack;
let authentication: KeyFiles;
beforeAll(async () => {
  stack = await createCardStack();
  authentication = stack.pki.issue('authentication', { key: 'p-384' });
});
afterEach(() => stack.endTest());
afterAll(() => stack.close());

const startCard = (options: Partial<Parameters<CardStack['startCard']>[0]> = {}): Promise<TestedCard> =>
  stack.startCard({ keys: [{ reference: '9a', ...authentication }], ...options });

/** Settles once the card has got the instruction: a driver is waiting for its answer. */
const whenAsked = (card: VirtualCard, instruction: CardInstruction): Promise<void> =>
  vi.waitFor(async () => expect((await card.stats()).counts[instruction]).toBeGreaterThan(0), 5000);

describe('a card', () => {
  test('is noticed when it is put in and when it is taken out, again and again', async () => {
    const card = await startCard({ absent: true });
    const service = stack.startService();
    await service.stateWhen(({ code }) => code === 'no-card');
    for (let round = 0; round < 3; round += 1) {
      await card.insert();
      await service.stateWhen(({ code }) => code === 'reading');
      await service.stateWhen(({ code }) => code === 'ready');
      await card.remove();
      const state = await service.stateWhen(({ code }) => code === 'no-card');
      expect(state.certificates).toEqual([]);
    }
    expect(service.helpers).toHaveLength(1);
  });

  test('removed before the PIN gives no sign-in', async () => {
    const card = await startCard();
    const service = stack.startService();
    const { certificates } = await service.stateWhen(({ code }) => code === 'ready');
    await card.remove();
    await service.stateWhen(({ code }) => code === 'no-card');
    const request = { certificateId: certificates[0]?.id ?? '', nonce: newNonce(), origin };
    const outcome = await service.signIn({ ...request, pin: pinBytes(rightPin) });
    expect(outcome).toMatchObject({ error: { code: 'no-card', retriable: true } });
  });

  test('removed just before the sign-in ends in card-removed', async () => {
    const card = await startCard();
    const service = stack.startService();
    await service.stateWhen(({ code }) => code === 'ready');
    await card.remove();
    // The smart card service has not noticed yet.
    expect(service.state().code).toBe('ready');
    expect(await service.signInWith(rightPin)).toMatchObject({ error: { code: 'card-removed' } });
    await service.stateWhen(({ code }) => code === 'no-card');
    await card.insert();
    await service.stateWhen(({ code }) => code === 'ready');
    expect(await card.tries()).toBe(3);
    expect(await service.signInWith(rightPin)).toMatchObject({ ok: true });
  });

  // At the first of these OpenSC 0.23 waits for itself for ever: only the end of its process helps.
  test.each([
    ['the login begins', '20:status', 0],
    ['the PIN is checked', '20', 1],
    ['it signs', '87', 1],
  ] as const)(
    'removed while %s ends in card-removed, and works again',
    async (_when, instruction, pinsSent) => {
      const card = await startCard();
      const service = stack.startService();
      await service.stateWhen(({ code }) => code === 'ready');
      await card.removeOn(instruction);
      expect(await service.signInWith(rightPin)).toMatchObject({ error: { code: 'card-removed' } });
      await service.stateWhen(({ code }) => code === 'no-card');
      expect((await card.stats()).counts['20'] ?? 0).toBe(pinsSent);
      await card.insert();
      await service.stateWhen(({ code }) => code === 'ready');
      expect(await service.signInWith(rightPin)).toMatchObject({ ok: true });
    },
  );

  test('swapped for another person’s is another certificate, and the PIN is not tried on it', async () => {
    const card = await startCard();
    const person = { given: 'Toinen', surname: 'Henkilö', serialNumber: '99900043Y' };
    const other = stack.pki.issue('other-person', { key: 'p-256', person });
    const otherCard = await startCard({ keys: [{ reference: '9a', ...other }], absent: true });
    const service = stack.startService();
    const { certificates } = await service.stateWhen(({ code }) => code === 'ready');
    await card.remove();
    await otherCard.insert();
    const state = await service.stateWhen((now) => now.certificates[0]?.holderName === 'Toinen Henkilö');
    expect(state.certificates.map(({ id }) => id)).not.toContain(certificates[0]?.id);
    const request = { certificateId: certificates[0]?.id ?? '', nonce: newNonce(), origin };
    const outcome = await service.signIn({ ...request, pin: pinBytes(rightPin) });
    expect(outcome).toMatchObject({ error: { code: 'certificate-not-usable' } });
    expect((await otherCard.stats()).counts['20']).toBeUndefined();
  });
});

describe('a card swapped for another person’s', () => {
  const person = { given: 'Toinen', surname: 'Henkilö', serialNumber: '99900043Y' };

  test.each([
    ['the PIN is checked', '20'],
    ['it signs', '87'],
  ] as const)('while %s gives no sign-in, and the other card hears of no PIN', async (when, instruction) => {
    const card = await startCard();
    const other = stack.pki.issue(`swapped-${instruction}`, { key: 'p-384', person });
    const otherCard = await startCard({ keys: [{ reference: '9a', ...other }], absent: true });
    const service = stack.startService();
    const { certificates } = await service.stateWhen(({ code }) => code === 'ready');
    await card.removeOn(instruction);
    const outcome = service.signInWith(rightPin);
    await card.noticedGone();
    await otherCard.insert();
    expect(await outcome, when).toMatchObject({ error: { code: 'card-removed' } });
    const state = await service.stateWhen((now) => now.certificates[0]?.holderName === 'Toinen Henkilö');
    expect(state.certificates.map(({ id }) => id)).not.toContain(certificates[0]?.id);
    const { counts, signatures } = await otherCard.stats();
    expect([counts['20'], signatures]).toEqual([undefined, 0]);
  });
});

describe('a driver', () => {
  test('that hangs while it reads a card is ended twice, then named; another try may do', async () => {
    const card = await startCard({ absent: true });
    const service = stack.startService({ deadlines: { list: 1500 } });
    await service.stateWhen(({ code }) => code === 'no-card');
    await card.hangOn('cb');
    await card.insert();
    const state = await service.stateWhen(({ code }) => code === 'driver-hung');
    expect(state).toMatchObject({ retriable: true, certificates: [] });
    await card.remove();
    await service.stateWhen(({ code }) => code === 'no-card');
    await card.insert();
    await service.stateWhen(({ code }) => code === 'ready');
    expect(await service.signInWith(rightPin)).toMatchObject({ ok: true });
  });

  test('that hangs while it checks the PIN costs one try at the most, and the program answers meanwhile', async () => {
    const card = await startCard();
    const service = stack.startService({ deadlines: { sign: 2000 } });
    await service.stateWhen(({ code }) => code === 'ready');
    await card.hangOn('20');
    const outcome = service.signInWith(rightPin);
    await whenAsked(card, '20');
    expect(service.state().code).toBe('signing');
    expect(await service.signInWith(rightPin)).toMatchObject({ error: { code: 'busy' } });
    expect(await outcome).toMatchObject({ error: { code: 'driver-hung', retriable: true } });
    expect((await card.stats()).counts['20']).toBe(1);
    await card.remove();
    await service.stateWhen(({ code }) => code === 'no-card');
    await card.insert();
    await service.stateWhen(({ code }) => code === 'ready');
    expect(await card.tries()).toBe(3);
    expect(await service.signInWith(rightPin)).toMatchObject({ ok: true });
  });

  test('that hangs is ended at the deadline; the PIN was sent once', async () => {
    const card = await startCard({ signDelay: 600_000 });
    const service = stack.startService({ deadlines: { sign: 1500 } });
    await service.stateWhen(({ code }) => code === 'ready');
    expect(await service.signInWith(rightPin)).toMatchObject({
      error: { code: 'driver-hung', retriable: true },
    });
    expect(service.helpers.length).toBeGreaterThan(1);
    expect((await card.stats()).counts).toMatchObject({ 20: 1, 87: 1 });
    await card.remove();
    await service.stateWhen(({ code }) => code === 'no-card');
    await card.insert();
    await service.stateWhen(({ code }) => code === 'ready');
    expect((await card.stats()).counts).toMatchObject({ 20: 1, 87: 1 });
  });

  test('that crashes in the middle is started again; no PIN is left on the card', async () => {
    const card = await startCard({ signDelay: 700 });
    const service = stack.startService();
    await service.stateWhen(({ code }) => code === 'ready');
    const outcome = service.signInWith(rightPin);
    await whenAsked(card, '87');
    service.helpers.at(-1)?.kill();
    expect(await outcome).toMatchObject({ error: { code: 'driver-crashed', retriable: true } });
    await service.stateWhen(({ code }) => code === 'ready');
    expect(pinStatusForOthers()).toBe('63C3');
    expect((await card.stats()).counts['20']).toBe(1);
    expect(await service.signInWith(rightPin)).toMatchObject({ ok: true });
  });

  test('that crashes while nothing is asked is started again', async () => {
    const card = await startCard();
    const service = stack.startService();
    await service.stateWhen(({ code }) => code === 'ready');
    service.helpers.at(-1)?.kill();
    await card.remove();
    await service.stateWhen(({ code }) => code === 'no-card');
    expect(service.helpers).toHaveLength(2);
  });

  test('missing and not loadable are told apart', async () => {
    await startCard();
    const missing = stack.startService({ modulePaths: ['/usr/lib/no-such-module.so'] });
    await missing.stateWhen(({ code }) => code === 'driver-missing');
    const broken = stack.startService({ modulePaths: ['/etc/hostname'] });
    await broken.stateWhen(({ code }) => code === 'driver-failed');
  });
});

describe('the smart card service', () => {
  test('stopped and started again is followed by a new context', async () => {
    const card = await startCard();
    const service = stack.startService();
    await service.stateWhen(({ code }) => code === 'ready');
    await stack.reader.stop();
    const stopped = await service.stateWhen(({ code }) => code === 'service-not-running');
    expect(stopped.certificates).toEqual([]);
    await stack.reader.start();
    await service.stateWhen(({ code }) => code === 'no-card');
    await card.insert();
    await service.stateWhen(({ code }) => code === 'ready');
    expect(await service.signInWith(rightPin)).toMatchObject({ ok: true });
    // One that followed the service, and one after the sign-in.
    expect(service.helpers).toHaveLength(2);
  });
});

describe('the last reader', () => {
  test('unplugged while the card signs, so that the service stops, is named; plugged in again it works', async () => {
    const card = await startCard({ signDelay: 3000 });
    const service = stack.startService();
    await service.stateWhen(({ code }) => code === 'ready');
    const outcome = service.signInWith(rightPin);
    await whenAsked(card, '87');
    await stack.reader.stop();
    await service.stateWhen(({ code }) => code === 'service-not-running');
    expect(await outcome).toMatchObject({ error: { code: 'card-removed', retriable: true } });
    await stack.reader.start('none');
    await service.stateWhen(({ code }) => code === 'no-reader');
    await stack.reader.stop();
    await stack.reader.start();
    await service.stateWhen(({ code }) => code === 'no-card');
    await card.insert();
    await service.stateWhen(({ code }) => code === 'ready');
    expect((await card.stats()).counts['20']).toBe(1);
    expect(await service.signInWith(rightPin)).toMatchObject({ ok: true });
  });

  test('not there when the program starts, nor the service, is waited for', async () => {
    await stack.reader.stop();
    const service = stack.startService();
    const stopped = await service.stateWhen(({ code }) => code === 'service-not-running');
    expect(stopped).toMatchObject({ retriable: true, certificates: [] });
    const request = { certificateId: 'x', nonce: newNonce(), origin, pin: pinBytes(rightPin) };
    expect(await service.signIn(request)).toMatchObject({ error: { code: 'no-card' } });
    await stack.reader.start();
    await startCard();
    await service.stateWhen(({ code }) => code === 'ready');
  });
});

describe('two readers', () => {
  test('do not disturb each other: cards come and go in one while the other signs', async () => {
    const person = { given: 'Toinen', surname: 'Henkilö', serialNumber: '99900043Y' };
    const second = stack.pki.issue('beside-signing', { key: 'p-256', person });
    const first = await startCard({ signDelay: 1500 });
    const other = await startCard({
      keys: [{ reference: '9a', ...second }],
      port: virtualReaders[1].port,
      guid: 'ffeeddccbbaa99887766554433221100',
    });
    const service = stack.startService();
    const { certificates } = await service.stateWhen((state) => state.certificates.length === 2);
    const chosen = certificates.find(({ serialNumber }) => serialNumber !== person.serialNumber);
    const request = { certificateId: chosen?.id ?? '', nonce: newNonce(), origin, pin: pinBytes(rightPin) };
    const outcome = service.signIn(request);
    await whenAsked(first, '87');
    await other.remove();
    expect(await outcome).toMatchObject({ ok: true, value: { certificate: { id: chosen?.id } } });
    const left = await service.stateWhen((state) => state.certificates.length === 1);
    expect(left).toMatchObject({ code: 'ready', certificates: [{ id: chosen?.id }] });
    await other.insert();
    await service.stateWhen((state) => state.certificates.length === 2);
  });

  test('with a card each offer both certificates, and the chosen one signs', async () => {
    const person = { given: 'Toinen', surname: 'Henkilö', serialNumber: '99900043Y' };
    const second = stack.pki.issue('second-person', { key: 'rsa-2048', person });
    const first = await startCard();
    const other = await startCard({
      keys: [{ reference: '9a', ...second }],
      port: virtualReaders[1].port,
      guid: 'ffeeddccbbaa99887766554433221100',
      pin: '654321',
    });
    const service = stack.startService();
    const { certificates } = await service.stateWhen((state) => state.certificates.length === 2);
    const chosen = certificates.find(({ serialNumber }) => serialNumber === person.serialNumber);
    const request = { certificateId: chosen?.id ?? '', nonce: newNonce(), origin, pin: pinBytes('654321') };
    const outcome = await service.signIn(request);
    expect(outcome).toMatchObject({ ok: true, value: { certificate: { id: chosen?.id } } });
    expect((await first.stats()).counts['20']).toBeUndefined();
    await other.remove();
    const state = await service.stateWhen(({ certificates: left }) => left.length === 1);
    expect(state).toMatchObject({ code: 'ready', certificates: [{ holderName: 'Testi Esimerkki' }] });
  });
});

describe('certificates', () => {
  test('for signatures are never offered beside the one for authentication', async () => {
    const signature = stack.pki.issue('beside', { key: 'rsa-2048', profile: 'signature' });
    await startCard({
      keys: [
        { reference: '9a', ...authentication },
        { reference: '9c', ...signature },
      ],
    });
    const { certificates } = await stack.startService().stateWhen(({ code }) => code === 'ready');
    expect(certificates).toHaveLength(1);
  });

  test.each([
    ['of signature only', { profile: 'signature' }, 'certificate-missing'],
    ['for another extended usage', { profile: 'other-usage' }, 'certificate-missing'],
    ['expired', { validity: 'expired' }, 'certificate-expired'],
    ['not yet valid', { validity: 'not-yet' }, 'certificate-not-yet-valid'],
  ] as const)('%s give a state of their own', async (name, request, code) => {
    const files = stack.pki.issue(`unfit ${name}`.replaceAll(' ', '-'), { key: 'p-256', ...request });
    await startCard({ keys: [{ reference: '9a', ...files }] });
    const state = await stack.startService().stateWhen((now) => now.code === code);
    expect(state.certificates).toEqual([]);
  });

  test('that end within 30 days are marked', async () => {
    const files = stack.pki.issue('ends-soon', { key: 'p-256', validity: 'ends-in-ten-days' });
    await startCard({ keys: [{ reference: '9a', ...files }] });
    const state = await stack.startService().stateWhen(({ code }) => code === 'ready');
    expect(state.certificates).toMatchObject([{ expiresSoon: true }]);
  });

  test('of a card of an unknown kind are not asked for', async () => {
    await startCard({ blank: true });
    await stack.startService().stateWhen(({ code }) => code === 'card-not-supported');
  });
});
