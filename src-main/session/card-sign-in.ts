import { failure, success, type Result } from '../../shared/domain/result.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import { routes } from '../../shared/service-api/routes.ts';
import type { Tokens, User } from '../../shared/service-api/sign-in.ts';
import type { Backend } from '../backend/backend.ts';
import type { Proofs } from '../backend/backend.ts';
import type { CardService } from '../card/card-types.ts';
import { errorOfCard } from './card-errors.ts';
import type { CardHolder } from './card-holder.ts';

export interface CardSignInRequest {
  readonly card: CardService;
  readonly certificateId: string;
  /** UTF-8. */
  readonly pin: Uint8Array | null;
  /** The origin that the program is connected to; never one that the service names. */
  readonly origin: string;
  readonly workstation: string | undefined;
  readonly proofs: Proofs;
  readonly signal: AbortSignal;
}

/** What a sign-in gives, by whatever method. */
export interface Signed {
  readonly user: User;
  readonly tokens: Tokens;
  /** Where an identity provider vouched for the user: names its session when logging out of it. */
  readonly idToken?: string;
  /** Where a card vouched for the user. */
  readonly cardHolder?: CardHolder;
}

/** No card has a longer PIN, in bytes. */
const LONGEST_PIN = 16;

/** Challenge of the service, signature of the card, tokens for it. One PIN is sent to the card at most once. */
export async function signInWithCard(
  backend: Backend,
  request: CardSignInRequest,
): Promise<Result<Signed, CallError>> {
  const { pin, certificateId, origin } = request;
  if (pin?.length === 0) return callFailure('card-pin-empty', { retriable: true });
  if (pin && pin.length > LONGEST_PIN) return callFailure('card-pin-length', { retriable: true });
  const challenge = await backend.request(routes.createChallenge, { signal: request.signal });
  if (!challenge.ok) return challenge;
  const { challengeId, nonce } = challenge.value;
  const signed = await request.card.signIn({ certificateId, pin, nonce, origin });
  if (!signed.ok) return failure(errorOfCard(signed.error));
  if (request.signal.aborted) return callFailure('cancelled', { retriable: true });
  const { workstation } = request;
  const { token, certificate } = signed.value;
  const entered = await backend.request(routes.signInWithCard, {
    body: { challengeId, authToken: token, ...(workstation !== undefined && { workstation }) },
    proofs: request.proofs,
    signal: request.signal,
  });
  const { issuerName, serialNumber } = certificate;
  return entered.ok ? success({ ...entered.value, cardHolder: { issuerName, serialNumber } }) : entered;
}
