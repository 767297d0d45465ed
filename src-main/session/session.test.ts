import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionState } from '../../shared/ipc/state.ts';
import { defaultPolicy, type Policy } from '../../shared/policy/policy.ts';
import { backendUnderTest, tokens, type BackendUnderTest } from '../../test/main/backend-under-test.ts';
import { createFakeCard, readyState, type FakeCard } from '../../test/main/fake-card.ts';
import { createFakeClock, settle, type FakeClock } from '../../test/main/fake-clock.ts';
import {
  json,
  problemReply,
  startScriptedService,
  type Reply,
  type ScriptedService,
} from '../../test/main/scripted-service.ts';
import { createSession, type Session } from './session.ts';

const origin = 'https://kelmu.example';
const pin = '123456';
const nonce = 'n'.repeat(44);
const county = {
  organisationId: 'org-1',
  businessId: '1234567-1',
  name: { fi: 'Pirkanmaa', sv: 'Birkaland' },
  type: 'county',
  mandates: [{ code: 'M1', validTo: null }],
  purposes: ['social-work'],
};
const rights = {
  lookUp: true,
  sections: ['payments'],
  monthsBack: 12,
  notices: false,
  paymentClaims: false,
  documents: false,
  lists: [],
  missing: [],
};
const roleReply: Reply = (response, request) => {
  const { organisationId, purpose } = JSON.parse(request.body) as { organisationId: string; purpose: string };
  const organisation = { ...county, organisationId };
  json(200, { organisation, purpose, rights, since: '2026-11-02T08:00:00Z' })(response, request);
};

let service: ScriptedService;
let clock: FakeClock;
let under: BackendUnderTest;
let card: FakeCard;
let policy: Policy;
let session: Session;
let states: SessionState[];
let drops: string[];

const signedInAs = (userId: string): Reply =>
  json(200, {
    user: { userId, name: `Name of ${userId}`, method: 'certificate-card' },
    tokens: tokens(userId, new Date(clock.now()).toISOString()),
  });

beforeEach(async () => {
  service = await startScriptedService();
  clock = createFakeClock();
  under = backendUnderTest(service.address, {}, clock);
  card = createFakeCard();
  policy = defaultPolicy;
  const { backend, credentials, serviceClock, audit } = under;
  session = createSession({
    backend,
    credentials,
    serviceClock,
    policy: () => policy,
    origin: () => origin,
    clock,
    audit,
  });
  states = [];
  drops = [];
  session.onChange((state) => states.push(state));
  session.onClientsDropped((reason) => drops.push(`${reason} while ${session.state().phase}`));
  service.on(
    'POST /sign-in/challenges',
    json(200, { challengeId: 'ch-1', nonce, expiresAt: '2026-11-02T08:05:00Z' }),
  );
  service.on('POST /sign-in/card', signedInAs('user-1'));
  service.on('GET /organisations', json(200, { organisations: [county] }));
  service.on('POST /session/role', roleReply);
  service.on('POST /sign-out', json(200, { signedOut: true }));
});
afterEach(() => service.close());

const signIn = () =>
  session.signIn({ card, certificateId: readyState.certificates[0]!.id, pin, method: 'card' });
const paths = (): string[] => service.seen.map(({ method, path }) => `${method} ${path}`);
/** Requests that the session does not wait for. */
const arrives = async (path: string, count = 1): Promise<void> => {
  while (paths().filter((each) => each === path).length < count) await settle();
};

describe('sign-in', () => {
  it('goes by challenge, card, tokens and organisations to the only role', async () => {
    const outcome = await signIn();
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        phase: 'active',
        user: { userId: 'user-1' },
        role: { purpose: 'social-work' },
        idleLockAfter: 900,
      },
    });
    expect(paths()).toEqual([
      'POST /sign-in/challenges',
      'POST /sign-in/card',
      'GET /organisations',
      'POST /session/role',
    ]);
    expect(card.requests).toMatchObject([{ nonce, origin, pinAtCall: pin }]);
    expect(session.missing('role')).toBeUndefined();
  });

  it('zeroes the PIN and sends it nowhere', async () => {
    await signIn();
    expect([...card.requests[0]!.pin!]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(JSON.stringify(service.seen)).not.toContain(pin);
    expect(JSON.stringify(under.audit.events)).not.toContain(pin);
  });

  it('sends an empty PIN not even to the service', async () => {
    const outcome = await session.signIn({ card, certificateId: 'x', pin: '', method: 'card' });
    expect(outcome).toMatchObject({ error: { code: 'card-pin-empty' } });
    expect(service.seen).toEqual([]);
    expect(card.requests).toEqual([]);
  });

  it('asks for the role where there is a choice', async () => {
    const organisations = [{ ...county, purposes: ['social-work', 'child-welfare'] }];
    service.on('GET /organisations', json(200, { organisations }));
    expect(await signIn()).toMatchObject({ value: { phase: 'choosing-role', organisations } });
    expect(session.missing('role')).toBe('role-missing');
    expect(session.missing('signed-in')).toBeUndefined();
    await session.chooseRole('org-1', 'child-welfare');
    expect(session.state()).toMatchObject({ phase: 'active', role: { purpose: 'child-welfare' } });
  });

  it('stays signed out when the card refuses, and tries no second time', async () => {
    card.failWith = { code: 'pin-wrong-last-try', retriable: true };
    expect(await signIn()).toEqual({
      ok: false,
      error: { code: 'card-pin-wrong-last-try', retriable: true },
    });
    expect(session.state()).toEqual({ phase: 'signed-out' });
    expect(card.requests).toHaveLength(1);
    expect(under.credentials.current()).toBeUndefined();
  });

  it('keeps no half session when the organisations do not come', async () => {
    service.on('GET /organisations', problemReply(403, 'MANDATE_MISSING', { mandate: 'M1' }));
    expect(await signIn()).toMatchObject({ error: { code: 'mandate-missing', mandate: 'M1' } });
    expect(session.state()).toEqual({ phase: 'signed-out' });
    expect(under.credentials.current()).toBeUndefined();
    await arrives('POST /sign-out');
  });

  it('runs once at a time', async () => {
    const first = signIn();
    expect(await signIn()).toMatchObject({ error: { code: 'busy' } });
    expect(await first).toMatchObject({ ok: true });
    expect(card.requests).toHaveLength(1);
  });

  it.each(['lock', 'signOut'] as const)('is cancelled by %s while the card signs', async (how) => {
    card.whileSigning = () => void (how === 'lock' ? session.lock('system-locked') : session.signOut('user'));
    expect(await signIn()).toMatchObject({ error: { code: 'cancelled' } });
    expect(session.state()).toEqual({ phase: 'signed-out' });
    expect(paths()).not.toContain('POST /sign-in/card');
  });
});

describe('lock', () => {
  it('drops clients first, then the tokens, which the service ends', async () => {
    await signIn();
    const { accessToken } = under.credentials.current()!;
    session.lock('user');
    expect(drops).toEqual(['locked while active']);
    expect(session.state()).toEqual({ phase: 'locked', reason: 'user', userName: 'Name of user-1' });
    expect(under.credentials.current()).toBeUndefined();
    await arrives('POST /sign-out');
    expect(service.seen.at(-1)?.headers.authorization).toBe(`DPoP ${accessToken}`);
    expect(session.missing('signed-in')).toBe('session-locked');
  });

  it('opens for the same person, who goes on in the same role', async () => {
    const organisations = [county, { ...county, organisationId: 'org-2', purposes: ['a', 'b'] }];
    service.on('GET /organisations', json(200, { organisations }));
    await signIn();
    await session.chooseRole('org-2', 'b');
    session.lock('user');
    expect(await signIn()).toMatchObject({
      value: { phase: 'active', role: { purpose: 'b', organisation: { organisationId: 'org-2' } } },
    });
  });

  it('opens for nobody else: another person ends the session', async () => {
    await signIn();
    session.lock('user');
    service.on('POST /sign-in/card', signedInAs('user-2'));
    expect(await signIn()).toMatchObject({ error: { code: 'other-person' } });
    expect(session.state()).toEqual({ phase: 'signed-out', reason: 'other-person' });
    expect(under.credentials.current()).toBeUndefined();
    expect(JSON.stringify(states)).not.toContain('user-2');
    await arrives('POST /sign-out', 2);
  });

  it('stays locked when the card refuses', async () => {
    await signIn();
    session.lock('user');
    card.failWith = { code: 'pin-wrong', retriable: true };
    await signIn();
    expect(session.state()).toMatchObject({ phase: 'locked' });
  });

  it('does not let a role come through that was chosen before', async () => {
    const organisations = [{ ...county, purposes: ['a', 'b'] }];
    service.on('GET /organisations', json(200, { organisations }));
    await signIn();
    service.on('POST /session/role', (response, request) => {
      session.lock('user');
      roleReply(response, request);
    });
    expect((await session.chooseRole('org-1', 'a')).ok).toBe(false);
    expect(session.state()).toMatchObject({ phase: 'locked' });
  });
});

describe('idle time', () => {
  beforeEach(signIn);

  it("warns a minute before and locks at the policy's time", async () => {
    await clock.advance(13 * 60_000);
    expect(states.at(-1)).not.toHaveProperty('idleWarning');
    await clock.advance(61_000);
    expect(session.state()).toMatchObject({ phase: 'active', idleWarning: 60 });
    await clock.advance(60_000);
    expect(session.state()).toMatchObject({ phase: 'locked', reason: 'idle' });
    expect(drops).toEqual(['locked while active']);
  });

  it('starts anew with every activity and takes the warning back', async () => {
    await clock.advance(14 * 60_000 + 1000);
    session.activity();
    expect(session.state()).not.toHaveProperty('idleWarning');
    await clock.advance(14 * 60_000 - 1000);
    expect(session.state()).toMatchObject({ phase: 'active' });
    await clock.advance(62_000);
    expect(session.state()).toMatchObject({ phase: 'locked' });
  });

  it('does not follow the wall clock', async () => {
    clock.setWall(clock.now() + 24 * 3_600_000);
    await clock.advance(60_000);
    expect(session.state()).toMatchObject({ phase: 'active' });
    clock.setWall(clock.now() - 48 * 3_600_000);
    await clock.advance(15 * 60_000);
    expect(session.state()).toMatchObject({ phase: 'locked' });
  });

  it('does not run while the session is locked', async () => {
    session.lock('user');
    const count = states.length;
    await clock.advance(3_600_000);
    expect(states).toHaveLength(count);
  });
});

describe('end', () => {
  it('comes ten hours after sign-in, whatever is done', async () => {
    await signIn();
    for (let minutes = 0; minutes < 600; minutes += 10) {
      session.activity();
      await clock.advance(10 * 60_000);
    }
    expect(session.state()).toEqual({ phase: 'signed-out', reason: 'expired' });
  });

  it('comes when the service has ended the session', async () => {
    await signIn();
    service.on('GET /organisations', problemReply(401, 'NOT_SIGNED_IN'));
    service.on('POST /session/role', problemReply(401, 'NOT_SIGNED_IN'));
    await session.chooseRole('org-1', 'social-work');
    expect(session.state()).toEqual({ phase: 'signed-out', reason: 'service-ended-session' });
    expect(drops).toEqual(['signed-out while active']);
  });

  it('leaves nothing to unlock', async () => {
    await signIn();
    session.signOut('user');
    expect(session.lock('user')).toEqual({ phase: 'signed-out', reason: 'user' });
    expect(drops).toEqual(['signed-out while active']);
    expect(session.missing('signed-in')).toBe('not-signed-in');
  });

  it('of the role drops the clients and keeps the person', async () => {
    await signIn();
    expect(session.leaveRole()).toMatchObject({ phase: 'choosing-role', user: { userId: 'user-1' } });
    expect(drops).toEqual(['left while active']);
  });
});

describe('the card of the session', () => {
  const gone = { code: 'no-card', certificates: [], retriable: true } as const;

  it.each([
    ['lock', { phase: 'locked', reason: 'card-removed' }],
    ['sign-out', { phase: 'signed-out', reason: 'card-removed' }],
    ['ignore', { phase: 'active' }],
  ] as const)('by policy %s when it is taken out', async (onCardRemoval, expected) => {
    policy = { ...defaultPolicy, onCardRemoval };
    await signIn();
    card.change(gone);
    expect(session.state()).toMatchObject(expected);
  });

  it('locks when another card is in its place', async () => {
    await signIn();
    card.change({ ...readyState, certificates: [{ ...readyState.certificates[0]!, id: 'd'.repeat(64) }] });
    expect(session.state()).toMatchObject({ phase: 'locked', reason: 'card-removed' });
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
    await signIn();
    card.change({ code, certificates: [], retriable: true });
    expect(session.state()).toMatchObject({ phase: 'locked', reason: 'card-removed' });
  });

  it('does not lock while it is read, signs, or its driver fails', async () => {
    await signIn();
    card.change({ code: 'reading', certificates: [], retriable: true });
    card.change({ code: 'driver-failed', certificates: [], retriable: true });
    card.change({ code: 'signing', certificates: [], retriable: true });
    card.change(readyState);
    expect(session.state()).toMatchObject({ phase: 'active' });
  });

  it('is watched no more after the end', async () => {
    await signIn();
    session.signOut('user');
    const count = states.length;
    card.change(gone);
    expect(states).toHaveLength(count);
  });
});

it("tells of a skewed clock by the service's time in the tokens", async () => {
  const late = new Date(clock.now() + 11 * 60_000).toISOString();
  const user = { userId: 'user-1', name: 'N', method: 'certificate-card' };
  service.on('POST /sign-in/card', json(200, { user, tokens: tokens('x', late) }, { date: 'x' }));
  await signIn();
  expect(under.serviceClock.isSkewed()).toBe(true);
});
