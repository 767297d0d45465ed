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
  shortText,
  signedCents,
  text,
} from './fields.ts';
import { registeredPaymentClaim } from './payment-claims.ts';

/** Reply of a section: the client id is repeated so that a reply for another client is noticed. */
const sectionReply = <Item extends z.ZodType>(item: Item) =>
  z.object({
    clientId: id,
    asOf: instant,
    /** How far back the organisation's right reaches, in months; null without a limit. */
    monthsBack: z.int().nullable(),
    items: z.array(item).max(5000),
  });

export const pendingMatter = z.object({
  id,
  benefitCode: code,
  kind: code,
  channel: code,
  arrivalDate: isoDate,
  status: code,
  urgent: z.boolean(),
  missingAttachments: z.array(z.object({ name: shortText, dueDate: isoDate })).max(30),
  appliedPeriod: period.nullable(),
  estimatedDecisionDate: isoDate.nullable(),
});

/** Calculation of basic social assistance for one month. */
export const socialAssistanceCalculation = z.object({
  month: isoMonth,
  household: z.array(z.object({ relation: z.string().max(40), basicAmount: cents })).max(30),
  incomes: z.array(z.object({ code, amount: cents })).max(60),
  expenses: z
    .array(z.object({ code, applied: cents, accepted: cents, rejectionReason: shortText.nullable() }))
    .max(60),
  reductionPercent: z.union([z.literal(0), z.literal(20), z.literal(40), z.literal(50)]),
  /** Expenses and basic amounts less incomes: the assistance where positive, a surplus where negative. */
  result: signedCents,
  paymentCommitments: z.array(z.object({ payee: shortText, amount: cents })).max(30),
  transferToCountyAsked: z.boolean(),
});

export const decision = z.object({
  id,
  benefitCode: code,
  decisionDate: isoDate,
  result: code,
  period,
  amount: z.object({ unit: z.enum(['day', 'month', 'once']), gross: cents }).nullable(),
  numberOfDays: z.int().min(0).nullable(),
  payee: z.object({ kind: code, name: shortText }),
  grounds: text,
  lawReference: shortText,
  appealDeadline: isoDate.nullable(),
  calculation: socialAssistanceCalculation.nullable(),
});

export const payment = z.object({
  id,
  decisionId: id.nullable(),
  benefitCode: code,
  payDate: isoDate,
  period,
  gross: cents,
  withholdingTax: cents,
  deductions: z.array(z.object({ reason: code, amount: cents, payee: shortText.nullable() })).max(20),
  /** Gross less withholding tax less deductions. */
  net: cents,
  payee: z.object({ kind: code, name: shortText, maskedAccount: z.string().max(40).nullable() }),
  status: code,
});

export const insuranceCoverage = z.object({
  id,
  covered: z.boolean(),
  ground: code,
  period,
  healthInsurance: period.nullable(),
  medicalCareCard: z.boolean(),
  europeanHealthInsuranceCardValidTo: isoDate.nullable(),
  forms: z.array(shortText).max(20),
  homeMunicipalityRight: z.boolean(),
});

export const recovery = z.object({
  id,
  benefitCode: code,
  wronglyPaidPeriod: period,
  amount: cents,
  remaining: cents,
  decisionDate: isoDate,
  way: code,
  monthlySetOff: cents.nullable(),
  status: code,
});

export const medicineDeductible = z.object({
  year: z.int().min(2000).max(2100),
  initialLimit: cents,
  initialFilled: cents,
  annualLimit: cents,
  annualFilled: cents,
  reachedOn: isoDate.nullable(),
  copaymentAfterLimit: cents,
  /** How the annual deductible filled up, cumulative at each purchase. */
  purchases: z.array(z.object({ date: isoDate, cumulative: cents })).max(400),
});

export const passedByOthers = z.object({
  id,
  sender: shortText,
  kind: code,
  receivedOn: isoDate,
  period: period.nullable(),
  amount: cents.nullable(),
  summary: text,
});

export const treatmentAbroad = z.object({
  id,
  country: z.string().length(2),
  treatmentPeriod: period,
  kind: code,
  decisionDate: isoDate,
  cost: cents,
  reimbursement: cents,
  clientFeeDeducted: cents,
  payer: shortText,
  invoiceNumber: z.string().max(40),
  halfYear: z.string().regex(/^\d{4}-[12]$/),
});

const section = <Item extends z.ZodType>(name: string, summary: string, item: Item) =>
  route({
    method: 'GET',
    path: `/clients/{clientId}/${name}`,
    summary,
    authentication: 'role',
    sensitivity: 'client',
    response: sectionReply(item),
    problems: ['SECTION_NOT_ALLOWED', 'MANDATE_MISSING', 'CLIENT_NOT_FOUND', 'CLIENT_OUTSIDE_RIGHTS'],
    safeToRepeat: true,
  });

/** The nine sections of a client's page, each an operation of its own. */
export const sectionRoutes = {
  pending: section('pending', 'Matters under handling', pendingMatter),
  decisions: section('decisions', 'Benefit decisions', decision),
  payments: section('payments', 'Benefit payments, past and planned', payment),
  'payment-claims': section('payment-claims', 'Payment claims on the benefits', registeredPaymentClaim),
  'insurance-coverage': section(
    'insurance-coverage',
    'Coverage by Finnish social security',
    insuranceCoverage,
  ),
  recoveries: section('recoveries', 'Recoveries of wrongly paid benefits', recovery),
  'medicine-deductible': section('medicine-deductible', 'Annual medicine deductible', medicineDeductible),
  'passed-by-others': section('passed-by-others', 'Data that others passed to Kela', passedByOthers),
  'treatment-abroad': section(
    'treatment-abroad',
    'Reimbursements for planned treatment abroad',
    treatmentAbroad,
  ),
} as const;

export type PendingMatter = z.infer<typeof pendingMatter>;
export type Decision = z.infer<typeof decision>;
export type SocialAssistanceCalculation = z.infer<typeof socialAssistanceCalculation>;
export type Payment = z.infer<typeof payment>;
export type InsuranceCoverage = z.infer<typeof insuranceCoverage>;
export type Recovery = z.infer<typeof recovery>;
export type MedicineDeductible = z.infer<typeof medicineDeductible>;
export type PassedByOthers = z.infer<typeof passedByOthers>;
export type TreatmentAbroad = z.infer<typeof treatmentAbroad>;
export type SectionReplies = {
  readonly [Name in keyof typeof sectionRoutes]: z.infer<(typeof sectionRoutes)[Name]['response']>;
};
