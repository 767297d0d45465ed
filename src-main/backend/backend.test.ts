import { createHash } from 'node:crypto';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { routes } from '../../shared/service-api/routes.ts';
import { backendUnderTest, tokens, type BackendUnderTest } from '../../test/main/backend-under-test.ts';
import { selfSignedCertificate } from '../../test/main/self-signed.ts';
import {
  json,
  problemReply,
  startScriptedService,
  type Reply,
  type ScriptedService,
} from '../../test/main/scripted-service.ts';
import { createProofs } from './proofs.ts';
import { createTransport } from './transport.ts';

let service: ScriptedService;
let under: BackendUnderTest;

beforeEach(async () => {
  service = await startScriptedService();
  under = backendUnderTest(service.address);
});
afterEach(() => service.close());

const guides = json(200, { guides: [] });
const organisations = json(200, { organisations: [] });
const section = (clientId: string): Reply =>
  json(200, { clientId, asOf: '2026-11-02T08:00:00Z', monthsBack: 12, items: [] });

const errorOf = async (outcome: ReturnType<BackendUnderTest['backend']['request']>): Promise<unknown> => {
  const result = await outcome;
  return result.ok ? undefined : result.error;
};

describe('replies', () => {
  it('gives what the contract knows and drops the rest', async () => {
    service.on('GET /guides', json(200, { guides: [], extra: 'x' }));
    expect(await under.backend.request(routes.listGuides)).toEqual({ ok: true, value: { guides: [] } });
  });

  const wrong: readonly [string, Reply][] = [
    ['a missing member', json(200, {})],
    ['a wrong type', json(200, { guides: 'none' })],
    ['null', json(200, null)],
    ['HTML', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Log in')],
    [
      'broken JSON',
      (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"gui'),
    ],
    ['an empty body', (response) => response.writeHead(200, { 'content-type': 'application/json' }).end()],
  ];
  it.each(wrong)('refuses %s', async (_, reply) => {
    service.on('GET /guides', reply);
    expect(await errorOf(under.backend.request(routes.listGuides))).toEqual({
      code: 'service-reply-invalid',
      retriable: false,
    });
    expect(under.audit.events).toEqual([
      { event: 'service-reply-refused', route: '/guides', code: 'service-reply-invalid' },
    ]);
  });

  it('refuses more than the limit, declared or not, and a small reply that unpacks to more', async () => {
    under = backendUnderTest(service.address, { transport: createTransport(fetch, 100_000) });
    const big = JSON.stringify({ guides: [], padding: 'x'.repeat(200_000) });
    const type = { 'content-type': 'application/json' };
    service.on(
      'GET /guides',
      (response) => response.writeHead(200, { ...type, 'content-length': big.length }).end(big),
      (response) => response.writeHead(200, type).end(big),
      (response) => response.writeHead(200, { ...type, 'content-encoding': 'gzip' }).end(gzipSync(big)),
    );
    for (let count = 0; count < 3; count++) {
      expect(await errorOf(under.backend.request(routes.listGuides))).toMatchObject({
        code: 'service-reply-invalid',
      });
    }
    expect(service.seen).toHaveLength(3);
  });

  it('has a limit of 16 MB', async () => {
    const length = 16 * 1024 * 1024 + 1;
    service.on('GET /guides', (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': length }).write('{');
    });
    expect(await errorOf(under.backend.request(routes.listGuides))).toMatchObject({
      code: 'service-reply-invalid',
    });
  });

  it("refuses another client's data and writes it down without the ids", async () => {
    await under.signIn();
    service.on('GET /clients/client-a/payments', section('client-b'));
    const options = { params: { clientId: 'client-a' } };
    expect(await errorOf(under.backend.request(routes.payments, options))).toMatchObject({
      code: 'service-reply-mismatch',
    });
    expect(JSON.stringify(under.audit.events)).not.toMatch(/client-[ab]/);
  });

  it('never follows a redirect and sends the token nowhere', async () => {
    await under.signIn();
    const other = await startScriptedService();
    const location = `${other.address}/organisations`;
    service.on('GET /organisations', (response) => response.writeHead(302, { location }).end());
    expect(await errorOf(under.backend.request(routes.listOrganisations))).toEqual({
      code: 'redirect-refused',
      retriable: false,
    });
    expect(other.seen).toEqual([]);
    await other.close();
  });

  it('refuses a certificate that the system does not trust, and has no way round', async () => {
    const server = createSecureServer(await selfSignedCertificate(), (_, response) => response.end('{}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await errorOf(backendUnderTest(address).backend.request(routes.listGuides))).toEqual({
      code: 'certificate-of-service-refused',
      retriable: false,
    });
    server.close();
  });
});

describe('requests', () => {
  it('carry JSON, and nothing where the contract has no body', async () => {
    service.on('POST /sign-in/challenges', problemReply(400, 'REQUEST_INVALID'));
    await under.backend.request(routes.createChallenge);
    expect(service.seen[0]).toMatchObject({ body: '', headers: { 'user-agent': 'Kelmu-Desktop' } });
    expect(service.seen[0]?.headers).not.toHaveProperty('content-type');
  });

  it('lead nowhere but to the path of the contract', async () => {
    await under.signIn();
    const odd = 'a/../b?c#d e';
    service.on(`GET /clients/${encodeURIComponent(odd)}/payments`, section(odd));
    expect((await under.backend.request(routes.payments, { params: { clientId: odd } })).ok).toBe(true);
    const climbing = under.backend.request(routes.payments, { params: { clientId: '..' } });
    await expect(climbing).rejects.toThrow(RangeError);
  });
});

describe('time', () => {
  it('gives up a reply that drips', async () => {
    under = backendUnderTest(
      service.address,
      { attemptBudget: 10_000, totalBudget: 0 },
      {
        now: Date.now,
        monotonic: () => performance.now(),
        after: (milliseconds, run) => {
          const timer = setTimeout(run, milliseconds / 50);
          return () => clearTimeout(timer);
        },
      },
    );
    let drip: NodeJS.Timeout | undefined;
    service.on('GET /guides', (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      drip = setInterval(() => response.write(' '), 20);
    });
    expect(await errorOf(under.backend.request(routes.listGuides))).toEqual({
      code: 'service-timeout',
      retriable: true,
    });
    clearInterval(drip);
  });

  it("names a clock that is more than five minutes wrong, and proves with the service's time", async () => {
    const serviceTime = Date.now() + 10 * 60_000;
    const date = new Date(serviceTime).toUTCString();
    await under.signIn();
    const told: number[] = [];
    const stop = under.serviceClock.onChange((now) => told.push(now));
    service.on('GET /guides', json(200, { guides: [] }, { date }));
    service.on('GET /organisations', problemReply(401, 'PROOF_INVALID', {}, { date }));
    await under.backend.request(routes.listGuides);
    await under.backend.request(routes.listGuides);
    // Once: the second reply says what is known.
    expect(told).toEqual([Date.parse(date)]);
    stop();
    expect(under.serviceClock.diagnostics()).toEqual([
      { code: 'clock-skewed', severity: 'warning', detail: '10 min' },
    ]);
    expect(await errorOf(under.backend.request(routes.listOrganisations))).toMatchObject({
      code: 'clock-skewed',
    });
    const proof = String(service.seen.at(-1)?.headers['dpop']);
    const { iat } = JSON.parse(Buffer.from(proof.split('.')[1]!, 'base64url').toString()) as { iat: number };
    expect(Math.abs(iat - serviceTime / 1000)).toBeLessThan(5);
  });

  it('is cancelled by its signal', async () => {
    const abort = new AbortController();
    service.on('GET /guides', () => abort.abort());
    expect(await errorOf(under.backend.request(routes.listGuides, { signal: abort.signal }))).toMatchObject({
      code: 'cancelled',
    });
    expect(service.seen).toHaveLength(1);
  });
});

describe('repetition', () => {
  it.each([429, 500, 502, 503, 504])('repeats after %i what may be repeated', async (status) => {
    service.on('GET /guides', (response) => response.writeHead(status).end(), guides);
    expect((await under.backend.request(routes.listGuides)).ok).toBe(true);
    expect(service.seen).toHaveLength(2);
  });

  it('repeats when the connection broke in the middle of the reply', async () => {
    service.on(
      'GET /guides',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
        response.write('{"guides": [', () => response.destroy());
      },
      guides,
    );
    expect((await under.backend.request(routes.listGuides)).ok).toBe(true);
  });

  it('gives up after three attempts and names the cause', async () => {
    service.on('GET /guides', problemReply(503, 'SERVICE_CLOSED', { traceId: 'trace-1' }));
    expect(await errorOf(under.backend.request(routes.listGuides))).toEqual({
      code: 'service-closed',
      retriable: true,
      supportCode: 'trace-1',
    });
    expect(service.seen).toHaveLength(3);
  });

  it('leaves a long pause that the service asks for to the user', async () => {
    service.on('GET /guides', problemReply(503, 'SERVICE_CLOSED', {}, { 'retry-after': '3600' }));
    expect(await errorOf(under.backend.request(routes.listGuides))).toMatchObject({ retryAfter: 3600 });
    expect(service.seen).toHaveLength(1);
  });

  it('never repeats a write that the contract does not call safe', async () => {
    service.on('POST /sign-in/card', problemReply(503, 'SERVICE_CLOSED'));
    await under.backend.request(routes.signInWithCard, { body: undefined as never });
    expect(service.seen).toHaveLength(1);
  });

  it('repeats a claim under the same key when the reply was lost', async () => {
    await under.signIn();
    const idempotencyKey = 'f81d4fae-7dec-4d1d-a765-00a0c91e6bf6';
    service.on(
      'POST /clients/client-a/payment-claims',
      (response) => response.destroy(),
      problemReply(422, 'CLAIM_DUPLICATE', { violations: [{ code: 'CLAIM_DUPLICATE', field: 'period' }] }),
    );
    const options = { params: { clientId: 'client-a' }, body: {} as never, idempotencyKey };
    expect(await errorOf(under.backend.request(routes.registerPaymentClaim, options))).toMatchObject({
      code: 'claim-refused',
      violations: [{ code: 'CLAIM_DUPLICATE', field: 'period' }],
    });
    expect(service.seen.map(({ headers }) => headers['idempotency-key'])).toEqual([
      idempotencyKey,
      idempotencyKey,
    ]);
  });

  it('says of a refused write that the one before it, whose reply was lost, may be done', async () => {
    await under.signIn();
    const path = 'POST /clients/client-a/payment-claims';
    const refusal = problemReply(403, 'MANDATE_MISSING');
    service.on(path, (response) => response.destroy(), refusal, refusal);
    const options = {
      params: { clientId: 'client-a' },
      body: {} as never,
      idempotencyKey: 'f81d4fae-7dec-4d1d-a765-00a0c91e6bf6',
    };
    const refused = () => errorOf(under.backend.request(routes.registerPaymentClaim, options));
    expect(await refused()).toMatchObject({ code: 'mandate-missing', mayBeDone: true });
    expect(await refused()).not.toHaveProperty('mayBeDone');
  });

  it('answers that there is no service', async () => {
    const error = { code: 'service-unreachable', retriable: true };
    expect(await errorOf(backendUnderTest(null).backend.request(routes.listGuides))).toEqual(error);
    await service.close();
    expect(await errorOf(under.backend.request(routes.listGuides))).toEqual(error);
    service = await startScriptedService();
  });
});

describe('tokens', () => {
  it('go out with a proof of the key, the method, the address and the token', async () => {
    await under.signIn();
    service.on('GET /organisations', organisations);
    await under.backend.request(routes.listOrganisations);
    const { headers } = service.seen[0]!;
    const { accessToken } = tokens('first');
    expect(headers.authorization).toBe(`DPoP ${accessToken}`);
    const { payload, protectedHeader } = await jwtVerify(String(headers['dpop']), EmbeddedJWK, {
      typ: 'dpop+jwt',
    });
    expect(payload).toMatchObject({
      htm: 'GET',
      htu: `${service.address}/organisations`,
      ath: createHash('sha256').update(accessToken).digest('base64url'),
    });
    expect(Object.keys(protectedHeader.jwk!).toSorted()).toEqual(['crv', 'kty', 'x', 'y']);
    expect(await calculateJwkThumbprint(protectedHeader.jwk!)).toHaveLength(43);
  });

  it('do not go out where the contract asks for none', async () => {
    await under.signIn();
    service.on('GET /guides', guides);
    await under.backend.request(routes.listGuides);
    expect(service.seen[0]?.headers).not.toHaveProperty('authorization');
    expect(service.seen[0]?.headers).not.toHaveProperty('dpop');
  });

  it('never prove twice with the same id', async () => {
    const proofs = await createProofs();
    const ids = await Promise.all(
      Array.from({ length: 20 }, () => proofs.proof('GET', 'https://a.example/x', 1)),
    );
    expect(new Set(ids.map((proof) => proof.split('.')[1])).size).toBe(20);
  });

  it('that ran out are refreshed once for all that wait, and the requests repeated', async () => {
    await under.signIn('old');
    const expired: Reply = (response, request) =>
      (request.headers.authorization?.includes('old') ? problemReply(401, 'TOKEN_EXPIRED') : organisations)(
        response,
        request,
      );
    service.on('GET /organisations', expired);
    service.on('POST /sign-in/refresh', json(200, tokens('new')));
    const outcomes = await Promise.all([1, 2, 3].map(() => under.backend.request(routes.listOrganisations)));
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    const refreshes = service.seen.filter(({ path }) => path === '/sign-in/refresh');
    expect(refreshes.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { refreshToken: tokens('old').refreshToken },
    ]);
    expect(refreshes[0]?.headers['dpop']).toBeDefined();
  });

  it('end the session when they cannot be refreshed', async () => {
    await under.signIn();
    const reasons: string[] = [];
    under.credentials.onEnded((reason) => reasons.push(reason));
    service.on('GET /organisations', problemReply(401, 'TOKEN_EXPIRED'));
    service.on('POST /sign-in/refresh', problemReply(401, 'NOT_SIGNED_IN'));
    expect(await errorOf(under.backend.request(routes.listOrganisations))).toMatchObject({
      code: 'session-ended',
    });
    expect(reasons).toEqual(['expired']);
    expect(under.credentials.current()).toBeUndefined();
  });

  it('end the session when the service has ended it', async () => {
    await under.signIn();
    const reasons: string[] = [];
    under.credentials.onEnded((reason) => reasons.push(reason));
    service.on('GET /organisations', problemReply(401, 'NOT_SIGNED_IN'));
    await under.backend.request(routes.listOrganisations);
    expect(reasons).toEqual(['service-ended-session']);
  });

  it('that arrive after the session was locked are thrown away', async () => {
    await under.signIn('old');
    service.on('GET /organisations', problemReply(401, 'TOKEN_EXPIRED'));
    service.on('POST /sign-in/refresh', (response, request) => {
      under.credentials.take();
      json(200, tokens('new'))(response, request);
    });
    expect(await errorOf(under.backend.request(routes.listOrganisations))).toMatchObject({
      code: 'not-signed-in',
    });
    expect(under.credentials.current()).toBeUndefined();
  });
});
