import type { ErrorCode } from './errors.ts';

/** Answers after which a claim is known not to be registered by the call that they answer. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  // before it went out
  'invalid-request',
  'not-allowed',
  'unknown-call',
  'busy',
  'not-signed-in',
  'session-locked',
  'role-missing',
  // by the service
  'claim-refused',
  'service-refused-request',
  'mandate-missing',
  'not-entitled-to-claims',
  'client-not-found',
  'client-outside-rights',
  'client-deceased',
]);

/**
 * False where the claim may be registered all the same: the answer was lost, or an earlier try arrived. Its key
 * tells (`claims.find-receipt`).
 */
export const isRefusal = (code: ErrorCode): boolean => refusals.has(code);

/** Milliseconds after which a claim that was sent and is not registered will not arrive any more. */
export const ON_ITS_WAY = 60_000;
