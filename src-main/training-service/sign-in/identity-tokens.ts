import { createHash } from 'node:crypto';
import { jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { methodOfAssurance, type IdentityMethod } from '../../../shared/domain/identity-methods.ts';
import { failure, success, type Result } from '../../../shared/domain/result.ts';

export interface Identity {
  readonly subject: string;
  /** The provider's own session (`sid`); null where it gives none. */
  readonly providerSession: string | null;
  readonly method: IdentityMethod;
}

export interface IdentityTokenFailure {
  readonly code: 'IDENTITY_TOKEN_INVALID' | 'ASSURANCE_TOO_LOW';
  readonly detail: string;
}

export interface LogOut {
  readonly subject: string | null;
  readonly providerSession: string | null;
}

export interface IdentityTokenOptions {
  /** The one provider that is trusted, letter by letter as in its tokens. */
  readonly issuer: string;
  readonly clientId: string;
  /** Keys of the provider. */
  readonly keys: JWTVerifyGetKey;
  readonly now: () => Date;
}

export interface IdentityTokens {
  /** Checks an ID token that was asked for with the challenge's nonce by the program that holds the DPoP key. */
  verify(
    idToken: string,
    challengeNonce: string,
    keyThumbprint: string,
  ): Promise<Result<Identity, IdentityTokenFailure>>;
  /** Checks a log-out token (OpenID Connect Back-Channel Logout 1.0, section 2.6). */
  verifyLogOut(logoutToken: string): Promise<Result<LogOut, IdentityTokenFailure>>;
}

/** Signatures with a key of the provider's own; a shared secret or none at all is refused. */
const ALGORITHMS = ['ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512', 'EdDSA'];
/** The identification must be of now, whatever session the browser had with the provider. */
const LONGEST_SINCE_IDENTIFICATION = 600;
const CLOCK_TOLERANCE = 60;
const LOG_OUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const MOST_REMEMBERED = 10_000;

const refuse = (code: IdentityTokenFailure['code'], detail: string): Result<never, IdentityTokenFailure> =>
  failure({ code, detail });

const invalid = (detail: string): Result<never, IdentityTokenFailure> =>
  refuse('IDENTITY_TOKEN_INVALID', detail);

/** The `nonce` of an ID token for this challenge and this key: a token cannot be redeemed with another key. */
export const identityNonce = (challengeNonce: string, keyThumbprint: string): string =>
  createHash('sha256').update(`${challengeNonce}.${keyThumbprint}`).digest('base64url');

const textOrNull = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

export const createIdentityTokens = (options: IdentityTokenOptions): IdentityTokens => {
  const { issuer, clientId, keys, now } = options;
  const logOutsSeen = new Set<string>();

  const read = async (
    token: string,
    more: { readonly typ?: string; readonly requiredClaims: string[] },
  ): Promise<JWTPayload | null> => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience: clientId,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE,
        currentDate: now(),
        ...more,
      });
      return payload;
    } catch {
      // Why a token is not to be trusted is of use to nobody who sent it in good faith.
      return null;
    }
  };

  return {
    verify: async (idToken, challengeNonce, keyThumbprint) => {
      const claims = await read(idToken, { requiredClaims: ['sub', 'exp', 'iat', 'nonce', 'auth_time'] });
      if (claims?.sub === undefined) return invalid('not a token of the provider for this client');
      // More than one audience is a token that others may hold too (OpenID Connect Core, 3.1.3.7).
      const others = Array.isArray(claims.aud) && claims.aud.length > 1;
      if (others || (claims['azp'] !== undefined && claims['azp'] !== clientId))
        return invalid('the token is for others too');
      if (claims['nonce'] !== identityNonce(challengeNonce, keyThumbprint))
        return invalid('nonce is not that of the challenge and the key');
      const seconds = Math.floor(now().getTime() / 1000);
      const identifiedAt = Number(claims['auth_time']);
      if (!(Math.abs(seconds - identifiedAt) <= LONGEST_SINCE_IDENTIFICATION))
        return invalid('auth_time is too long ago');
      const method = methodOfAssurance(String(claims['acr']));
      if (method === null) return refuse('ASSURANCE_TOO_LOW', 'acr is none of the strong methods');
      return success({ subject: claims.sub, providerSession: textOrNull(claims['sid']), method });
    },
    verifyLogOut: async (logoutToken) => {
      const claims = await read(logoutToken, { typ: 'logout+jwt', requiredClaims: ['iat', 'jti', 'events'] });
      if (claims === null) return invalid('not a log-out token of the provider for this client');
      const events: unknown = claims['events'];
      const isLogOut = typeof events === 'object' && events !== null && LOG_OUT_EVENT in events;
      if (!isLogOut || claims['nonce'] !== undefined) return invalid('not a log-out token');
      const logOut = { subject: textOrNull(claims.sub), providerSession: textOrNull(claims['sid']) };
      if (logOut.subject === null && logOut.providerSession === null) return invalid('neither sub nor sid');
      const id = String(claims.jti);
      if (logOutsSeen.has(id)) return invalid('the log-out token was used before');
      if (logOutsSeen.size >= MOST_REMEMBERED) logOutsSeen.clear();
      logOutsSeen.add(id);
      return success(logOut);
    },
  };
};
