import type { z } from 'zod';
import type { Result } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import { calls, type CallAnswer, type CallName, type CallNeeds } from '../../shared/ipc/contract.ts';
import { callError, type CallError, type ErrorCode } from '../../shared/ipc/errors.ts';
import { createQuickCheck } from '../../shared/service-api/quick-check.ts';
import type { Audit } from '../audit/audit.ts';
import type { Clock } from '../clock.ts';
import { faultOfPayload, hasUnknownKeys } from './payload.ts';
import { createRate, type Rate } from './rate.ts';

type RequestOf<Name extends CallName> = z.output<(typeof calls)[Name]['request']>;
type ResponseOf<Name extends CallName> = z.input<(typeof calls)[Name]['response']>;

/** One handler for each call of the contract; a missing or an additional one does not compile. */
export type Handlers = {
  readonly [Name in CallName]: (
    request: RequestOf<Name>,
  ) => Result<ResponseOf<Name>, CallError> | Promise<Result<ResponseOf<Name>, CallError>>;
};

/** Who calls, as the browser engine tells it (never the page). */
export interface Sender {
  readonly isMainFrame: boolean;
  /** Origin of the frame's document; null when the frame is gone. */
  readonly origin: string | null;
}

export interface Registrar {
  /** Never throws: every refusal is an answer. */
  answer(sender: Sender, name: unknown, payload: unknown): Promise<CallAnswer<CallName>>;
  /** Refusals since the start, by code. */
  refusals(): ReadonlyMap<ErrorCode, number>;
}

export interface RegistrarParts {
  readonly handlers: Handlers;
  readonly allowedOrigin: string;
  /** What stands in the way of a call with these needs, or undefined. */
  readonly missing: (needs: CallNeeds) => 'not-signed-in' | 'session-locked' | 'role-missing' | undefined;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly maximumBytes?: number;
}

const DEFAULT_MAXIMUM_BYTES = 1024 * 1024;
/** Refusals of one kind that go into the audit log in a minute: a flood must not fill the disk. */
const AUDITED_PER_MINUTE = 5;

const isCallName = (name: unknown): name is CallName =>
  typeof name === 'string' && Object.hasOwn(calls, name);

/** The one place where sender, name, needs, size, schema and rate of every call are checked. */
export function createRegistrar(parts: RegistrarParts): Registrar {
  const { handlers, clock, audit } = parts;
  const rates = new Map<CallName, Rate>();
  const refused = new Map<ErrorCode, number>();
  const audited = new Map<string, Rate>();
  const quickCheck = createQuickCheck();

  const rateOf = (name: CallName): Rate => {
    const rate = rates.get(name) ?? createRate(calls[name].perSecond, clock);
    rates.set(name, rate);
    return rate;
  };

  const refuse = (call: CallName | 'unknown', code: ErrorCode, retriable = false): CallAnswer<CallName> => {
    refused.set(code, (refused.get(code) ?? 0) + 1);
    const kind = `${call} ${code}`;
    const budget = audited.get(kind) ?? createRate(AUDITED_PER_MINUTE, slowed(clock));
    audited.set(kind, budget);
    if (budget.take()) audit.record({ event: 'call-refused', call, code });
    return callFailure(code, { retriable, ...(code === 'busy' && { retryAfter: 1 }) });
  };

  const run = async (name: CallName, request: unknown): Promise<CallAnswer<CallName>> => {
    try {
      const handler = handlers[name] as (request: unknown) => Promise<Result<unknown, CallError>>;
      const outcome = await handler(request);
      const checked = outcome.ok
        ? quickCheck.parse(responseSchema(name, request), outcome.value)
        : callError.safeParse(outcome.error);
      if (!checked.success) throw new TypeError('the answer does not fit the contract');
      return { ok: outcome.ok, [outcome.ok ? 'value' : 'error']: checked.data } as CallAnswer<CallName>;
    } catch (error) {
      // A bug. Its message may hold anything, so only its kind is written down.
      const kind = error instanceof Error ? error.name : typeof error;
      audit.record({ event: 'call-failed', call: name, error: kind });
      return callFailure('internal');
    }
  };

  return {
    answer: async (sender, name, payload) => {
      if (!sender.isMainFrame || sender.origin !== parts.allowedOrigin) {
        return refuse(isCallName(name) ? name : 'unknown', 'not-allowed');
      }
      if (!isCallName(name)) return refuse('unknown', 'unknown-call');
      const missing = parts.missing(calls[name].needs);
      if (missing) return refuse(name, missing);
      if (faultOfPayload(payload, parts.maximumBytes ?? DEFAULT_MAXIMUM_BYTES)) {
        return refuse(name, 'invalid-request');
      }
      const request = parsed(name, payload);
      if (!request?.success || hasUnknownKeys(payload, request.data)) return refuse(name, 'invalid-request');
      if (!rateOf(name).take()) return refuse(name, 'busy', true);
      return run(name, request.data);
    },
    refusals: () => refused,
  };
}

/** Undefined where the schema throws: bytes in the place of a list cannot be frozen. */
function parsed(name: CallName, payload: unknown): z.ZodSafeParseResult<unknown> | undefined {
  try {
    return calls[name].request.safeParse(payload);
  } catch {
    return undefined;
  }
}

function responseSchema(name: CallName, request: unknown): z.ZodType {
  const { response, responseFor } = calls[name];
  return responseFor?.(request as never) ?? response;
}

/** A minute of it is a second of the given clock. */
const slowed = (clock: Clock): Clock => ({ ...clock, monotonic: () => clock.monotonic() / 60 });
