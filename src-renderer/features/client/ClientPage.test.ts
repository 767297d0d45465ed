import { cleanup, render, screen, waitFor, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SectionName } from '../../../shared/domain/sections.ts';
import { openClient, type ClientView } from './client-view.svelte.ts';
import ClientPage from './ClientPage.svelte';
import { fakeService, lookUpOf } from './fake-service.ts';
import WithPlatform from './WithPlatform.svelte';

const matter = (id: string, over: object) => ({
  id,
  benefitCode: 'TMT',
  kind: 'APPLICATION',
  channel: 'OMAKELA',
  arrivalDate: '2026-02-10',
  status: 'IN_PROGRESS',
  urgent: false,
  missingAttachments: [],
  appliedPeriod: null,
  estimatedDecisionDate: null,
  ...over,
});

const period = { start: '2026-01-01', end: null };
const payee = { kind: 'XPAYEE-1', name: 'Saaja', maskedAccount: null };
/** A row of each section whose codes are newer than the program. */
const unknownRows: Partial<Record<SectionName, object>> = {
  pending: matter('a', {
    benefitCode: 'XBENEFIT-1',
    kind: 'XKIND-1',
    channel: 'XCHANNEL-1',
    status: 'XSTATUS-1',
  }),
  decisions: {
    id: 'a',
    benefitCode: 'XBENEFIT-1',
    decisionDate: '2026-02-01',
    result: 'XRESULT-1',
    period,
    amount: null,
    numberOfDays: null,
    payee,
    grounds: '',
    lawReference: '',
    appealDeadline: null,
    calculation: {
      month: '2026-02',
      household: [{ relation: 'XRELATION-1', basicAmount: 1 }],
      incomes: [{ code: 'XINCOME-1', amount: 1 }],
      expenses: [{ code: 'XEXPENSE-1', applied: 1, accepted: 1, rejectionReason: null }],
      reductionPercent: 0,
      result: 1,
      paymentCommitments: [],
      transferToCountyAsked: false,
    },
  },
  payments: {
    id: 'a',
    decisionId: null,
    benefitCode: 'XBENEFIT-1',
    payDate: '2026-02-01',
    period,
    gross: 2,
    withholdingTax: 0,
    deductions: [{ reason: 'XREASON-1', amount: 1, payee: null }],
    net: 1,
    payee,
    status: 'XSTATUS-1',
  },
  'payment-claims': {
    id: 'a',
    benefitCode: 'XBENEFIT-1',
    legalBase: 'XBASE-1',
    period,
    amount: { kind: 'whole-benefit' },
    organisation: { organisationId: 'county', name: 'Alue' },
    ownClaim: false,
    registeredAt: '2026-02-01T08:00:00Z',
    status: 'XSTATUS-1',
    statusHistory: [{ at: '2026-02-01T08:00:00Z', status: 'XSTATUS-2', note: null }],
    channel: 'electronic',
    postedOn: null,
    receiptNumber: '',
    lastSafeDay: null,
    handlerName: '',
    payeeMaskedAccount: '',
    reference: null,
    ownCaseId: null,
    rejectionReason: null,
    end: { endsOn: '2026-02-01', reason: 'XREASON-1', calledOn: '2026-02-01', calledBy: '' },
    tasks: [],
    paymentsToOrganisation: [],
  },
  'insurance-coverage': {
    id: 'a',
    covered: true,
    ground: 'XGROUND-1',
    period,
    healthInsurance: null,
    medicalCareCard: false,
    europeanHealthInsuranceCardValidTo: null,
    forms: ['XFORM-1'],
    homeMunicipalityRight: false,
  },
  recoveries: {
    id: 'a',
    benefitCode: 'XBENEFIT-1',
    wronglyPaidPeriod: period,
    amount: 2,
    remaining: 1,
    decisionDate: '2026-02-01',
    way: 'XWAY-1',
    monthlySetOff: null,
    status: 'XSTATUS-1',
  },
  'passed-by-others': {
    id: 'a',
    sender: '',
    kind: 'XKIND-1',
    receivedOn: '2026-02-01',
    period: null,
    amount: null,
    summary: '',
  },
  'treatment-abroad': {
    id: 'a',
    country: 'QQ',
    treatmentPeriod: { start: '2026-01-01', end: '2026-01-02' },
    kind: 'XKIND-1',
    decisionDate: '2026-02-01',
    cost: 1,
    reimbursement: 1,
    clientFeeDeducted: 0,
    payer: '',
    invoiceNumber: '',
    halfYear: '2026-1',
  },
};

const show = (client: ClientView, service: ReturnType<typeof fakeService>, onNewClaim = vi.fn()) =>
  render(WithPlatform, {
    contract: { ...service.contract, subscribe: () => () => undefined },
    view: ClientPage as never,
    properties: { client, onNewClaim },
  });

const section = (name: string): HTMLElement => screen.getByRole('region', { name });

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-03-02T08:00:00Z'), toFake: ['Date'] });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('the page of a client', () => {
  it('shows what is pending at a glance and in its section, with unknown codes as they are', async () => {
    const service = fakeService({
      items: {
        pending: [
          matter('a', {}),
          matter('b', { benefitCode: 'XYZ', status: 'NEW-STATUS', kind: 'NEW-KIND' }),
        ],
      },
    });
    const client = openClient(service.contract, lookUpOf('client-a'));
    await client.loaded;
    show(client, service);
    const pending = section('Vireillä olevat asiat');
    expect(within(pending).getAllByRole('row')).toHaveLength(3);
    expect(within(pending).getByText('NEW-KIND')).toBeTruthy();
    expect(within(pending).getByText('NEW-STATUS')).toBeTruthy();
    const glance = section('Tilanne nyt');
    expect(within(glance).getByText('Työmarkkinatuki')).toBeTruthy();
    expect(within(glance).getByText('XYZ')).toBeTruthy();
    expect(within(glance).getByText('Ei perustoimeentulotuen päätöksiä')).toBeTruthy();
  });

  it.each(Object.entries(unknownRows) as [SectionName, object][])(
    'shows codes of %s that nobody knows as they are, in rows, details and sums',
    async (name, row) => {
      const service = fakeService({ items: { [name]: [row] } });
      const client = openClient(service.contract, lookUpOf('client-a'));
      await client.loaded;
      const { container } = show(client, service);
      const shown = container.querySelector<HTMLElement>(`[data-section="${name}"]`);
      for (const opener of shown?.querySelectorAll<HTMLElement>('[data-row-control]') ?? []) opener.click();
      await tick();
      const codes = JSON.stringify(row).match(/\bX[A-Z]+-\d|"QQ"/g) ?? [];
      expect(codes.length).toBeGreaterThan(0);
      for (const code of codes) expect(shown?.textContent, code).toContain(code.replaceAll('"', ''));
    },
  );

  it('names the area that pays for treatment abroad, but not under non-disclosure', async () => {
    const row = { ...unknownRows['treatment-abroad'], payer: 'Helsingin kaupunki' };
    for (const nonDisclosure of [false, true]) {
      const service = fakeService({ items: { 'treatment-abroad': [row] } });
      const found = lookUpOf('client-a');
      const client = openClient(service.contract, { ...found, header: { ...found.header, nonDisclosure } });
      await client.loaded;
      const { container } = show(client, service);
      container.querySelector<HTMLElement>('[data-section="treatment-abroad"] [data-row-control]')?.click();
      await waitFor(() => expect(container.textContent).toContain('Puolivuosi'));
      expect(container.textContent.includes('Helsingin kaupunki')).toBe(!nonDisclosure);
      cleanup();
    }
  });

  it('tells what a failed section needs, and brings its data on a retry', async () => {
    const service = fakeService({ items: { pending: [matter('a', {})] } });
    service.failSection('pending', { code: 'service-timeout', retriable: true, supportCode: 'K-1' });
    const client = openClient(service.contract, lookUpOf('client-a'));
    await client.loaded;
    show(client, service);
    const pending = section('Vireillä olevat asiat');
    expect(within(pending).getByText(/service-timeout.*K-1/)).toBeTruthy();
    service.failSection('pending', null);
    within(pending).getByRole('button', { name: 'Yritä uudelleen' }).click();
    await waitFor(() => expect(within(pending).getByRole('table')).toBeTruthy());
  });

  it('says of what it still shows, also at a glance, that newer data could not be had', async () => {
    const service = fakeService({ items: { pending: [matter('a', {})] } });
    const client = openClient(service.contract, lookUpOf('client-a'));
    await client.loaded;
    show(client, service);
    const glance = section('Tilanne nyt');
    expect(glance.textContent).not.toContain('uudempia ei saatu');
    service.failSection('pending', { code: 'service-timeout', retriable: true });
    within(section('Vireillä olevat asiat'))
      .getByRole('button', { name: 'Päivitä osio Vireillä olevat asiat' })
      .click();
    await waitFor(() => expect(glance.textContent).toContain('uudempia ei saatu'));
    expect(glance.textContent).toContain('Työmarkkinatuki');
    expect(section('Vireillä olevat asiat').textContent).toContain('uudempia ei saatu');
  });

  it('explains a locked section by the mandate that opens it, and does not offer what none would open', async () => {
    const service = fakeService({
      sections: ['pending'],
      missing: [{ feature: 'treatment-abroad', mandate: 'M5' }],
    });
    const client = openClient(service.contract, lookUpOf('client-a'));
    await client.loaded;
    show(client, service);
    const abroad = section('Ulkomaille hoitoon hakeutuneen korvaustiedot');
    expect(abroad.textContent).toContain(
      'Ulkomaille hoitoon hakeutuneiden henkilöiden sairaanhoidon korvaustietojen tarkastelu',
    );
    expect(screen.queryByRole('region', { name: 'Maksut' })).toBeNull();
    expect(screen.queryByRole('button', { name: /^Maksut/ })).toBeNull();
  });

  it('says to whoever may not make claims which rule keeps them from it, and what to do', async () => {
    const service = fakeService({ missing: [{ feature: 'payment-claims', mandate: 'M1' }] });
    const client = openClient(service.contract, lookUpOf('client-a'));
    await client.loaded;
    show(client, service);
    expect(screen.queryByRole('button', { name: 'Tee maksuvaatimus' })).toBeNull();
    const why = screen.getByText('Et voi tehdä maksuvaatimusta: miksi?').closest('details');
    expect(why?.textContent).toContain('Etuustietojen katselu ja maksuvaatimusten rekisteröinti');
    expect(why?.textContent).toContain('Pyydä valtuutta organisaatiosi valtuuksien hallinnasta.');
  });

  it('forgets on the screen what the client had when it is left', async () => {
    const service = fakeService({ items: { pending: [matter('a', { benefitCode: 'SECRET-CODE' })] } });
    const client = openClient(service.contract, lookUpOf('client-a'));
    await client.loaded;
    const { container } = show(client, service);
    expect(container.textContent).toContain('SECRET-CODE');
    client.close();
    await waitFor(() => expect(container.textContent).not.toContain('SECRET-CODE'));
  });
});
