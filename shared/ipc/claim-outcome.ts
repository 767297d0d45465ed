import type { CallError, ErrorCode } from './errors.ts';

/** Answers of the service after it has looked for the claim's key and not found it. */
const afterItsKey: ReadonlySet<ErrorCode> = new Set(['claim-refused', 'client-deceased']);

/** Answers after which a claim is known not to be registered by the try that they answer. */
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
  'service-refused-request',
  'mandate-missing',
  'not-entitled-to-claims',
  'client-not-found',
  'client-outside-rights',
]);

/**
 * False where the claim may be registered all the same: the answer was lost, or an earlier try may have arrived. Its
 * key tells (`claims.find-receipt`).
 */
export const isRefusal = ({ code, mayBeDone }: CallError): boolean =>
  afterItsKey.has(code) || (refusals.has(code) && mayBeDone !== true);

/** Milliseconds after which a claim that was sent and is not registered will not arrive any more. */
export const ON_ITS_WAY = 60_000;
