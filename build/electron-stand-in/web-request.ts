import type * as Electron from 'electron';
import { schemeOf } from './urls.ts';

export type RequestDetails = Omit<Electron.OnBeforeRequestListenerDetails, 'uploadData'>;
type HeadersDetails = Electron.OnHeadersReceivedListenerDetails;
type BeforeRequestListener = Listener<Electron.OnBeforeRequestListenerDetails, Electron.CallbackResponse>;
type Listener<Details, Answer> = (details: Details, callback: (answer: Answer) => void) => void;
interface Filter {
  readonly urls: string[];
}

/** Electron's `session.webRequest`, of which one listener an event is kept, as there. */
export class WebRequest {
  #beforeRequest: BeforeRequestListener | undefined;
  #headersReceived: Listener<HeadersDetails, Electron.HeadersReceivedResponse> | undefined;

  onBeforeRequest(
    ...args: ListenerArguments<Electron.OnBeforeRequestListenerDetails, Electron.CallbackResponse>
  ): void {
    this.#beforeRequest = filtered(args);
  }
  onHeadersReceived(...args: ListenerArguments<HeadersDetails, Electron.HeadersReceivedResponse>): void {
    this.#headersReceived = filtered(args);
  }

  get changesHeaders(): boolean {
    return this.#headersReceived !== undefined;
  }
  askBeforeRequest(details: RequestDetails): Promise<Electron.CallbackResponse> {
    return ask(this.#beforeRequest, { ...details, uploadData: [] });
  }
  askHeadersReceived(details: HeadersDetails): Promise<Electron.HeadersReceivedResponse> {
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

function filtered<Details extends { readonly url: string }, Answer extends object>(
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
