/**
 * Chromium refuses to navigate to a scheme that it does not know, and DevTools cannot intercept such a request.
 * So `app://bundle/x` is served to Chromium as `https://bundle.app.invalid/x`: a secure, standard origin that
 * can never reach a network (RFC 2606 reserves `.invalid`) and whose requests can be answered by interception.
 */
export interface Schemes {
  has(name: string): boolean;
}

/** The address that Chromium sees for one that the app uses. */
export function toBrowserUrl(url: string, schemes: Schemes): string {
  const [, scheme = '', host = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url) ?? [];
  if (!schemes.has(scheme.toLowerCase())) return url;
  return `https://${host || 'none'}.${scheme.toLowerCase()}.invalid${rest || '/'}`;
}

/** The address that the app uses for one that Chromium sees. */
export function toAppUrl(url: string, schemes: Schemes): string {
  const match = /^https:\/\/([^/?#]*)\.([a-z0-9+-]+)\.invalid(?::443)?([/?#].*)?$/i.exec(url);
  const [, host = '', scheme = '', rest = '/'] = match ?? [];
  if (!schemes.has(scheme.toLowerCase())) return url;
  return `${scheme.toLowerCase()}://${host === 'none' ? '' : host}${rest}`;
}

/** The scheme of an address in lower case; empty where it has none. */
export function schemeOf(url: string): string {
  return /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? '';
}

/** `scheme://host` of an address, `null` for addresses without a host, as Electron's `WebFrameMain.origin`. */
export function originOf(url: string): string {
  return /^([a-z][a-z0-9+.-]*:\/\/[^/?#]+)/i.exec(url)?.[1] ?? 'null';
}
