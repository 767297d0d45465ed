import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays, todayInHelsinki } from '../../shared/domain/dates.ts';
import { problem } from '../../shared/service-api/problem.ts';
import { routes } from '../../shared/service-api/routes.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { namedClients } from '../../src-main/training-service/worked-examples.ts';
import {
  createServiceClient,
  issuePracticeCard,
  makeAuthToken,
  makeProof,
  newProofKey,
  type RouteName,
  type ServiceClient,
} from './service-client.ts';

const clock = { offset: 0 };
const now = () => new Date(Date.now() + clock.offset);
let service: TrainingService;
let client: ServiceClient;
let before: number;
const newClient = () => createServiceClient(service.url, service.origin, () => now().getTime());

beforeAll(async () => {
  service = await startTrainingService({ dataFolder: null, personCount: 500, now, requestsPerSecond: 5000 });
});
afterAll(() => service.close());
beforeEach(() => {
  clock.offset = 0;
  service.restoreMandates();
  client = newClient();
});

const since = () => service.auditRecords().slice(before);
const mark = () => void (before = service.auditRecords().length);

describe('a sign-in that fails leaves a record of why and where, and of nobody', () => {
  const card = async (change: (token: Record<string, unknown>) => unknown, late = 0) => {
    const { certificate, privateKey } = await issuePracticeCard(client, 'u-esimerkki');
    const { challengeId, nonce } = (await client.call('createChallenge')).body as Record<string, string>;
    const token = makeAuthToken(certificate, privateKey, nonce!, service.origin);
    mark();
    clock.offset = late;
    const body = { challengeId, authToken: change(token), workstation: 'TA-1234' };
    await client.call('signInWithCard', { body });
    expect(JSON.stringify(since())).not.toContain(String(token['signature']).slice(0, 20));
    return since();
  };
  const failure = {
    userId: null,
    method: 'certificate-card',
    workstation: 'TA-1234',
    operation: 'signIn',
    clientId: null,
  };

  it('a wrong token', async () => {
    expect(await card(() => 'no token')).toMatchObject([{ ...failure, outcome: 'CARD_TOKEN_INVALID' }]);
  });

  it('a signature of another key', async () => {
    const signature = Buffer.alloc(96, 7).toString('base64');
    expect(await card((token) => ({ ...token, signature }))).toMatchObject([
      { ...failure, outcome: 'SIGNATURE_INVALID' },
    ]);
  });

  it('an expired challenge', async () => {
    expect(await card((token) => token, 301_000)).toMatchObject([
      { ...failure, outcome: 'CHALLENGE_EXPIRED' },
    ]);
  });

  it('an unknown user', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const stranger = {
      givenName: 'Tunte',
      surname: 'Maton',
      serialNumber: '99999999Y',
      organisation: 'Harjoitus',
    };
    const spki = publicKey.export({ format: 'der', type: 'spki' });
    const issued = await service.certificateAuthority.issueCardCertificate(stranger, spki);
    const { challengeId, nonce } = (await client.call('createChallenge')).body as Record<string, string>;
    const authToken = makeAuthToken(issued.toString('base64'), privateKey, nonce!, service.origin);
    mark();
    await client.call('signInWithCard', { body: { challengeId, authToken, workstation: 'TA-1234' } });
    expect(since()).toMatchObject([{ ...failure, outcome: 'USER_UNKNOWN' }]);
    expect(JSON.stringify(since())).not.toMatch(/Maton|99999999Y/i);
  });

  it('an ID token that no provider gave, whose method is not known', async () => {
    const { challengeId } = (await client.call('createChallenge')).body;
    mark();
    await client.call('signInWithIdentityToken', { body: { challengeId, idToken: 'x'.repeat(200) } });
    expect(since()).toMatchObject([
      { ...failure, method: null, workstation: null, outcome: 'IDENTITY_TOKEN_INVALID' },
    ]);
  });
});

describe('a refusal for want of a right leaves one record', () => {
  const role = { userId: 'u-esimerkki', organisationId: 'org-pirkanmaa', purpose: 'LASTENSUOJELU' };
  const key = () => ({ 'idempotency-key': randomUUID() });
  const search = {
    personalIdentityCode: namedClients[0]!.personalIdentityCode,
    reason: null,
    nonDisclosureConfirmed: false,
  };
  const event = { kind: 'print', clientId: null, detail: { subject: 'decisions' } };
  const asked: readonly (readonly [RouteName, object])[] = [
    ['searchClient', { body: search }],
    ['payments', { parameters: { clientId: `c-${'0'.repeat(32)}` } }],
    ['listPayeeAccounts', {}],
    ['listClaimReminders', {}],
    ['listNotices', { body: { after: null, limit: 1 } }],
    ['listDocumentBatches', { parameters: { clientId: `c-${'0'.repeat(32)}` } }],
    ['listCatalogue', {}],
    ['recordAuditEvent', { body: event, headers: key() }],
  ];

  it.each(asked)('of %s, when no mandate is left that opens the purpose', async (name, options) => {
    await client.signIn(role.userId);
    await client.chooseRole(role.organisationId, role.purpose);
    service.endMandate({ ...role, mandate: 'M1' });
    mark();
    const reply = await client.call(name, options);
    expect(problem.parse(reply.body)).toMatchObject({ code: 'MANDATE_MISSING', mandate: 'M1' });
    expect(since()).toMatchObject([
      {
        ...role,
        method: 'certificate-card',
        mandates: ['M4', 'M5'],
        operation: name,
        outcome: 'MANDATE_MISSING',
      },
    ]);
  });

  it('of a list that is streamed', async () => {
    await client.signIn('u-kunta');
    await client.chooseRole('org-tampere-tyottomyys', 'TMT_LISTA');
    service.endMandate({ userId: 'u-kunta', organisationId: 'org-tampere-tyottomyys', mandate: 'M2' });
    mark();
    const reply = await client.bytes('/lists/L3/all/2026-10');
    expect(reply.status).toBe(403);
    expect(since()).toMatchObject([
      { userId: 'u-kunta', purpose: 'TMT_LISTA', mandates: [], outcome: 'MANDATE_MISSING' },
    ]);
  });

  it('of what the role never opened, beside what it does', async () => {
    await client.signIn('u-ei-valtuutta');
    await client.chooseRole('org-pirkanmaa', 'TOIMEENTULO');
    mark();
    await client.call('listPayeeAccounts');
    await client.call('searchClient', { body: search });
    expect(since().map(({ operation, outcome }) => [operation, outcome])).toEqual([
      ['listPayeeAccounts', 'MANDATE_MISSING'],
      ['searchClient', 'MANDATE_MISSING'],
    ]);
  });

  it('of a role, with what was asked for; unknown words are not written down', async () => {
    await client.signIn('u-esimerkki');
    mark();
    await client.chooseRole('org-varsinais-suomi', 'ULKOMAAN_HOITO');
    await client.chooseRole('Demonen Deni', 'TOIMEENTULO');
    expect(since()).toMatchObject([
      {
        operation: 'chooseRole',
        organisationId: 'org-varsinais-suomi',
        purpose: 'ULKOMAAN_HOITO',
        mandates: ['M1'],
        outcome: 'MANDATE_MISSING',
      },
      { operation: 'chooseRole', organisationId: null, outcome: 'ORGANISATION_UNKNOWN' },
    ]);
    expect(JSON.stringify(since())).not.toContain('Demonen');
  });
});

describe('a token in wrong hands leaves a record of whose it is', () => {
  it('an access token with the proof of another key', async () => {
    await client.signIn('u-stadi');
    mark();
    const thief = newProofKey();
    const url = `${service.url}/organisations`;
    const stolen = await fetch(url, {
      headers: {
        authorization: `DPoP ${client.accessToken}`,
        dpop: await makeProof(thief, 'GET', url, client.accessToken),
      },
    });
    expect(stolen.status).toBe(401);
    expect(since()).toMatchObject([
      { userId: 'u-stadi', operation: 'useAccessToken', outcome: 'PROOF_INVALID' },
    ]);
  });

  it('a refresh token that comes a second time', async () => {
    await client.signIn('u-stadi');
    const { refreshToken } = client;
    await client.call('refreshTokens', { body: { refreshToken } });
    mark();
    await client.call('refreshTokens', { body: { refreshToken } });
    expect(since()).toMatchObject([
      { userId: 'u-stadi', operation: 'refreshTokens', outcome: 'NOT_SIGNED_IN' },
    ]);
  });
});

describe('a body that acts for an organisation', () => {
  const own = async (organisationId: string) => {
    const reply = await client.call('listOrganisations');
    const { organisations } = routes.listOrganisations.response.parse(reply.body);
    return organisations.find((each) => each.organisationId === organisationId);
  };

  it('passes its mandate on to its employee, whose role says so', async () => {
    await client.signIn('u-palveluyhtio');
    const through = { businessId: '9900015-7', name: { fi: 'Harjoituksen palveluyhtiö Oy' } };
    expect(await own('org-tampere-tyottomyys')).toMatchObject({
      purposes: ['TMT_LISTA'],
      mandates: [{ code: 'M2', validTo: null, through }],
    });
    const chosen = await client.chooseRole('org-tampere-tyottomyys', 'TMT_LISTA');
    expect(chosen.body).toMatchObject({
      organisation: { mandates: [{ through }] },
      rights: { missing: [{ feature: 'L6', mandate: 'M6' }] },
    });
  });

  it('opens nothing by a mandate that begins later, until it begins, and nothing after its end', async () => {
    await client.signIn('u-palveluyhtio');
    const today = todayInHelsinki(now());
    const dates = { validFrom: addDays(today, 30), validTo: addDays(today, 395) };
    expect(await own('org-tampere-lastenhoito')).toMatchObject({
      purposes: [],
      mandates: [{ code: 'M3', ...dates }],
    });
    mark();
    const tooEarly = await client.chooseRole('org-tampere-lastenhoito', 'LHT_LISTA');
    expect(problem.parse(tooEarly.body)).toMatchObject({ code: 'MANDATE_MISSING', mandate: 'M3' });
    for (const [days, purposes] of [
      [30, ['LHT_LISTA']],
      [395, ['LHT_LISTA']],
      [396, []],
    ] as const) {
      // Noon: days of summer time are counted by another clock.
      clock.offset = Date.parse(`${addDays(today, days)}T12:00:00Z`) - Date.now();
      client = newClient();
      await client.signIn('u-palveluyhtio');
      expect(await own('org-tampere-lastenhoito')).toMatchObject({ purposes });
    }
  });
});
