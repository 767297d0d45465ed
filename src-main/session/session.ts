import type { z } from 'zod';
import { failure, success, type Result } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallNeeds } from '../../shared/ipc/contract.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import type { lockReason, SessionState, signedOutReason } from '../../shared/ipc/state.ts';
import type { Policy } from '../../shared/policy/policy.ts';
import type { ActingOrganisation, Role } from '../../shared/service-api/roles.ts';
import { routes } from '../../shared/service-api/routes.ts';
import type { User } from '../../shared/service-api/sign-in.ts';
import type { Audit } from '../audit/audit.ts';
import type { Backend } from '../backend/backend.ts';
import type { Credentials } from '../backend/credentials.ts';
import { createProofs } from '../backend/proofs.ts';
import type { ServiceClock } from '../backend/service-clock.ts';
import type { CardService } from '../card/card-types.ts';
import type { Clock } from '../clock.ts';
import { createListeners } from '../listeners.ts';
import { signInWithCard } from './card-sign-in.ts';
import { createIdleWatch } from './idle.ts';
import { watchCardRemoval } from './card-removal.ts';

export type LockReason = z.infer<typeof lockReason>;
export type SignedOutReason = z.infer<typeof signedOutReason>;
/** Why the clients that were open are open no more. */
export type ClientsDropReason = 'locked' | 'left' | 'signed-out';

export interface SessionSignIn {
  readonly card: CardService;
  readonly certificateId: string;
  readonly pin: string | null;
  /** Name of the means of identification in the audit log. */
  readonly method: 'card' | 'practice-card';
}

type Outcome = Promise<Result<SessionState, CallError>>;

/** Who is signed in and acts for whom; the one source of it in the program. */
export interface Session {
  state(): SessionState;
  onChange(listener: (state: SessionState) => void): () => void;
  /** Told before the state changes, so that nothing of a client is left when it does. */
  onClientsDropped(listener: (reason: ClientsDropReason) => void): () => void;
  /** What stands in the way of a call with these needs. */
  missing(needs: CallNeeds): 'not-signed-in' | 'session-locked' | 'role-missing' | undefined;
  role(): Role | undefined;
  signIn(request: SessionSignIn): Outcome;
  chooseRole(organisationId: string, purpose: string): Outcome;
  leaveRole(): SessionState;
  lock(reason: LockReason): SessionState;
  signOut(reason: SignedOutReason): SessionState;
  activity(): void;
}

export interface SessionParts {
  readonly backend: Backend;
  readonly credentials: Credentials;
  readonly serviceClock: ServiceClock;
  readonly policy: () => Policy;
  readonly origin: () => string;
  readonly clock: Clock;
  readonly audit: Audit;
}

/** What outlives a lock: enough to recognise the same person and to go back to the same role. */
interface Person {
  readonly user: User;
  readonly organisations: readonly ActingOrganisation[];
  readonly role: Role | undefined;
}

const signedOut = (reason?: SignedOutReason): SessionState => ({
  phase: 'signed-out',
  ...(reason && { reason }),
});

export function createSession(parts: SessionParts): Session {
  const { backend, credentials, clock, audit } = parts;
  const changed = createListeners<[SessionState]>();
  const clientsDropped = createListeners<[ClientsDropReason]>();
  let state: SessionState = signedOut();
  let person: Person | undefined;
  let signingIn: AbortController | undefined;
  let stopRemovalWatch: (() => void) | undefined;
  let cancelAbsoluteLimit: (() => void) | undefined;

  const set = (next: SessionState): SessionState => {
    state = next;
    changed.tell(state);
    return state;
  };

  const idle = createIdleWatch(clock, {
    warn: (secondsLeft) => {
      if (state.phase !== 'active') return;
      const { idleWarning: _, ...rest } = state;
      set(secondsLeft === undefined ? rest : { ...rest, idleWarning: secondsLeft });
    },
    lock: () => void lock('idle'),
  });

  /** Ends what the tokens allow, here and at the service; its answer changes nothing here. */
  const dropTokens = (): void => {
    const tokens = credentials.take();
    if (tokens) void backend.request(routes.signOut, { tokens });
  };

  const stopWatches = (): void => {
    idle.stop();
    stopRemovalWatch?.();
    stopRemovalWatch = undefined;
    signingIn?.abort();
    signingIn = undefined;
  };

  const signOut = (reason: SignedOutReason): SessionState => {
    stopWatches();
    dropTokens();
    cancelAbsoluteLimit?.();
    if (state.phase === 'signed-out') return state;
    clientsDropped.tell('signed-out');
    person = undefined;
    audit.record({ event: 'signed-out', reason });
    return set(signedOut(reason));
  };

  const lock = (reason: LockReason): SessionState => {
    // A sign-in that is half done must not open the session behind a locked screen.
    signingIn?.abort();
    if (!person || (state.phase !== 'active' && state.phase !== 'choosing-role')) return state;
    stopWatches();
    dropTokens();
    clientsDropped.tell('locked');
    audit.record({ event: 'locked', reason });
    return set({ phase: 'locked', reason, userName: person.user.name });
  };

  const show = (next: Person): SessionState => {
    person = next;
    const { user, role } = next;
    const organisations = [...next.organisations];
    const idleLockAfter = parts.policy().idleLockMinutes * 60;
    idle.start(idleLockAfter);
    return set(
      role
        ? { phase: 'active', user, role, organisations, idleLockAfter }
        : { phase: 'choosing-role', user, organisations },
    );
  };

  const startWatches = (request: SessionSignIn): void => {
    cancelAbsoluteLimit?.();
    const limit = parts.policy().absoluteSessionHours * 3600 * 1000;
    cancelAbsoluteLimit = clock.after(limit, () => void signOut('expired'));
    stopRemovalWatch?.();
    stopRemovalWatch = watchCardRemoval(request.card, request.certificateId, () => {
      const choice = parts.policy().onCardRemoval;
      if (choice === 'lock') lock('card-removed');
      if (choice === 'sign-out') signOut('card-removed');
    });
  };

  /** The role to go on in: the one before a lock, or the only one that there is. */
  const roleToTake = (
    organisations: readonly ActingOrganisation[],
  ): { organisationId: string; purpose: string } | undefined => {
    const before = person?.role;
    const offers = organisations.flatMap(({ organisationId, purposes }) =>
      purposes.map((purpose) => ({ organisationId, purpose })),
    );
    return (
      offers.find(
        ({ organisationId, purpose }) =>
          organisationId === before?.organisation.organisationId && purpose === before.purpose,
      ) ?? (offers.length === 1 ? offers[0] : undefined)
    );
  };

  const open = async (request: SessionSignIn, abort: AbortController): Outcome => {
    const { signal } = abort;
    const proofs = await createProofs();
    const signed = await signInWithCard(backend, { ...request, origin: parts.origin(), proofs, signal });
    if (!signed.ok) return signed;
    const { user, tokens } = signed.value;
    parts.serviceClock.learn(tokens.serverTime);
    credentials.hold(proofs, tokens);
    if (signal.aborted) {
      dropTokens();
      return callFailure('cancelled', { retriable: true });
    }
    if (person && person.user.userId !== user.userId) {
      signOut('other-person');
      return callFailure('other-person');
    }
    const listed = await backend.request(routes.listOrganisations, { signal });
    const take = listed.ok && roleToTake(listed.value.organisations);
    const role = take ? await backend.request(routes.chooseRole, { body: take, signal }) : undefined;
    if (signal.aborted) {
      dropTokens();
      return callFailure('cancelled', { retriable: true });
    }
    if (!listed.ok) {
      dropTokens();
      return listed;
    }
    audit.record({ event: 'signed-in', method: request.method });
    startWatches(request);
    // A role that is refused by now is no reason to be kept out: the user chooses another one.
    return success(
      show({ user, organisations: listed.value.organisations, role: role?.ok ? role.value : undefined }),
    );
  };

  const signIn = async (request: SessionSignIn): Outcome => {
    if (state.phase === 'active' || state.phase === 'choosing-role') return success(state);
    if (signingIn) return callFailure('busy', { retriable: true });
    const abort = new AbortController();
    signingIn = abort;
    try {
      const outcome = await open(request, abort);
      if (!outcome.ok) audit.record({ event: 'sign-in-failed', code: outcome.error.code });
      return outcome;
    } finally {
      if (signingIn === abort) signingIn = undefined;
    }
  };

  const chooseRole = async (organisationId: string, purpose: string): Outcome => {
    const chooser = person;
    if (!chooser) return callFailure('not-signed-in');
    const chosen = await backend.request(routes.chooseRole, { body: { organisationId, purpose } });
    if (!chosen.ok) return failure(chosen.error);
    // Locked, left or chosen twice while the service thought about it.
    if (person !== chooser || state.phase === 'locked') return callFailure('cancelled', { retriable: true });
    clientsDropped.tell('left');
    audit.record({ event: 'role-chosen', purpose });
    return success(show({ ...chooser, role: chosen.value }));
  };

  const leaveRole = (): SessionState => {
    if (state.phase !== 'active' || !person) return state;
    clientsDropped.tell('left');
    audit.record({ event: 'role-left' });
    return show({ ...person, role: undefined });
  };

  credentials.onEnded((reason) => void signOut(reason));

  return {
    state: () => state,
    onChange: changed.add,
    onClientsDropped: clientsDropped.add,
    missing: (needs) => {
      if (needs === 'nothing') return undefined;
      if (state.phase === 'signed-out') return 'not-signed-in';
      if (state.phase === 'locked') return 'session-locked';
      return needs === 'role' && state.phase !== 'active' ? 'role-missing' : undefined;
    },
    role: () => (state.phase === 'active' ? state.role : undefined),
    signIn,
    chooseRole,
    leaveRole,
    lock,
    signOut,
    activity: () => idle.touch(),
  };
}
