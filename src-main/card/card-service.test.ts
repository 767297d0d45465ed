import { describe, expect, test, vi } from 'vitest';
import {
  emptyReader,
  holder,
  inReader,
  listed,
  newNonce,
  notSigned,
  origin,
  signedBy,
  scriptedCards,
  stranger,
  tokenOf,
} from '../../test/main/scripted-card.ts';
import type { SignatureRequest } from './helper-calls.ts';

const start = scriptedCards();

describe('signing in', () => {
  test('passes through the state signing and sends one PIN, which is gone here before it is on its way', async () => {
    const pin = new Uint8Array(Buffer.from('123456'));
    const seen: string[] = [];
    const { service, helpers, states, report } = start({
      sign: (request: SignatureRequest) => {
        seen.push(Buffer.from(request.pin ?? []).toString());
        expect([...pin]).toEqual([0, 0, 0, 0, 0, 0]);
        return signedBy(holder)(request);
      },
    });
    await report(inReader());
    const certificateId = service.state().certificates[0]?.id ?? '';
    const outcome = service.signIn({ certificateId, pin, nonce: newNonce(), origin });
    expect(await outcome).toMatchObject({ ok: true, value: { certificate: { id: certificateId } } });
    expect(states.map(({ code }) => code)).toEqual(['reading', 'ready', 'signing', 'ready']);
    expect(seen).toEqual(['123456']);
    expect(helpers.asked('sign')).toHaveLength(1);
  });

  test('waits for the user on a PIN pad for two minutes and sends no PIN', async () => {
    const { service, helpers, signIn, report } = start({
      list: () => listed(tokenOf(holder, { pinEntry: 'reader' })),
      sign: () => 'silence',
    });
    await report(inReader());
    expect(service.state()).toMatchObject({ code: 'ready', certificates: [{ pinEntry: 'reader' }] });
    const outcome = signIn(null);
    let settled = false;
    void outcome.then(() => (settled = true));
    await vi.advanceTimersByTimeAsync(119_000);
    expect(settled).toBe(false);
    expect(helpers.asked('sign')[0]?.payload).toMatchObject({ pin: null });
    await vi.advanceTimersByTimeAsync(2000);
    expect(await outcome).toEqual({ ok: false, error: { code: 'pin-not-entered', retriable: true } });
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
      sign: (request: SignatureRequest) => {
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
    ['pin-length', true],
    ['pin-cancelled', true],
    ['card-not-activated', true],
    ['card-removed', true],
    ['card-changed', true],
  ])('passes on %s, retriable: %s', async (code, retriable) => {
    const { signIn, report } = start({ sign: () => notSigned(code) });
    await report(inReader());
    expect(await signIn()).toEqual({ ok: false, error: { code, retriable } });
  });

  test('gives what the driver returned to the support line, and nothing else of it', async () => {
    const { signIn, report } = start({ sign: () => notSigned('driver-failed') });
    await report(inReader());
    const error = { code: 'driver-failed', retriable: true };
    expect(await signIn()).toEqual({ ok: false, error: { ...error, supportCode: 'C_Login: 0xa0' } });
    const other = start({ sign: () => ({ fault: 'cannot load /home/user/module.so' }) });
    await other.report(inReader());
    expect(await other.signIn()).toEqual({ ok: false, error });
  });

  test('passes on how many tries are left, where the card tells', async () => {
    const { signIn, report } = start({ sign: () => notSigned('pin-wrong', 4) });
    await report(inReader());
    expect(await signIn()).toEqual({
      ok: false,
      error: { code: 'pin-wrong', retriable: true, triesLeft: 4 },
    });
  });

  test.each(['signed', 'pin-wrong', 'driver-failed'])(
    'ends the process that has seen the PIN after %s; the card stays known',
    async (code) => {
      const sign = (request: SignatureRequest) =>
        code === 'signed' ? signedBy(holder)(request) : notSigned(code);
      const { helpers, states, signIn, report, settle } = start({ sign });
      await report(inReader());
      await signIn();
      expect(helpers.killed()).toEqual([true, false]);
      // What the new process sees of the readers is nothing new.
      await report(inReader());
      await settle();
      expect(helpers.asked('list')).toHaveLength(1);
      expect(states.map((state) => state.code)).toEqual(['reading', 'ready', 'signing', 'ready']);
    },
  );

  test('shows the last try and the block, and sends nothing to a blocked card', async () => {
    const statuses = [notSigned('pin-wrong-last-try', 1), notSigned('pin-blocked', 0)];
    const { service, helpers, signIn, report } = start({ sign: () => statuses.shift() ?? 'silence' });
    await report(inReader());
    await signIn();
    expect(service.state()).toMatchObject({ code: 'ready', certificates: [{ triesLeft: 1 }] });
    await signIn();
    expect(service.state()).toMatchObject({ code: 'ready', certificates: [{ triesLeft: 0 }] });
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
    expect(second).toMatchObject({ error: { code: 'busy' } });
    expect(helpers.asked('sign')).toHaveLength(1);
  });

  test('is ended by the end of the program, which starts no helper any more', async () => {
    const { service, helpers, signIn, report } = start({ sign: () => 'silence' });
    await report(inReader());
    const outcome = signIn();
    await vi.advanceTimersByTimeAsync(100);
    service.close();
    expect(await outcome).toMatchObject({ error: { code: 'closed' } });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(helpers.started()).toBe(1);
  });
});
