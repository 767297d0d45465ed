import type { PaymentClaimRequest } from '../../shared/service-api/payment-claims.ts';

export const noAnswers: PaymentClaimRequest['answers'] = {
  benefitDecision: null,
  childInCareOverThreeMonths: null,
  childBenefitGround: null,
  childBenefitPayee: null,
  careOverOneMonth: null,
  allowanceInPayment: null,
  maintenanceBase: null,
  clientConsents: null,
};

/** What an electronic claim of situations A and B leaves unsaid. */
export const unasked = {
  channel: 'electronic',
  form: null,
  children: [],
  maintenancePayer: null,
  maintenanceItems: [],
  agreement: null,
  provision: null,
  attachments: [],
  reference: null,
  ownCaseId: null,
  reasons: null,
} as const satisfies Partial<PaymentClaimRequest>;

/** Worked example 1 of the guide. */
export const advance: PaymentClaimRequest = {
  ...unasked,
  situation: 'A',
  answers: { ...noAnswers, benefitDecision: { state: 'pending', decisionDate: null } },
  benefitCode: 'TMT',
  legalBase: 'TOTUL_23',
  period: { start: '2026-02-01', end: '2026-02-28' },
  amount: { kind: 'total', cents: 32_000 },
  assistanceRows: [
    {
      month: '2026-02',
      decisionDate: '2026-02-12',
      decisionNumber: 'TT 1/2026',
      kind: 'preventive',
      cents: 32_000,
    },
  ],
  care: null,
  payeeAccountId: 'acc-pirkanmaa-1',
  ownCaseId: 'A-1',
  handler: { name: 'Testi Esimerkki', phone: '+358 29 000 0000', email: null },
  clientInformed: { informed: true, date: '2026-02-12' },
};

/** Worked example 2 of the guide. */
export const care: PaymentClaimRequest = {
  ...advance,
  situation: 'B',
  answers: noAnswers,
  benefitCode: 'KE-V',
  legalBase: 'AML_14',
  period: { start: '2026-04-01', end: null },
  amount: { kind: 'fixed-per-payment', cents: 50_000 },
  assistanceRows: [],
  care: {
    unitName: 'Esimerkkikoti',
    careType: 'ROUND_THE_CLOCK_HOUSING',
    start: '2026-03-15',
    expectedEnd: null,
  },
};

/** A request under the National Pensions Act on form EV 241N. */
export const livelihood: PaymentClaimRequest = {
  ...care,
  channel: 'paper',
  form: 'EV 241N',
  situation: 'E',
  legalBase: 'KEL_67_1',
  period: { start: '2026-05-01', end: null },
  amount: { kind: 'whole-benefit' },
  care: null,
  reasons: 'Vuokra on maksamatta kolmelta kuukaudelta, ja asunto on vaarassa. Maksamme sen etuudesta.',
};
