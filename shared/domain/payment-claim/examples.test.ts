import { describe, expect, it } from 'vitest';
import { isoDate } from '../dates.ts';
import { lastSafeArrival, paydaysOf } from '../payday-calendar.ts';
import {
  completeClaim,
  replacementOf,
  routeOf,
  validateClaim,
  type ClaimContext,
  type ClaimRoute,
  type PaymentClaimDraft,
} from './index.ts';
import { advanceDraft, careDraft, electronicContext } from './test-drafts.ts';

const reasons = 'The client has not paid the rent for three months and the family is about to lose its home.';
const errorsOf = (draft: PaymentClaimDraft, context: ClaimContext = electronicContext): readonly string[] =>
  validateClaim(draft, context)
    .filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);

const allowance: PaymentClaimDraft = {
  ...careDraft,
  benefitCode: 'KHT',
  care: { ...careDraft.care, careType: 'INSTITUTIONAL_CARE' },
};
const placedChild: PaymentClaimDraft = {
  ...careDraft,
  situation: 'C',
  benefitCode: 'LL',
  legalBase: 'LAPSILISAL_11_1',
  answers: { childBenefitGround: 'child-in-care', childBenefitPayee: 'guardian', careOverOneMonth: true },
  children: [{ name: 'Training Child', personalIdentityCode: '241204A905C' }],
};
const decidedBefore = { benefitDecision: { state: 'decided', decisionDate: isoDate('2026-03-02') } } as const;

type Example = readonly [
  name: string,
  draft: PaymentClaimDraft,
  route: ClaimRoute,
  errors: readonly string[],
];

const examples: readonly Example[] = [
  [
    '1: preventive assistance while labour market subsidy is pending',
    advanceDraft,
    { kind: 'electronic', legalBase: 'TOTUL_23' },
    [],
  ],
  [
    '2a: pensioner in service housing, national pension',
    careDraft,
    { kind: 'electronic', legalBase: 'AML_14' },
    [],
  ],
  [
    '2b: pensioner in service housing, guarantee pension',
    { ...careDraft, benefitCode: 'TAKE' },
    { kind: 'electronic', legalBase: 'AML_14' },
    [],
  ],
  [
    '3a: parent in institutional care, child with the grandmother',
    { ...allowance, answers: { childInCareOverThreeMonths: false } },
    { kind: 'electronic', legalBase: 'AML_14' },
    [],
  ],
  [
    '3b: parent in institutional care, child in family care for four months',
    { ...allowance, answers: { childInCareOverThreeMonths: true } },
    { kind: 'stop', reason: 'child-also-in-care', error: 'CLAIM_BENEFIT_NOT_CLAIMABLE' },
    ['CLAIM_BENEFIT_NOT_CLAIMABLE'],
  ],
  [
    '4: placed child, child benefit paid to the mother',
    placedChild,
    { kind: 'paper-form', legalBase: 'LAPSILISAL_11_1', forms: ['LL 2', 'EV 255'] },
    ['CLAIM_BASE_NOT_ELECTRONIC'],
  ],
  [
    '5: placed child, child benefit paid to the foster carer',
    { ...placedChild, answers: { ...placedChild.answers, childBenefitPayee: 'foster-carer' } },
    { kind: 'stop', reason: 'paid-to-foster-carer', error: 'CLAIM_BENEFIT_NOT_CLAIMABLE' },
    ['CLAIM_BENEFIT_NOT_CLAIMABLE', 'CLAIM_BASE_NOT_ELECTRONIC'],
  ],
  [
    '6: general housing allowance for care',
    { ...careDraft, benefitCode: 'YAT' },
    { kind: 'stop', reason: 'benefit-not-in-base', error: 'CLAIM_BENEFIT_NOT_IN_BASE' },
    ['CLAIM_BENEFIT_NOT_IN_BASE'],
  ],
  [
    '7: study grant, livelihood in danger',
    { ...careDraft, situation: 'E', benefitCode: 'OPR', legalBase: 'KEL_67_1', care: null, reasons },
    { kind: 'stop', reason: 'benefit-not-in-base', error: 'CLAIM_BENEFIT_NOT_IN_BASE' },
    ['CLAIM_BENEFIT_NOT_IN_BASE', 'CLAIM_BASE_NOT_ELECTRONIC'],
  ],
  [
    '8: assistance of 5.3, sickness allowance decided on 2.3',
    {
      ...advanceDraft,
      benefitCode: 'SPR',
      answers: decidedBefore,
      period: { start: isoDate('2026-03-01'), end: isoDate('2026-03-31') },
      assistanceRows: [
        { ...advanceDraft.assistanceRows?.[0], month: '2026-03', decisionDate: isoDate('2026-03-05') },
      ],
    },
    { kind: 'stop', reason: 'assistance-after-decision', error: 'CLAIM_AFTER_DECISION' },
    ['CLAIM_AFTER_DECISION'],
  ],
  [
    '10: from basic social assistance itself',
    {
      ...advanceDraft,
      situation: 'G',
      benefitCode: 'TOTU',
      legalBase: 'TOTU_LETTER',
      assistanceRows: [],
      provision: 'Laki toimeentulotuesta (1412/1997) 23 §',
    },
    { kind: 'letter', legalBase: 'TOTU_LETTER' },
    ['CLAIM_BASE_NOT_ELECTRONIC'],
  ],
];

describe('the worked examples of the guide', () => {
  it.each(examples)('%s', (_, draft, route, errors) => {
    expect(routeOf(draft)).toEqual(route);
    expect(errorsOf(draft)).toEqual(errors);
    expect(completeClaim(draft, electronicContext).ok).toBe(errors.length === 0);
  });

  it('1 becomes the claim that was meant', () => {
    const claim = completeClaim(advanceDraft, electronicContext);
    expect(claim).toEqual({
      ok: true,
      value: {
        channel: 'electronic',
        form: null,
        situation: 'A',
        answers: {
          benefitDecision: { state: 'pending', decisionDate: null },
          childInCareOverThreeMonths: null,
          childBenefitGround: null,
          childBenefitPayee: null,
          careOverOneMonth: null,
          allowanceInPayment: null,
          maintenanceBase: null,
          clientConsents: null,
        },
        clientCode: '010180-9015',
        benefitCode: 'TMT',
        legalBase: 'TOTUL_23',
        period: { start: '2026-02-01', end: '2026-02-28' },
        amount: { kind: 'total', cents: 32_000 },
        assistanceRows: advanceDraft.assistanceRows,
        care: null,
        children: [],
        maintenancePayer: null,
        maintenanceItems: [],
        agreement: null,
        provision: null,
        attachments: [],
        payeeAccountId: 'account-1',
        reference: null,
        ownCaseId: null,
        handler: { name: 'Training Handler', phone: '+358 40 000 0000', email: null },
        clientInformed: { informed: true, date: '2026-02-12' },
        reasons: null,
      },
    });
  });

  it('2 has 24.3.2026 as the last safe day for the pension of 7.4', () => {
    const paydays = paydaysOf('KE-V', isoDate('2026-04-01'), 1);
    expect(paydays).toEqual({ ok: true, value: ['2026-04-07'] });
    expect(lastSafeArrival(isoDate('2026-04-07'))).toBe('2026-03-24');
    const late = { ...electronicContext, today: isoDate('2026-03-25') };
    expect(validateClaim(careDraft, { ...late, today: isoDate('2026-03-24') })).toEqual([]);
    expect(validateClaim(careDraft, late)).toEqual([
      {
        code: 'CLAIM_LATE_FOR_NEXT_PAYDAY',
        field: 'period.start',
        severity: 'warning',
        params: { payday: '2026-04-07', lastSafeArrival: '2026-03-24', firstSafePayday: '2026-05-07' },
      },
    ]);
    expect(completeClaim(careDraft, late).ok).toBe(true);
  });

  it('4 and 7 are whole as printed requests, where 7 still has no base', () => {
    const paper = { ...electronicContext, channel: 'paper' } as const;
    expect(errorsOf(placedChild, paper)).toEqual([]);
    expect(errorsOf(examples.find(([name]) => name.startsWith('7'))?.[1] ?? {}, paper)).toEqual([
      'CLAIM_BENEFIT_NOT_IN_BASE',
    ]);
  });

  it('9: the claim on labour market subsidy must be looked at from 1.5.2026 on', () => {
    expect(replacementOf('TMT', isoDate('2026-04-30'))).toBeNull();
    expect(replacementOf('TMT', isoDate('2026-05-01'))).toBe('YLT');
    expect(replacementOf('KE-V', isoDate('2026-05-01'))).toBeNull();
    const openClaim = { ...careDraft, benefitCode: 'TMT' };
    expect(validateClaim(openClaim, electronicContext)).toEqual([
      {
        code: 'CLAIM_PERIOD_INVALID',
        field: 'period.end',
        severity: 'warning',
        params: { benefit: 'TMT', validTo: '2026-04-30' },
      },
    ]);
  });
});

const step = (draft: PaymentClaimDraft): string => {
  const route = routeOf(draft);
  if (route.kind === 'incomplete') return `? ${route.question}`;
  if (route.kind === 'stop') return `! ${route.reason}`;
  return `${route.kind} ${route.legalBase}`;
};

describe('the branches of the guide', () => {
  it.each<readonly [PaymentClaimDraft, string]>([
    [{}, '? situation'],
    [{ situation: 'A' }, '? benefitCode'],
    [{ situation: 'A', benefitCode: 'SPR' }, '? benefitDecision'],
    [
      {
        situation: 'A',
        benefitCode: 'SPR',
        answers: { benefitDecision: { state: 'decided', decisionDate: null } },
      },
      '? benefitDecision',
    ],
    [
      {
        situation: 'A',
        benefitCode: 'SPR',
        answers: { benefitDecision: { state: 'not-applied', decisionDate: null } },
      },
      'electronic TOTUL_23',
    ],
    [{ situation: 'A', benefitCode: 'SPR', answers: decidedBefore }, 'electronic TOTUL_23'],
    [{ situation: 'A', benefitCode: 'TOTU' }, '! benefit-not-claimable'],
    [{ situation: 'A', benefitCode: 'ADO' }, '! benefit-not-claimable'],
    [{ situation: 'B' }, '? benefitCode'],
    [{ situation: 'B', benefitCode: 'KHT' }, '? childInCareOverThreeMonths'],
    [{ situation: 'C' }, '? childBenefitGround'],
    [{ situation: 'C', answers: { childBenefitGround: 'payee-in-care' } }, 'electronic AML_14'],
    [{ situation: 'C', answers: { childBenefitGround: 'child-in-care' } }, '? childBenefitPayee'],
    [
      { situation: 'C', answers: { childBenefitGround: 'child-in-care', childBenefitPayee: 'guardian' } },
      '? careOverOneMonth',
    ],
    [
      {
        situation: 'C',
        answers: {
          childBenefitGround: 'child-in-care',
          childBenefitPayee: 'guardian',
          careOverOneMonth: false,
        },
      },
      '! care-not-over-one-month',
    ],
    [
      { situation: 'C', answers: { childBenefitGround: 'weighty-reason', childBenefitPayee: 'guardian' } },
      'paper-form LAPSILISAL_12_2',
    ],
    [
      { situation: 'C', answers: { childBenefitGround: 'weighty-reason', childBenefitPayee: 'nobody' } },
      '! guardian-must-apply',
    ],
    [{ situation: 'D' }, '? allowanceInPayment'],
    [{ situation: 'D', answers: { allowanceInPayment: false } }, '! allowance-not-in-payment'],
    [{ situation: 'D', answers: { allowanceInPayment: true } }, '? maintenanceBase'],
    [
      {
        situation: 'D',
        benefitCode: 'ELT',
        answers: { allowanceInPayment: true, maintenanceBase: 'allowance-only' },
      },
      'paper-form ELATUSTUKIL_11_4',
    ],
    [
      {
        situation: 'D',
        benefitCode: 'ELA',
        answers: { allowanceInPayment: true, maintenanceBase: 'allowance-only' },
      },
      '! benefit-not-in-base',
    ],
    [
      {
        situation: 'D',
        benefitCode: 'ELA',
        answers: { allowanceInPayment: true, maintenanceBase: 'client-fees-act' },
      },
      'electronic AML_7_14',
    ],
    [{ situation: 'E' }, '? benefitCode'],
    [{ situation: 'E', benefitCode: 'KE-T' }, 'paper-form KEL_67_1'],
    [{ situation: 'E', benefitCode: 'KUR' }, 'paper-form KUNTOUTUSL_48'],
    [{ situation: 'E', benefitCode: 'LL' }, '! benefit-not-in-base'],
    [{ situation: 'F' }, '? benefitCode'],
    [{ situation: 'F', benefitCode: 'KE-V' }, '! no-agreement-for-benefit'],
    [{ situation: 'F', benefitCode: 'EAT' }, '! no-agreement-for-benefit'],
    [{ situation: 'F', benefitCode: 'LL' }, '! no-agreement-for-benefit'],
    [{ situation: 'F', benefitCode: 'YAT' }, '? clientConsents'],
    [{ situation: 'F', benefitCode: 'YAT', answers: { clientConsents: false } }, '! consent-missing'],
    [{ situation: 'F', benefitCode: 'YAT', answers: { clientConsents: true } }, 'letter AGREEMENT'],
    [{ situation: 'G' }, 'letter TOTU_LETTER'],
  ])('%j: %s', (draft, expected) => expect(step(draft)).toBe(expected));
});
