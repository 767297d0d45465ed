import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoDate } from '../../../shared/domain/dates.ts';
import type { CallAnswer, CallRequest } from '../../../shared/ipc/contract.ts';
import type { Decision, PendingMatter } from '../../../shared/service-api/benefit-sections.ts';
import type { RegisteredPaymentClaim } from '../../../shared/service-api/payment-claims.ts';
import { openClient } from '../client/client-view.svelte.ts';
import { fakeService, lookUpOf } from '../client/fake-service.ts';
import { claimSteps } from './claim-steps.ts';
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
) => {
  const requests: CallRequest<'claims.register'>[] = [];
  const service = fakeService({
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
  await wizard.loadAccounts();
  return { client, service, wizard, requests };
};

/** Preventive assistance for February 2026 while the client waits for labour market subsidy. */
const fillAdvance = (wizard: ClaimWizard): void => {
  wizard.chooseSituation('A');
  Object.assign(wizard.form, {
    periodStart: '1.2.2026',
    periodEnd: '28.2.2026',
    amount: '320,00',
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
  for (const step of claimSteps.slice(0, -1)) {
    expect(wizard.step).toBe(step);
    wizard.next();
  }
  expect(wizard.step).toBe('review');
};

describe('filling a claim in', () => {
  it('takes the pending benefit and its state from the data of the client', async () => {
    const { wizard } = await open();
    wizard.chooseSituation('A');
    expect(wizard.form.benefitCode).toBe('TMT');
    expect(wizard.form.decisionState).toBe('pending');
    expect(wizard.form.handlerName).toBe('Liisa Virtanen');
    expect(wizard.form.payeeAccountId).toBe('account');
  });

  it("takes the date of Kela's decision along, and leaves the user's own answer alone", async () => {
    const decision = { benefitCode: 'SPR', decisionDate: '2026-02-20' } as Decision;
    const { wizard } = await open(accept, { decisions: [decision] });
    wizard.chooseSituation('A');
    wizard.chooseBenefit('SPR');
    expect(wizard.form).toMatchObject({ decisionState: 'decided', decisionDate: '20.2.2026' });
    wizard.form.decisionState = 'not-applied';
    wizard.chooseBenefit('TMT');
    expect(wizard.form.decisionState).toBe('not-applied');
  });

  it('keeps the user on a step until it is in order, and shows its errors only after a try', async () => {
    const { wizard } = await open();
    wizard.next();
    expect(wizard.step).toBe('situation');
    expect(wizard.shownErrors.map(({ field }) => field)).toContain('situation');
    fillAdvance(wizard);
    wizard.form.periodEnd = '31.2.2026';
    wizard.next();
    wizard.next();
    expect(wizard.step).toBe('claim');
    expect(wizard.shownErrors).toEqual([]);
    const attempts = wizard.attempt;
    wizard.next();
    expect(wizard.step).toBe('claim');
    expect(wizard.attempt).toBe(attempts + 1);
    expect(wizard.shownErrors).toContainEqual({
      code: 'UNREADABLE',
      field: 'period.end',
      severity: 'error',
      params: {},
    });
  });

  it('comes back to the review after a change made from there', async () => {
    const { wizard } = await open();
    fillAdvance(wizard);
    toReview(wizard);
    wizard.change('claim');
    wizard.form.amount = '300,00';
    wizard.next();
    expect(wizard.step).toBe('review');
  });

  it('does not let a paper situation past its explanation', async () => {
    const { wizard } = await open();
    wizard.chooseSituation('E');
    wizard.next();
    expect(wizard.step).toBe('situation');
  });

  it('refuses assistance that was granted after the decision', async () => {
    const { wizard } = await open();
    fillAdvance(wizard);
    Object.assign(wizard.form, { decisionState: 'decided', decisionDate: '4.2.2026' });
    expect(wizard.problems.map(({ code }) => code)).toContain('CLAIM_AFTER_DECISION');
  });

  it('loses no field in any sequence of edits, changes of the situation and steps', async () => {
    const { wizard } = await open();
    const names = [
      'periodStart',
      'periodEnd',
      'amount',
      'careUnit',
      'careStart',
      'reference',
      'ownCaseId',
      'handlerPhone',
      'decisionDate',
    ] as const;
    const edit = fc.record({
      kind: fc.constant('edit' as const),
      name: fc.constantFrom(...names),
      text: fc.string({ maxLength: 12 }),
    });
    const row = fc.record({ kind: fc.constant('row' as const), text: fc.string({ maxLength: 8 }) });
    const situation = fc.record({
      kind: fc.constant('situation' as const),
      to: fc.constantFrom('A', 'B', 'C', 'G'),
    });
    const move = fc.record({
      kind: fc.constant('move' as const),
      to: fc.constantFrom('next', 'back', 'review', 'change'),
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(edit, row, situation, move), { maxLength: 40 }), (actions) => {
        const typed = new Map<(typeof names)[number], string>();
        let rowText = wizard.form.rows[0]?.decisionNumber ?? '';
        for (const action of actions) {
          if (action.kind === 'edit') {
            wizard.form[action.name] = action.text;
            typed.set(action.name, action.text);
          } else if (action.kind === 'row') {
            const first = wizard.form.rows[0];
            if (first !== undefined) first.decisionNumber = action.text;
            rowText = action.text;
          } else if (action.kind === 'situation') wizard.chooseSituation(action.to as 'A');
          else if (action.to === 'next') wizard.next();
          else if (action.to === 'back') wizard.back();
          else if (action.to === 'review') wizard.goTo('review');
          else wizard.change('claim');
        }
        wizard.cancelConfirmation();
        for (const [name, text] of typed) expect(wizard.form[name]).toBe(text);
        expect(wizard.form.rows[0]?.decisionNumber).toBe(rowText);
      }),
      { numRuns: 60 },
    );
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
    expect(wizard.form.amount).toBe('320,00');
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
    expect(wizard.shownErrors.map(({ code }) => code)).toEqual(['CLAIM_DUPLICATE']);
    wizard.change('claim');
    wizard.form.amount = '100,00';
    wizard.next();
    expect(wizard.step).toBe('review');
    expect(wizard.shownErrors).toEqual([]);
  });

  it('sends nothing that breaks a rule, even when asked to', async () => {
    const { wizard, requests } = await open();
    fillAdvance(wizard);
    wizard.form.amount = '321,00';
    await wizard.send();
    expect(requests).toHaveLength(0);
    wizard.goTo('review');
    expect(wizard.shownErrors.map(({ code }) => code)).toContain('CLAIM_AMOUNT_EXCEEDS_ADVANCE');
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
