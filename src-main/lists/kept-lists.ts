import { gunzipSync, gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { openList } from '../../shared/service-api/lists.ts';
import type { Role } from '../../shared/service-api/roles.ts';
import type { Cache } from '../cache/cache.ts';
import type { Clock } from '../clock.ts';
import type { ExpectedRows } from './verified-rows.ts';

interface Kept {
  readonly etag: string;
  /** ISO 8601 instant. */
  readonly storedAt: string;
  readonly body: ReadableStream<Uint8Array>;
}

interface Manifest {
  readonly etag: string;
  readonly storedAt: string;
  readonly parts: number;
}

/** Lists that are kept in the encrypted cache, where the administrators allow it; the cache decides and expires. */
export interface KeptLists {
  allowed(): boolean;
  etag(list: ExpectedRows, role: Role): Promise<string | null>;
  read(list: ExpectedRows, role: Role): Promise<Kept | null>;
  /** Keeps the rows once they have come whole; a stream that fails leaves nothing. */
  write(list: ExpectedRows, role: Role, etag: string, rows: ReadableStream<Uint8Array>): void;
}

/** Characters of a cache entry; a long list takes several. */
const PART = 4 * 1024 * 1024;
const compress = promisify(gzip);

const keyOf = ({ listId, view, period }: ExpectedRows, role: Role): string =>
  `rows/${role.organisation.organisationId}/${role.purpose}/${listId}/${view}/${period}`;

const isManifest = (value: unknown): value is Manifest =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Manifest).etag === 'string' &&
  typeof (value as Manifest).storedAt === 'string' &&
  Number.isInteger((value as Manifest).parts);

export const createKeptLists = (cache: Cache, clock: Clock, allowed: () => boolean): KeptLists => {
  const manifestOf = async (list: ExpectedRows, role: Role): Promise<Manifest | null> => {
    const found = await cache.read(keyOf(list, role));
    return found !== null && isManifest(found.value) ? found.value : null;
  };
  const store = async (list: ExpectedRows, role: Role, etag: string, rows: ReadableStream<Uint8Array>) => {
    const whole = Buffer.from(await new Response(rows).arrayBuffer());
    const text = (await compress(whole)).toString('base64');
    const parts = Math.ceil(text.length / PART);
    const key = keyOf(list, role);
    for (let at = 0; at < parts; at += 1) {
      const part = text.slice(at * PART, (at + 1) * PART);
      if (!(await cache.write(`${key}/${at}`, openList.sensitivity, part))) return;
    }
    const storedAt = new Date(clock.now()).toISOString();
    // Last: a manifest stands for parts that are all there.
    await cache.write(key, openList.sensitivity, { etag, storedAt, parts } satisfies Manifest);
  };
  return {
    allowed,
    etag: async (list, role) => (allowed() ? ((await manifestOf(list, role))?.etag ?? null) : null),
    read: async (list, role) => {
      if (!allowed()) return null;
      const manifest = await manifestOf(list, role);
      if (manifest === null) return null;
      const texts: string[] = [];
      for (let at = 0; at < manifest.parts; at += 1) {
        const part = await cache.read(`${keyOf(list, role)}/${at}`);
        if (typeof part?.value !== 'string') return null;
        texts.push(part.value);
      }
      const body = new Blob([gunzipSync(Buffer.from(texts.join(''), 'base64'))]).stream();
      return { etag: manifest.etag, storedAt: manifest.storedAt, body };
    },
    write: (list, role, etag, rows) => {
      // A stream that was cut is reported where it is shown; here it only means that nothing is kept.
      store(list, role, etag, rows).catch(() => undefined);
    },
  };
};
