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
