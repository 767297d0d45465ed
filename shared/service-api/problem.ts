import { z } from 'zod';

/**
 * The closed list of problem codes (member `code` of an RFC 9457 problem). Codes of payment claims keep the
 * spelling of the payment-claim guide.
 */
export const problemCodes = [
  'REQUEST_INVALID',
  'NOT_FOUND',
  'NOT_SIGNED_IN',
  'TOKEN_EXPIRED',
  'PROOF_INVALID',
  'ROLE_MISSING',
  'TOO_MANY_REQUESTS',
  'SERVICE_FAILED',
  'SERVICE_CLOSED',
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
  'IDENTITY_TOKEN_INVALID',
  'ASSURANCE_TOO_LOW',
  'USER_UNKNOWN',
  'ORGANISATION_UNKNOWN',
  'PURPOSE_NOT_ALLOWED',
  'MANDATE_MISSING',
  'SECTION_NOT_ALLOWED',
  'CLIENT_NOT_FOUND',
  'CLIENT_OUTSIDE_RIGHTS',
  'CLIENT_DECEASED',
  'REASON_REQUIRED',
  'NON_DISCLOSURE_CONFIRMATION_REQUIRED',
  'IDEMPOTENCY_KEY_MISSING',
  'IDEMPOTENCY_KEY_REUSED',
  'CLAIM_BASE_NOT_ELECTRONIC',
  'CLAIM_BENEFIT_NOT_IN_BASE',
  'CLAIM_BENEFIT_NOT_CLAIMABLE',
  'CLAIM_WRONG_PERSON',
  'CLAIM_PERIOD_INVALID',
  'CLAIM_PERIOD_OUTSIDE_ADVANCE',
  'CLAIM_AMOUNT_EXCEEDS_ADVANCE',
  'CLAIM_AFTER_DECISION',
  'CLAIM_DUPLICATE',
  'CLAIM_ACCOUNT_UNKNOWN',
  'CLAIM_ORG_NOT_ENTITLED',
  'CLAIM_NOT_FOUND',
  'CLAIM_STATE_CHANGED',
] as const;

export type ProblemCode = (typeof problemCodes)[number];

/** Problem details for HTTP APIs (RFC 9457), content type `application/problem+json`. Never holds personal data. */
export const problem = z.object({
  type: z.string().max(200),
  title: z.string().max(200),
  status: z.int().min(400).max(599),
  code: z.string().max(60),
  detail: z.string().max(1000).optional(),
  /** What to tell the support line. */
  traceId: z.string().max(80).optional(),
  /** Further codes with the field that each concerns, of a refused payment claim. */
  violations: z
    .array(z.object({ code: z.string().max(60), field: z.string().max(100) }))
    .max(100)
    .optional(),
  /** The mandate that is missing (M1...M6). */
  mandate: z.string().max(20).optional(),
});

export type Problem = z.infer<typeof problem>;

/** Codes that every operation may answer with. */
export const commonProblems: readonly ProblemCode[] = [
  'REQUEST_INVALID',
  'NOT_SIGNED_IN',
  'TOKEN_EXPIRED',
  'PROOF_INVALID',
  'ROLE_MISSING',
  'TOO_MANY_REQUESTS',
  'SERVICE_FAILED',
  'SERVICE_CLOSED',
];
