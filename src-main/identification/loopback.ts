import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { timingSafeEqual } from 'node:crypto';

/** What a page in the browser says when it comes back to the program. */
export type ReturnPage = 'done' | 'refused' | 'outdated';

export interface LoopbackOptions {
  /** The `state` of the request; a return with another one is of an earlier sign-in, or of somebody else. */
  readonly state: string;
  /** HTML without a script. */
  readonly page: (which: ReturnPage) => string;
}

/** The end of the way through the browser (RFC 8252 section 7.3): one address of this machine, for one sign-in. */
export interface Loopback {
  readonly redirectUri: string;
  /** The address with which the browser came back. Never settles when it does not. */
  readonly returned: Promise<URL>;
  /**
   * Nobody waits any more, or the browser has come back.
   * @param lingering goes on telling whoever comes late that the page is out of date
   */
  close(lingering?: 'lingering'): void;
}

const PATH = '/kelmu/sign-in';
const LONGEST_ADDRESS = 8_000;
/** Milliseconds; a page of a provider is seldom used later. */
const LINGERS = 15 * 60_000;
/** Milliseconds; connections that say nothing are cut then. */
const LAST_ANSWER = 2_000;

const headers = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  Connection: 'close',
};

const isSame = (given: string | null, expected: string): boolean => {
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
};

/** The address that was asked for; null for everything but a return of a browser to this very server. */
const addressOf = (request: IncomingMessage, origin: string): URL | null => {
  const path = request.url ?? '';
  if (request.method !== 'GET' || path.length > LONGEST_ADDRESS) return null;
  // A name that resolves to this machine is another site's page.
  if (`http://${request.headers.host ?? ''}` !== origin) return null;
  const url = new URL(path, origin);
  return url.origin === origin && url.pathname === PATH ? url : null;
};

const listen = (server: Server): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });

/** Waits on a free port of 127.0.0.1 until the browser comes back with the right `state`. */
export async function openLoopback({ state, page }: LoopbackOptions): Promise<Loopback> {
  let origin = '';
  let settle: (url: URL) => void = () => undefined;
  const returned = new Promise<URL>((resolve) => (settle = resolve));
  let isOver = false;

  const answer = (response: ServerResponse, status: number, body = ''): void => {
    response.writeHead(status, headers);
    response.end(body);
  };
  const server = createServer({ maxHeaderSize: 16_384 }, (request, response) => {
    const url = addressOf(request, origin);
    if (url === null) return answer(response, 404);
    // Anybody on this machine can ask; only the right state ends the wait, so nobody else can spoil it.
    if (isOver || !isSame(url.searchParams.get('state'), state))
      return answer(response, 400, page('outdated'));
    isOver = true;
    answer(response, 200, page(url.searchParams.has('error') ? 'refused' : 'done'));
    settle(url);
  });
  origin = await listen(server);
  const stop = (): void => {
    server.close();
    // The page of the return is still on its way.
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), LAST_ANSWER).unref();
  };
  return {
    redirectUri: `${origin}${PATH}`,
    returned,
    close: (lingering) => {
      isOver = true;
      if (lingering === undefined) return stop();
      server.unref();
      setTimeout(stop, LINGERS).unref();
    },
  };
}
