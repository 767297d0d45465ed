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

/** Serves the built renderer, the only thing that the window's session can load. */
export function serveRenderer(session: Session, folder: string): void {
  session.protocol.handle(scheme, createRendererFiles(folder, host));
}
