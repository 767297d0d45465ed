import type { ErrorCode } from '../../shared/ipc/errors.ts';
import type { ProblemCode } from '../../shared/service-api/problem.ts';

interface Meaning {
  readonly code: ErrorCode;
  /** The same request may succeed later. */
  readonly retriable: boolean;
}

const lasting = (code: ErrorCode): Meaning => ({ code, retriable: false });
const passing = (code: ErrorCode): Meaning => ({ code, retriable: true });

/** What each problem of the service means to the user; the one place where the two lists meet. */
export const problemTable: Record<ProblemCode, Meaning> = {
  REQUEST_INVALID: lasting('service-refused-request'),
  NOT_FOUND: lasting('service-refused-request'),
  NOT_SIGNED_IN: lasting('session-ended'),
  TOKEN_EXPIRED: lasting('session-ended'),
  PROOF_INVALID: lasting('session-ended'),
  ROLE_MISSING: lasting('role-missing'),
  TOO_MANY_REQUESTS: passing('service-busy'),
  SERVICE_FAILED: passing('service-failed'),
  SERVICE_CLOSED: passing('service-closed'),
  CHALLENGE_UNKNOWN: passing('card-challenge-refused'),
  CHALLENGE_EXPIRED: passing('card-challenge-refused'),
  CARD_TOKEN_INVALID: lasting('sign-in-refused'),
  CERTIFICATE_UNTRUSTED: lasting('certificate-untrusted'),
  CERTIFICATE_EXPIRED: lasting('certificate-expired'),
  CERTIFICATE_NOT_FOR_SIGN_IN: lasting('card-certificate-not-usable'),
  CERTIFICATE_REVOKED: lasting('certificate-revoked'),
  CERTIFICATE_STATUS_UNKNOWN: lasting('certificate-status-unknown'),
  OCSP_UNREACHABLE: passing('revocation-check-unreachable'),
  OCSP_RESPONSE_INVALID: passing('revocation-check-failed'),
  OCSP_RESPONSE_STALE: passing('revocation-check-failed'),
  OCSP_RESPONDER_UNTRUSTED: lasting('revocation-check-untrusted'),
  OCSP_SIGNATURE_INVALID: lasting('revocation-check-untrusted'),
  SIGNATURE_INVALID: lasting('sign-in-refused'),
  ORIGIN_MISMATCH: lasting('card-origin-refused'),
  IDENTITY_TOKEN_INVALID: lasting('identity-response-invalid'),
  ASSURANCE_TOO_LOW: lasting('assurance-too-low'),
  USER_UNKNOWN: lasting('user-unknown'),
  ORGANISATION_UNKNOWN: lasting('organisation-unknown'),
  PURPOSE_NOT_ALLOWED: lasting('purpose-not-allowed'),
  MANDATE_MISSING: lasting('mandate-missing'),
  SECTION_NOT_ALLOWED: lasting('section-not-allowed'),
  CLIENT_NOT_FOUND: lasting('client-not-found'),
  CLIENT_OUTSIDE_RIGHTS: lasting('client-outside-rights'),
  CLIENT_DECEASED: lasting('client-deceased'),
  REASON_REQUIRED: lasting('reason-required'),
  NON_DISCLOSURE_CONFIRMATION_REQUIRED: lasting('non-disclosure-confirmation-required'),
  IDEMPOTENCY_KEY_MISSING: lasting('service-refused-request'),
  IDEMPOTENCY_KEY_REUSED: lasting('claim-key-reused'),
  CLAIM_BASE_NOT_ELECTRONIC: lasting('claim-refused'),
  CLAIM_BENEFIT_NOT_IN_BASE: lasting('claim-refused'),
  CLAIM_BENEFIT_NOT_CLAIMABLE: lasting('claim-refused'),
  CLAIM_WRONG_PERSON: lasting('claim-refused'),
  CLAIM_PERIOD_INVALID: lasting('claim-refused'),
  CLAIM_PERIOD_OUTSIDE_ADVANCE: lasting('claim-refused'),
  CLAIM_AMOUNT_EXCEEDS_ADVANCE: lasting('claim-refused'),
  CLAIM_AFTER_DECISION: lasting('claim-refused'),
  CLAIM_DUPLICATE: lasting('claim-refused'),
  CLAIM_ACCOUNT_UNKNOWN: lasting('claim-refused'),
  CLAIM_ORG_NOT_ENTITLED: lasting('not-entitled-to-claims'),
  CLAIM_NOT_FOUND: lasting('claim-not-found'),
  CLAIM_STATE_CHANGED: lasting('claim-state-changed'),
};

/** Meaning of a status whose body says nothing that the contract knows. */
export function meaningOfStatus(status: number): Meaning {
  if (status === 401) return lasting('session-ended');
  if (status === 408 || status === 504) return passing('service-timeout');
  if (status === 429) return passing('service-busy');
  if (status === 503) return passing('service-closed');
  if (status >= 500) return passing('service-failed');
  return lasting('service-refused-request');
}
