import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { securityHeaders } from './content-security.ts';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.ico': 'image/x-icon',
};

const refusal = (status: 403 | 404 | 405): Response =>
  new Response(null, { status, headers: { ...securityHeaders } });

/**
 * Answers requests for the window's files. Only paths that were in the folder at the start are known, so no
 * way of writing a path leads out of it; anything else is 404, another host 403, another method 405.
 * @param folder absolute path of the built renderer
 * @param host the only host of the scheme
 */
export function createRendererFiles(folder: string, host: string): (request: Request) => Promise<Response> {
  const known = new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length).split(sep).join('/').replace(/^\/?/, '/'), path] as const),
  );
  return async (request) => {
    const url = new URL(request.url);
    if (url.host !== host || url.username || url.password || url.port) return refusal(403);
    if (request.method !== 'GET') return refusal(405);
    const path = known.get(url.pathname === '/' ? '/index.html' : url.pathname);
    const type = path && MEDIA_TYPES[extname(path).toLowerCase()];
    if (path === undefined || type === undefined) return refusal(404);
    return new Response(new Uint8Array(await readFile(path)), {
      headers: { ...securityHeaders, 'Content-Type': type },
    });
  };
}
