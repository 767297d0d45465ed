import type { z } from 'zod';
import { failure, success, type Result } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallNeeds } from '../../shared/ipc/contract.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import type { Locale, lockReason, SessionState, signedOutReason } from '../../shared/ipc/state.ts';
import type { ActingOrganisation, Role } from '../../shared/service-api/roles.ts';
import { routes } from '../../shared/service-api/routes.ts';
import type { Audit } from '../audit/audit.ts';
import { createProofs, type Proofs } from '../backend/backend.ts';
import type { Clock } from '../clock.ts';
import { createListeners } from '../listeners.ts';
import type { PolicySource } from '../policy/policy.ts';
import type { CardHolder } from './card-holder.ts';
import type { LastChoice } from './last-choice.ts';
import { isByCard, openSession, type OpeningParts, type Person, type SessionSignIn } from './opening.ts';
import { closesClients, endedRoleOf, heldNow, isSameRole, type EndedRole } from './role-check.ts';
import { createWatches, type Watches } from './watches.ts';

export { viewOfCard } from './card-holder.ts';
export { createLastChoice } from './last-choice.ts';
export {
  createPracticeCards,
  practiceCardUnavailable,
  type PracticeCardModule,
  type PracticeCards,
} from './practice-cards.ts';

export type LockReason = z.infer<typeof lockReason>;
export type SignedOutReason = z.infer<typeof signedOutReason>;
/** Why the clients that were open are open no more. */
export type ClientsDropReason = 'locked' | 'left' | 'rights' | 'signed-out';
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
  /** Whose card a locked session waits for; undefined where it is not locked, or was not opened by a card. */
  lockedHolder(): CardHolder | undefined;
  /**
   * Signs in, or opens a locked session for the same person; another person ends it. A sign-in that waits for the
   * browser gives way to a newer one.
   */
  signIn(request: SessionSignIn): Outcome;
  /** Ends a sign-in that waits for the browser. */
  cancelSignIn(): void;
  chooseRole(organisationId: string, purpose: string): Outcome;
  leaveRole(): SessionState;
  lock(reason: LockReason): SessionState;
  /** The workstation is back from sleep or from its own lock. */
  resumed(): void;
  signOut(reason: SignedOutReason): SessionState;
  /** By the user's wish: at the identity provider too, where one vouched for the user. */
  signOutEverywhere(): SessionState;
  /** The user did something. */
  activity(): void;
  /** Asks the service what the session may still do. Resolves when that is known and told. */
  recheck(): Promise<void>;
  /** Resolves when the service has answered to the last sign-out or lock. */
  ended(): Promise<void>;
}

export interface SessionParts extends OpeningParts {
  readonly policy: Pick<PolicySource, 'current' | 'refresh'>;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly locale: () => Locale;
  readonly lastChoice: LastChoice;
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
  /** Mandates in force when the role was chosen. */
  #heldAtChoice: readonly string[] = [];
  #signingIn: { readonly abort: AbortController; readonly byCard: boolean } | undefined;
  #rechecking: Promise<void> | undefined;
  #ending: Promise<unknown> = Promise.resolve();

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#watches = createWatches(parts.clock, parts.policy, {
      idleWarning: (secondsLeft) => this.#warn(secondsLeft),
      idle: () => void this.lock('idle'),
      idleTime: (seconds) => this.#takeIdleTime(seconds),
      cardRemoved: () => this.#cardRemoved(),
      limitReached: () => void this.signOut('expired'),
      slept: () => void this.lock('suspended'),
      recheck: () => void this.recheck(),
    });
    parts.credentials.onEnded((reason) => void this.signOut(reason));
    parts.credentials.onRightsDoubted(() => void this.recheck());
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
  resumed(): void {
    this.#watches.resumed();
  }
  async ended(): Promise<void> {
    await this.#ending;
  }
  role(): Role | undefined {
    return this.#state.phase === 'active' ? this.#state.role : undefined;
  }
  lockedHolder(): CardHolder | undefined {
    return this.#state.phase === 'locked' ? this.#person?.cardHolder : undefined;
  }
  missing(needs: CallNeeds): Missing | undefined {
    const { phase } = this.#state;
    if (needs === 'nothing') return undefined;
    if (phase === 'signed-out') return 'not-signed-in';
    if (phase === 'locked') return 'session-locked';
    return needs === 'role' && phase !== 'active' ? 'role-missing' : undefined;
  }

  async signIn(request: SessionSignIn): Outcome {
    try {
      return await this.#signIn(request);
    } finally {
      if (isByCard(request)) request.pin?.fill(0);
    }
  }

  async #signIn(request: SessionSignIn): Outcome {
    const { phase } = this.#state;
    if (phase === 'active' || phase === 'choosing-role') return success(this.#state);
    if (this.#signingIn?.byCard) return callFailure('busy', { retriable: true });
    this.#signingIn?.abort.abort('replaced');
    this.#parts.policy.refresh();
    const signingIn = { abort: new AbortController(), byCard: isByCard(request) };
    this.#signingIn = signingIn;
    const { signal } = signingIn.abort;
    const proofs = await createProofs();
    const opening = openSession(this.#parts, { request, locked: this.#person, proofs, signal });
    const outcome = await opening.finally(() => {
      if (this.#signingIn === signingIn) this.#signingIn = undefined;
    });
    if (outcome.ok && !signal.aborted) return success(this.#enter(outcome.value, request));
    const error = outcome.ok ? cancelled.error : outcome.error;
    this.#parts.audit.record({ event: 'sign-in-failed', code: error.code });
    if (error.code === 'other-person') this.signOut('other-person');
    this.#dropTokens(proofs);
    return failure(error);
  }

  cancelSignIn(): void {
    if (this.#signingIn?.byCard === false) this.#signingIn.abort.abort();
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
    const left = this.#show({ ...this.#person, role: undefined });
    // What could be chosen in the morning need not be there any more.
    void this.recheck();
    return left;
  }

  lock(reason: LockReason): SessionState {
    // A sign-in that is half done must not open the session behind a locked screen.
    this.#signingIn?.abort.abort();
    const { phase } = this.#state;
    if (!this.#person || (phase !== 'active' && phase !== 'choosing-role')) return this.#state;
    this.#watches.pause();
    this.#dropTokens();
    this.#clientsDropped.tell('locked');
    this.#parts.audit.record({ event: 'locked', reason });
    const { name: userName, method } = this.#person.user;
    return this.#set({ phase: 'locked', reason, userName, method });
  }

  signOut(reason: SignedOutReason): SessionState {
    this.#signingIn?.abort.abort();
    this.#watches.stop();
    this.#dropTokens();
    if (this.#state.phase === 'signed-out') return this.#state;
    this.#clientsDropped.tell('signed-out');
    this.#person = undefined;
    this.#parts.audit.record({ event: 'signed-out', reason });
    return this.#set({ phase: 'signed-out', reason });
  }

  signOutEverywhere(): SessionState {
    const idToken = this.#person?.idToken;
    const { identification, locale } = this.#parts;
    if (idToken !== undefined) void identification.logOut(idToken, locale());
    return this.signOut('user');
  }

  recheck(): Promise<void> {
    this.#rechecking ??= this.#check().finally(() => (this.#rechecking = undefined));
    return this.#rechecking;
  }

  async #check(): Promise<void> {
    const { backend } = this.#parts;
    const asked = this.#person;
    const { phase } = this.#state;
    if (!asked || (phase !== 'active' && phase !== 'choosing-role')) return;
    const isOver = (): boolean => this.#person !== asked || this.#state.phase !== phase;
    if (phase === 'active') {
      const read = await backend.request(routes.readSession);
      if (!read.ok || isOver()) return;
      const role = read.value.role ?? undefined;
      if (role && isSameRole(asked.role, role)) return this.#takeRights(asked, role);
    }
    const listed = await backend.request(routes.listOrganisations);
    if (!listed.ok || isOver()) return;
    const { organisations } = listed.value;
    if (phase === 'active') return this.#endRole(asked, organisations);
    this.#person = { ...asked, organisations };
    if (this.#state.phase === 'choosing-role') this.#set({ ...this.#state, organisations });
  }

  /** The role goes on, with more or less than before. */
  #takeRights(person: Person, role: Role): void {
    if (this.#state.phase !== 'active' || JSON.stringify(role) === JSON.stringify(person.role)) return;
    if (person.role && closesClients(person.role.rights, role.rights)) this.#clientsDropped.tell('rights');
    this.#person = { ...person, role };
    this.#parts.audit.record({ event: 'rights-changed', purpose: role.purpose });
    this.#set({ ...this.#state, role, ...this.#lostMandates(role) });
  }

  /** No mandate is left that opens the purpose. */
  #endRole(person: Person, organisations: readonly ActingOrganisation[]): void {
    const { role } = person;
    if (!role) return;
    this.#clientsDropped.tell('rights');
    this.#parts.audit.record({ event: 'role-ended', purpose: role.purpose });
    const now = this.#parts.serviceClock.now();
    const endedRole = endedRoleOf(role, this.#heldAtChoice, organisations, now);
    this.#show({ ...person, organisations, role: undefined }, endedRole);
  }

  #lostMandates(role: Role): { lostMandates?: string[] } {
    const inForce = heldNow(role.organisation.mandates, this.#parts.serviceClock.now());
    const lostMandates = this.#heldAtChoice.filter((code) => !inForce.includes(code));
    return lostMandates.length > 0 ? { lostMandates } : {};
  }

  /** After a sign-in or an unlocking. */
  #enter(person: Person, request: SessionSignIn): SessionState {
    const before = this.#person?.role;
    this.#parts.audit.record({ event: 'signed-in', method: request.method });
    this.#watches.begin(
      isByCard(request) ? { service: request.card, certificateId: request.certificateId } : undefined,
    );
    const isEnded = before !== undefined && !isSameRole(before, person.role);
    const now = this.#parts.serviceClock.now();
    return this.#show(
      person,
      isEnded ? endedRoleOf(before, this.#heldAtChoice, person.organisations, now) : undefined,
    );
  }

  /**
   * Ends what the tokens allow, here and at the service; its answer changes nothing here.
   * @param proofs of which session; without it, of the one that there is
   */
  #dropTokens(proofs?: Proofs): void {
    const tokens = this.#parts.credentials.take(proofs);
    if (tokens) this.#ending = this.#parts.backend.request(routes.signOut, { tokens });
  }

  #set<State extends SessionState>(next: State): State {
    this.#state = next;
    this.#changed.tell(next);
    return next;
  }

  #show(person: Person, endedRole?: EndedRole): SessionState {
    const isSame = isSameRole(person.role, this.#person?.role);
    this.#person = person;
    const { user, role } = person;
    const organisations = [...person.organisations];
    const idleLockAfter = this.#watches.restartIdle();
    if (!role) {
      const lastChoice = this.#parts.lastChoice.get();
      const more = { ...(lastChoice && { lastChoice }), ...(endedRole && { endedRole }) };
      return this.#set({ phase: 'choosing-role', user, organisations, ...more });
    }
    const { organisation, purpose } = role;
    this.#parts.lastChoice.set({ organisationId: organisation.organisationId, purpose });
    // Unlocked in the role from before: what ended behind the lock is told as well.
    if (!isSame) this.#heldAtChoice = heldNow(organisation.mandates, this.#parts.serviceClock.now());
    const lost = this.#lostMandates(role);
    return this.#set({ phase: 'active', user, role, organisations, idleLockAfter, ...lost });
  }

  #warn(secondsLeft: number | undefined): void {
    if (this.#state.phase !== 'active') return;
    const { idleWarning: _, ...rest } = this.#state;
    this.#set(secondsLeft === undefined ? rest : { ...rest, idleWarning: secondsLeft });
  }

  #takeIdleTime(idleLockAfter: number): void {
    if (this.#state.phase === 'active' && this.#state.idleLockAfter !== idleLockAfter)
      this.#set({ ...this.#state, idleLockAfter });
  }

  #cardRemoved(): void {
    const { onCardRemoval } = this.#parts.policy.current();
    if (onCardRemoval === 'lock') this.lock('card-removed');
    if (onCardRemoval === 'sign-out') this.signOut('card-removed');
  }
}

export const createSession = (parts: SessionParts): Session => new SessionMachine(parts);
