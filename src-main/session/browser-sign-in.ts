import { createHash } from 'node:crypto';
import type { IdentityMethod } from '../../shared/domain/identity-methods.ts';
import { success, type Result } from '../../shared/domain/result.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import type { Locale } from '../../shared/ipc/state.ts';
import { routes } from '../../shared/service-api/routes.ts';
import type { Backend, Proofs } from '../backend/backend.ts';
import type { Identification } from '../identification/identification.ts';
import type { Signed } from './card-sign-in.ts';

export interface BrowserSignInRequest {
  readonly method: IdentityMethod;
  readonly locale: Locale;
  readonly workstation: string | undefined;
  readonly proofs: Proofs;
  readonly signal: AbortSignal;
}

/**
 * Challenge of the service, identification in the user's browser, tokens for its ID token. The token's nonce is made
 * of the challenge and of the session's own key: whoever else gets hold of the token can do nothing with it.
 */
export async function signInByBrowser(
  backend: Backend,
  identification: Identification,
  { method, locale, workstation, proofs, signal }: BrowserSignInRequest,
): Promise<Result<Signed, CallError>> {
  const challenge = await backend.request(routes.createChallenge, { signal });
  if (!challenge.ok) return challenge;
  const { challengeId, nonce: challengeNonce } = challenge.value;
  const nonce = createHash('sha256').update(`${challengeNonce}.${proofs.thumbprint}`).digest('base64url');
  const idToken = await identification.identify({ method, nonce, locale, signal });
  if (!idToken.ok) return idToken;
  const body = { challengeId, idToken: idToken.value, ...(workstation !== undefined && { workstation }) };
  const signed = await backend.request(routes.signInWithIdentityToken, { body, proofs, signal });
  return signed.ok ? success({ ...signed.value, idToken: idToken.value }) : signed;
}
