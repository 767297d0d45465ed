import { schemeOf } from './urls.ts';

export interface RequestDetails {
  readonly id: number;
  readonly url: string;
  readonly method: string;
  readonly resourceType: string;
  readonly timestamp: number;
}
export interface BlockingAnswer {
  readonly cancel?: boolean;
  readonly redirectURL?: string;
}
export interface HeadersAnswer {
  readonly cancel?: boolean;
  readonly responseHeaders?: Record<string, string | string[]>;
}
interface Filter {
  readonly urls: string[];
}
type Listener<Details, Answer> = (details: Details, callback: (answer: Answer) => void) => void;
type HeadersDetails = RequestDetails & {
  readonly statusCode: number;
  readonly responseHeaders: Record<string, string[]>;
};

/** Electron's `session.webRequest`, of which one listener an event is kept, as there. */
export class WebRequest {
  #beforeRequest: Listener<RequestDetails, BlockingAnswer> | undefined;
  #headersReceived: Listener<HeadersDetails, HeadersAnswer> | undefined;

  onBeforeRequest(...args: ListenerArguments<RequestDetails, BlockingAnswer>): void {
    this.#beforeRequest = filtered(args);
  }
  onHeadersReceived(...args: ListenerArguments<HeadersDetails, HeadersAnswer>): void {
    this.#headersReceived = filtered(args);
  }

  get changesHeaders(): boolean {
    return this.#headersReceived !== undefined;
  }
  askBeforeRequest(details: RequestDetails): Promise<BlockingAnswer> {
    return ask(this.#beforeRequest, details);
  }
  askHeadersReceived(details: HeadersDetails): Promise<HeadersAnswer> {
    return ask(this.#headersReceived, details);
  }
}

type ListenerArguments<Details, Answer> =
  [listener: Listener<Details, Answer> | null] | [filter: Filter, listener: Listener<Details, Answer> | null];

function ask<Details, Answer extends object>(
  listener: Listener<Details, Answer> | undefined,
  details: Details,
): Promise<Answer> {
  return new Promise((answer) => (listener ? listener(details, answer) : answer({} as Answer)));
}

function filtered<Details extends RequestDetails, Answer extends object>(
  args: ListenerArguments<Details, Answer>,
): Listener<Details, Answer> | undefined {
  const [first, second] = args;
  if (first === null || typeof first === 'function') return first ?? undefined;
  if (!second) return undefined;
  return (details, callback) =>
    first.urls.some((pattern) => matches(pattern, details.url))
      ? second(details, callback)
      : callback({} as Answer);
}

/** Match patterns of Chromium: `<all_urls>` and `scheme://host/path` with `*`. */
function matches(pattern: string, url: string): boolean {
  if (pattern === '<all_urls>') return true;
  const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  if (pattern.startsWith('*://')) {
    return ['http', 'https', 'ws', 'wss'].includes(schemeOf(url)) && new RegExp(`^${escaped}$`).test(url);
  }
  return new RegExp(`^${escaped}$`).test(url);
}
