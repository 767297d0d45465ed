import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallError, ErrorCode } from '../../shared/ipc/errors.ts';
import type { Result } from '../../shared/domain/result.ts';
import type { RequestOf, ResponseOf, Route } from '../../shared/service-api/contract.ts';
import { routes } from '../../shared/service-api/routes.ts';
import type { Audit } from '../audit/audit.ts';
import { pause, type Clock } from '../clock.ts';
import type { Credentials, HeldTokens } from './credentials.ts';
import type { Proofs } from './proofs.ts';
import { errorOfReply, problemOf, valueOfReply } from './reply.ts';
import type { ServiceClock } from './service-clock.ts';
import type { Transport, WireReply } from './transport.ts';

export interface RequestOptions<R extends Route> {
  /** Values of the `{name}` parts of the path: opaque ids. */
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: RequestOf<R>;
  /** UUID made when the user started the write; needed where the route says so. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  /** Tokens to use in place of the session's, for the last request of a session that is over. */
  readonly tokens?: HeldTokens;
  /** Key of the proof where the request asks for tokens. */
  readonly proofs?: Proofs;
}

/** The benefit data service. Every reply that is handed on fits the contract. */
export interface Backend {
  request<R extends Route>(route: R, options?: RequestOptions<R>): Promise<Result<ResponseOf<R>, CallError>>;
}

export interface BackendParts {
  /** Address of the service without a slash at the end; null while there is none. */
  readonly address: () => Promise<string | null>;
  readonly transport: Transport;
  readonly credentials: Credentials;
  readonly serviceClock: ServiceClock;
  readonly clock: Clock;
  readonly audit: Audit;
  /** 0 to 1, for the jitter of pauses. */
  readonly random: () => number;
  /** Milliseconds from connecting to the last byte of one attempt. */
  readonly attemptBudget?: number;
  /** Milliseconds of all attempts and pauses together. */
  readonly totalBudget?: number;
}

const ATTEMPTS = 3;
const FIRST_PAUSE = 400;
/** A service that asks for a longer pause is shown to the user, who decides. */
const LONGEST_PAUSE = 8_000;
/** Tokens this close to their end are refreshed before they are used. */
const REFRESH_AHEAD = 10_000;

const WORTH_REPEATING: ReadonlySet<ErrorCode> = new Set([
  'service-unreachable',
  'service-timeout',
  'service-busy',
  'service-failed',
  'service-closed',
]);

function addressOf(base: string, path: string, params: Readonly<Record<string, string>>): string {
  return (
    base +
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = params[name];
      // Dots alone would climb up in the path.
      if (value === undefined || /^\.*$/.test(value)) throw new RangeError(`path parameter ${name}`);
      return encodeURIComponent(value);
    })
  );
}

const needsTokens = (route: Route): boolean => route.authentication !== 'none';

export function createBackend(parts: BackendParts): Backend {
  const { clock, credentials, serviceClock, audit } = parts;
  const attemptBudget = parts.attemptBudget ?? 10_000;
  const totalBudget = parts.totalBudget ?? 25_000;
  let refreshing: { readonly of: HeldTokens; readonly done: Promise<CallError | undefined> } | undefined;

  const headersOf = async (
    route: Route,
    url: string,
    options: RequestOptions<Route>,
    tokens: HeldTokens | undefined,
  ): Promise<Record<string, string>> => {
    const proofs = tokens?.proofs ?? options.proofs;
    const issuedAt = Math.floor(serviceClock.now() / 1000);
    return {
      ...(options.body !== undefined && { 'Content-Type': 'application/json' }),
      ...(options.idempotencyKey !== undefined && { 'Idempotency-Key': options.idempotencyKey }),
      ...(tokens && { Authorization: `DPoP ${tokens.accessToken}` }),
      ...(proofs && { DPoP: await proofs.proof(route.method, url, issuedAt, tokens?.accessToken) }),
    };
  };

  /** One request within the budget of an attempt. */
  const send = async (
    route: Route,
    options: RequestOptions<Route>,
    tokens: HeldTokens | undefined,
  ): Promise<Result<WireReply, CallError>> => {
    const base = await parts.address();
    if (base === null) return callFailure('service-unreachable', { retriable: true });
    const url = addressOf(base, route.path, options.params ?? {});
    const headers = await headersOf(route, url, options, tokens);
    const timeout = new AbortController();
    const cancelTimeout = clock.after(attemptBudget, () => timeout.abort());
    const signal = options.signal ? AbortSignal.any([options.signal, timeout.signal]) : timeout.signal;
    const body = options.body === undefined ? {} : { body: JSON.stringify(options.body) };
    const reply = await parts.transport({ method: route.method, url, headers, signal, ...body });
    cancelTimeout();
    if (options.signal?.aborted) return callFailure('cancelled', { retriable: true });
    if (reply.ok) {
      serviceClock.learn(reply.value.date);
      return reply;
    }
    if (timeout.signal.aborted) return callFailure('service-timeout', { retriable: true });
    const { code } = reply.error;
    return callFailure(code, { retriable: code === 'service-unreachable' });
  };

  const refused = (route: Route, reply: WireReply): CallError => {
    const found = problemOf(reply);
    if (found?.code === 'PROOF_INVALID' && serviceClock.isSkewed()) {
      return { code: 'clock-skewed', retriable: false };
    }
    return errorOfReply(reply, found, serviceClock.now());
  };

  const checked = <R extends Route>(
    route: R,
    options: RequestOptions<R>,
    reply: WireReply,
  ): Result<ResponseOf<R>, CallError> => {
    const value = valueOfReply(route, reply);
    const asked = options.params?.['clientId'];
    const given = value.ok && (value.value as { clientId?: unknown }).clientId;
    const outcome: Result<ResponseOf<R>, CallError> = value.ok && asked !== undefined && given !== asked
      ? callFailure('service-reply-mismatch')
      : value;
    if (!outcome.ok) {
      audit.record({ event: 'service-reply-refused', route: route.path, code: outcome.error.code });
    }
    return outcome;
  };

  const renew = async (held: HeldTokens): Promise<CallError | undefined> => {
    const asked = { body: { refreshToken: held.refreshToken }, proofs: held.proofs };
    const sent = await send(routes.refreshTokens, asked, undefined);
    if (!sent.ok) return sent.error;
    if (sent.value.status >= 400) {
      const error = refused(routes.refreshTokens, sent.value);
      if (error.code === 'session-ended') credentials.end(held, 'expired');
      return error;
    }
    const tokens = checked(routes.refreshTokens, {}, sent.value);
    if (!tokens.ok) return tokens.error;
    // The session may have been locked or ended meanwhile: then the new tokens are thrown away.
    if (credentials.current() === held) credentials.hold(held.proofs, tokens.value);
    return undefined;
  };

  const refresh = (held: HeldTokens): Promise<CallError | undefined> => {
    if (credentials.current() !== held) return Promise.resolve(undefined);
    if (refreshing?.of === held) return refreshing.done;
    const done = renew(held).finally(() => (refreshing = undefined));
    refreshing = { of: held, done };
    return done;
  };

  /** One attempt; tokens that have run out are refreshed once. */
  const attempt = async <R extends Route>(
    route: R,
    options: RequestOptions<R>,
    mayRefresh = true,
  ): Promise<Result<ResponseOf<R>, CallError>> => {
    const tokens = needsTokens(route) ? (options.tokens ?? credentials.current()) : undefined;
    if (needsTokens(route) && !tokens) return callFailure('not-signed-in');
    const own = tokens && !options.tokens ? tokens : undefined;
    if (own && mayRefresh && own.expiresAt - clock.monotonic() < REFRESH_AHEAD) {
      const error = await refresh(own);
      return error ? { ok: false, error } : attempt(route, options, false);
    }
    const sent = await send(route, options as RequestOptions<Route>, tokens);
    if (!sent.ok) return sent;
    if (sent.value.status < 300) return checked(route, options, sent.value);
    if (own && mayRefresh && problemOf(sent.value)?.code === 'TOKEN_EXPIRED') {
      const error = await refresh(own);
      return error ? { ok: false, error } : attempt(route, options, false);
    }
    const error = refused(route, sent.value);
    if (own && error.code === 'session-ended') credentials.end(own, 'service-ended-session');
    return { ok: false, error };
  };

  const pauseAfter = (error: CallError, attempts: number): number =>
    error.retryAfter === undefined
      ? FIRST_PAUSE * 2 ** attempts * (0.5 + parts.random())
      : error.retryAfter * 1000 + FIRST_PAUSE * parts.random();

  return {
    request: async (route, options = {}) => {
      if (route.idempotencyKey && options.idempotencyKey === undefined)
        throw new TypeError('idempotency key');
      const giveUpAt = clock.monotonic() + totalBudget;
      for (let attempts = 1; ; attempts++) {
        const outcome = await attempt(route, options);
        if (outcome.ok || !route.safeToRepeat || attempts === ATTEMPTS) return outcome;
        if (!WORTH_REPEATING.has(outcome.error.code)) return outcome;
        const wait = pauseAfter(outcome.error, attempts - 1);
        if (wait > LONGEST_PAUSE || clock.monotonic() + wait >= giveUpAt) return outcome;
        await pause(clock, wait, options.signal ?? new AbortController().signal);
        if (options.signal?.aborted) return callFailure('cancelled', { retriable: true });
      }
    },
  };
}
