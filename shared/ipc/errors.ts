import { z } from 'zod';

/**
 * Every way in which a call can fail, as the user interface sees it. Each has a title and a next step in the
 * message catalogues (`error_<code>` and `error_<code>_next`, dashes as underscores).
 */
export const errorCodes = [
  // the call itself
  'invalid-request',
  'not-allowed',
  'unknown-call',
  'busy',
  'internal',
  'clipboard-busy',
  // the session
  'not-signed-in',
  'session-locked',
  'session-ended',
  'role-missing',
  'other-person',
  // the service
  'service-unreachable',
  'service-timeout',
  'service-busy',
  'service-failed',
  'service-closed',
  'service-reply-invalid',
  'service-reply-mismatch',
  'service-refused-request',
  'redirect-refused',
  'certificate-of-service-refused',
  'cancelled',
  'clock-skewed',
  // rights
  'mandate-missing',
  'organisation-unknown',
  'purpose-not-allowed',
  'section-not-allowed',
  'not-entitled-to-claims',
  // clients
  'identity-code-invalid',
  'client-not-found',
  'client-outside-rights',
  'client-deceased',
  'reason-required',
  'non-disclosure-confirmation-required',
  'client-left',
  // payment claims
  'claim-refused',
  'claim-key-reused',
  'claim-not-found',
  'claim-state-changed',
  // card sign-in
  'card-pin-wrong',
  'card-pin-wrong-last-try',
  'card-pin-blocked',
  'card-pin-length',
  'card-pin-empty',
  'card-pin-not-entered',
  'card-pin-cancelled',
  'card-not-activated',
  'card-removed',
  'card-changed',
  'card-missing',
  'card-driver-hung',
  'card-driver-crashed',
  'card-driver-failed',
  'card-certificate-not-usable',
  'card-challenge-refused',
  'card-origin-refused',
  'card-busy',
  'sign-in-refused',
  'certificate-untrusted',
  'certificate-expired',
  'certificate-revoked',
  'certificate-status-unknown',
  'revocation-check-unreachable',
  'revocation-check-failed',
  'revocation-check-untrusted',
  'user-unknown',
  // identification in the browser
  'identification-unavailable',
  'browser-not-opened',
  'identification-refused',
  'identification-timed-out',
  'identification-replaced',
  'identity-provider-unreachable',
  'identity-provider-failed',
  'identity-response-invalid',
  'assurance-too-low',
  'practice-card-unavailable',
  // the workstation
  'keychain-unavailable',
  'storage-failed',
  'printing-failed',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export const callError = z.object({
  code: z.enum(errorCodes),
  /** The same call may succeed later without another input. */
  retriable: z.boolean(),
  /** A write whose answer was lost went before: what this answer refuses may be done. */
  mayBeDone: z.literal(true).optional(),
  /** Seconds after which a retry makes sense, where the service said so. */
  retryAfter: z.number().int().min(0).optional(),
  /** What to tell the support line. */
  supportCode: z.string().max(80).optional(),
  /** The missing mandate, M1...M6. */
  mandate: z.string().max(20).optional(),
  /** Why an identity code was refused, see shared/domain/personal-identity-code.ts. */
  reason: z.string().max(60).optional(),
  /** Tries left on the PIN of the card, where that is known. */
  triesLeft: z.number().int().min(0).optional(),
  /** Rules that a payment claim breaks, with the field. */
  violations: z.array(z.object({ code: z.string().max(60), field: z.string().max(100) })).optional(),
});

export type CallError = z.infer<typeof callError>;
