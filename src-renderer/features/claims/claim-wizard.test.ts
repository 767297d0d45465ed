import { describe, expect, it } from 'vitest';
import { isoDate } from '../../../shared/domain/dates.ts';
import type { CallAnswer, CallRequest } from '../../../shared/ipc/contract.ts';
import type { Decision, PendingMatter } from '../../../shared/service-api/benefit-sections.ts';
import type { RegisteredPaymentClaim } from '../../../shared/service-api/payment-claims.ts';
import { openClient } from '../client/client-view.svelte.ts';
import { fakeService, lookUpOf, type FakeServiceOptions } from '../client/fake-service.ts';
import { claimWizardPart, type ClaimWizard } from './claim-wizard.svelte.ts';

const today = isoDate('2026-03-02');
const KEY = '4b7f1f5e-6a44-4f0e-9d0f-1f1f5f6b7a10';
const account = { accountId: 'account', name: 'Tili', iban: 'FI2112345600000785', isDefault: true };

type Register = (request: CallRequest<'claims.register'>) => Promise<CallAnswer<'claims.register'>>;

const registered = ({ claim }: CallRequest<'claims.register'>): RegisteredPaymentClaim => ({
  id: 'new',
  receiptNumber: 'MV-1',
  registeredAt: '2026-03-02T08:00:00Z',
  organisation: { organisationId: 'county', name: 'Hyvinvointialue' },
  ownClaim: true,
  channel: claim.channel,
  situation: claim.situation,
  benefitCode: claim.benefitCode,
  legalBase: claim.legalBase,
  period: claim.period,
  amount: claim.amount,
  status: 'REGISTERED',
  statusHistory: [],
  handlerName: claim.handler.name,
  payeeMaskedAccount: '',
  reference: claim.reference,
  ownCaseId: claim.ownCaseId,
  rejectionReason: null,
  paymentsToOrganisation: [],
  lastSafeDay: null,
  postedOn: null,
  end: null,
  tasks: [],
  request: claim,
});

const accept: Register = async (request) => ({
  ok: true,
  value: {
    clientId: 'client-a',
    receiptNumber: 'MV-1',
    registeredAt: '2026-03-02T08:00:00Z',
    claim: registered(request),
  },
});

const pendingMatter: PendingMatter = {
  id: 'm',
  benefitCode: 'TMT',
  kind: 'APPLICATION',
  channel: 'OMAKELA',
  arrivalDate: '2026-02-10',
  status: 'IN_PROGRESS',
  urgent: false,
  missingAttachments: [],
  appliedPeriod: null,
  estimatedDecisionDate: null,
};

const open = async (
  register: Register = accept,
  items: Record<string, readonly unknown[]> = { pending: [pendingMatter] },
  more: Partial<FakeServiceOptions> = {},
) => {
  const requests: CallRequest<'claims.register'>[] = [];
  const service = fakeService({
    ...more,
    items,
    payeeAccounts: [account],
    register: (request) => {
      requests.push(request);
      return register(request);
    },
  });
  const client = openClient(service.contract, lookUpOf('client-a'));
  await client.loaded;
  const wizard = client.part(claimWizardPart({ today: () => today, newKey: () => KEY }));
  await wizard.filling.loadAccounts();
  return { client, service, wizard, requests };
};

/** Preventive assistance for February 2026 while the client waits for labour market subsidy. */
const fillAdvance = (wizard: ClaimWizard): void => {
  wizard.filling.chooseSituation('A');
  Object.assign(wizard.form, {
    handlerPhone: '040 123 4567',
    informed: true,
  });
  Object.assign(wizard.form.rows[0] ?? {}, {
    month: '2/2026',
    decisionDate: '5.2.2026',
    decisionNumber: 'TT-1',
    kind: 'preventive',
    amount: '320',
  });
};

const toReview = (wizard: ClaimWizard): void => {
  for (const group of wizard.reading.groups) {
    expect(wizard.place.page).toBe(group);
    wizard.next();
  }
  expect(wizard.place.page).toBe('review');
};

describe('filling a claim in', () => {
  it('takes the pending benefit and its state from the data of the client', async () => {
    const { wizard } = await open();
    wizard.filling.chooseSituation('A');
    expect(wizard.form.benefitCode).toBe('TMT');
    expect(wizard.form.decisionState).toBe('pending');
    expect(wizard.form.handlerName).toBe('Liisa Virtanen');
    expect(wizard.form.payeeAccountId).toBe('account');
  });

  it("takes the date of Kela's decision along, and leaves the user's own answer alone", async () => {
    const decision = { benefitCode: 'SPR', decisionDate: '2026-02-20' } as Decision;
    const { wizard } = await open(accept, { decisions: [decision] });
    wizard.filling.chooseSituation('A');
    wizard.filling.chooseBenefit('SPR');
    expect(wizard.form).toMatchObject({ decisionState: 'decided', decisionDate: '20.2.2026' });
    wizard.filling.tellDecision({ decisionState: 'not-applied' });
    wizard.filling.chooseBenefit('TMT');
    expect(wizard.form.decisionState).toBe('not-applied');
  });

  it('keeps the user on a group until it is in order, and shows its errors only after a try', async () => {
    const { wizard } = await open();
    wizard.next();
    expect(wizard.place.page).toBe('situation');
    expect(wizard.place.shownErrors.map(({ field }) => field)).toContain('situation');
    fillAdvance(wizard);
    wizard.form.rows[0]!.decisionDate = '31.2.2026';
    wizard.next();
    wizard.next();
    expect(wizard.place.page).toBe('assistance');
    expect(wizard.place.shownErrors).toEqual([]);
    const attempts = wizard.place.attempt;
    wizard.next();
    expect(wizard.place.page).toBe('assistance');
    expect(wizard.place.attempt).toBe(attempts + 1);
    expect(wizard.place.shownErrors).toContainEqual({
      code: 'UNREADABLE',
      field: 'assistanceRows.0.decisionDate',
      severity: 'error',
      params: {},
    });
    expect(wizard.place.status('assistance')).toBe('attention');
    expect(wizard.place.status('benefit')).toBe('done');
  });

  it('takes period and amount of an advance from the assistance until the user sets them', async () => {
    const { wizard } = await open();
    fillAdvance(wizard);
    expect(wizard.filling.filled).toMatchObject({
      periodStart: '1.2.2026',
      periodEnd: '28.2.2026',
      amount: '320,00',
    });
    wizard.filling.addRow('rows');
    Object.assign(wizard.form.rows[1]!, { month: '3/2026', amount: '100' });
    expect(wizard.form.rows[1]).toMatchObject({ decisionNumber: 'TT-1', kind: 'preventive' });
    expect(wizard.filling.filled).toMatchObject({ periodEnd: '31.3.2026', amount: '420,00' });
    wizard.filling.typeAmount('400');
    wizard.filling.typePeriod('periodStart', '2.2.2026');
    wizard.form.rows[1]!.month = '4/2026';
    wizard.form.rows[1]!.amount = '1';
    expect(wizard.filling.filled).toMatchObject({
      periodStart: '2.2.2026',
      periodEnd: '31.3.2026',
      amount: '400',
    });
    wizard.filling.followAssistance('amount');
    expect(wizard.filling.filled.amount).toBe('321,00');
  });

  it('comes back to the review after a change made from there', async () => {
    const { wizard } = await open();
    fillAdvance(wizard);
    toReview(wizard);
    wizard.change('period');
    wizard.filling.typeAmount('300,00');
    wizard.next();
    expect(wizard.place.page).toBe('review');
    // Who looks and changes nothing comes back as well; from there "back" is the group before again.
    wizard.change('benefit');
    wizard.back();
    expect(wizard.place.page).toBe('review');
    wizard.back();
    expect(wizard.place.page).toBe('handler');
  });

  it('goes over to the other mode where it stands, and remembers the mode and the handler', async () => {
    const kept: unknown[] = [];
    const { wizard } = await open(accept, undefined, {
      habits: { phone: '020 1', email: 'a@b.fi', mode: 'guided' },
      onHabits: (habits) => kept.push(habits),
    });
    await wizard.open(null);
    expect(wizard.form).toMatchObject({ handlerPhone: '020 1', handlerEmail: 'a@b.fi' });
    expect(wizard.begun).toBe(false);
    fillAdvance(wizard);
    wizard.goTo('payee');
    wizard.useMode('fast');
    expect(wizard.place.page).toBe('payee');
    expect(kept).toEqual([{ phone: '020 1', email: 'a@b.fi', mode: 'fast' }]);
    wizard.next();
    expect(wizard.confirming).toBe(true);
    await wizard.send();
    expect(kept.at(-1)).toEqual({ phone: '040 123 4567', email: 'a@b.fi', mode: 'fast' });
  });

  it('shows every error at once in the fast mode', async () => {
    const { wizard } = await open();
    wizard.useMode('fast');
    fillAdvance(wizard);
    wizard.form.rows[0]!.month = '';
    wizard.form.handlerPhone = '';
    wizard.next();
    expect(wizard.confirming).toBe(false);
    expect(wizard.place.shownErrors.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['assistanceRows.0.month', 'period.start', 'handler.phone']),
    );
  });

  it('refuses assistance that was granted after the decision', async () => {
    const { wizard } = await open();
    fillAdvance(wizard);
    wizard.filling.tellDecision({ decisionState: 'decided', decisionDate: '4.2.2026' });
    expect(wizard.reading.problems.map(({ code }) => code)).toContain('CLAIM_AFTER_DECISION');
  });

  it('ends at the answer that the guide stops at, and says which', async () => {
    const { wizard } = await open();
    wizard.filling.chooseSituation('C');
    Object.assign(wizard.form, { childBenefitGround: 'child-in-care', childBenefitPayee: 'foster-carer' });
    wizard.next();
    expect(wizard.place.page).toBe('benefit');
    wizard.next();
    expect(wizard.place.page).toBe('benefit');
    expect(wizard.place.shownErrors).toEqual([
      {
        code: 'CLAIM_BENEFIT_NOT_CLAIMABLE',
        field: 'answers.childBenefitPayee',
        severity: 'error',
        params: { reason: 'paid-to-foster-carer', benefit: 'LL' },
      },
    ]);
  });
});

describe('sending a claim', () => {
  it('asks once more, sends what was filled in, and shows the receipt', async () => {
    const { wizard, client, requests, service } = await open();
    fillAdvance(wizard);
    toReview(wizard);
    wizard.next();
    expect(wizard.confirming).toBe(true);
    expect(requests).toHaveLength(0);
    const asked = service.askedSections.filter((name) => name === 'payment-claims').length;
    await wizard.send();
    expect(requests[0]).toMatchObject({
      clientHandle: 'handle-client-a',
      idempotencyKey: KEY,
      claim: {
        legalBase: 'TOTUL_23',
        benefitCode: 'TMT',
        period: { start: '2026-02-01', end: '2026-02-28' },
        amount: { kind: 'total', cents: 320_00 },
        care: null,
      },
    });
    expect(JSON.stringify(requests[0])).not.toContain(client.header.personalIdentityCode);
    expect(wizard.receipt?.receiptNumber).toBe('MV-1');
    expect(client.claimStarted).toBe(false);
    expect(service.askedSections.filter((name) => name === 'payment-claims')).toHaveLength(asked + 1);
  });

  it('gives one receipt for a double click', async () => {
    const { wizard, requests } = await open();
    fillAdvance(wizard);
    toReview(wizard);
    await Promise.all([wizard.send(), wizard.send()]);
    await wizard.send();
    expect(requests).toHaveLength(1);
  });

  it('keeps everything when sending fails, and tries again with the same key', async () => {
    let failing = true;
    const { wizard, requests } = await open(async (request) =>
      failing ? { ok: false, error: { code: 'service-timeout', retriable: true } } : accept(request),
    );
    fillAdvance(wizard);
    toReview(wizard);
    await wizard.send();
    expect(wizard.outcome).toMatchObject({ phase: 'unknown', error: { code: 'service-timeout' } });
    expect(wizard.filling.filled.amount).toBe('320,00');
    failing = false;
    await wizard.send();
    expect(wizard.receipt).not.toBeNull();
    expect(requests.map(({ idempotencyKey }) => idempotencyKey)).toEqual([KEY, KEY]);
  });

  it("shows the rules by which the service refused, beside the client's own", async () => {
    const { wizard } = await open(async () => ({
      ok: false,
      error: {
        code: 'claim-refused',
        retriable: false,
        violations: [{ code: 'CLAIM_DUPLICATE', field: 'period' }],
      },
    }));
    fillAdvance(wizard);
    toReview(wizard);
    await wizard.send();
    expect(wizard.receipt).toBeNull();
    expect(wizard.place.shownErrors.map(({ code }) => code)).toEqual(['CLAIM_DUPLICATE']);
    wizard.change('period');
    wizard.filling.typeAmount('100,00');
    wizard.next();
    expect(wizard.place.page).toBe('review');
    expect(wizard.place.shownErrors).toEqual([]);
  });

  it('sends nothing that breaks a rule, even when asked to', async () => {
    const { wizard, requests } = await open();
    fillAdvance(wizard);
    wizard.filling.typeAmount('321,00');
    await wizard.send();
    expect(requests).toHaveLength(0);
    wizard.goTo('review');
    expect(wizard.place.shownErrors.map(({ code }) => code)).toContain('CLAIM_AMOUNT_EXCEEDS_ADVANCE');
  });

  it('paints no receipt when the client was left meanwhile', async () => {
    let answer: (value: CallAnswer<'claims.register'>) => void = () => undefined;
    const { wizard, client } = await open(() => new Promise((resolve) => (answer = resolve)));
    fillAdvance(wizard);
    toReview(wizard);
    const sent = wizard.send();
    client.close();
    answer({ ok: false, error: { code: 'client-left', retriable: false } });
    await sent;
    expect(wizard.outcome.phase).not.toBe('refused');
    expect(wizard.receipt).toBeNull();
  });
});
