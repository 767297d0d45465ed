import { z } from 'zod';
import { route } from './contract.ts';
import {
  cents,
  code,
  id,
  instant,
  isoDate,
  isoMonth,
  period,
  personalIdentityCode,
  shortText,
  text,
} from './fields.ts';

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
  unitName: shortText.nullable(),
  careType: code,
  start: isoDate,
  expectedEnd: isoDate.nullable(),
});

const namedPerson = z.object({ name: shortText.min(1), personalIdentityCode });

/** Answers to the sub-questions of the payment-claim guide; null where the situation does not ask. */
export const claimAnswers = z.object({
  /** A1: has Kela decided the benefit, and when? */
  benefitDecision: z
    .object({ state: z.enum(['pending', 'decided', 'not-applied']), decisionDate: isoDate.nullable() })
    .nullable(),
  /** B1: is the child too in the county's care for over three months (child home care allowance)? */
  childInCareOverThreeMonths: z.boolean().nullable(),
  /** C1: who is in care, or is there a particularly weighty reason in the child's interest? */
  childBenefitGround: z.enum(['child-in-care', 'weighty-reason', 'payee-in-care']).nullable(),
  /** C2: who gets the child benefit now? */
  childBenefitPayee: z.enum(['guardian', 'foster-carer', 'nobody']).nullable(),
  careOverOneMonth: z.boolean().nullable(),
  /** D: does Kela already pay the maintenance allowance? */
  allowanceInPayment: z.boolean().nullable(),
  maintenanceBase: z.enum(['allowance-only', 'client-fees-act']).nullable(),
  /** F: has the client given consent or a power of attorney? */
  clientConsents: z.boolean().nullable(),
});

/**
 * A payment claim. Electronic: Social Assistance Act (1412/1997) 23 § or Client Fees Act (734/1992) 14 §.
 * Paper: any base of the guide; the service keeps its entry in the register, the signed paper goes to Kela.
 */
export const paymentClaim = z.object({
  channel: z.enum(['electronic', 'paper']),
  /** Paper: the form that the request goes on, or FREE_FORM. */
  form: code.nullable(),
  situation: code,
  answers: claimAnswers,
  benefitCode: code,
  legalBase: code,
  period,
  amount: claimAmount,
  assistanceRows: z.array(assistanceRow).max(60),
  care: care.nullable(),
  /** C and D: the children whose care or interest is the ground. */
  children: z.array(namedPerson).max(20),
  /** D: the parent who is liable for maintenance. */
  maintenancePayer: namedPerson.nullable(),
  /** D: recovered maintenance, month by month. */
  maintenanceItems: z.array(z.object({ month: isoMonth, cents: cents.min(1) })).max(120),
  agreement: z
    .object({ madeOn: isoDate, consentKind: z.enum(['consent', 'power-of-attorney']), consentedOn: isoDate })
    .nullable(),
  /** The paragraph in the signer's words, where the guide knows none. */
  provision: shortText.nullable(),
  /** Titles of the papers that go with a request on paper. */
  attachments: z.array(shortText.min(1)).max(10),
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

/** A claim's end is told by telephone; the register keeps who called and when. */
export const claimEnd = z.object({
  /** Last day for which the claim holds. */
  endsOn: isoDate,
  /** A code of the list claim-end-reasons. */
  reason: code,
  calledOn: isoDate,
  calledBy: shortText.min(1),
  note: shortText.nullable(),
});

/**
 * Something that the organisation has to do about a claim. `dueOn` is the day by which; null where no day
 * is known.
 */
export const claimTask = z.object({
  kind: z.enum(['post-paper', 'report-end', 'check-benefit']),
  dueOn: isoDate.nullable(),
  /** check-benefit: what has replaced the claimed benefit. */
  replacedBy: code.nullable(),
});

/** A payment claim as the service holds it. */
export const registeredPaymentClaim = z.object({
  id,
  receiptNumber: z.string().max(40),
  registeredAt: instant,
  organisation: z.object({ organisationId: id, name: shortText }),
  ownClaim: z.boolean(),
  channel: z.enum(['electronic', 'paper']),
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
  /** Last day on which the claim had to reach Kela for the first payday that it is to hit; null without one. */
  lastSafeDay: isoDate.nullable(),
  /** Paper: when the signed request was posted; null before. */
  postedOn: isoDate.nullable(),
  end: claimEnd.nullable(),
  tasks: z.array(claimTask).max(5),
  /** What was sent, to copy as a new claim; null for claims of others and of before the register. */
  request: paymentClaim.nullable(),
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
  summary:
    'Registers a payment claim, electronic or on paper; the same idempotency key gives the same receipt',
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
export type ClaimEnd = z.infer<typeof claimEnd>;
export type ClaimReceipt = z.infer<typeof claimReceipt>;
export type PayeeAccount = z.infer<typeof payeeAccount>;
