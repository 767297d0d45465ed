import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mandates, organisationTypes } from '../../shared/codes/index.ts';
import { rightsOf } from '../../shared/domain/access-rules.ts';
import { addMonths } from '../../shared/domain/dates.ts';
import { sectionNames } from '../../shared/domain/sections.ts';
import { problem } from '../../shared/service-api/problem.ts';
import { routes } from '../../shared/service-api/routes.ts';
import { organisations } from '../../src-main/training-service/organisations.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { namedClients } from '../../src-main/training-service/worked-examples.ts';
import { createServiceClient, type Reply, type ServiceClient } from './service-client.ts';

let service: TrainingService;
const REASON = 'Asiakas asioi toimistossamme tänään';

beforeAll(async () => {
  service = await startTrainingService({ dataFolder: null, personCount: 500, requestsPerSecond: 5000 });
});
afterAll(() => service.close());

const codeOf = (lastName: string): string => {
  const found = namedClients.find(({ name }) => name.startsWith(lastName));
  if (found === undefined) throw new Error(`No client named ${lastName}`);
  return found.personalIdentityCode;
};

const inRole = async (userId: string, organisationId: string, purpose: string): Promise<ServiceClient> => {
  const client = createServiceClient(service.url);
  await client.signIn(userId);
  expect((await client.chooseRole(organisationId, purpose)).status).toBe(200);
  return client;
};

const search = (
  client: ServiceClient,
  lastName: string,
  { reason = null as string | null, nonDisclosureConfirmed = false } = {},
): Promise<Reply> =>
  client.call('searchClient', {
    body: { personalIdentityCode: codeOf(lastName), reason, nonDisclosureConfirmed },
  });

const problemOf = (reply: Reply) => {
  const { code, mandate } = problem.parse(reply.body);
  return { status: reply.status, code, ...(mandate === undefined ? {} : { mandate }) };
};

describe('choosing a role', () => {
  it('names the mandate that is missing', async () => {
    const client = createServiceClient(service.url);
    await client.signIn('u-ei-valtuutta');
    const reply = await client.chooseRole('org-pirkanmaa', 'ULKOMAAN_HOITO');
    expect(problemOf(reply)).toEqual({ status: 403, code: 'MANDATE_MISSING', mandate: 'M5' });
    const other = await client.chooseRole('org-pirkanmaa', 'LASTENSUOJELU');
    expect(problemOf(other)).toEqual({ status: 403, code: 'MANDATE_MISSING', mandate: 'M1' });
  });

  it('opens notices without look-up to one who has the mandate for notices alone', async () => {
    const client = await inRole('u-ei-valtuutta', 'org-pirkanmaa', 'TOIMEENTULO');
    expect(problemOf(await search(client, 'Ennakko'))).toEqual({
      status: 403,
      code: 'MANDATE_MISSING',
      mandate: 'M1',
    });
    const accounts = await client.call('listPayeeAccounts');
    expect(problemOf(accounts)).toEqual({ status: 403, code: 'MANDATE_MISSING', mandate: 'M1' });
  });

  it('refuses a purpose that the organisation does not have, and other organisations', async () => {
    const client = createServiceClient(service.url);
    await client.signIn('u-esimerkki');
    expect(problemOf(await client.chooseRole('org-pirkanmaa', 'VASTAANOTTO')).code).toBe(
      'PURPOSE_NOT_ALLOWED',
    );
    expect(problemOf(await client.chooseRole('org-helsinki', 'TOIMEENTULO')).code).toBe(
      'ORGANISATION_UNKNOWN',
    );
  });

  it('is needed before a client is looked up', async () => {
    const client = createServiceClient(service.url);
    await client.signIn('u-esimerkki');
    expect(problemOf(await search(client, 'Ennakko'))).toEqual({ status: 403, code: 'ROLE_MISSING' });
  });

  it('leaves the clients of the former role behind', async () => {
    const client = await inRole('u-esimerkki', 'org-pirkanmaa', 'TOIMEENTULO');
    const clientId = await client.open(codeOf('Ennakko'));
    expect((await client.call('pending', { parameters: { clientId } })).status).toBe(200);
    await client.chooseRole('org-varsinais-suomi', 'TOIMEENTULO');
    expect(problemOf(await client.call('pending', { parameters: { clientId } })).code).toBe(
      'CLIENT_NOT_FOUND',
    );
  });
});

describe('looking a client up', () => {
  it('needs no reason for a client of the own area', async () => {
    const client = await inRole('u-esimerkki', 'org-pirkanmaa', 'TOIMEENTULO');
    const reply = await search(client, 'Ennakko');
    const header = routes.searchClient.response.parse(reply.body);
    expect(header).toMatchObject({ lastName: 'Ennakko', homeMunicipality: { code: '837' } });
  });

  it('asks for a reason for a client of another area', async () => {
    const client = await inRole('u-esimerkki', 'org-pirkanmaa', 'TOIMEENTULO');
    expect(problemOf(await search(client, 'Turkulainen')).code).toBe('REASON_REQUIRED');
    expect((await search(client, 'Turkulainen', { reason: REASON })).status).toBe(200);
    const other = await inRole('u-esimerkki', 'org-varsinais-suomi', 'TOIMEENTULO');
    expect((await search(other, 'Turkulainen')).status).toBe(200);
  });

  it('asks for a confirmation under non-disclosure, and then withholds where the client lives', async () => {
    const client = await inRole('u-esimerkki', 'org-pirkanmaa', 'TOIMEENTULO');
    expect(problemOf(await search(client, 'Suojattu')).code).toBe('NON_DISCLOSURE_CONFIRMATION_REQUIRED');
    const reply = await search(client, 'Suojattu', { nonDisclosureConfirmed: true });
    expect(reply.body).toMatchObject({
      nonDisclosure: true,
      address: null,
      homeMunicipality: null,
      stayMunicipality: null,
    });
  });

  it('keeps a reception centre to its own clients, with four sections of twelve months', async () => {
    const client = await inRole('u-harjula', 'org-harjula', 'VASTAANOTTO');
    expect(problemOf(await search(client, 'Ennakko', { reason: REASON })).code).toBe('CLIENT_OUTSIDE_RIGHTS');
    const clientId = await client.open(codeOf('Melnychenko'));
    const coverage = await client.call('insurance-coverage', { parameters: { clientId } });
    expect(coverage.body).toMatchObject({
      monthsBack: 12,
      items: [{ covered: false, ground: 'TEMPORARY_PROTECTION' }],
    });
    // What is older is there, and not given.
    const { register } = service;
    const file = register.file(register.population.numberOf(codeOf('Melnychenko'))!);
    const from = addMonths(register.today(), -12);
    const older = file.payments.filter(({ payDate }) => payDate < from);
    const payments = await client.call('payments', { parameters: { clientId } });
    const given = routes.payments.response.parse(payments.body).items;
    expect(older.length).toBeGreaterThan(0);
    expect(given.length).toBe(file.payments.length - older.length);
    expect(given.length).toBeGreaterThan(0);
    expect(given.every(({ payDate }) => payDate >= from)).toBe(true);
    const recoveries = await client.call('recoveries', { parameters: { clientId } });
    expect(problemOf(recoveries)).toEqual({ status: 403, code: 'SECTION_NOT_ALLOWED' });
  });

  it('opens nothing to a role for lists, but the lists of its mandate', async () => {
    const client = await inRole('u-kunta', 'org-tampere-tyottomyys', 'TMT_LISTA');
    expect(problemOf(await search(client, 'Ennakko', { reason: REASON })).code).toBe('CLIENT_OUTSIDE_RIGHTS');
    const { lists } = routes.listCatalogue.response.parse((await client.call('listCatalogue')).body);
    expect(lists.map(({ listId, mandate }) => [listId, mandate])).toContainEqual(['L3', 'M2']);
    expect(lists.map(({ listId }) => listId)).not.toContain('L4');
  });

  it('shows a hospital insurance and medicine deductible only', async () => {
    const client = await inRole('u-sairaala', 'org-sairaala', 'ASIAKASMAKSU');
    const clientId = await client.open(codeOf('Palveluasuja'));
    for (const section of ['insurance-coverage', 'medicine-deductible'] as const)
      expect((await client.call(section, { parameters: { clientId } })).status).toBe(200);
    const decisions = await client.call('decisions', { parameters: { clientId } });
    expect(problemOf(decisions).code).toBe('SECTION_NOT_ALLOWED');
  });

  it('names the mandate of the section on treatment abroad', async () => {
    const client = await inRole('u-esimerkki', 'org-varsinais-suomi', 'TOIMEENTULO');
    const clientId = await client.open(codeOf('Turkulainen'));
    const reply = await client.call('treatment-abroad', { parameters: { clientId } });
    expect(problemOf(reply)).toEqual({ status: 403, code: 'MANDATE_MISSING', mandate: 'M5' });
  });

  it('tells unknown codes, wrong codes and unopened ids apart from nothing else', async () => {
    const client = await inRole('u-esimerkki', 'org-pirkanmaa', 'TOIMEENTULO');
    const body = { personalIdentityCode: '010101-9996', reason: null, nonDisclosureConfirmed: false };
    const wrong = await client.call('searchClient', {
      body: { ...body, personalIdentityCode: '010101-999A' },
    });
    expect(problemOf(wrong).code).toBe('REQUEST_INVALID');
    expect(JSON.stringify(wrong.body)).not.toContain('010101');
    for (const clientId of ['c-00000000000000000000000000000000', 'c-1', 'x'.repeat(80)])
      expect(problemOf(await client.call('payments', { parameters: { clientId } })).code).toBe(
        'CLIENT_NOT_FOUND',
      );
  });

  it('leaves a record of who looked, in which role and why', async () => {
    const client = await inRole('u-esimerkki', 'org-pirkanmaa', 'TOIMEENTULO');
    const before = service.auditRecords().length;
    await search(client, 'Turkulainen');
    const reply = await search(client, 'Turkulainen', { reason: REASON });
    const clientId = String(reply.body['clientId']);
    await client.call('payments', { parameters: { clientId } });
    const common = {
      userId: 'u-esimerkki',
      organisationId: 'org-pirkanmaa',
      purpose: 'TOIMEENTULO',
      mandates: ['M1', 'M4', 'M5'],
      clientId,
    };
    expect(service.auditRecords().slice(before)).toMatchObject([
      { ...common, operation: 'searchClient', outcome: 'REASON_REQUIRED', reason: null },
      { ...common, operation: 'searchClient', outcome: 'OK', reason: REASON },
      { ...common, operation: 'section', section: 'payments', outcome: 'OK' },
    ]);
    expect(JSON.stringify(service.auditRecords())).not.toContain(codeOf('Turkulainen'));
  });
});

describe('every type of organisation', () => {
  it.each(organisationTypes.rows.map((type) => [type.code, type] as const))(
    '%s sees what its rights say, and nothing else',
    async (code, type) => {
      const organisation = organisations.find((each) => each.type === code);
      expect(organisation, 'has an organisation for practice').toBeDefined();
      const { organisationId } = organisation!;
      for (const purpose of type.purposes) {
        const client = await inRole('u-kouluttaja', organisationId, purpose);
        const rights = rightsOf({
          organisationType: code,
          mandates: mandates.rows.map((row) => row.code),
          purpose,
        });
        const lastName = code === 'RECEPTION_CENTRE' ? 'Melnychenko' : 'Ennakko';
        const found = await search(client, lastName, { reason: REASON });
        expect(found.status).toBe(rights.lookUp ? 200 : 403);
        if (rights.lookUp) {
          const { clientId } = routes.searchClient.response.parse(found.body);
          for (const section of sectionNames) {
            const reply = await client.call(section, { parameters: { clientId } });
            expect([section, reply.status]).toEqual([section, rights.sections.includes(section) ? 200 : 403]);
          }
        }
        const { lists } = routes.listCatalogue.response.parse((await client.call('listCatalogue')).body);
        expect(lists.map(({ listId }) => listId).sort()).toEqual([...rights.lists].sort());
        expect((await client.call('listPayeeAccounts')).status === 200).toBe(rights.paymentClaims);
        const queue = await client.call('listNotices', { body: { after: null, limit: 1 } });
        expect(queue.status === 200).toBe(rights.notices);
      }
    },
    60_000,
  );
});
