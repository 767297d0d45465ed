import { failure, type Result } from '../../../shared/domain/result.ts';
import type { Problem, ProblemCode } from '../../../shared/service-api/problem.ts';

/** Why an operation was refused; the server makes an RFC 9457 problem of it. Never holds personal data. */
export interface ServiceFailure {
  readonly code: ProblemCode;
  readonly detail?: string;
  /** The mandate that is missing. */
  readonly mandate?: string;
  readonly violations?: readonly { readonly code: string; readonly field: string }[];
  /** HTTP status where it is not the usual one of the code. */
  readonly status?: number;
}

export const refuse = (error: ServiceFailure): Result<never, ServiceFailure> => failure(error);

const statuses: Readonly<Record<ProblemCode, number>> = {
  REQUEST_INVALID: 400,
  NOT_FOUND: 404,
  NOT_SIGNED_IN: 401,
  TOKEN_EXPIRED: 401,
  PROOF_INVALID: 401,
  ROLE_MISSING: 403,
  TOO_MANY_REQUESTS: 429,
  SERVICE_FAILED: 500,
  SERVICE_CLOSED: 503,
  CHALLENGE_UNKNOWN: 400,
  CHALLENGE_EXPIRED: 400,
  CARD_TOKEN_INVALID: 400,
  CERTIFICATE_UNTRUSTED: 403,
  CERTIFICATE_EXPIRED: 403,
  CERTIFICATE_NOT_FOR_SIGN_IN: 403,
  CERTIFICATE_REVOKED: 403,
  CERTIFICATE_STATUS_UNKNOWN: 403,
  OCSP_UNREACHABLE: 503,
  OCSP_RESPONSE_INVALID: 502,
  OCSP_RESPONSE_STALE: 502,
  OCSP_RESPONDER_UNTRUSTED: 502,
  OCSP_SIGNATURE_INVALID: 502,
  SIGNATURE_INVALID: 403,
  ORIGIN_MISMATCH: 403,
  IDENTITY_TOKEN_INVALID: 403,
  ASSURANCE_TOO_LOW: 403,
  USER_UNKNOWN: 403,
  ORGANISATION_UNKNOWN: 403,
  PURPOSE_NOT_ALLOWED: 403,
  MANDATE_MISSING: 403,
  SECTION_NOT_ALLOWED: 403,
  CLIENT_NOT_FOUND: 404,
  CLIENT_OUTSIDE_RIGHTS: 403,
  CLIENT_DECEASED: 422,
  REASON_REQUIRED: 422,
  NON_DISCLOSURE_CONFIRMATION_REQUIRED: 422,
  IDEMPOTENCY_KEY_MISSING: 400,
  IDEMPOTENCY_KEY_REUSED: 409,
  CLAIM_BASE_NOT_ELECTRONIC: 422,
  CLAIM_BENEFIT_NOT_IN_BASE: 422,
  CLAIM_BENEFIT_NOT_CLAIMABLE: 422,
  CLAIM_WRONG_PERSON: 422,
  CLAIM_PERIOD_INVALID: 422,
  CLAIM_PERIOD_OUTSIDE_ADVANCE: 422,
  CLAIM_AMOUNT_EXCEEDS_ADVANCE: 422,
  CLAIM_AFTER_DECISION: 422,
  CLAIM_DUPLICATE: 422,
  CLAIM_ACCOUNT_UNKNOWN: 422,
  CLAIM_ORG_NOT_ENTITLED: 422,
  CLAIM_NOT_FOUND: 404,
  CLAIM_STATE_CHANGED: 409,
};

export const statusOf = ({ code, status }: ServiceFailure): number => status ?? statuses[code];

const titleOf = (code: ProblemCode): string => {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The problem document of a failure (RFC 9457). */
export const problemOf = (error: ServiceFailure, traceId: string): Problem => ({
  type: `https://kelmu.training.invalid/problems/${error.code.toLowerCase().replaceAll('_', '-')}`,
  title: titleOf(error.code),
  status: statusOf(error),
  code: error.code,
  traceId,
  ...(error.detail === undefined ? {} : { detail: error.detail }),
  ...(error.mandate === undefined ? {} : { mandate: error.mandate }),
  ...(error.violations === undefined ? {} : { violations: [...error.violations] }),
});
