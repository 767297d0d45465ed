import axios, { AxiosError, type AxiosInstance } from 'axios';
import type { ErrorCode } from '../../shared/ipc/errors.ts';
import { failure, success, type Result } from '../../shared/domain/result.ts';

/** `fetch` of the runtime: Electron's network stack in the product, Node's in tests. */
export type ServiceFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export interface WireRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
}

export interface WireReply {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | null;
  readonly date: string | null;
  readonly text: string;
}

export type WireFailure = {
  readonly code: Extract<
    ErrorCode,
    | 'service-unreachable'
    | 'service-reply-invalid'
    | 'redirect-refused'
    | 'certificate-of-service-refused'
    | 'cancelled'
  >;
};

/** Sends one request once. Any status is a reply, except a redirect, which is never followed. */
export type Transport = (request: WireRequest) => Promise<Result<WireReply, WireFailure>>;

const MAXIMUM_REPLY_BYTES = 16 * 1024 * 1024;
/** Node's and OpenSSL's names for a certificate or a handshake that was refused. */
const TLS_CODES =
  /^(CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|HOSTNAME_MISMATCH|EPROTO)/;
/** Chromium's. */
const CHROMIUM_TLS = /ERR_(CERT|SSL|BAD_SSL|TLS13)_?/;
const CHROMIUM_REDIRECT = /redirect/i;

/** Texts of an error and of its causes: fetch implementations hide the reason at different depths. */
function trail(error: unknown, depth = 0): { readonly codes: string[]; readonly messages: string[] } {
  if (!(error instanceof Error) || depth > 5) return { codes: [], messages: [] };
  const rest = trail(error.cause, depth + 1);
  const code = (error as { code?: unknown }).code;
  return {
    codes: [...(typeof code === 'string' ? [code] : []), ...rest.codes],
    messages: [error.message, ...rest.messages],
  };
}

function failureOf(error: unknown, signal: AbortSignal): WireFailure {
  if (signal.aborted || axios.isCancel(error)) return { code: 'cancelled' };
  if (error instanceof AxiosError && error.code === AxiosError.ERR_BAD_RESPONSE) {
    return { code: 'service-reply-invalid' };
  }
  const { codes, messages } = trail(error);
  if (codes.some((code) => TLS_CODES.test(code)) || messages.some((text) => CHROMIUM_TLS.test(text))) {
    return { code: 'certificate-of-service-refused' };
  }
  if (messages.some((text) => CHROMIUM_REDIRECT.test(text))) return { code: 'redirect-refused' };
  return { code: 'service-unreachable' };
}

const isRedirect = (status: number): boolean => status === 0 || (status >= 300 && status < 400);

/**
 * @param fetch used for every request; must reject redirects or show them when asked by `redirect: 'manual'`
 * @param maximumBytes of an unpacked reply
 */
export function createTransport(fetch: ServiceFetch, maximumBytes = MAXIMUM_REPLY_BYTES): Transport {
  const client: AxiosInstance = axios.create({
    adapter: 'fetch',
    env: { fetch },
    maxRedirects: 0,
    maxContentLength: maximumBytes,
    responseType: 'text',
    // Text stays text: parsing and checking is the backend's matter.
    transformResponse: [(text: unknown) => text],
    transformRequest: [(text: unknown) => text],
    validateStatus: () => true,
    withCredentials: false,
    fetchOptions: { cache: 'no-store', referrerPolicy: 'no-referrer' },
  });
  return async ({ method, url, headers, body, signal }) => {
    try {
      const reply = await client.request<unknown>({
        method,
        url,
        headers: {
          // False keeps axios from calling an absent body a form.
          'Content-Type': false,
          ...headers,
          Accept: 'application/json, application/problem+json',
          'User-Agent': 'Kelmu-Desktop',
        },
        signal,
        ...(body !== undefined && { data: body }),
      });
      if (isRedirect(reply.status)) return failure({ code: 'redirect-refused' });
      const header = (name: string): string | null => {
        const value: unknown = reply.headers[name];
        return typeof value === 'string' ? value : null;
      };
      return success({
        status: reply.status,
        contentType: header('content-type') ?? '',
        retryAfter: header('retry-after'),
        date: header('date'),
        text: typeof reply.data === 'string' ? reply.data : '',
      });
    } catch (error) {
      return failure(failureOf(error, signal));
    }
  };
}
