import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, decodeProtectedHeader } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { tokens } from '../../test/main/backend-under-test.ts';
import { settle } from '../../test/main/fake-clock.ts';
import { json } from '../../test/main/scripted-service.ts';
import { nonce, sessionForEach } from '../../test/main/session-under-test.ts';
import type { IdentificationRequest } from '../identification/identification.ts';

const test = sessionForEach();

describe('sign-in in the browser', () => {
  const byBrowser = () => test.session.signIn({ method: 'mobile-certificate', locale: 'sv' });
  const waiting = async (count = 1): Promise<void> => {
    while (test.identification.requests.length < count) await settle();
  };
  const bodyOf = (path: string) =>
    JSON.parse(test.service.seen.find((each) => each.path === path)!.body) as Record<string, unknown>;

  beforeEach(() => {
    const user = { userId: 'user-1', name: 'Name of user-1', method: 'mobile-certificate' };
    test.service.on('POST /sign-in/identity-token', json(200, { user, tokens: tokens('by-browser') }));
  });

  it('hands the ID token on that was asked for with its own key', async () => {
    const signing = byBrowser();
    await waiting();
    const [{ method, locale, nonce: asked }] = test.identification.requests as [IdentificationRequest];
    expect([method, locale]).toEqual(['mobile-certificate', 'sv']);
    test.identification.comeBack('id-token-'.padEnd(100, '.'));
    expect(await signing).toMatchObject({ ok: true, value: { phase: 'active' } });
    const sent = test.service.seen.find(({ path }) => path === '/sign-in/identity-token')!;
    const { jwk } = decodeProtectedHeader(String(sent.headers['dpop']));
    const thumbprint = await calculateJwkThumbprint(jwk!);
    expect(asked).toBe(createHash('sha256').update(`${nonce}.${thumbprint}`).digest('base64url'));
    expect(bodyOf('/sign-in/identity-token')).toEqual({
      challengeId: 'ch-1',
      idToken: 'id-token-'.padEnd(100, '.'),
      workstation: 'TA-1234',
    });
    expect(test.under.audit.events).toContainEqual({ event: 'signed-in', method: 'mobile-certificate' });
  });

  it('gives way to a newer one', async () => {
    const first = byBrowser();
    await waiting();
    const second = byBrowser();
    expect(await first).toMatchObject({ error: { code: 'identification-replaced' } });
    await waiting(2);
    test.identification.comeBack('id-token-'.padEnd(100, '.'));
    expect(await second).toMatchObject({ ok: true });
    expect(test.under.credentials.current()).toBeDefined();
  });

  it('gives way to a card, but a card that signs does not give way', async () => {
    const first = byBrowser();
    await waiting();
    expect(await test.signIn()).toMatchObject({ ok: true });
    expect(await first).toMatchObject({ error: { code: 'identification-replaced' } });
    test.session.signOut('user');
    const byCard = test.signIn();
    expect(await byBrowser()).toMatchObject({ error: { code: 'busy' } });
    test.session.cancelSignIn();
    expect(await byCard).toMatchObject({ ok: true });
  });

  it.each([
    ['cancelled', () => test.session.cancelSignIn()],
    ['locked', () => void test.session.lock('system-locked')],
    ['left', () => void test.session.signOut('user')],
  ])('opens nothing when it is %s meanwhile', async (_, end) => {
    const signing = byBrowser();
    await waiting();
    end();
    expect(await signing).toMatchObject({ error: { code: 'cancelled' } });
    expect(test.session.state()).toEqual({ phase: 'signed-out' });
    expect(test.paths()).toEqual(['POST /sign-in/challenges']);
  });

  it('unlocks what a card had opened, for the same person alone', async () => {
    await test.signIn();
    test.session.lock('idle');
    const signing = byBrowser();
    await waiting();
    test.identification.comeBack('id-token-'.padEnd(100, '.'));
    expect(await signing).toMatchObject({
      value: { phase: 'active', user: { method: 'mobile-certificate' } },
    });
    test.session.lock('idle');
    const user = { userId: 'user-2', name: 'Other', method: 'mobile-certificate' };
    test.service.on('POST /sign-in/identity-token', json(200, { user, tokens: tokens('other') }));
    const other = byBrowser();
    await waiting(2);
    test.identification.comeBack('id-token-'.padEnd(100, '.'));
    expect(await other).toMatchObject({ error: { code: 'other-person' } });
    expect(test.session.state()).toEqual({ phase: 'signed-out', reason: 'other-person' });
  });

  it('is ended at the provider too when the user signs out, and by nothing else', async () => {
    const signing = byBrowser();
    await waiting();
    test.identification.comeBack('id-token-'.padEnd(100, '.'));
    await signing;
    test.session.lock('idle');
    expect(test.identification.loggedOut).toEqual([]);
    test.session.signOutEverywhere();
    expect(test.identification.loggedOut).toEqual(['id-token-'.padEnd(100, '.')]);
    expect(test.session.state()).toEqual({ phase: 'signed-out', reason: 'user' });
    await test.signIn();
    test.session.signOutEverywhere();
    expect(test.identification.loggedOut).toHaveLength(1);
  });

  it('needs no card afterwards', async () => {
    const signing = byBrowser();
    await waiting();
    test.identification.comeBack('id-token-'.padEnd(100, '.'));
    await signing;
    test.card.change({ code: 'no-card', certificates: [], retriable: true });
    expect(test.session.state()).toMatchObject({ phase: 'active' });
  });
});
