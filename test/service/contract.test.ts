import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sectionNames, type SectionName } from '../../shared/domain/sections.ts';
import type { Route } from '../../shared/service-api/contract.ts';
import { problem } from '../../shared/service-api/problem.ts';
import type { Role } from '../../shared/service-api/roles.ts';
import { routes, trainingRoutes } from '../../shared/service-api/routes.ts';
import { organisations } from '../../src-main/training-service/organisations.ts';
import { practiceUsers } from '../../src-main/training-service/practice-users.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { createServiceClient, type Reply, type RouteName, type ServiceClient } from './service-client.ts';

let service: TrainingService;

beforeAll(async () => {
  const before = performance.now();
  service = await startTrainingService({ dataFolder: null, requestsPerSecond: 100_000 });
  console.info(
    `Training service with 20,000 persons started in ${Math.round(performance.now() - before)} ms`,
  );
});
afterAll(() => service.close());

/** The reply fits the operation's schema, without members that the contract does not name. */
const expectFits = (name: RouteName, reply: Reply): void => {
  const route: Route = { ...routes, ...trainingRoutes }[name];
  expect({ name, status: reply.status, body: reply.status === 200 ? {} : reply.body }).toEqual({
    name,
    status: 200,
    body: {},
  });
  expect(route.response.parse(reply.body)).toEqual(reply.body);
};

const signedIn = async (userId: string): Promise<ServiceClient> => {
  const client = createServiceClient(service.url);
  await client.signIn(userId);
  return client;
};

describe('operations without a session', () => {
  const open: RouteName[] = [
    'createChallenge',
    'listAnnouncements',
    'listGuides',
    'listCodes',
    'listPracticeUsers',
  ];
  it.each(open)('%s fits the contract', async (name) => {
    expectFits(name, await createServiceClient(service.url).call(name));
  });

  it('give guides and announcements in three languages', async () => {
    const client = createServiceClient(service.url);
    const { guides } = routes.listGuides.response.parse((await client.call('listGuides')).body);
    expect(guides.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'counties',
        'reception-centres',
        'incomes-register',
        'mandates',
        'payment-claims',
        'notices',
      ]),
    );
    for (const text of guides.flatMap(({ title, paragraphs }) => [title, ...paragraphs]))
      for (const language of [text.fi, text.sv, text.en]) expect(language.length).toBeGreaterThan(5);
    const { announcements } = routes.listAnnouncements.response.parse(
      (await client.call('listAnnouncements')).body,
    );
    expect(announcements.some(({ kind }) => kind === 'planned-break')).toBe(true);
  });
});

describe('every role of every practice user', () => {
  // The trainer is in every organisation: only those that nobody else is in are tried as the trainer.
  const tried = new Set<string>();
  const memberships = practiceUsers.flatMap(({ userId, memberships: held }) =>
    held
      .filter(({ organisationId }) => userId !== 'u-kouluttaja' || !tried.has(organisationId))
      .map(({ organisationId }) => {
        tried.add(organisationId);
        return [userId, organisationId] as const;
      }),
  );

  it.each(memberships)(
    '%s in %s: roles, catalogue and sections fit the contract',
    async (userId, organisationId) => {
      const client = await signedIn(userId);
      const listed = await client.call('listOrganisations');
      expectFits('listOrganisations', listed);
      const { organisations: acting } = routes.listOrganisations.response.parse(listed.body);
      const own = acting.find((organisation) => organisation.organisationId === organisationId);
      expect(own?.businessId).toMatch(/^\d{7}-\d$/);
      for (const purpose of own?.purposes ?? []) {
        const chosen = await client.chooseRole(organisationId, purpose);
        expectFits('chooseRole', chosen);
        expectFits('listCatalogue', await client.call('listCatalogue'));
        // All clients in the first purpose, two in each of the others: the rights are what differs.
        const codes = purpose === own?.purposes[0] ? clientNumbers : clientNumbers.slice(0, 2);
        await tryClients(client, chosen.body as unknown as Role, codes);
      }
    },
    60_000,
  );

  it('covers every organisation that there is', () => {
    expect(new Set(memberships.map(([, organisationId]) => organisationId))).toEqual(
      new Set(organisations.map(({ organisationId }) => organisationId)),
    );
  });

  const clientNumbers = [0, 14, 1, 2, 9, 10, 11, 12, 15];

  const tryClients = async (client: ServiceClient, role: Role, numbers: readonly number[]): Promise<void> => {
    const { population } = service.register;
    const codes = numbers.map((number) => population.person(number).personalIdentityCode);
    for (const personalIdentityCode of codes) {
      const reply = await client.call('searchClient', {
        body: { personalIdentityCode, reason: 'Selvitys palvelutarpeesta', nonDisclosureConfirmed: true },
      });
      if (!role.rights.lookUp || reply.status !== 200) {
        problem.parse(reply.body);
        continue;
      }
      expectFits('searchClient', reply);
      const clientId = String(reply.body['clientId']);
      for (const section of sectionNames) await trySection(client, role, section, clientId);
    }
  };

  const trySection = async (
    client: ServiceClient,
    role: Role,
    section: SectionName,
    clientId: string,
  ): Promise<void> => {
    const reply = await client.call(section, { parameters: { clientId } });
    if (role.rights.sections.includes(section)) {
      expectFits(section, reply);
      expect(reply.body).toMatchObject({ clientId, monthsBack: role.rights.monthsBack });
    } else expect(['SECTION_NOT_ALLOWED', 'MANDATE_MISSING']).toContain(problem.parse(reply.body).code);
  };
});

it('gives every section of 50 clients as the contract says', async () => {
  const client = await signedIn('u-esimerkki');
  await client.chooseRole('org-pirkanmaa', 'TOIMEENTULO');
  for (let index = 0; index < 50; index += 1) {
    const person = service.register.population.person(20 + index * 371);
    const clientId = await client.open(person.personalIdentityCode);
    for (const section of sectionNames)
      expectFits(section, await client.call(section, { parameters: { clientId } }));
  }
}, 60_000);

describe('what every request is held to', () => {
  const post = (path: string, init: RequestInit): Promise<Response> =>
    fetch(`${service.url}${path}`, { method: 'POST', ...init });

  it('answers an unknown path by a problem document', async () => {
    const response = await fetch(`${service.url}/nowhere`);
    expect(response.status).toBe(404);
    expect(problem.parse(await response.json()).code).toBe('NOT_FOUND');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['broken JSON', '{"userId":', 'application/json', 400],
    ['a body of another type', 'userId=1', 'text/plain', 415],
    ['a body that is too large', JSON.stringify({ userId: 'x'.repeat(70_000) }), 'application/json', 413],
    ['a prototype in the body', '{"__proto__": {"x": 1}, "userId": "u"}', 'application/json', 400],
    ['a body that does not fit', '{"userId": 5}', 'application/json', 400],
  ])('refuses %s', async (_, body, type, status) => {
    const response = await post('/training/practice-card', { body, headers: { 'content-type': type } });
    expect(response.status).toBe(status);
    expect(problem.parse(await response.json()).code).toBe('REQUEST_INVALID');
  });

  it('refuses headers that are too large', async () => {
    const response = await fetch(`${service.url}/codes`, { headers: { 'x-filler': 'x'.repeat(20_000) } });
    expect(response.status).toBe(431);
  });

  it('does not serve the fault switch unless it is asked to', async () => {
    const response = await post('/training/faults', {
      body: '{"path": "."}',
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(404);
  });

  it('limits how often one caller may ask', async () => {
    const slow = await startTrainingService({ dataFolder: null, personCount: 50, requestsPerSecond: 2 });
    const statuses: number[] = [];
    for (let index = 0; index < 30; index += 1)
      statuses.push((await fetch(`${slow.url}/announcements`)).status);
    const refused = await fetch(`${slow.url}/announcements`);
    await slow.close();
    expect(statuses[0]).toBe(200);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
  });
});
