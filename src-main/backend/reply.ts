import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import { success, type Result } from '../../shared/domain/result.ts';
import type { ResponseOf, Route } from '../../shared/service-api/contract.ts';
import { problem, problemCodes, type Problem, type ProblemCode } from '../../shared/service-api/problem.ts';
import { meaningOfStatus, problemTable } from './problem-table.ts';
import type { QuickCheck } from '../../shared/service-api/quick-check.ts';
import type { WireReply } from './transport.ts';

const isProblemCode = (code: string): code is ProblemCode =>
  (problemCodes as readonly string[]).includes(code);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Undefined fits no schema of the contract, so the caller reports the reply as invalid.
    return undefined;
  }
}

/**
 * Seconds of a `Retry-After` header (RFC 9110, 10.2.3): a number or a date.
 * @param now milliseconds since 1970 by the service's clock
 */
export function retryAfterSeconds(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d{1,6}$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}

/** The problem in a reply, where it holds one. */
export function problemOf(reply: WireReply): Problem | undefined {
  if (!/^application\/problem\+json\b/i.test(reply.contentType)) return undefined;
  return problem.safeParse(parseJson(reply.text)).data;
}

/** What a refused request means. */
export function errorOfReply(reply: WireReply, found: Problem | undefined, now: number): CallError {
  const meaning =
    found && isProblemCode(found.code) ? problemTable[found.code] : meaningOfStatus(reply.status);
  const retryAfter = retryAfterSeconds(reply.retryAfter, now);
  return {
    ...meaning,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(found?.traceId !== undefined && { supportCode: found.traceId }),
    ...(found?.mandate !== undefined && { mandate: found.mandate }),
    ...(meaning.code === 'claim-refused' && { violations: violationsOf(found) }),
  };
}

/** The rules that a claim breaks; a service that names only the problem still gives one. */
const violationsOf = (found: Problem | undefined): { code: string; field: string }[] =>
  found?.violations?.length ? found.violations : found ? [{ code: found.code, field: '' }] : [];

/** The value of a successful reply, checked against the contract. */
export function valueOfReply<R extends Route>(
  route: R,
  reply: WireReply,
  quickCheck: QuickCheck,
): Result<ResponseOf<R>, CallError> {
  const isJson = /^application\/json\b/i.test(reply.contentType);
  const parsed = isJson ? quickCheck.parse(route.response, parseJson(reply.text)) : undefined;
  return parsed?.success
    ? success(parsed.data as ResponseOf<R>)
    : callFailure('service-reply-invalid', { retriable: false });
}
