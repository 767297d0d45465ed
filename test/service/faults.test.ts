import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sectionNames } from '../../shared/domain/sections.ts';
import { problem } from '../../shared/service-api/problem.ts';
import { routes } from '../../shared/service-api/routes.ts';
import { SCRIPT } from '../../src-main/training-service/http/faults.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { workedExamples } from '../../src-main/training-service/worked-examples.ts';
import { createServiceClient, type ServiceClient } from './service-client.ts';

let service: TrainingService;
let client: ServiceClient;
let clientId: string;

beforeAll(async () => {
  service = await startTrainingService({ dataFolder: null, personCount: 50, faults: true });
  client = createServiceClient(service.url);
  await client.signIn('u-esimerkki');
  await client.chooseRole('org-pirkanmaa', 'TOIMEENTULO');
  clientId = await client.open(workedExamples[0]!.personalIdentityCode);
});
afterEach(() => service.setFault(null));
afterAll(() => service.close());

const payments = () => client.call('payments', { parameters: { clientId } });

describe('faults on demand', () => {
  it.each([
    [429, 'TOO_MANY_REQUESTS'],
    [500, 'SERVICE_FAILED'],
    [503, 'SERVICE_CLOSED'],
  ] as const)('status %i comes as a problem with Retry-After', async (status, code) => {
    service.setFault({ path: '/payments$', kind: 'status', status, retryAfterSeconds: 7 });
    const reply = await payments();
    expect(reply.status).toBe(status);
    expect(problem.parse(reply.body).code).toBe(code);
    expect(reply.headers.get('retry-after')).toBe('7');
  });

  it('status 502 comes as the page of a gateway', async () => {
    service.setFault({ path: '^/guides$', kind: 'status', status: 502 });
    const response = await fetch(`${service.url}/guides`);
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toContain('text/html');
  });

  it('strikes as often as asked, then no more, and on its path only', async () => {
    service.setFault({ path: '/payments$', kind: 'status', status: 500, times: 1 });
    expect((await client.call('decisions', { parameters: { clientId } })).status).toBe(200);
    expect((await payments()).status).toBe(500);
    expect((await payments()).status).toBe(200);
  });

  it('breaks the connection in the middle of the answer, or before it', async () => {
    service.setFault({ path: '/payments$', kind: 'cut', times: 1 });
    await expect(payments()).rejects.toThrow();
    service.setFault({ path: '/payments$', kind: 'lost-answer', times: 1 });
    await expect(payments()).rejects.toThrow();
    const read = (): number => service.auditRecords().filter(({ section }) => section === 'payments').length;
    const before = read();
    service.setFault({ path: '/payments$', kind: 'lost-request', times: 1 });
    await expect(payments()).rejects.toThrow();
    expect(read()).toBe(before);
    expect((await payments()).status).toBe(200);
  });

  it('answers against the contract, or for another client', async () => {
    service.setFault({ path: '/payments$', kind: 'wrong-schema', times: 1 });
    expect(routes.payments.response.safeParse((await payments()).body).success).toBe(false);
    service.setFault({ path: '/payments$', kind: 'other-client', times: 1 });
    const swapped = routes.payments.response.parse((await payments()).body);
    expect(swapped.clientId).not.toBe(clientId);
  });

  it('answers with a script in every text, as the contract allows', async () => {
    service.setFault({ path: '^/clients/c-', kind: 'script' });
    for (const name of sectionNames) {
      const reply = await client.call(name, { parameters: { clientId } });
      expect(routes[name].response.parse(reply.body).clientId, name).toBe(clientId);
    }
    expect(JSON.stringify((await payments()).body)).toContain(SCRIPT);
  });

  it('redirects, and sends an answer that is far too large', async () => {
    service.setFault({ path: '^/guides$', kind: 'redirect', location: 'https://other.invalid/', times: 1 });
    const redirected = await fetch(`${service.url}/guides`, { redirect: 'manual' });
    expect([redirected.status, redirected.headers.get('location')]).toEqual([307, 'https://other.invalid/']);
    service.setFault({ path: '^/guides$', kind: 'huge', times: 1 });
    const huge = await fetch(`${service.url}/guides`);
    expect((await huge.arrayBuffer()).byteLength).toBeGreaterThan(60_000_000);
  }, 60_000);

  it('can be set over HTTP where the service was started so', async () => {
    const set = (body: unknown) =>
      fetch(`${service.url}/training/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await set({ path: '/payments$', kind: 'status', status: 503 })).status).toBe(200);
    expect((await payments()).status).toBe(503);
    expect((await set(null)).status).toBe(200);
    expect((await payments()).status).toBe(200);
    expect((await set({ path: '(' })).status).toBe(400);
    expect((await set({ path: '.', kind: 'unheard-of' })).status).toBe(400);
  });
});
