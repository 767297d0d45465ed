import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { smallCodeLists } from '../../shared/codes/index.ts';
import { addYears } from '../../shared/domain/dates.ts';
import { birthDate, parsePersonalIdentityCode } from '../../shared/domain/personal-identity-code.ts';
import { routes } from '../../shared/service-api/routes.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { createListClient, parseList, type ListClient } from './list-client.ts';
import type { ServiceClient } from './service-client.ts';

const NOW = new Date('2026-11-20T10:00:00Z');
const CITY = 3_000;
let service: TrainingService;
let city: ServiceClient;
let inRole: ListClient['inRole'];
let get: ListClient['get'];
let open: ListClient['open'];

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  service = await startTrainingService({
    dataFolder: null,
    personCount: 8_000,
    largeCityPersons: CITY,
    requestsPerSecond: 5_000,
    faults: true,
  });
  ({ inRole, get, open } = createListClient(service.url));
  city = await inRole('u-stadi', 'org-helsinki', 'TMT_LISTA');
});
afterAll(async () => {
  await service.close();
  vi.useRealTimers();
});

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

  it('corrects on the invoice what the client has to pay back, in the month of the decision', async () => {
    const months = ['2025-06', '2025-07', '2025-08', '2025-09', '2025-10', '2025-11', '2025-12'];
    const lists = await Promise.all(months.map((month) => open(city, `L3/persons/${month}`)));
    const corrected = lists.flatMap(({ rows, header }) =>
      rows.filter((row) => row['event'] === 'CORRECTED').map((row) => ({ row, month: header.period })),
    );
    expect(corrected.length).toBeGreaterThan(0);
    const caseworker = await inRole('u-stadi', 'org-helsinki', 'TOIMEENTULO');
    for (const { row, month } of corrected) {
      const clientId = await caseworker.open(String(row['personalIdentityCode']));
      const reply = await caseworker.call('recoveries', { parameters: { clientId } });
      const { items } = routes.recoveries.response.parse(reply.body);
      expect(items).toContainEqual(
        expect.objectContaining({
          benefitCode: row['benefit'],
          amount: -Number(row['gross']),
          decisionDate: expect.stringContaining(month) as string,
          wronglyPaidPeriod: { start: row['periodStart'], end: row['periodEnd'] },
        }),
      );
      expect(Number(row['municipalityShare'])).toBeLessThanOrEqual(0);
    }
  });

  it('lists earnings-related allowance by fund, as the fund told Kela of the person', async () => {
    const { rows } = await open(city, 'L6/persons/2025-11');
    const ofFunds = rows.filter((row) => row['benefit'] === 'ANSIO');
    expect(ofFunds.length).toBeGreaterThan(0);
    expect(rows.length).toBeGreaterThan(ofFunds.length);
    for (const row of rows) expect(row['fundNumber'] !== null).toBe(row['benefit'] === 'ANSIO');
    const caseworker = await inRole('u-stadi', 'org-helsinki', 'TOIMEENTULO');
    for (const row of ofFunds.slice(0, 5)) {
      const clientId = await caseworker.open(String(row['personalIdentityCode']));
      const reply = await caseworker.call('passed-by-others', { parameters: { clientId } });
      const { items } = routes['passed-by-others'].response.parse(reply.body);
      const told = items.filter(
        ({ kind, receivedOn }) => kind === 'FUND_ALLOWANCE' && receivedOn.startsWith('2025-11'),
      );
      expect(told.map(({ amount }) => amount)).toContain(row['gross']);
      expect(told[0]?.sender).toContain(String(row['fundNumber']));
    }
  });

  it('has the general support on the list of the subsidy from May 2026 on, and counts its days with those before', async () => {
    const [before, after] = [await open(city, 'L6/persons/2026-04'), await open(city, 'L6/persons/2026-09')];
    const basic = before.rows.filter((row) => row['benefit'] === 'PPR');
    expect(basic.length).toBeGreaterThan(0);
    // The basic allowance is not paid for times after April.
    for (const { rows } of [before, after])
      for (const row of rows)
        expect(row['benefit'] === 'ANSIO' || String(row['periodEnd']) <= '2026-04-30').toBe(true);
    expect(new Set(after.rows.map((row) => row['benefit']))).toEqual(new Set(['ANSIO']));
    const subsidy = await open(city, 'L3/persons/2026-09');
    expect(subsidy.rows.some((row) => row['benefit'] === 'YLT')).toBe(true);
    const daysOf = new Map(basic.map((row) => [row['personalIdentityCode'], Number(row['accumulatedDays'])]));
    const moved = subsidy.rows.filter((row) => daysOf.has(row['personalIdentityCode'] ?? null));
    expect(moved.length).toBeGreaterThan(0);
    for (const row of moved)
      expect(Number(row['accumulatedDays'])).toBeGreaterThan(
        daysOf.get(row['personalIdentityCode'] ?? null) ?? Infinity,
      );
  });

  it('names the treatment abroad, and the supplement that the municipality pays for a small child', async () => {
    const abroad = await inRole('u-stadi', 'org-helsinki', 'ULKOMAAN_HOITO');
    const treated = (await open(abroad, 'L5/persons/2025-2')).rows;
    for (const { treatment } of treated)
      expect(smallCodeLists.treatments.find(String(treatment))).not.toBeNull();
    const childCare = await inRole('u-stadi', 'org-helsinki', 'LHT_LISTA');
    const { rows } = await open(childCare, 'L4/recipients/2026-10');
    for (const row of rows) {
      const child = parsePersonalIdentityCode(String(row['childIdentityCode']), { allowArtificial: true });
      const isYoung = child.ok && addYears(birthDate(child.value), 2) > '2026-10-31';
      expect(row['municipalSupplement'] !== null).toBe(isYoung && row['benefit'] === 'KHT');
    }
    expect(rows.some((row) => row['municipalSupplement'] !== null)).toBe(true);
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
    expect(parseList(await other.text()).header.period).toBe('2026-08');
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
