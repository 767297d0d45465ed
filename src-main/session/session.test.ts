import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../shared/policy/policy.ts';
import { readyState } from '../../test/main/fake-card.ts';
import { json, problemReply } from '../../test/main/scripted-service.ts';
import { county, nonce, origin, pin, roleReply, sessionForEach } from '../../test/main/session-under-test.ts';
import type { CardState } from '../card/card-types.ts';
import { viewOfCard } from './session.ts';

const test = sessionForEach();

describe('sign-in', () => {
  it('goes by challenge, card, tokens and organisations to the only role', async () => {
    const outcome = await test.signIn();
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        phase: 'active',
        user: { userId: 'user-1' },
        role: { purpose: 'social-work' },
        idleLockAfter: 900,
      },
    });
    expect(test.paths()).toEqual([
      'POST /sign-in/challenges',
      'POST /sign-in/card',
      'GET /organisations',
      'POST /session/role',
    ]);
    expect(test.card.requests).toMatchObject([{ nonce, origin, pinAtCall: pin }]);
    expect(test.session.missing('role')).toBeUndefined();
  });

  it('zeroes the PIN and sends it nowhere', async () => {
    await test.signIn();
    expect([...test.card.requests[0]!.pin!]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(JSON.stringify(test.service.seen)).not.toContain(pin);
    expect(JSON.stringify(test.under.audit.events)).not.toContain(pin);
  });

  it('zeroes the PIN that it has no use for', async () => {
    const request = () => {
      const [certificate] = readyState.certificates;
      const bytes = new TextEncoder().encode(pin);
      return { card: test.card, certificateId: certificate!.id, pin: bytes, method: 'card' as const };
    };
    const [first, meanwhile] = [request(), request()];
    const signingIn = test.session.signIn(first);
    expect(await test.session.signIn(meanwhile)).toMatchObject({ error: { code: 'busy' } });
    await signingIn;
    const whenSignedIn = request();
    await test.session.signIn(whenSignedIn);
    for (const each of [first, meanwhile, whenSignedIn]) expect([...each.pin]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('sends an empty PIN not even to the service', async () => {
    const outcome = await test.session.signIn({
      card: test.card,
      certificateId: 'x',
      pin: new Uint8Array(),
      method: 'card',
    });
    expect(outcome).toMatchObject({ error: { code: 'card-pin-empty' } });
    expect(test.service.seen).toEqual([]);
    expect(test.card.requests).toEqual([]);
  });

  it('asks for the role where there is a choice', async () => {
    const organisations = [{ ...county, purposes: ['social-work', 'child-welfare'] }];
    test.service.on('GET /organisations', json(200, { organisations }));
    expect(await test.signIn()).toMatchObject({ value: { phase: 'choosing-role', organisations } });
    expect(test.session.missing('role')).toBe('role-missing');
    expect(test.session.missing('signed-in')).toBeUndefined();
    await test.session.chooseRole('org-1', 'child-welfare');
    expect(test.session.state()).toMatchObject({ phase: 'active', role: { purpose: 'child-welfare' } });
  });

  it('stays signed out when the card refuses, and tries no second time', async () => {
    test.card.failWith = { code: 'pin-wrong-last-try', retriable: true };
    expect(await test.signIn()).toEqual({
      ok: false,
      error: { code: 'card-pin-wrong-last-try', retriable: true },
    });
    expect(test.session.state()).toEqual({ phase: 'signed-out' });
    expect(test.card.requests).toHaveLength(1);
    expect(test.under.credentials.current()).toBeUndefined();
  });

  it('keeps no half session when the organisations do not come', async () => {
    test.service.on('GET /organisations', problemReply(403, 'MANDATE_MISSING', { mandate: 'M1' }));
    expect(await test.signIn()).toMatchObject({ error: { code: 'mandate-missing', mandate: 'M1' } });
    expect(test.session.state()).toEqual({ phase: 'signed-out' });
    expect(test.under.credentials.current()).toBeUndefined();
    await test.arrives('POST /sign-out');
  });

  it('runs once at a time', async () => {
    const first = test.signIn();
    expect(await test.signIn()).toMatchObject({ error: { code: 'busy' } });
    expect(await first).toMatchObject({ ok: true });
    expect(test.card.requests).toHaveLength(1);
  });

  it.each(['lock', 'signOut'] as const)('is cancelled by %s while the card signs', async (how) => {
    test.card.whileSigning = () =>
      void (how === 'lock' ? test.session.lock('system-locked') : test.session.signOut('user'));
    expect(await test.signIn()).toMatchObject({ error: { code: 'cancelled' } });
    expect(test.session.state()).toEqual({ phase: 'signed-out' });
    expect(test.paths()).not.toContain('POST /sign-in/card');
  });
});

describe('lock', () => {
  it('drops clients first, then the tokens, which the service ends', async () => {
    await test.signIn();
    const { accessToken } = test.under.credentials.current()!;
    test.session.lock('user');
    expect(test.drops).toEqual(['locked while active']);
    expect(test.session.state()).toEqual({
      phase: 'locked',
      reason: 'user',
      userName: 'Name of user-1',
      method: 'certificate-card',
    });
    expect(test.under.credentials.current()).toBeUndefined();
    await test.arrives('POST /sign-out');
    expect(test.service.seen.at(-1)?.headers.authorization).toBe(`DPoP ${accessToken}`);
    expect(test.session.missing('signed-in')).toBe('session-locked');
  });

  it('opens for the same person, who goes on in the same role', async () => {
    const organisations = [county, { ...county, organisationId: 'org-2', purposes: ['a', 'b'] }];
    test.service.on('GET /organisations', json(200, { organisations }));
    await test.signIn();
    await test.session.chooseRole('org-2', 'b');
    test.session.lock('user');
    expect(await test.signIn()).toMatchObject({
      value: { phase: 'active', role: { purpose: 'b', organisation: { organisationId: 'org-2' } } },
    });
  });

  it('opens for nobody else: another person ends the session', async () => {
    await test.signIn();
    test.session.lock('user');
    test.service.on('POST /sign-in/card', test.signedInAs('user-2'));
    expect(await test.signIn()).toMatchObject({ error: { code: 'other-person' } });
    expect(test.session.state()).toEqual({ phase: 'signed-out', reason: 'other-person' });
    expect(test.under.credentials.current()).toBeUndefined();
    expect(JSON.stringify(test.states)).not.toContain('user-2');
    await test.arrives('POST /sign-out', 2);
  });

  it('ends at another person’s card before its PIN is spent', async () => {
    await test.signIn();
    const [certificate] = readyState.certificates;
    test.session.lock('user');
    const signatures = test.card.requests.length;
    test.card.change({ ...readyState, certificates: [{ ...certificate!, serialNumber: '99900043Y' }] });
    expect(await test.signIn()).toMatchObject({ error: { code: 'other-person' } });
    expect(test.card.requests).toHaveLength(signatures);
    expect(test.session.state()).toEqual({ phase: 'signed-out', reason: 'other-person' });
  });

  it('leaves it to the service whose a card of another issuer is', async () => {
    await test.signIn();
    const [certificate] = readyState.certificates;
    test.session.lock('user');
    const other = { ...certificate!, issuerName: 'Other CA', serialNumber: '99900043Y' };
    test.card.change({ ...readyState, certificates: [other] });
    expect(await test.signIn()).toMatchObject({ ok: true });
  });

  it('tells the window that the card is another person’s while it is locked, and then only', async () => {
    await test.signIn();
    const [certificate] = readyState.certificates;
    const strange: CardState = {
      ...readyState,
      certificates: [{ ...certificate!, serialNumber: '99900043Y' }],
    };
    expect(viewOfCard(strange, test.session.lockedHolder()).code).toBe('ready');
    test.session.lock('user');
    expect(viewOfCard(strange, test.session.lockedHolder())).toMatchObject({
      code: 'another-person',
      retriable: false,
    });
    expect(viewOfCard(readyState, test.session.lockedHolder()).code).toBe('ready');
    const both = { ...strange, certificates: [...strange.certificates, certificate!] };
    expect(viewOfCard(both, test.session.lockedHolder()).code).toBe('ready');
    test.session.signOut('user');
    expect(viewOfCard(strange, test.session.lockedHolder()).code).toBe('ready');
  });

  it('stays locked when the card refuses', async () => {
    await test.signIn();
    test.session.lock('user');
    test.card.failWith = { code: 'pin-wrong', retriable: true };
    await test.signIn();
    expect(test.session.state()).toMatchObject({ phase: 'locked' });
  });

  it('does not let a role come through that was chosen before', async () => {
    const organisations = [{ ...county, purposes: ['a', 'b'] }];
    test.service.on('GET /organisations', json(200, { organisations }));
    await test.signIn();
    test.service.on('POST /session/role', (response, request) => {
      test.session.lock('user');
      roleReply(response, request);
    });
    expect((await test.session.chooseRole('org-1', 'a')).ok).toBe(false);
    expect(test.session.state()).toMatchObject({ phase: 'locked' });
  });
});

describe('the card of the session', () => {
  const gone = { code: 'no-card', certificates: [], retriable: true } as const;

  it.each([
    ['lock', { phase: 'locked', reason: 'card-removed' }],
    ['sign-out', { phase: 'signed-out', reason: 'card-removed' }],
    ['ignore', { phase: 'active' }],
  ] as const)('by policy %s when it is taken out', async (onCardRemoval, expected) => {
    test.policy = { ...defaultPolicy, onCardRemoval };
    await test.signIn();
    test.card.change(gone);
    expect(test.session.state()).toMatchObject(expected);
  });

  it('locks when another card is in its place', async () => {
    await test.signIn();
    test.card.change({
      ...readyState,
      certificates: [{ ...readyState.certificates[0]!, id: 'd'.repeat(64) }],
    });
    expect(test.session.state()).toMatchObject({ phase: 'locked', reason: 'card-removed' });
  });

  it.each([
    'card-not-supported',
    'certificate-missing',
    'certificate-expired',
    'certificate-not-yet-valid',
    'driver-missing',
    'no-reader',
    'service-not-running',
  ] as const)('locks on %s: the card in the reader is not the one of the session', async (code) => {
    await test.signIn();
    test.card.change({ code, certificates: [], retriable: true });
    expect(test.session.state()).toMatchObject({ phase: 'locked', reason: 'card-removed' });
  });

  it('does not lock while it is read, signs, or its driver fails', async () => {
    await test.signIn();
    test.card.change({ code: 'reading', certificates: [], retriable: true });
    test.card.change({ code: 'driver-failed', certificates: [], retriable: true });
    test.card.change({ code: 'signing', certificates: [], retriable: true });
    test.card.change(readyState);
    expect(test.session.state()).toMatchObject({ phase: 'active' });
  });

  it('is watched no more after the end', async () => {
    await test.signIn();
    test.session.signOut('user');
    const count = test.states.length;
    test.card.change(gone);
    expect(test.states).toHaveLength(count);
  });
});
