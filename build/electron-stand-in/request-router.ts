import type { Page, Request as BrowserRequest, Route } from 'playwright-core';
import { createBodyStreams, type BodyStreams } from './body-streams.ts';
import type { SchemeHandler } from './net-fetch.ts';
import { STREAM_HEADER } from './stream-marks.ts';
import { schemeOf, toAppUrl, type Schemes } from './urls.ts';
import type { RequestDetails, WebRequest } from './web-request.ts';

export interface RequestRouterOptions {
  readonly schemes: Schemes;
  readonly webRequest: WebRequest;
  handlerOf(scheme: string): SchemeHandler | undefined;
  /** False for a main-frame navigation that must not happen. */
  mayNavigate(page: Page, browserUrl: string): boolean;
}

/** Answers the requests of a session's pages: the app's schemes by their handlers, the rest by the network. */
export function createRequestRouter(options: RequestRouterOptions) {
  let sequence = 0;
  const streams = createBodyStreams();

  const route = async (routed: Route, request: BrowserRequest): Promise<void> => {
    const browserUrl = request.url();
    const url = toAppUrl(browserUrl, options.schemes);
    if (request.isNavigationRequest()) {
      if (!isAllowed(request, browserUrl)) return routed.abort('aborted');
      const from = pageOf(request);
      if (from && !from.isSubframe) streams.dropOf(from.page);
    }
    const piece = options.schemes.has(schemeOf(url))
      ? await streams.answer(new URL(browserUrl).pathname, request.method())
      : null;
    if (piece) return routed.fulfill(piece);
    const details: RequestDetails = {
      id: ++sequence,
      url,
      method: request.method(),
      resourceType: resourceType(request),
      referrer: request.headers()['referer'] ?? '',
      timestamp: Date.now(),
    };
    const answer = await options.webRequest.askBeforeRequest(details);
    if (answer.cancel) return routed.abort('blockedbyclient');
    if (answer.redirectURL) {
      return routed.fulfill({ status: 307, headers: { location: answer.redirectURL } });
    }
    if (options.schemes.has(schemeOf(url)))
      return answerScheme(
        routed,
        await toFetchRequest(request, url),
        options.handlerOf(schemeOf(url)),
        streams,
      );
    if (!options.webRequest.changesHeaders) return routed.continue();
    return answerWithChangedHeaders(routed, details, options.webRequest);
  };

  const isAllowed = (request: BrowserRequest, browserUrl: string): boolean => {
    const page = pageOf(request);
    if (!page) return false; // a popup that does not exist yet
    return page.isSubframe || options.mayNavigate(page.page, browserUrl);
  };

  return async (routed: Route, request: BrowserRequest): Promise<void> => {
    try {
      await route(routed, request);
    } catch (error) {
      // A page that closes takes its requests with it.
      if (/closed|already handled/i.test(String(error))) return;
      console.error('Electron stand-in: request failed', request.method(), schemeOf(request.url()), error);
      await routed.abort('failed').catch(() => undefined);
    }
  };
}

async function answerScheme(
  routed: Route,
  asked: Request,
  handler: SchemeHandler | undefined,
  streams: BodyStreams,
): Promise<void> {
  const request = routed.request();
  // Chromium asks for it by itself, which Electron does not.
  const isFavicon = request.resourceType() === 'other' && new URL(request.url()).pathname === '/favicon.ico';
  if (!handler || isFavicon) return routed.fulfill({ status: 404, body: '' });
  const mayStream = asked.headers.has(STREAM_HEADER);
  asked.headers.delete(STREAM_HEADER);
  const response = await handler(asked);
  const { status } = response;
  const headers = Object.fromEntries(response.headers);
  if (!mayStream || !response.body)
    return routed.fulfill({ status, headers, body: Buffer.from(await response.arrayBuffer()) });
  const id = streams.add(pageOf(request)?.page, response.body);
  await routed.fulfill({ status, headers: { ...headers, [STREAM_HEADER]: id }, body: '' });
  // The page has given up meanwhile: it will not ask for the body.
  if (request.failure() !== null) streams.drop(id);
}

async function answerWithChangedHeaders(
  routed: Route,
  details: RequestDetails,
  webRequest: WebRequest,
): Promise<void> {
  const response = await routed.fetch({ maxRedirects: 0 });
  const responseHeaders: Record<string, string[]> = {};
  for (const { name, value } of response.headersArray()) (responseHeaders[name] ??= []).push(value);
  const answer = await webRequest.askHeadersReceived({
    ...details,
    statusCode: response.status(),
    statusLine: `HTTP/1.1 ${response.status()} ${response.statusText()}`,
    responseHeaders,
  });
  if (answer.cancel) return routed.abort('blockedbyclient');
  const headers = Object.entries(answer.responseHeaders ?? responseHeaders).map(
    ([name, value]) => [name, [value].flat().join('\n')] as const,
  );
  await routed.fulfill({ response, headers: Object.fromEntries(headers) });
}

async function toFetchRequest(request: BrowserRequest, url: string): Promise<Request> {
  const method = request.method();
  const headers = Object.entries(await request.allHeaders()).filter(([name]) => !name.startsWith(':'));
  const body = method === 'GET' || method === 'HEAD' ? null : request.postDataBuffer();
  return new Request(url, { method, headers, ...(body ? { body: new Uint8Array(body) } : {}) });
}

/** Electron's name for Playwright's kind of request. */
function resourceType(request: BrowserRequest): RequestDetails['resourceType'] {
  if (request.isNavigationRequest()) return 'mainFrame';
  const kind = request.resourceType();
  if (kind === 'fetch' || kind === 'xhr') return 'xhr';
  if (kind === 'websocket') return 'webSocket';
  const same = ['stylesheet', 'script', 'image', 'font', 'media', 'ping'] as const;
  return same.find((name) => name === kind) ?? 'other';
}

/** Playwright throws for a request that was issued before its frame exists, as the first one of a popup. */
function pageOf(request: BrowserRequest): { readonly page: Page; readonly isSubframe: boolean } | undefined {
  try {
    const frame = request.frame();
    return { page: frame.page(), isSubframe: frame.parentFrame() !== null };
  } catch {
    return undefined;
  }
}
