import { z } from 'zod';
import { route } from './contract.ts';
import { id, instant, shortText } from './fields.ts';

/** Authentication token of the open Web eID format, version `web-eid:1.0`. */
export const webEidToken = z.object({
  unverifiedCertificate: z.string().min(100).max(8000),
  algorithm: z.enum(['ES256', 'ES384', 'ES512', 'PS256', 'RS256']),
  signature: z.string().min(20).max(2000),
  format: z.literal('web-eid:1.0'),
  appVersion: z.string().max(200),
});

export const user = z.object({
  userId: id,
  name: shortText,
  /** Means of identification, for the audit record. */
  method: z.enum(['certificate-card', 'mobile-certificate', 'bank-codes']),
});

export type SignInMethod = z.infer<typeof user>['method'];

/** Host name of the workstation, for the audit record; a client that has none leaves it out. */
export const workstation = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,63}$/)
  .optional();

/** Access token bound to the client's DPoP key (RFC 9449); times in seconds. */
export const tokens = z.object({
  accessToken: z.string().min(20).max(4000),
  refreshToken: z.string().min(20).max(400),
  tokenType: z.literal('DPoP'),
  expiresIn: z.int().min(1).max(3600),
  /** The service's clock, so that the client can name a skewed one. */
  serverTime: instant,
});

export const createChallenge = route({
  method: 'POST',
  path: '/sign-in/challenges',
  summary: 'A nonce for a sign-in by any method: used once, valid for five minutes',
  authentication: 'none',
  sensitivity: 'secret',
  response: z.object({ challengeId: id, nonce: z.string().min(44).max(128), expiresAt: instant }),
  problems: [],
  safeToRepeat: true,
});

export const signInWithCard = route({
  method: 'POST',
  path: '/sign-in/card',
  summary: 'Exchanges a Web eID authentication token for a DPoP-bound session',
  authentication: 'none',
  sensitivity: 'secret',
  request: z.object({ challengeId: id, authToken: webEidToken, workstation }),
  response: z.object({ user, tokens }),
  problems: [
    'CHALLENGE_UNKNOWN',
    'CHALLENGE_EXPIRED',
    'CARD_TOKEN_INVALID',
    'CERTIFICATE_UNTRUSTED',
    'CERTIFICATE_EXPIRED',
    'CERTIFICATE_NOT_FOR_SIGN_IN',
    'CERTIFICATE_REVOKED',
    'CERTIFICATE_STATUS_UNKNOWN',
    'OCSP_UNREACHABLE',
    'OCSP_RESPONSE_INVALID',
    'OCSP_RESPONSE_STALE',
    'OCSP_RESPONDER_UNTRUSTED',
    'OCSP_SIGNATURE_INVALID',
    'SIGNATURE_INVALID',
    'ORIGIN_MISMATCH',
    'USER_UNKNOWN',
  ],
  safeToRepeat: false,
});

export const signInWithIdentityToken = route({
  method: 'POST',
  path: '/sign-in/identity-token',
  summary: 'Exchanges an OpenID Connect ID token (mobile certificate, bank codes) for a DPoP-bound session',
  authentication: 'none',
  sensitivity: 'secret',
  /** `nonce` of the ID token: base64url of SHA-256 of the challenge's nonce, a dot and the DPoP key's thumbprint. */
  request: z.object({ challengeId: id, idToken: z.string().min(100).max(16_000), workstation }),
  response: z.object({ user, tokens }),
  problems: [
    'CHALLENGE_UNKNOWN',
    'CHALLENGE_EXPIRED',
    'IDENTITY_TOKEN_INVALID',
    'ASSURANCE_TOO_LOW',
    'USER_UNKNOWN',
  ],
  safeToRepeat: false,
});

export const refreshTokens = route({
  method: 'POST',
  path: '/sign-in/refresh',
  summary: 'A new access token for a refresh token, bound to the same DPoP key; the refresh token is rotated',
  authentication: 'none',
  sensitivity: 'secret',
  request: z.object({ refreshToken: z.string().min(20).max(400) }),
  response: tokens,
  problems: [],
  safeToRepeat: false,
});

export const signOut = route({
  method: 'POST',
  path: '/sign-out',
  summary: 'Ends the session; its tokens are worth nothing from then on',
  authentication: 'session',
  sensitivity: 'secret',
  response: z.object({ signedOut: z.literal(true) }),
  problems: [],
  safeToRepeat: true,
});

export type WebEidAuthenticationToken = z.infer<typeof webEidToken>;
export type User = z.infer<typeof user>;
export type Tokens = z.infer<typeof tokens>;
