import { failure, type Result } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallError, ErrorCode } from '../../shared/ipc/errors.ts';
import type { ResponseOf, Route } from '../../shared/service-api/contract.ts';
import { pause } from '../clock.ts';
import type { Credentials } from './credentials.ts';
import { createExchange, type ExchangeParts, type RequestOptions } from './exchange.ts';
import { problemOf } from './reply.ts';
import { createRenewal } from './renewal.ts';

export { createCredentials, type Credentials, type EndReason, type HeldTokens } from './credentials.ts';
export { createByteStreams, type ByteStreams } from './byte-streams.ts';
export type { RequestOptions } from './exchange.ts';
export { errorOfReply, problemOf } from './reply.ts';
export { createProofs, type Proofs } from './proofs.ts';
export { createServiceClock, type ServiceClock } from './service-clock.ts';
export { createTransport, type ServiceFetch, type Transport } from './transport.ts';

/** The benefit data service. Every reply that is handed on fits the contract. */
export interface Backend {
  request<R extends Route>(route: R, options?: RequestOptions<R>): Promise<Result<ResponseOf<R>, CallError>>;
}

export interface BackendParts extends Omit<ExchangeParts, 'budget'> {
  readonly credentials: Credentials;
  /** 0 to 1, for the jitter of pauses. */
  readonly random: () => number;
  /** Milliseconds from connecting to the last byte of one attempt. */
  readonly attemptBudget?: number;
  /** Milliseconds after which no further attempt is begun. */
  readonly totalBudget?: number;
}

const ATTEMPTS = 3;
const FIRST_PAUSE = 400;
/** A service that asks for a longer pause is shown to the user, who decides. */
const LONGEST_PAUSE = 8_000;
/** Milliseconds by which a time is wrong rather than late. */
const WRONG_DATE = 30_000;
/** Tokens this close to their end are refreshed before they are used. */
const REFRESH_AHEAD = 10_000;

/** A mandate may have ended since the role was chosen. */
const ROLE_QUESTIONED: ReadonlySet<ErrorCode> = new Set([
  'mandate-missing',
  'role-missing',
  'organisation-unknown',
  'purpose-not-allowed',
  'section-not-allowed',
]);

const WORTH_REPEATING: ReadonlySet<ErrorCode> = new Set([
  'service-unreachable',
  'service-timeout',
  'service-busy',
  'service-failed',
  'service-closed',
]);

type Attempt = <R extends Route>(
  route: R,
  options: RequestOptions<R>,
  isFirst?: boolean,
) => Promise<Result<ResponseOf<R>, CallError>>;

/** One attempt; tokens that have run out are refreshed once, and a proof of a wrong date is made anew once. */
function createAttempt(parts: BackendParts): Attempt {
  const { credentials, clock, serviceClock } = parts;
  const exchange = createExchange({ ...parts, budget: parts.attemptBudget ?? 10_000 });
  const renew = createRenewal(exchange, credentials);

  const attempt: Attempt = async <R extends Route>(
    route: R,
    options: RequestOptions<R>,
    isFirst = true,
  ): Promise<Result<ResponseOf<R>, CallError>> => {
    const needsTokens = route.authentication !== 'none';
    const tokens = needsTokens ? (options.tokens ?? credentials.current()) : undefined;
    if (needsTokens && !tokens) return callFailure('not-signed-in');
    const own = tokens && !options.tokens ? tokens : undefined;
    const renewed = async (): Promise<Result<ResponseOf<R>, CallError>> => {
      const error = own && (await renew(own));
      return error ? failure(error) : attempt(route, options, false);
    };
    if (own && isFirst && own.expiresAt - clock.monotonic() < REFRESH_AHEAD) return renewed();
    const timeBefore = serviceClock.now() - clock.monotonic();
    const sent = await exchange.send(route, options as RequestOptions<Route>, tokens);
    if (!sent.ok) return sent;
    if (sent.value.status < 300) return exchange.valueOf(route, options, sent.value);
    const problem = isFirst ? problemOf(sent.value)?.code : undefined;
    if (own && problem === 'TOKEN_EXPIRED') return renewed();
    // Dated by a clock that this very reply has put right, after a sleep for instance. Nothing was done yet.
    const isTimePutRight = Math.abs(serviceClock.now() - clock.monotonic() - timeBefore) > WRONG_DATE;
    if (problem === 'PROOF_INVALID' && isTimePutRight) return attempt(route, options, false);
    const error = exchange.errorOf(sent.value);
    if (own && error.code === 'session-ended') credentials.end(own, 'service-ended-session');
    if (own && route.authentication === 'role' && ROLE_QUESTIONED.has(error.code))
      credentials.doubtRights(own);
    return failure(error);
  };
  return attempt;
}

/** The attempt before this one may have arrived, though its answer has not. */
const afterLostAnswer = (error: CallError) => failure({ ...error, mayBeDone: true });

export function createBackend(parts: BackendParts): Backend {
  const { clock, random } = parts;
  const attempt = createAttempt(parts);

  const pauseAfter = ({ retryAfter }: CallError, attempts: number): number =>
    retryAfter === undefined
      ? FIRST_PAUSE * 2 ** attempts * (0.5 + random())
      : retryAfter * 1000 + FIRST_PAUSE * random();

  return {
    request: async (route, options = {}) => {
      if (route.idempotencyKey && options.idempotencyKey === undefined)
        throw new TypeError('idempotency key');
      const giveUpAt = clock.monotonic() + (parts.totalBudget ?? 25_000);
      for (let attempts = 1; ; attempts++) {
        const answer = await attempt(route, options);
        if (answer.ok) return answer;
        const outcome = route.idempotencyKey && attempts > 1 ? afterLostAnswer(answer.error) : answer;
        if (!route.safeToRepeat || attempts === ATTEMPTS) return outcome;
        if (!WORTH_REPEATING.has(outcome.error.code)) return outcome;
        const wait = pauseAfter(outcome.error, attempts - 1);
        if (wait > LONGEST_PAUSE || clock.monotonic() + wait >= giveUpAt) return outcome;
        await pause(clock, wait, options.signal ?? new AbortController().signal);
        if (options.signal?.aborted) return callFailure('cancelled', { retriable: true });
      }
    },
  };
}
