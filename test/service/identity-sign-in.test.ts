import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problem } from '../../shared/service-api/problem.ts';
import { routes } from '../../shared/service-api/routes.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { createPlainBrowser, identifyAs, type PlainBrowser } from '../main/plain-browser.ts';
import { createServiceClient, type Reply, type ServiceClient } from './service-client.ts';

// The messages of shared/service-api/README.md, written from it and not with the product's code.
let service: TrainingService;
let redirect: string;
const program = createServer((_request, response) => response.end('back'));

beforeAll(async () => {
  await new Promise<void>((resolve) => program.listen(0, '127.0.0.1', resolve));
  redirect = `http://127.0.0.1:${(program.address() as AddressInfo).port}/kelmu/sign-in`;
  service = await startTrainingService({ dataFolder: null, personCount: 200, requestsPerSecond: 5000 });
});
afterAll(async () => {
  program.close();
  await service.close();
});

const provider = () => `${service.url}/identity-provider`;
const assurances = {
  'mobile-certificate': 'urn:oid:1.2.246.517.3002.110.3',
  'bank-codes': 'urn:oid:1.2.246.517.3002.110.1',
} as const;
type Method = keyof typeof assurances;

const nonceOf = async (client: ServiceClient, challengeNonce: string): Promise<string> => {
  const thumbprint = await calculateJwkThumbprint(await exportJWK(client.key.publicKey));
  return createHash('sha256').update(`${challengeNonce}.${thumbprint}`).digest('base64url');
};

interface Identified {
  readonly idToken: string;
  readonly challengeId: string;
}

/** Through the provider by hand, to a page of the test. */
const identify = async (
  client: ServiceClient,
  {
    method = 'mobile-certificate' as Method,
    userName = 'Testi Esimerkki',
    browser = createPlainBrowser(),
  } = {},
): Promise<Identified> => {
  const challenge = (await client.call('createChallenge')).body as { challengeId: string; nonce: string };
  const verifier = randomBytes(32).toString('base64url');
  const address = new URL(`${provider()}/auth`);
  address.search = new URLSearchParams({
    client_id: 'kelmu-desktop',
    response_type: 'code',
    scope: 'openid',
    redirect_uri: redirect,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: 'state-of-the-test',
    nonce: await nonceOf(client, challenge.nonce),
    acr_values: assurances[method],
    prompt: 'login',
    max_age: '600',
  }).toString();
  const returned = new URL((await identifyAs(browser, address.href, userName)).address);
  const answer = await fetch(`${provider()}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'kelmu-desktop',
      code: returned.searchParams.get('code') ?? '',
      redirect_uri: redirect,
      code_verifier: verifier,
    }),
  });
  const { id_token: idToken } = (await answer.json()) as { id_token: string };
  return { idToken, challengeId: challenge.challengeId };
};
const exchange = (client: ServiceClient, body: object): Promise<Reply> =>
  client.call('signInWithIdentityToken', { body });

const signIn = async (options: Parameters<typeof identify>[1] = {}): Promise<ServiceClient> => {
  const client = createServiceClient(service.url);
  const reply = await exchange(client, { ...(await identify(client, options)), workstation: 'TA-1234' });
  const { tokens } = routes.signInWithIdentityToken.response.parse(reply.body);
  client.accessToken = tokens.accessToken;
  client.refreshToken = tokens.refreshToken;
  return client;
};
const codeOf = ({ body }: Reply) => problem.parse(body).code;

describe('sign-in with an ID token', () => {
  it.each(['mobile-certificate', 'bank-codes'] as const)(
    'by %s opens a session that keeps the method',
    async (method) => {
      const client = await signIn({ method });
      const { user } = routes.readSession.response.parse((await client.call('readSession')).body);
      expect(user).toEqual({ userId: 'u-esimerkki', name: 'Testi Esimerkki', method });
      expect(service.auditRecords().at(-1)).toMatchObject({
        operation: 'signIn',
        userId: 'u-esimerkki',
        method,
        workstation: 'TA-1234',
      });
    },
  );

  it('binds the session to the key that the ID token was asked for with', async () => {
    const client = createServiceClient(service.url);
    const identified = await identify(client);
    const thief = createServiceClient(service.url);
    expect(codeOf(await exchange(thief, identified))).toBe('IDENTITY_TOKEN_INVALID');
  });

  it('takes an ID token for its own challenge alone, and once', async () => {
    const client = createServiceClient(service.url);
    const { idToken, challengeId } = await identify(client);
    const other = (await client.call('createChallenge')).body as { challengeId: string };
    const wrong = await exchange(client, { idToken, challengeId: other.challengeId });
    expect(codeOf(wrong)).toBe('IDENTITY_TOKEN_INVALID');
    expect((await exchange(client, { idToken, challengeId })).status).toBe(200);
    expect(codeOf(await exchange(client, { idToken, challengeId }))).toBe('CHALLENGE_UNKNOWN');
  });

  it('refuses what is no token of the provider, and a host name that is none', async () => {
    const client = createServiceClient(service.url);
    const { challengeId, idToken } = await identify(client);
    const odd = await exchange(client, { challengeId, idToken, workstation: 'a b\n<c>' });
    expect(codeOf(odd)).toBe('REQUEST_INVALID');
    expect(codeOf(await exchange(client, { challengeId, idToken: 'x'.repeat(200) }))).toBe(
      'IDENTITY_TOKEN_INVALID',
    );
  });
});

describe('single log-out', () => {
  const logOutOfProvider = async (browser: PlainBrowser): Promise<void> => {
    const page = await browser.open(`${provider()}/session/end?client_id=kelmu-desktop`);
    await page.submit({ logout: 'yes' });
  };

  it("at the provider ends the sessions that it vouched for, and nobody else's", async () => {
    const browser = createPlainBrowser();
    const client = await signIn({ browser });
    const elsewhere = await signIn();
    const byCard = createServiceClient(service.url);
    await byCard.signIn('u-esimerkki');
    await logOutOfProvider(browser);
    await expect.poll(async () => (await client.call('listOrganisations')).status).toBe(401);
    expect(codeOf(await client.call('refreshTokens', { body: { refreshToken: client.refreshToken } }))).toBe(
      'NOT_SIGNED_IN',
    );
    expect((await elsewhere.call('listOrganisations')).status).toBe(200);
    expect((await byCard.call('listOrganisations')).status).toBe(200);
    expect(service.auditRecords().at(-1)).toMatchObject({ operation: 'singleLogOut', userId: 'u-esimerkki' });
  });

  it('ends the session of whoever was signed in before in the same browser', async () => {
    const browser = createPlainBrowser();
    const first = await signIn({ browser });
    const second = await signIn({ browser, userName: 'Stina Stadilainen' });
    await expect.poll(async () => (await first.call('listOrganisations')).status).toBe(401);
    expect((await second.call('listOrganisations')).status).toBe(200);
  });

  it.each([
    ['nothing', ''],
    ['a log-out token of nobody', 'logout_token=abc'],
    ['an ID token', ''],
  ])('is not brought about by %s', async (what, form) => {
    const client = await signIn();
    const body = what === 'an ID token' ? `logout_token=${(await identify(client)).idToken}` : form;
    const reply = await fetch(`${service.url}/sign-in/identity-token/log-out`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
    expect(reply.status).toBe(400);
    expect((await client.call('listOrganisations')).status).toBe(200);
  });
});

describe('a mandate that ends while its user is at work', () => {
  const endM1 = () =>
    service.endMandate({ userId: 'u-esimerkki', organisationId: 'org-pirkanmaa', mandate: 'M1' });

  it('takes away what it opened, and the session tells what is left', async () => {
    const client = createServiceClient(service.url);
    await client.signIn('u-esimerkki');
    await client.chooseRole('org-pirkanmaa', 'TOIMEENTULO');
    endM1();
    const { role } = routes.readSession.response.parse((await client.call('readSession')).body);
    expect(role?.rights).toMatchObject({ lookUp: false, paymentClaims: false, notices: true });
    expect(role?.rights.missing).toContainEqual({ feature: 'look-up', mandate: 'M1' });
    service.restoreMandates();
  });

  it('ends the role where none is left that opens its purpose', async () => {
    const client = createServiceClient(service.url);
    await client.signIn('u-esimerkki');
    await client.chooseRole('org-pirkanmaa', 'LASTENSUOJELU');
    endM1();
    const refused = problem.parse((await client.call('listPayeeAccounts')).body);
    expect(refused).toMatchObject({ code: 'MANDATE_MISSING', mandate: 'M1' });
    expect((await client.call('readSession')).body).toMatchObject({ role: null });
    service.restoreMandates();
    expect((await client.call('readSession')).body).toMatchObject({ role: { purpose: 'LASTENSUOJELU' } });
  });
});
