import { isoDate } from '../dates.ts';
import { cents } from '../money.ts';
import type { ClaimContext, PaymentClaimDraft } from './types.ts';

/** An advance of 320 € for February 2026, as the guide's first example has it. */
export const advanceDraft: PaymentClaimDraft = {
  situation: 'A',
  answers: { benefitDecision: { state: 'pending', decisionDate: null } },
  clientCode: '010180-9015',
  benefitCode: 'TMT',
  legalBase: 'TOTUL_23',
  period: { start: isoDate('2026-02-01'), end: isoDate('2026-02-28') },
  amount: { kind: 'total', cents: cents(32_000) },
  assistanceRows: [
    {
      month: '2026-02',
      decisionDate: isoDate('2026-02-12'),
      decisionNumber: 'TT 1/2026',
      kind: 'preventive',
      cents: cents(32_000),
    },
  ],
  payeeAccountId: 'account-1',
  handler: { name: 'Training Handler', phone: '+358 40 000 0000' },
  clientInformed: { informed: true, date: isoDate('2026-02-12') },
};

/** A pensioner who moved to service housing on 15.3.2026; claim from 1.4.2026 on. */
export const careDraft: PaymentClaimDraft = {
  ...advanceDraft,
  situation: 'B',
  answers: {},
  benefitCode: 'KE-V',
  legalBase: 'AML_14',
  period: { start: isoDate('2026-04-01'), end: null },
  amount: { kind: 'fixed-per-payment', cents: cents(50_000) },
  assistanceRows: [],
  care: {
    unitName: 'Training Home',
    careType: 'ROUND_THE_CLOCK_HOUSING',
    start: isoDate('2026-03-15'),
    expectedEnd: null,
  },
};

export const electronicContext: ClaimContext = {
  today: isoDate('2026-03-16'),
  channel: 'electronic',
  organisationEntitled: true,
  mandateHeld: true,
  client: { birthDate: isoDate('1980-01-01'), deathDate: null },
  payeeAccountIds: ['account-1', 'account-2'],
  existingClaims: [],
};

const child = { name: 'Training Child', personalIdentityCode: '241204A905C' };
const payer = { name: 'Training Payer', personalIdentityCode: '050594V903M' };
const reasons = 'The client has not paid the rent for three months and the family is about to lose its home.';
const wholeBenefit = { kind: 'whole-benefit' } as const;

/** What the paper routes have in common. */
const request: PaymentClaimDraft = {
  ...advanceDraft,
  answers: {},
  assistanceRows: [],
  period: { start: isoDate('2026-04-01'), end: null },
  amount: wholeBenefit,
};
const childCare = { careType: 'FAMILY_CARE', start: isoDate('2026-03-01') };
const maintenanceAnswers = { allowanceInPayment: true } as const;

/** A request for each way of the guide that ends on paper. */
export const paperDrafts = {
  'C, child in care': {
    ...request,
    situation: 'C',
    benefitCode: 'LL',
    legalBase: 'LAPSILISAL_11_1',
    answers: { childBenefitGround: 'child-in-care', childBenefitPayee: 'guardian', careOverOneMonth: true },
    care: childCare,
    children: [child],
  },
  'C, weighty reason': {
    ...request,
    situation: 'C',
    benefitCode: 'LL',
    legalBase: 'LAPSILISAL_12_2',
    answers: { childBenefitGround: 'weighty-reason', childBenefitPayee: 'guardian' },
    children: [child],
    reasons,
  },
  'D, allowance': {
    ...request,
    situation: 'D',
    benefitCode: 'ELT',
    legalBase: 'ELATUSTUKIL_11_4',
    answers: { ...maintenanceAnswers, maintenanceBase: 'allowance-only' },
    care: childCare,
    children: [child],
    maintenancePayer: payer,
  },
  'D, recovered maintenance': {
    ...request,
    situation: 'D',
    benefitCode: 'ELA',
    legalBase: 'AML_7_14',
    answers: { ...maintenanceAnswers, maintenanceBase: 'client-fees-act' },
    care: childCare,
    children: [child],
    maintenancePayer: payer,
    maintenanceItems: ['2026-01', '2026-02'].map((month) => ({ month, cents: cents(19_771) })),
  },
  E: { ...request, situation: 'E', benefitCode: 'KE-V', legalBase: 'KEL_67_1', reasons },
  'E, general support': {
    ...request,
    situation: 'E',
    benefitCode: 'YLT',
    legalBase: 'YLEISTUKI_PROVISION',
    period: { start: isoDate('2026-05-01'), end: null },
    provision: '99 §',
    reasons,
  },
  F: {
    ...request,
    situation: 'F',
    benefitCode: 'YAT',
    legalBase: 'AGREEMENT',
    answers: { clientConsents: true },
    agreement: {
      madeOn: isoDate('2026-03-10'),
      consentKind: 'power-of-attorney',
      consentedOn: isoDate('2026-03-12'),
    },
    attachments: ['AGREEMENT', 'CONSENT'],
  },
  G: {
    ...request,
    situation: 'G',
    benefitCode: 'TOTU',
    legalBase: 'TOTU_LETTER',
    provision: '7 b §',
    amount: { kind: 'total', cents: cents(4_500) },
  },
} as const satisfies Record<string, PaymentClaimDraft>;
