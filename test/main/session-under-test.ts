import { afterEach, beforeEach } from 'vitest';
import type { RoleChoice, SessionState } from '../../shared/ipc/state.ts';
import { defaultPolicy, type Policy } from '../../shared/policy/policy.ts';
import { createSession, type Session } from '../../src-main/session/session.ts';
import { backendUnderTest, tokens, type BackendUnderTest } from './backend-under-test.ts';
import { createFakeCard, readyState, type FakeCard } from './fake-card.ts';
import { createFakeClock, settle, type FakeClock } from './fake-clock.ts';
import { createFakeIdentification, type FakeIdentification } from './fake-identification.ts';
import { json, startScriptedService, type Reply, type ScriptedService } from './scripted-service.ts';

export const origin = 'https://kelmu.example';
export const pin = '123456';
export const nonce = 'n'.repeat(44);
export const county = {
  organisationId: 'org-1',
  businessId: '1234567-1',
  name: { fi: 'Pirkanmaa', sv: 'Birkaland' },
  type: 'county',
  mandates: [{ code: 'M1', validTo: null }],
  purposes: ['social-work'],
};
export const rights = {
  lookUp: true,
  sections: ['payments'],
  monthsBack: 12,
  notices: false,
  paymentClaims: false,
  documents: false,
  lists: [],
  missing: [],
};
export const roleOf = (organisationId: string, purpose: string, changes: object = {}) => ({
  organisation: { ...county, organisationId },
  purpose,
  rights,
  since: '2026-11-02T08:00:00Z',
  ...changes,
});
export const roleReply: Reply = (response, request) => {
  const { organisationId, purpose } = JSON.parse(request.body) as { organisationId: string; purpose: string };
  json(200, roleOf(organisationId, purpose))(response, request);
};

/** A session with the real backend on a service whose replies the test writes. */
export interface SessionUnderTest {
  readonly session: Session;
  readonly service: ScriptedService;
  readonly clock: FakeClock;
  readonly under: BackendUnderTest;
  readonly card: FakeCard;
  readonly identification: FakeIdentification;
  /** Every state that was told. */
  readonly states: SessionState[];
  /** Why clients were dropped, and in which phase. */
  readonly drops: string[];
  /** What the administrators have set; the test may change it, which the session knows when it reads it again. */
  policy: Policy;
  lastChoice: RoleChoice | undefined;
  /** By card, as user-1. */
  signIn(): ReturnType<Session['signIn']>;
  /** Method and path of the requests so far. */
  paths(): string[];
  /** Waits for a request that the session does not wait for. */
  arrives(path: string, count?: number): Promise<void>;
  signedInAs(userId: string): Reply;
}

/** One for each test of a file, made and closed by its hooks. */
export function sessionForEach(): SessionUnderTest {
  const under = {} as SessionUnderTest;
  beforeEach(() => begin(under));
  afterEach(() => under.service.close());
  return under;
}

async function begin(under: SessionUnderTest): Promise<void> {
  const service = await startScriptedService();
  const clock = createFakeClock();
  const made = backendUnderTest(service.address, {}, clock);
  const card = createFakeCard();
  const identification = createFakeIdentification();
  const { backend, credentials, serviceClock, audit } = made;
  under.policy = defaultPolicy;
  let read = under.policy;
  under.lastChoice = undefined;
  const session = createSession({
    backend,
    credentials,
    serviceClock,
    policy: { current: () => read, refresh: () => void (read = under.policy) },
    origin: () => origin,
    clock,
    audit,
    locale: () => 'fi',
    workstation: 'TA-1234',
    lastChoice: { get: () => under.lastChoice, set: (choice) => (under.lastChoice = choice) },
    identification,
  });
  const states: SessionState[] = [];
  const drops: string[] = [];
  session.onChange((state) => states.push(state));
  session.onClientsDropped((reason) => drops.push(`${reason} while ${session.state().phase}`));
  const paths = (): string[] => service.seen.map(({ method, path }) => `${method} ${path}`);
  const signedInAs = (userId: string): Reply =>
    json(200, {
      user: { userId, name: `Name of ${userId}`, method: 'certificate-card' },
      tokens: tokens(userId, new Date(clock.now()).toISOString()),
    });
  const challenge = { challengeId: 'ch-1', nonce, expiresAt: '2026-11-02T08:05:00Z' };
  service.on('POST /sign-in/challenges', json(200, challenge));
  service.on('POST /sign-in/card', signedInAs('user-1'));
  service.on('GET /organisations', json(200, { organisations: [county] }));
  service.on('POST /session/role', roleReply);
  service.on('POST /sign-out', json(200, { signedOut: true }));
  Object.assign(under, {
    ...{ session, service, clock, under: made, card, identification, states, drops, paths, signedInAs },
    signIn: () =>
      session.signIn({
        card,
        certificateId: readyState.certificates[0]!.id,
        pin: new TextEncoder().encode(pin),
        method: 'card',
      }),
    arrives: async (path: string, count = 1): Promise<void> => {
      while (paths().filter((each) => each === path).length < count) await settle();
    },
  });
}
