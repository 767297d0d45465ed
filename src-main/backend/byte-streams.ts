import type { Result } from '../../shared/domain/result.ts';
import { success } from '../../shared/domain/result.ts';
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

export function createByteStreams(parts: ByteStreamParts): ByteStreams {
  const { backend, credentials, clock, serviceClock } = parts;

  const errorOf = async (reply: Response): Promise<CallError> => {
    const wire = {
      status: reply.status,
      contentType: reply.headers.get('content-type') ?? '',
      retryAfter: reply.headers.get('retry-after'),
      date: reply.headers.get('date'),
      text: (await reply.text()).slice(0, LONGEST_PROBLEM),
    };
    return errorOfReply(wire, problemOf(wire), serviceClock.now());
  };

  const send = async (url: string, init: RequestInit, signal: AbortSignal) => {
    const late = new AbortController();
    const begun = clock.after(PATIENCE, () => late.abort());
    try {
      return success(await parts.fetch(url, { ...init, signal: AbortSignal.any([signal, late.signal]) }));
    } catch {
      if (signal.aborted) return callFailure('cancelled', { retriable: true });
      return callFailure(late.signal.aborted ? 'service-timeout' : 'service-unreachable', {
        retriable: true,
      });
    } finally {
      begun();
    }
  };

  return {
    open: async ({ path, mediaType, headers, signal }) => {
      const held = credentials.current();
      if (held && held.expiresAt - clock.monotonic() < REFRESH_AHEAD) {
        // Any request of the role renews them.
        const renewed = await backend.request(routes.listCatalogue);
        if (!renewed.ok) return renewed;
      }
      const tokens = credentials.current();
      const base = await parts.address();
      if (!tokens) return callFailure('not-signed-in');
      if (base === null) return callFailure('service-unreachable', { retriable: true });
      const url = `${base}${path}`;
      const issuedAt = Math.floor(serviceClock.now() / 1000);
      const sent = await send(
        url,
        {
          headers: {
            Authorization: `DPoP ${tokens.accessToken}`,
            DPoP: await tokens.proofs.proof('GET', url, issuedAt, tokens.accessToken),
            Accept: `${mediaType}, application/problem+json`,
            ...headers,
          },
          redirect: 'manual',
          cache: 'no-store',
        },
        signal,
      );
      if (!sent.ok || sent.value.ok || sent.value.status === 304) return sent;
      // A redirect is never followed: 0 is what Chromium shows of one.
      if (sent.value.status < 400) return callFailure('redirect-refused');
      return { ok: false, error: await errorOf(sent.value) };
    },
  };
}
