import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CellValue } from '../../shared/domain/lists/columns.ts';
import { parsePersonalIdentityCode } from '../../shared/domain/personal-identity-code.ts';
import { listEnd, listHeader, type ListEnd, type ListHeader } from '../../shared/service-api/lists.ts';
import { problem } from '../../shared/service-api/problem.ts';
import { routes } from '../../shared/service-api/routes.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { createServiceClient, makeProof, type ServiceClient } from './service-client.ts';

const NOW = new Date('2026-11-20T10:00:00Z');
const CITY = 3_000;
let service: TrainingService;
let city: ServiceClient;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  service = await startTrainingService({
    dataFolder: null,
    personCount: 8_000,
    largeCityPersons: CITY,
    requestsPerSecond: 5_000,
    faults: true,
  });
  city = await inRole('u-stadi', 'org-helsinki', 'TMT_LISTA');
});
afterAll(async () => {
  await service.close();
  vi.useRealTimers();
});

const inRole = async (userId: string, organisationId: string, purpose: string): Promise<ServiceClient> => {
  const client = createServiceClient(service.url);
  await client.signIn(userId);
  expect((await client.chooseRole(organisationId, purpose)).status).toBe(200);
  return client;
};

const get = async (
  client: ServiceClient,
  path: string,
  headers: Record<string, string> = {},
): Promise<Response> => {
  const url = `${service.url}/lists/${path}`;
  const proof = await makeProof(client.key, 'GET', url, client.accessToken);
  return fetch(url, {
    headers: { dpop: proof, authorization: `DPoP ${client.accessToken ?? ''}`, ...headers },
  });
};

interface Opened {
  readonly header: ListHeader;
  readonly rows: readonly Readonly<Record<string, CellValue>>[];
  readonly end: ListEnd;
  readonly etag: string;
}

const parse = (text: string): Omit<Opened, 'etag'> => {
  const lines = text.split('\n').slice(0, -1);
  const header = listHeader.parse(JSON.parse(lines[0] ?? ''));
  const end = listEnd.parse(JSON.parse(lines.at(-1) ?? ''));
  const rowLines = lines.slice(1, -1);
  const hash = createHash('sha256').update(rowLines.map((line) => `${line}\n`).join(''));
  expect(end.sha256).toBe(hash.digest('hex'));
  expect(end.rows).toBe(rowLines.length);
  expect(header.total).toBe(rowLines.length);
  const rows = rowLines.map((line) => {
    const cells = JSON.parse(line) as CellValue[];
    expect(cells).toHaveLength(header.columns.length);
    return Object.fromEntries(header.columns.map(({ key }, at) => [key, cells[at] ?? null]));
  });
  return { header, rows, end };
};

const open = async (client: ServiceClient, path: string): Promise<Opened> => {
  const response = await get(client, path);
  expect(response.status).toBe(200);
  return { ...parse(await response.text()), etag: response.headers.get('etag') ?? '' };
};

describe('recipient lists', () => {
  it('names those with 300 days of subsidy, up to the length of a large city', async () => {
    const { header, rows } = await open(city, 'L1/persons/2026-10');
    expect(header).toMatchObject({ kind: 'header', listId: 'L1', period: '2026-10' });
    expect(rows.length).toBeGreaterThan(CITY * 0.9);
    for (const row of rows) {
      expect(Number(row['daysPaid'])).toBeGreaterThanOrEqual(300);
      expect(
        parsePersonalIdentityCode(String(row['personalIdentityCode']), { allowArtificial: true }).ok,
      ).toBe(true);
    }
    expect(new Set(rows.map((row) => row['personalIdentityCode'])).size).toBe(rows.length);
  });

  it('has persons on the list who have those days on their own page', async () => {
    const { rows } = await open(city, 'L1/persons/2026-10');
    const caseworker = await inRole('u-stadi', 'org-helsinki', 'TOIMEENTULO');
    for (const row of [rows.at(0), rows.at(10), rows.at(-1), rows.at(-500)]) {
      const clientId = await caseworker.open(String(row?.['personalIdentityCode']));
      const reply = await caseworker.call('payments', { parameters: { clientId } });
      const items = reply.body['items'] as { benefitCode: string; status: string; payDate: string }[];
      const paid = items.filter(
        ({ benefitCode, status, payDate }) =>
          ['TMT', 'YLT'].includes(benefitCode) && status !== 'PLANNED' && payDate <= '2026-10-31',
      );
      // Payments of four weeks have twenty days; those of the last three years are shown.
      const shown = Math.min(Math.floor(Number(row?.['daysPaid']) / 20), 30);
      expect(paid.length).toBeGreaterThanOrEqual(shown - 2);
      expect(paid[0]?.payDate).toBe(row?.['latestPayDate']);
    }
  });

  it('changes from month to month', async () => {
    const earlier = await open(city, 'L1/persons/2026-09');
    const later = await open(city, 'L1/persons/2026-10');
    const known = new Set(later.rows.map((row) => row['personalIdentityCode']));
    const stayed = earlier.rows.filter((row) => known.has(row['personalIdentityCode'] ?? null)).length;
    expect(stayed).toBeLessThan(earlier.rows.length);
    expect(stayed).toBeGreaterThan(CITY * 0.8);
  });

  it('shows no home of a person with non-disclosure', async () => {
    const { rows } = await open(city, 'L1/persons/2026-10');
    const hidden = rows.filter((row) => row['municipality'] === null);
    expect(hidden.length).toBeGreaterThan(0);
    expect(hidden.every((row) => row['address'] === null)).toBe(true);
  });

  it('lists the invoice of labour market subsidy with the share of the municipality', async () => {
    const { rows } = await open(city, 'L3/persons/2026-10');
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) {
      const share = Math.round((Number(row['gross']) * Number(row['sharePercent'])) / 100);
      expect(Math.abs(Number(row['municipalityShare']))).toBe(Math.abs(share));
      expect(Number(row['days'])).toBeGreaterThan(0);
      expect(['TMT', 'YLT']).toContain(row['benefit']);
    }
  });

  it('has every other list with rows', async () => {
    const rows = async (userId: string, organisationId: string, purpose: string, path: string) =>
      (await open(await inRole(userId, organisationId, purpose), path)).rows.length;
    expect(await rows('u-stadi', 'org-helsinki', 'VAMMAIS_VANHUS', 'L2/persons/2026-10')).toBeGreaterThan(0);
    expect(await rows('u-stadi', 'org-helsinki', 'LHT_LISTA', 'L4/recipients/2026-10')).toBeGreaterThan(0);
    expect(await rows('u-stadi', 'org-helsinki', 'LHT_LISTA', 'L4/payments/2026-10')).toBeGreaterThan(0);
    expect(await rows('u-stadi', 'org-helsinki', 'ULKOMAAN_HOITO', 'L5/persons/2025-2')).toBeGreaterThan(0);
    expect(await rows('u-stadi', 'org-helsinki', 'TMT_LISTA', 'L6/persons/2026-03')).toBeGreaterThan(0);
  });

  it('sums the invoices up: each sum is that of the rows with its number', async () => {
    const finance = await inRole('u-stadi', 'org-helsinki', 'TMT_LISTA');
    const { invoices } = routes.listInvoices.response.parse((await finance.call('listInvoices')).body);
    expect(new Set(invoices.map(({ listId }) => listId))).toEqual(new Set(['L3', 'L6']));
    expect(new Set(invoices.map(({ period }) => period)).size).toBeGreaterThan(6);
    const october = invoices.filter(({ listId, period }) => listId === 'L3' && period === '2026-10');
    expect(october.length).toBeGreaterThan(0);
    const { rows } = await open(finance, 'L3/persons/2026-10');
    for (const { invoiceNumber, benefitCode, rows: count, persons, amount, dueDate } of october) {
      const behind = rows.filter(
        (row) => row['invoiceNumber'] === invoiceNumber && row['benefit'] === benefitCode,
      );
      expect(behind).toHaveLength(count);
      expect(new Set(behind.map((row) => row['personalIdentityCode'])).size).toBe(persons);
      expect(behind.reduce((sum, row) => sum + Number(row['municipalityShare']), 0)).toBe(amount);
      expect(dueDate).toBe('2026-11-28');
    }
    expect(october.reduce((sum, { rows: count }) => sum + count, 0)).toBe(rows.length);
    const county = await inRole('u-esimerkki', 'org-pirkanmaa', 'TOIMEENTULO');
    expect((await county.call('listInvoices')).body['invoices']).toEqual([]);
  });

  it('names the child behind child care support, and numbers the rows of its invoice', async () => {
    const childCare = await inRole('u-stadi', 'org-helsinki', 'LHT_LISTA');
    const { rows } = await open(childCare, 'L4/recipients/2026-10');
    const children = rows.filter((row) => row['childIdentityCode'] !== null);
    expect(children.length).toBeGreaterThan(rows.length / 2);
    for (const row of children)
      expect(service.register.population.numberOf(String(row['childIdentityCode']))).not.toBeNull();
    const payments = await open(childCare, 'L4/payments/2026-10');
    expect(payments.rows.map((row) => row['invoiceRow'])).toEqual(payments.rows.map((_, at) => at + 1));
  });

  it('invoices times before 2025 by the old law, apart', async () => {
    const { rows } = await open(city, 'L3/persons/2025-01');
    const old = rows.filter((row) => row['law'] === 'OLD');
    expect(old.length).toBeGreaterThan(0);
    for (const row of old) {
      expect(String(row['periodStart']) < '2025-01-01').toBe(true);
      expect(row['invoiceNumber']).toMatch(/V$/);
      expect([0, 50, 70]).toContain(row['sharePercent']);
    }
  });

  it('answers an unchanged list with 304 and no body', async () => {
    const { etag } = await open(city, 'L3/persons/2026-09');
    const again = await get(city, 'L3/persons/2026-09', { 'if-none-match': etag });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    const other = await get(city, 'L3/persons/2026-08', { 'if-none-match': etag });
    expect(other.status).toBe(200);
    expect(parse(await other.text()).header.period).toBe('2026-08');
  });

  it('is compressed where the client takes it, with the same content', async () => {
    const packed = await get(city, 'L1/persons/2026-10', { 'accept-encoding': 'gzip' });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    const plain = await get(city, 'L1/persons/2026-10', { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await packed.text()).toBe(await plain.text());
  });

  it('breaks off without an end when the connection is cut', async () => {
    service.setFault({ path: '^/lists/L1/', kind: 'cut', times: 1 });
    const response = await get(city, 'L1/persons/2026-10', { 'accept-encoding': 'identity' });
    await expect(response.text()).rejects.toThrow();
    service.setFault(null);
  });
});

describe('rights to recipient lists', () => {
  const refusal = async (client: ServiceClient, path: string): Promise<string> => {
    const response = await get(client, path);
    const body = problem.parse(await response.json());
    expect(response.status).toBe(body.status);
    return body.code;
  };

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
