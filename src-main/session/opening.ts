import type { IdentityMethod } from '../../shared/domain/identity-methods.ts';
import { success, type Result } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import type { Locale } from '../../shared/ipc/state.ts';
import type { ActingOrganisation, Role } from '../../shared/service-api/roles.ts';
import { routes } from '../../shared/service-api/routes.ts';
import type { User } from '../../shared/service-api/sign-in.ts';
import type { Backend, Credentials, Proofs, ServiceClock } from '../backend/backend.ts';
import type { CardService } from '../card/card-types.ts';
import type { Identification } from '../identification/identification.ts';
import { isAnothers, type CardHolder } from './card-holder.ts';
import { signInByBrowser } from './browser-sign-in.ts';
import { signInWithCard } from './card-sign-in.ts';

export interface CardSignIn {
  readonly method: 'card' | 'practice-card';
  readonly card: CardService;
  readonly certificateId: string;
  /** UTF-8, overwritten with zeros in every outcome; null where it is given on the reader. */
  readonly pin: Uint8Array | null;
}

/** `method` is also the name of the means of identification in the audit log. */
export type SessionSignIn = CardSignIn | { readonly method: IdentityMethod; readonly locale: Locale };

export const isByCard = (request: SessionSignIn): request is CardSignIn =>
  request.method === 'card' || request.method === 'practice-card';

/** Who is signed in. Outlives a lock: enough to recognise the same person and to go back to the same role. */
export interface Person {
  readonly user: User;
  readonly organisations: readonly ActingOrganisation[];
  readonly role: Role | undefined;
  /** Of the identity provider, where one vouched for the user. */
  readonly idToken: string | undefined;
  readonly cardHolder: CardHolder | undefined;
}

export interface OpeningParts {
  readonly backend: Backend;
  readonly credentials: Credentials;
  readonly serviceClock: ServiceClock;
  readonly origin: () => string;
  readonly identification: Identification;
  /** Host name for the service's audit trail. */
  readonly workstation: string | undefined;
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

export interface Opening {
  readonly request: SessionSignIn;
  /** The person whom a locked session waits for; anybody else is `other-person`. */
  readonly locked: Person | undefined;
  /** The session's own key. The credentials hold its tokens after a failure too, where it came to some. */
  readonly proofs: Proofs;
  readonly signal: AbortSignal;
}

function isOfAnother({ card, certificateId }: CardSignIn, holder: CardHolder | undefined): boolean {
  const certificate = card.state().certificates.find(({ id }) => id === certificateId);
  return certificate !== undefined && holder !== undefined && isAnothers(certificate, holder);
}

/** From the method of signing in to a person with a role, or without one where there is a choice. */
export async function openSession(
  parts: OpeningParts,
  { request, locked, proofs, signal }: Opening,
): Promise<Result<Person, CallError>> {
  const { backend, credentials, serviceClock, workstation } = parts;
  // Known before the PIN: nobody's PIN is spent on a session that it cannot open.
  if (isByCard(request) && isOfAnother(request, locked?.cardHolder)) return callFailure('other-person');
  const common = { workstation, proofs, signal };
  const signed = isByCard(request)
    ? await signInWithCard(backend, { ...request, ...common, origin: parts.origin() })
    : await signInByBrowser(backend, parts.identification, { ...request, ...common });
  if (!signed.ok) return signed;
  const { user, tokens, idToken, cardHolder } = signed.value;
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
    : success({ user, organisations, role: role?.ok ? role.value : undefined, idToken, cardHolder });
}
