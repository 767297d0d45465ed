import { z } from 'zod';
import { route } from './contract.ts';
import { cents, code, id, instant, isoDate, isoMonth, period, shortText, text } from './fields.ts';

export const claimAmount = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('whole-benefit') }),
  z.object({ kind: z.literal('fixed-per-payment'), cents: cents.min(1) }),
  z.object({ kind: z.literal('total'), cents: cents.min(1) }),
]);

/** One month of supplementary or preventive assistance that the county paid in advance. */
export const assistanceRow = z.object({
  month: isoMonth,
  decisionDate: isoDate,
  decisionNumber: z.string().max(60),
  kind: z.enum(['supplementary', 'preventive']),
  cents: cents.min(1),
});

export const care = z.object({
  unitName: shortText.min(1),
  careType: code,
  start: isoDate,
  expectedEnd: isoDate.nullable(),
});

/** Answers to the sub-questions of the payment-claim guide; null where the situation does not ask. */
export const claimAnswers = z.object({
  /** A1: has Kela decided the benefit, and when? */
  benefitDecision: z
    .object({ state: z.enum(['pending', 'decided', 'not-applied']), decisionDate: isoDate.nullable() })
    .nullable(),
  /** B1: is the child too in the county's care for over three months (child home care allowance)? */
  childInCareOverThreeMonths: z.boolean().nullable(),
});

/** An electronic payment claim: Social Assistance Act (1412/1997) 23 § or Client Fees Act (734/1992) 14 §. */
export const paymentClaim = z.object({
  situation: code,
  answers: claimAnswers,
  benefitCode: code,
  legalBase: code,
  period,
  amount: claimAmount,
  assistanceRows: z.array(assistanceRow).max(60),
  care: care.nullable(),
  payeeAccountId: id,
  reference: z.string().max(140).nullable(),
  ownCaseId: z.string().max(30).nullable(),
  handler: z.object({
    name: shortText.min(1),
    phone: z.string().min(5).max(30),
    email: z.string().max(100).nullable(),
  }),
  clientInformed: z.object({ informed: z.literal(true), date: isoDate }),
  reasons: text.nullable(),
});

/** A payment claim as the service holds it. */
export const registeredPaymentClaim = z.object({
  id,
  receiptNumber: z.string().max(40),
  registeredAt: instant,
  organisation: z.object({ organisationId: id, name: shortText }),
  ownClaim: z.boolean(),
  situation: code,
  benefitCode: code,
  legalBase: code,
  period,
  amount: claimAmount,
  status: code,
  statusHistory: z.array(z.object({ status: code, at: instant, note: shortText.nullable() })).max(50),
  handlerName: shortText,
  payeeMaskedAccount: z.string().max(40),
  reference: z.string().max(140).nullable(),
  ownCaseId: z.string().max(30).nullable(),
  rejectionReason: text.nullable(),
  paymentsToOrganisation: z.array(z.object({ payDate: isoDate, amount: cents })).max(200),
});

/** Proof that the claim is registered. */
export const claimReceipt = z.object({
  clientId: id,
  receiptNumber: z.string().max(40),
  registeredAt: instant,
  claim: registeredPaymentClaim,
});

/** An account that the organisation has given to Kela; payee accounts are master data, not free input. */
export const payeeAccount = z.object({
  accountId: id,
  name: shortText,
  iban: z.string().max(34),
  isDefault: z.boolean(),
});

export const listPayeeAccounts = route({
  method: 'GET',
  path: '/organisation/payee-accounts',
  summary: 'Accounts that the organisation has registered for claims',
  authentication: 'role',
  sensitivity: 'internal',
  response: z.object({ accounts: z.array(payeeAccount).max(50) }),
  problems: ['MANDATE_MISSING', 'CLAIM_ORG_NOT_ENTITLED'],
  safeToRepeat: true,
});

export const registerPaymentClaim = route({
  method: 'POST',
  path: '/clients/{clientId}/payment-claims',
  summary: 'Registers an electronic payment claim; the same idempotency key gives the same receipt',
  authentication: 'role',
  sensitivity: 'client',
  request: paymentClaim,
  response: claimReceipt,
  problems: [
    'MANDATE_MISSING',
    'CLIENT_NOT_FOUND',
    'CLIENT_DECEASED',
    'IDEMPOTENCY_KEY_MISSING',
    'IDEMPOTENCY_KEY_REUSED',
    'CLAIM_BASE_NOT_ELECTRONIC',
    'CLAIM_BENEFIT_NOT_IN_BASE',
    'CLAIM_BENEFIT_NOT_CLAIMABLE',
    'CLAIM_WRONG_PERSON',
    'CLAIM_PERIOD_INVALID',
    'CLAIM_PERIOD_OUTSIDE_ADVANCE',
    'CLAIM_AMOUNT_EXCEEDS_ADVANCE',
    'CLAIM_AFTER_DECISION',
    'CLAIM_DUPLICATE',
    'CLAIM_ACCOUNT_UNKNOWN',
    'CLAIM_ORG_NOT_ENTITLED',
  ],
  idempotencyKey: true,
  // With its key the service answers a repetition by the first receipt, so a lost reply can be asked again.
  safeToRepeat: true,
});

export type PaymentClaimRequest = z.infer<typeof paymentClaim>;
export type RegisteredPaymentClaim = z.infer<typeof registeredPaymentClaim>;
export type ClaimReceipt = z.infer<typeof claimReceipt>;
export type PayeeAccount = z.infer<typeof payeeAccount>;
