import { protocol, type Session } from 'electron';
import { createRendererFiles } from './renderer-files.ts';

const scheme = 'app';
const host = 'kelmu';
/** Origin of the window's documents. */
export const windowOrigin = `${scheme}://${host}`;
export const windowAddress = `${windowOrigin}/index.html`;

/** What the window may load: its own files, and what its own code made in memory. */
export const isWindowAddress = (address: string): boolean =>
  ['', 'blob:'].some((prefix) => address.startsWith(`${prefix}${windowOrigin}/`)) ||
  address.startsWith('data:');

/** To be called before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Answers a request for data of the window; null for a path that is none. */
export type DataSource = (request: Request) => Promise<Response | null>;

const dataHeaders = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

/**
 * Serves the built renderer and, below /data/, what is too large for a call: the only things that the window's
 * session can load.
 */
export function serveRenderer(session: Session, folder: string, data: DataSource): void {
  const files = createRendererFiles(folder, host);
  session.protocol.handle(scheme, async (request) => {
    const url = new URL(request.url);
    if (url.host !== host || !url.pathname.startsWith('/data/')) return files(request);
    const answer = await data(request);
    if (answer === null) return new Response(null, { status: 404, headers: dataHeaders });
    for (const [name, value] of Object.entries(dataHeaders)) answer.headers.set(name, value);
    return answer;
  });
}
