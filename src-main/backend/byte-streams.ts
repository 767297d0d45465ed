import { failure, success, type Result } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import { routes } from '../../shared/service-api/routes.ts';
import type { Clock } from '../clock.ts';
import type { Backend } from './backend.ts';
import type { Credentials } from './credentials.ts';
import { errorOfReply, problemOf } from './reply.ts';
import type { ServiceClock } from './service-clock.ts';
import type { ServiceFetch } from './transport.ts';

export interface ByteStreamParts {
  readonly backend: Backend;
  readonly credentials: Credentials;
  readonly serviceClock: ServiceClock;
  readonly clock: Clock;
  /** Address of the service without a slash at the end; null while there is none. */
  readonly address: () => Promise<string | null>;
  readonly fetch: ServiceFetch;
}

export interface ByteStreamRequest {
  /** Path below the service's address, its ids encoded. */
  readonly path: string;
  readonly mediaType: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Answers of the service that are no JSON and too long to be held as a text. */
export interface ByteStreams {
  /** The reply with its body still to be read; 304 is a reply, 400 and above an error. */
  open(request: ByteStreamRequest): Promise<Result<Response, CallError>>;
}

/** Tokens this close to their end are refreshed first; a long stream is judged by its start alone. */
const REFRESH_AHEAD = 30_000;
/** Milliseconds until the service begins to answer. */
const PATIENCE = 20_000;
const LONGEST_PROBLEM = 64 * 1024;

/** What came of one request, and the status of the reply; 0 where there was none. */
interface Attempt {
  readonly outcome: Result<Response, CallError>;
  readonly status: number;
}

async function errorOf(reply: Response, now: number): Promise<CallError> {
  const wire = {
    status: reply.status,
    contentType: reply.headers.get('content-type') ?? '',
    retryAfter: reply.headers.get('retry-after'),
    date: reply.headers.get('date'),
    text: (await reply.text()).slice(0, LONGEST_PROBLEM),
  };
  return errorOfReply(wire, problemOf(wire), now);
}

async function send(
  { clock, fetch }: ByteStreamParts,
  url: string,
  init: RequestInit,
  signal: AbortSignal,
): Promise<Result<Response, CallError>> {
  const late = new AbortController();
  const begun = clock.after(PATIENCE, () => late.abort());
  try {
    return success(await fetch(url, { ...init, signal: AbortSignal.any([signal, late.signal]) }));
  } catch {
    if (signal.aborted) return callFailure('cancelled', { retriable: true });
    return callFailure(late.signal.aborted ? 'service-timeout' : 'service-unreachable', { retriable: true });
  } finally {
    begun();
  }
}

async function attempt(parts: ByteStreamParts, request: ByteStreamRequest): Promise<Attempt> {
  const { credentials, serviceClock } = parts;
  const tokens = credentials.current();
  const base = await parts.address();
  if (!tokens) return { outcome: callFailure('not-signed-in'), status: 0 };
  if (base === null) return { outcome: callFailure('service-unreachable', { retriable: true }), status: 0 };
  const url = `${base}${request.path}`;
  const issuedAt = Math.floor(serviceClock.now() / 1000);
  const init: RequestInit = {
    headers: {
      Authorization: `DPoP ${tokens.accessToken}`,
      DPoP: await tokens.proofs.proof('GET', url, issuedAt, tokens.accessToken),
      Accept: `${request.mediaType}, application/problem+json`,
      ...request.headers,
    },
    redirect: 'manual',
    cache: 'no-store',
  };
  const sent = await send(parts, url, init, request.signal);
  if (!sent.ok) return { outcome: sent, status: 0 };
  const { status, ok } = sent.value;
  if (ok || status === 304) return { outcome: sent, status };
  // A redirect is never followed: 0 is what Chromium shows of one.
  if (status < 400) return { outcome: callFailure('redirect-refused'), status };
  if (status === 403) credentials.doubtRights(tokens);
  return { outcome: failure(await errorOf(sent.value, serviceClock.now())), status };
}

export function createByteStreams(parts: ByteStreamParts): ByteStreams {
  const { backend, credentials, clock } = parts;
  return {
    open: async (request) => {
      const held = credentials.current();
      if (!held || held.expiresAt - clock.monotonic() >= REFRESH_AHEAD) {
        const first = await attempt(parts, request);
        if (first.status !== 401) return first.outcome;
      }
      // Any request of the session renews its tokens, puts the time of its proofs right, or ends it.
      const asked = await backend.request(routes.readSession, { signal: request.signal });
      return asked.ok ? (await attempt(parts, request)).outcome : asked;
    },
  };
}
