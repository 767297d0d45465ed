import type { Result } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import type { RequestOf, ResponseOf, Route } from '../../shared/service-api/contract.ts';
import { createQuickCheck } from '../../shared/service-api/quick-check.ts';
import type { Audit } from '../audit/audit.ts';
import type { Clock } from '../clock.ts';
import type { HeldTokens } from './credentials.ts';
import type { Proofs } from './proofs.ts';
import { errorOfReply, problemOf, valueOfReply } from './reply.ts';
import type { ServiceClock } from './service-clock.ts';
import type { Transport, WireReply } from './transport.ts';

export interface RequestOptions<R extends Route> {
  /** Values of the `{name}` parts of the path: opaque ids. */
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: RequestOf<R>;
  /** Bytes in place of a JSON body (`application/octet-stream`). */
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** UUID made when the user started the write; needed where the route says so. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  /** Tokens to use in place of the session's, for the last request of a session that is over. */
  readonly tokens?: HeldTokens;
  /** Key of the proof where the request asks for tokens. */
  readonly proofs?: Proofs;
}

export interface ExchangeParts {
  /** Address of the service without a slash at the end; null while there is none. */
  readonly address: () => Promise<string | null>;
  readonly transport: Transport;
  readonly serviceClock: ServiceClock;
  readonly clock: Clock;
  readonly audit: Audit;
  /** Milliseconds from connecting to the last byte. */
  readonly budget: number;
}

/** One request and one reply, without a second attempt. */
export interface Exchange {
  send(
    route: Route,
    options: RequestOptions<Route>,
    tokens: HeldTokens | undefined,
  ): Promise<Result<WireReply, CallError>>;
  /** What a reply of status 400 and above means. */
  errorOf(reply: WireReply): CallError;
  /** The value of a successful reply, of the client that was asked for. */
  valueOf<R extends Route>(
    route: R,
    options: RequestOptions<R>,
    reply: WireReply,
  ): Result<ResponseOf<R>, CallError>;
}

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

async function headersOf(
  { method }: Route,
  url: string,
  options: RequestOptions<Route>,
  tokens: HeldTokens | undefined,
  now: number,
): Promise<Record<string, string>> {
  const proofs = tokens?.proofs ?? options.proofs;
  const issuedAt = Math.floor(now / 1000);
  return {
    ...(options.body !== undefined && { 'Content-Type': 'application/json' }),
    ...(options.bytes !== undefined && { 'Content-Type': 'application/octet-stream' }),
    ...(options.idempotencyKey !== undefined && { 'Idempotency-Key': options.idempotencyKey }),
    ...(tokens && { Authorization: `DPoP ${tokens.accessToken}` }),
    ...(proofs && { DPoP: await proofs.proof(method, url, issuedAt, tokens?.accessToken) }),
  };
}

export function createExchange(parts: ExchangeParts): Exchange {
  const { clock, serviceClock, audit } = parts;
  const quickCheck = createQuickCheck();

  const send: Exchange['send'] = async (route, options, tokens) => {
    const base = await parts.address();
    if (base === null) return callFailure('service-unreachable', { retriable: true });
    const url = addressOf(base, route.path, options.params ?? {});
    const headers = await headersOf(route, url, options, tokens, serviceClock.now());
    const timeout = new AbortController();
    const cancelTimeout = clock.after(parts.budget, () => timeout.abort());
    const signal = options.signal ? AbortSignal.any([options.signal, timeout.signal]) : timeout.signal;
    const content = options.bytes ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    const body = content === undefined ? {} : { body: content };
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

  return {
    send,
    errorOf: (reply) => {
      const found = problemOf(reply);
      if (found?.code === 'PROOF_INVALID' && serviceClock.isSkewed()) {
        return { code: 'clock-skewed', retriable: false };
      }
      return errorOfReply(reply, found, serviceClock.now());
    },
    valueOf: (route, options, reply) => {
      const value = valueOfReply(route, reply, quickCheck);
      const asked = options.params?.['clientId'];
      const given = value.ok && (value.value as { clientId?: unknown }).clientId;
      const outcome: typeof value =
        value.ok && asked !== undefined && given !== asked ? callFailure('service-reply-mismatch') : value;
      if (!outcome.ok) {
        audit.record({ event: 'service-reply-refused', route: route.path, code: outcome.error.code });
      }
      return outcome;
    },
  };
}
