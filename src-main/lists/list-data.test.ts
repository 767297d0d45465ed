import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { success } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import type { Role } from '../../shared/service-api/roles.ts';
import type { ByteStreams } from '../backend/backend.ts';
import { createListData, type ListDataParts } from './list-data.ts';

const header = {
  kind: 'header',
  listId: 'L1',
  view: 'persons',
  period: '2026-10',
  asOf: '2026-11-01T00:00:00Z',
  total: 1,
  columns: [{ key: 'name', type: 'text' }],
};
const row = '["Äijälä"]\n';
const end = { kind: 'end', rows: 1, sha256: createHash('sha256').update(row).digest('hex') };
const whole = `${JSON.stringify(header)}\n${row}${JSON.stringify(end)}\n`;
const cut = whole.slice(0, -20);
const storedAt = Date.parse('2026-11-02T08:00:00Z');

type Asked = Parameters<ByteStreams['open']>[0];
interface World {
  /** What the service answers, by the tag that it is asked with. */
  readonly service: (etag: string | null) => Response | CallError['code'];
  readonly keptAs?: string;
  readonly kept?: string;
  readonly lists?: readonly string[];
}

/** A service, a session and a cache that pretend: the real ones are in the end-to-end tests. */
const listData = ({ service, keptAs, kept, lists = ['L1'] }: World) => {
  const asked: Asked[] = [];
  const written: string[] = [];
  const recorded: unknown[] = [];
  let drop = (): void => undefined;
  const head = {
    name: `org/TOIMEENTULO/L1/persons/2026-10`,
    etag: keptAs ?? '',
    storedAt,
    expiresAt: storedAt,
  };
  const role = {
    organisation: { organisationId: 'org' },
    purpose: 'TOIMEENTULO',
    rights: { lists },
  } as unknown as Role;
  const parts = {
    streams: {
      open: (request: Asked) => {
        asked.push(request);
        const answer = service(request.headers?.['If-None-Match'] ?? null);
        return Promise.resolve(typeof answer === 'string' ? callFailure(answer) : success(answer));
      },
    },
    session: {
      onClientsDropped: (listener: () => void) => (drop = listener),
      missing: () => undefined,
      role: () => role,
    },
    cache: {
      lists: {
        allowed: () => keptAs !== undefined,
        heads: () => Promise.resolve(keptAs === undefined ? [] : [head]),
        read: () => Promise.resolve(kept === undefined ? null : { head, body: new Blob([kept]).stream() }),
        write: async (name: string, _etag: string, rows: ReadableStream<Uint8Array>) => {
          const text = await new Response(rows).text().catch(() => 'cut');
          written.push(`${name} ${text}`);
        },
      },
    },
    audit: { record: (event: unknown) => recorded.push(event) },
    exportAllowed: () => true,
  } as unknown as ListDataParts;
  const { handle } = createListData(parts);
  const get = async (headers: Record<string, string> = {}): Promise<Response> => {
    const answer = await handle(new Request('app://bundle/data/lists/L1/persons/2026-10', { headers }));
    if (answer === null) throw new Error('the path is none of its own');
    return answer;
  };
  return { get, handle, asked, written, recorded, drop: () => drop() };
};
const rows = (text = whole): Response => new Response(text, { headers: { etag: '"2"' } });
const unchanged = (): Response => new Response(null, { status: 304 });
const codeOf = async (answer: Response): Promise<string> => ((await answer.json()) as CallError).code;

describe('rows for the window', () => {
  it('come from the service, and into the cache where that is allowed', async () => {
    const { get, asked, written } = listData({ service: () => rows(), keptAs: '"1"' });
    const answer = await get();
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      etag: '"2"',
      'kelmu-source': 'service',
      'kelmu-export': 'allowed',
    });
    expect(await answer.text()).toBe(whole);
    await expect.poll(() => written).toEqual([`org/TOIMEENTULO/L1/persons/2026-10 ${whole}`]);
    expect(asked[0]).toMatchObject({
      path: '/lists/L1/persons/2026-10',
      headers: { 'If-None-Match': '"1"' },
    });
  });

  it('break off with the stream, which is recorded and not kept', async () => {
    const { get, written, recorded } = listData({ service: () => rows(cut), keptAs: '"1"' });
    await expect((await get()).text()).rejects.toThrow('did not come whole');
    await expect.poll(() => written).toEqual(['org/TOIMEENTULO/L1/persons/2026-10 cut']);
    expect(recorded).toContainEqual(expect.objectContaining({ event: 'service-reply-refused', code: 'end' }));
  });

  it('are not sent again where the window has them and nothing has changed', async () => {
    const { get } = listData({ service: (etag) => (etag === '"2"' ? unchanged() : rows()) });
    const answer = await get({ 'if-none-match': '"2"' });
    expect([answer.status, await answer.text()]).toEqual([204, '']);
  });

  it('come from the workstation where the service says that they are the same', async () => {
    const { get } = listData({ service: () => unchanged(), keptAs: '"1"', kept: whole });
    const answer = await get();
    expect(answer.headers.get('kelmu-source')).toBe('service');
    expect(answer.headers.get('kelmu-as-of')).toBe('2026-11-02T08:00:00.000Z');
    expect(await answer.text()).toBe(whole);
  });

  it('are asked for anew where the kept ones have gone meanwhile', async () => {
    const { get, asked } = listData({
      service: (etag) => (etag === null ? rows() : unchanged()),
      keptAs: '"1"',
    });
    expect(await (await get()).text()).toBe(whole);
    expect(asked.map(({ headers }) => headers?.['If-None-Match'] ?? null)).toEqual(['"1"', null]);
  });

  it.each([
    'service-unreachable',
    'service-timeout',
    'service-busy',
    'service-failed',
    'service-closed',
  ] as const)('come from the workstation, marked so, while the service is away: %s', async (code) => {
    const { get } = listData({ service: () => code, keptAs: '"1"', kept: whole });
    const answer = await get();
    expect(answer.headers.get('kelmu-source')).toBe('cache');
    expect(await answer.text()).toBe(whole);
    expect(await codeOf(await listData({ service: () => code }).get())).toBe(code);
  });

  it('do not come from the workstation where the service refuses them, nor cut', async () => {
    const refusing = listData({ service: () => 'mandate-missing', keptAs: '"1"', kept: whole });
    expect(await codeOf(await refusing.get())).toBe('mandate-missing');
    const damaged = listData({ service: () => 'service-busy', keptAs: '"1"', kept: cut });
    await expect((await damaged.get()).text()).rejects.toThrow('did not come whole');
  });

  it('end with the session, and are asked for by nobody who may not open the list', async () => {
    const { get, asked, drop } = listData({ service: () => rows() });
    await get();
    expect(asked[0]?.signal?.aborted).toBe(false);
    drop();
    expect(asked[0]?.signal?.aborted).toBe(true);
    const without = listData({ service: () => rows(), lists: ['L2'] });
    expect(await codeOf(await without.get())).toBe('purpose-not-allowed');
    expect(without.asked).toEqual([]);
    expect(await without.handle(new Request('app://bundle/other'))).toBeNull();
  });
});
