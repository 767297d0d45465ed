import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { schemeOf } from './urls.ts';

export type SchemeHandler = (request: Request) => Response | Promise<Response>;
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.ico': 'image/x-icon',
  '.pdf': 'application/pdf',
};

/** `fetch` of a session: the app's own schemes, files, and HTTP through Node. */
export function createFetch(handlerOf: (scheme: string) => SchemeHandler | undefined): Fetch {
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const handler = handlerOf(schemeOf(url));
    if (handler) return handler(new Request(input, init));
    return schemeOf(url) === 'file' ? fetchFile(url) : fetch(input, init);
  };
}

async function fetchFile(url: string): Promise<Response> {
  const path = fileURLToPath(url);
  const { size } = await stat(path).catch((cause: unknown) => {
    throw new Error('net::ERR_FILE_NOT_FOUND', { cause });
  });
  const type = MEDIA_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream';
  const body = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
  return new Response(body, { headers: { 'content-type': type, 'content-length': String(size) } });
}
