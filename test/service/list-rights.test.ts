import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { organisationTypes, purposes } from '../../shared/codes/index.ts';
import { routes } from '../../shared/service-api/routes.ts';
import { organisations } from '../../src-main/training-service/organisations.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { createListClient, type ListClient } from './list-client.ts';
import { createServiceClient, type ServiceClient } from './service-client.ts';

const NOW = new Date('2026-11-20T10:00:00Z');
let service: TrainingService;
let city: ServiceClient;
let inRole: ListClient['inRole'];
let get: ListClient['get'];
let open: ListClient['open'];
let refusal: ListClient['refusal'];

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  service = await startTrainingService({
    dataFolder: null,
    personCount: 2_000,
    largeCityPersons: 100,
    requestsPerSecond: 5_000,
  });
  ({ inRole, get, open, refusal } = createListClient(service.url));
  city = await inRole('u-stadi', 'org-helsinki', 'TMT_LISTA');
});
afterAll(async () => {
  await service.close();
  vi.useRealTimers();
});

/** Who gets which list for which purpose, with all mandates: domain facts, not the code lists of the service. */
const OPEN: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  WELLBEING_SERVICES_COUNTY: { TOIMEENTULO: ['L1'], VAMMAIS_VANHUS: ['L2'], ULKOMAAN_HOITO: ['L5'] },
  HELSINKI: {
    TOIMEENTULO: ['L1'],
    VAMMAIS_VANHUS: ['L2'],
    TMT_LISTA: ['L1', 'L3', 'L6'],
    LHT_LISTA: ['L4'],
    ULKOMAAN_HOITO: ['L5'],
  },
  ALAND: {
    TOIMEENTULO: ['L1'],
    VAMMAIS_VANHUS: ['L2'],
    TMT_LISTA: ['L1', 'L3', 'L6'],
    LHT_LISTA: ['L4'],
  },
  MUNICIPALITY_UNEMPLOYMENT_INVOICES: { TMT_LISTA: ['L1', 'L3', 'L6'] },
  MUNICIPALITY_CHILD_CARE_SUPPORT: { LHT_LISTA: ['L4'] },
  EMPLOYMENT_AREA: { TMT_LISTA: ['L1'] },
};
const PATHS: Readonly<Record<string, readonly string[]>> = {
  L1: ['persons/2026-10'],
  L2: ['persons/2026-10'],
  L3: ['persons/2026-10'],
  L4: ['recipients/2026-10', 'payments/2026-10'],
  L5: ['persons/2026-1'],
  L6: ['persons/2026-10'],
  L7: ['persons/2021-01'],
};

describe('every list, for every type of organisation', () => {
  it.each(organisationTypes.rows.map(({ code }) => code))('%s', async (code) => {
    const { organisationId } = organisations.find(({ type }) => type === code)!;
    const client = createServiceClient(service.url);
    await client.signIn('u-kouluttaja');
    for (const { code: purpose } of purposes.rows) {
      const allowed = OPEN[code]?.[purpose] ?? [];
      if ((await client.chooseRole(organisationId, purpose)).status !== 200) {
        expect(allowed).toEqual([]);
        continue;
      }
      const { lists } = routes.listCatalogue.response.parse((await client.call('listCatalogue')).body);
      expect([purpose, lists.map(({ listId }) => listId)]).toEqual([purpose, allowed]);
      for (const [listId, paths] of Object.entries(PATHS))
        for (const path of paths) {
          const response = await get(client, `${listId}/${path}`);
          await response.body?.cancel();
          expect([purpose, listId, response.status]).toEqual([
            purpose,
            listId,
            allowed.includes(listId) ? 200 : 403,
          ]);
        }
    }
  });

  it.each([
    ['L1', 'TOIMEENTULO', ['M1', 'M4']],
    ['L2', 'VAMMAIS_VANHUS', ['M1']],
    ['L1', 'TMT_LISTA', ['M2']],
    ['L3', 'TMT_LISTA', ['M2']],
    ['L4', 'LHT_LISTA', ['M3']],
    ['L5', 'ULKOMAAN_HOITO', ['M5']],
    ['L6', 'TMT_LISTA', ['M6']],
  ] as const)('%s for %s goes with the mandates %s', async (listId, purpose, mandates) => {
    const client = await inRole('u-stadi', 'org-helsinki', purpose);
    const path = `${listId}/${PATHS[listId]![0]!}`;
    await (await get(client, path)).body?.cancel();
    for (const mandate of mandates)
      service.endMandate({ userId: 'u-stadi', organisationId: 'org-helsinki', mandate });
    const refused = await get(client, path);
    await refused.body?.cancel();
    expect(refused.status).toBe(403);
    service.restoreMandates();
  });
});

describe('the catalogue', () => {
  const entries = async (purpose: string) => {
    const client = await inRole('u-stadi', 'org-helsinki', purpose);
    return routes.listCatalogue.response.parse((await client.call('listCatalogue')).body).lists;
  };

  it('has months that are over, from the beginning of the list on', async () => {
    const [, subsidy, allowances] = await entries('TMT_LISTA');
    expect(subsidy).toMatchObject({ listId: 'L3', mandate: 'M2', periodKind: 'month' });
    expect(subsidy?.periods.slice(0, 2)).toEqual(['2026-10', '2026-09']);
    expect(allowances).toMatchObject({ listId: 'L6', mandate: 'M6' });
    // Municipalities have had a share in these allowances since 2025.
    expect(allowances?.periods.at(-1)).toBe('2025-01');
    expect(subsidy?.publicationRule.fi).toContain('oikaistut');
  });

  it('has half-years of treatment abroad from the January or July after them', async () => {
    const [abroad] = await entries('ULKOMAAN_HOITO');
    expect(abroad?.periodKind).toBe('half-year');
    expect(abroad?.periods).toEqual(['2026-1', '2025-2', '2025-1', '2024-2', '2024-1']);
    expect(abroad?.publicationRule.sv).toContain('januari och i juli');
    const client = await inRole('u-stadi', 'org-helsinki', 'ULKOMAAN_HOITO');
    expect(await refusal(client, 'L5/persons/2026-2')).toBe('NOT_FOUND');
  });

  it('tells a new month on its last day and the next', async () => {
    vi.setSystemTime(new Date('2026-11-30T21:59:00Z'));
    expect((await entries('LHT_LISTA'))[0]?.periods[0]).toBe('2026-10');
    vi.setSystemTime(new Date('2026-11-30T22:01:00Z'));
    expect((await entries('LHT_LISTA'))[0]?.periods[0]).toBe('2026-11');
    vi.setSystemTime(NOW);
  });
});

describe('rights to recipient lists', () => {
  it('follow mandate, organisation type and purpose', async () => {
    const finance = await inRole('u-kunta', 'org-tampere-tyottomyys', 'TMT_LISTA');
    expect((await get(finance, 'L3/persons/2026-10')).status).toBe(200);
    expect(await refusal(finance, 'L6/persons/2026-10')).toBe('MANDATE_MISSING');
    expect(await refusal(finance, 'L4/recipients/2026-10')).toBe('PURPOSE_NOT_ALLOWED');
    const county = await inRole('u-esimerkki', 'org-pirkanmaa', 'TOIMEENTULO');
    expect((await get(county, 'L1/persons/2026-10')).status).toBe(200);
    expect(await refusal(county, 'L3/persons/2026-10')).toBe('PURPOSE_NOT_ALLOWED');
  });

  it('give nobody a list without a role or a session', async () => {
    const client = createServiceClient(service.url);
    expect(await refusal(client, 'L1/persons/2026-10')).toBe('NOT_SIGNED_IN');
    await client.signIn('u-stadi');
    expect(await refusal(client, 'L1/persons/2026-10')).toBe('ROLE_MISSING');
  });

  it('reach published periods and existing views only', async () => {
    for (const path of ['L1/persons/2026-11', 'L1/persons/2019-01', 'L1/payments/2026-10', 'L1/persons/x'])
      expect(await refusal(city, path)).toBe('NOT_FOUND');
  });

  it("show an organisation its own area's persons", async () => {
    const finance = await inRole('u-kunta', 'org-tampere-tyottomyys', 'TMT_LISTA');
    const { rows } = await open(finance, 'L1/persons/2026-10');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row) => row['municipality'] !== '837' && row['municipality'] !== null)).toEqual([]);
  });

  it('leave a trace of every opening, refused ones too', () => {
    const records = service.auditRecords().filter(({ operation }) => operation === 'openList');
    expect(records.map(({ outcome }) => outcome)).toEqual(
      expect.arrayContaining(['OK', 'MANDATE_MISSING', 'PURPOSE_NOT_ALLOWED', 'NOT_FOUND']),
    );
    expect(records.some(({ userId, section }) => userId === 'u-kunta' && section === 'L3/2026-10')).toBe(
      true,
    );
  });
});
