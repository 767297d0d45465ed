import type { z } from 'zod';
import { failure, success, type Result } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallNeeds } from '../../shared/ipc/contract.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import type { lockReason, SessionState, signedOutReason } from '../../shared/ipc/state.ts';
import type { Policy } from '../../shared/policy/policy.ts';
import type { Role } from '../../shared/service-api/roles.ts';
import { routes } from '../../shared/service-api/routes.ts';
import type { Audit } from '../audit/audit.ts';
import type { Clock } from '../clock.ts';
import { createListeners } from '../listeners.ts';
import { openSession, type OpeningParts, type Person, type SessionSignIn } from './opening.ts';
import { createWatches, type Watches } from './watches.ts';

export {
  createPracticeCards,
  practiceCardUnavailable,
  type PracticeCardModule,
  type PracticeCards,
} from './practice-cards.ts';

export type LockReason = z.infer<typeof lockReason>;
export type SignedOutReason = z.infer<typeof signedOutReason>;
/** Why the clients that were open are open no more. */
export type ClientsDropReason = 'locked' | 'left' | 'signed-out';
type Outcome = Promise<Result<SessionState, CallError>>;
type Missing = 'not-signed-in' | 'session-locked' | 'role-missing';

/** Who is signed in and acts for whom; the one source of it in the program. */
export interface Session {
  state(): SessionState;
  onChange(listener: (state: SessionState) => void): () => void;
  /** Told before the state changes, so that nothing of a client is left when it does. */
  onClientsDropped(listener: (reason: ClientsDropReason) => void): () => void;
  /** What stands in the way of a call with these needs. */
  missing(needs: CallNeeds): Missing | undefined;
  role(): Role | undefined;
  /** Signs in, or opens a locked session for the same person; another person ends it. */
  signIn(request: SessionSignIn): Outcome;
  chooseRole(organisationId: string, purpose: string): Outcome;
  leaveRole(): SessionState;
  lock(reason: LockReason): SessionState;
  signOut(reason: SignedOutReason): SessionState;
  /** The user did something. */
  activity(): void;
  /** Resolves when the service has answered to the last sign-out or lock. */
  ended(): Promise<void>;
}

export interface SessionParts extends OpeningParts {
  readonly policy: () => Policy;
  readonly clock: Clock;
  readonly audit: Audit;
}

const cancelled = callFailure('cancelled', { retriable: true });

/** The state machine; README.md has its picture. */
class SessionMachine implements Session {
  readonly #parts: SessionParts;
  readonly #changed = createListeners<[SessionState]>();
  readonly #clientsDropped = createListeners<[ClientsDropReason]>();
  readonly #watches: Watches;
  #state: SessionState = { phase: 'signed-out' };
  #person: Person | undefined;
  #signingIn: AbortController | undefined;
  #ending: Promise<unknown> = Promise.resolve();

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#watches = createWatches(parts.clock, parts.policy, {
      idleWarning: (secondsLeft) => this.#warn(secondsLeft),
      idle: () => void this.lock('idle'),
      cardRemoved: () => this.#cardRemoved(),
      limitReached: () => void this.signOut('expired'),
    });
    parts.credentials.onEnded((reason) => void this.signOut(reason));
  }

  state(): SessionState {
    return this.#state;
  }
  onChange(listener: (state: SessionState) => void): () => void {
    return this.#changed.add(listener);
  }
  onClientsDropped(listener: (reason: ClientsDropReason) => void): () => void {
    return this.#clientsDropped.add(listener);
  }
  activity(): void {
    this.#watches.touch();
  }
  async ended(): Promise<void> {
    await this.#ending;
  }
  role(): Role | undefined {
    return this.#state.phase === 'active' ? this.#state.role : undefined;
  }
  missing(needs: CallNeeds): Missing | undefined {
    const { phase } = this.#state;
    if (needs === 'nothing') return undefined;
    if (phase === 'signed-out') return 'not-signed-in';
    if (phase === 'locked') return 'session-locked';
    return needs === 'role' && phase !== 'active' ? 'role-missing' : undefined;
  }

  async signIn(request: SessionSignIn): Outcome {
    const { phase } = this.#state;
    if (phase === 'active' || phase === 'choosing-role') return success(this.#state);
    if (this.#signingIn) return callFailure('busy', { retriable: true });
    const abort = new AbortController();
    this.#signingIn = abort;
    const outcome = await openSession(this.#parts, request, this.#person, abort.signal).finally(() => {
      if (this.#signingIn === abort) this.#signingIn = undefined;
    });
    if (outcome.ok && !abort.signal.aborted) {
      this.#parts.audit.record({ event: 'signed-in', method: request.method });
      this.#watches.begin(request.card, request.certificateId);
      return success(this.#show(outcome.value));
    }
    const error = outcome.ok ? cancelled.error : outcome.error;
    this.#parts.audit.record({ event: 'sign-in-failed', code: error.code });
    if (error.code === 'other-person') this.signOut('other-person');
    this.#dropTokens();
    return failure(error);
  }

  async chooseRole(organisationId: string, purpose: string): Outcome {
    const chooser = this.#person;
    if (!chooser) return callFailure('not-signed-in');
    const body = { organisationId, purpose };
    const chosen = await this.#parts.backend.request(routes.chooseRole, { body });
    if (!chosen.ok) return chosen;
    // Locked, left or chosen twice while the service thought about it.
    if (this.#person !== chooser || this.#state.phase === 'locked') return cancelled;
    this.#clientsDropped.tell('left');
    this.#parts.audit.record({ event: 'role-chosen', purpose });
    return success(this.#show({ ...chooser, role: chosen.value }));
  }

  leaveRole(): SessionState {
    if (this.#state.phase !== 'active' || !this.#person) return this.#state;
    this.#clientsDropped.tell('left');
    this.#parts.audit.record({ event: 'role-left' });
    return this.#show({ ...this.#person, role: undefined });
  }

  lock(reason: LockReason): SessionState {
    // A sign-in that is half done must not open the session behind a locked screen.
    this.#signingIn?.abort();
    const { phase } = this.#state;
    if (!this.#person || (phase !== 'active' && phase !== 'choosing-role')) return this.#state;
    this.#watches.pause();
    this.#dropTokens();
    this.#clientsDropped.tell('locked');
    this.#parts.audit.record({ event: 'locked', reason });
    return this.#set({ phase: 'locked', reason, userName: this.#person.user.name });
  }

  signOut(reason: SignedOutReason): SessionState {
    this.#signingIn?.abort();
    this.#watches.stop();
    this.#dropTokens();
    if (this.#state.phase === 'signed-out') return this.#state;
    this.#clientsDropped.tell('signed-out');
    this.#person = undefined;
    this.#parts.audit.record({ event: 'signed-out', reason });
    return this.#set({ phase: 'signed-out', reason });
  }

  /** Ends what the tokens allow, here and at the service; its answer changes nothing here. */
  #dropTokens(): void {
    const tokens = this.#parts.credentials.take();
    if (tokens) this.#ending = this.#parts.backend.request(routes.signOut, { tokens });
  }

  #set(next: SessionState): SessionState {
    this.#state = next;
    this.#changed.tell(next);
    return next;
  }

  #show(person: Person): SessionState {
    this.#person = person;
    const { user, role } = person;
    const organisations = [...person.organisations];
    const idleLockAfter = this.#watches.restartIdle();
    return this.#set(
      role
        ? { phase: 'active', user, role, organisations, idleLockAfter }
        : { phase: 'choosing-role', user, organisations },
    );
  }

  #warn(secondsLeft: number | undefined): void {
    if (this.#state.phase !== 'active') return;
    const { idleWarning: _, ...rest } = this.#state;
    this.#set(secondsLeft === undefined ? rest : { ...rest, idleWarning: secondsLeft });
  }

  #cardRemoved(): void {
    const { onCardRemoval } = this.#parts.policy();
    if (onCardRemoval === 'lock') this.lock('card-removed');
    if (onCardRemoval === 'sign-out') this.signOut('card-removed');
  }
}

export const createSession = (parts: SessionParts): Session => new SessionMachine(parts);
