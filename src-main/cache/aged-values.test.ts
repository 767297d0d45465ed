import { afterEach, beforeEach, expect, it } from 'vitest';
import { routes } from '../../shared/service-api/routes.ts';
import { backendUnderTest } from '../../test/main/backend-under-test.ts';
import { createFakeClock, settle, type FakeClock } from '../../test/main/fake-clock.ts';
import {
  json,
  problemReply,
  startScriptedService,
  type ScriptedService,
} from '../../test/main/scripted-service.ts';
import { createAgedValues, type AgedValues, type Cache, type CachedValue } from './cache.ts';

let service: ScriptedService;
let clock: FakeClock;
let stored: Map<string, CachedValue>;
let values: AgedValues;

beforeEach(async () => {
  service = await startScriptedService();
  clock = createFakeClock();
  stored = new Map();
  const cache: Pick<Cache, 'read' | 'write'> = {
    read: (key) => Promise.resolve(stored.get(key) ?? null),
    write: (key, _sensitivity, value) => {
      stored.set(key, { value, storedAt: clock.now() });
      return Promise.resolve(true);
    },
  };
  values = createAgedValues(backendUnderTest(service.address, {}, clock).backend, cache, clock);
});
afterEach(() => service.close());

const old = { value: { guides: [] }, storedAt: Date.parse('2026-10-01T06:00:00Z') };
const fresh = {
  guides: [{ id: 'g', version: '1', title: { fi: '', sv: '', en: '' }, paragraphs: [], source: '' }],
};
const closed = problemReply(503, 'SERVICE_CLOSED', {}, { 'retry-after': '600' });

it("gives the service's value and keeps it", async () => {
  service.on('GET /guides', json(200, fresh));
  expect(await values.read('guides', routes.listGuides)).toEqual({
    ok: true,
    value: { value: fresh, asOf: '2026-11-02T08:00:00.000Z', source: 'service' },
  });
  expect(stored.get('guides')?.value).toEqual(fresh);
});

it('gives the cached value with its age while the service is closed', async () => {
  stored.set('guides', old);
  service.on('GET /guides', closed);
  expect(await values.read('guides', routes.listGuides)).toEqual({
    ok: true,
    value: { value: old.value, asOf: '2026-10-01T06:00:00.000Z', source: 'cache' },
  });
});

it('does not wait for a slow service, and keeps its late answer', async () => {
  stored.set('guides', old);
  let answer = (): void => undefined;
  service.on('GET /guides', (response, request) => (answer = () => json(200, fresh)(response, request)));
  const asked = values.read('guides', routes.listGuides);
  while (service.seen.length === 0) await settle();
  await clock.advance(2_500);
  expect(await asked).toMatchObject({ value: { source: 'cache' } });
  answer();
  await expect.poll(() => stored.get('guides')?.value).toEqual(fresh);
});

it('ignores a cached value that does not fit the contract', async () => {
  stored.set('guides', { value: { guides: 'x' }, storedAt: 0 });
  service.on('GET /guides', closed);
  expect(await values.read('guides', routes.listGuides)).toMatchObject({ error: { code: 'service-closed' } });
});

it('hides no refusal behind the cache', async () => {
  stored.set('lists', { value: { lists: [] }, storedAt: 0 });
  expect(await values.read('lists', routes.listCatalogue)).toMatchObject({
    error: { code: 'not-signed-in' },
  });
});
