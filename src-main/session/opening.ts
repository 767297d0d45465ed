import { success, type Result } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import type { ActingOrganisation, Role } from '../../shared/service-api/roles.ts';
import { routes } from '../../shared/service-api/routes.ts';
import type { User } from '../../shared/service-api/sign-in.ts';
import { createProofs, type Backend, type Credentials, type ServiceClock } from '../backend/backend.ts';
import type { CardService } from '../card/card-types.ts';
import { signInWithCard } from './card-sign-in.ts';

export interface SessionSignIn {
  readonly card: CardService;
  readonly certificateId: string;
  /** Null where it is given on the reader. */
  readonly pin: string | null;
  /** Name of the means of identification in the audit log. */
  readonly method: 'card' | 'practice-card';
}

/** Who is signed in. Outlives a lock: enough to recognise the same person and to go back to the same role. */
export interface Person {
  readonly user: User;
  readonly organisations: readonly ActingOrganisation[];
  readonly role: Role | undefined;
}

export interface OpeningParts {
  readonly backend: Backend;
  readonly credentials: Credentials;
  readonly serviceClock: ServiceClock;
  readonly origin: () => string;
}

/** The role to go on in: the one before a lock, or the only one that there is. */
function roleToTake(
  organisations: readonly ActingOrganisation[],
  before: Role | undefined,
): { organisationId: string; purpose: string } | undefined {
  const offers = organisations.flatMap(({ organisationId, purposes }) =>
    purposes.map((purpose) => ({ organisationId, purpose })),
  );
  const same = offers.find(
    ({ organisationId, purpose }) =>
      organisationId === before?.organisation.organisationId && purpose === before.purpose,
  );
  return same ?? (offers.length === 1 ? offers[0] : undefined);
}

/**
 * From the card to a person with a role, or without one where there is a choice. The credentials hold tokens
 * as soon as there are some, so after a failure too; the caller drops them.
 * @param locked the person whom a locked session waits for; anybody else is `other-person`
 */
export async function openSession(
  { backend, credentials, serviceClock, origin }: OpeningParts,
  request: SessionSignIn,
  locked: Person | undefined,
  signal: AbortSignal,
): Promise<Result<Person, CallError>> {
  const proofs = await createProofs();
  const signed = await signInWithCard(backend, { ...request, origin: origin(), proofs, signal });
  if (!signed.ok) return signed;
  const { user, tokens } = signed.value;
  serviceClock.learn(tokens.serverTime);
  credentials.hold(proofs, tokens);
  if (locked && locked.user.userId !== user.userId) return callFailure('other-person');
  const listed = await backend.request(routes.listOrganisations, { signal });
  if (!listed.ok) return listed;
  const { organisations } = listed.value;
  const take = roleToTake(organisations, locked?.role);
  const role = take && (await backend.request(routes.chooseRole, { body: take, signal }));
  // A role that is refused by now is no reason to be kept out: the user chooses another one.
  return signal.aborted
    ? callFailure('cancelled', { retriable: true })
    : success({ user, organisations, role: role?.ok ? role.value : undefined });
}
