import type { LegalBaseCode, SituationCode } from '../codes/index.ts';
import { isoDate, type IsoDate } from '../domain/dates.ts';
import { cents } from '../domain/money.ts';
import type { ClaimAmount, ExistingClaim, PaymentClaim } from '../domain/payment-claim/types.ts';
import type { PaymentClaimRequest, RegisteredPaymentClaim } from './payment-claims.ts';

const dayOrNull = (day: string | null): IsoDate | null => (day === null ? null : isoDate(day));

const amountOf = (amount: PaymentClaimRequest['amount']): ClaimAmount =>
  amount.kind === 'whole-benefit' ? amount : { kind: amount.kind, cents: cents(amount.cents) };

const benefitDecisionOf = (
  given: PaymentClaimRequest['answers']['benefitDecision'],
): PaymentClaim['answers']['benefitDecision'] =>
  given === null ? null : { state: given.state, decisionDate: dayOrNull(given.decisionDate) };

const careOf = (care: PaymentClaimRequest['care']): PaymentClaim['care'] =>
  care === null ? null : { ...care, start: isoDate(care.start), expectedEnd: dayOrNull(care.expectedEnd) };

const agreementOf = (given: PaymentClaimRequest['agreement']): PaymentClaim['agreement'] =>
  given === null
    ? null
    : { ...given, madeOn: isoDate(given.madeOn), consentedOn: isoDate(given.consentedOn) };

/**
 * The claim that the rules read, of a body that fits the contract. Situation and base are texts there: the
 * rules refuse a code that the guide does not have.
 */
export const claimOfRequest = (request: PaymentClaimRequest, clientCode: string): PaymentClaim => ({
  ...request,
  clientCode,
  situation: request.situation as SituationCode,
  legalBase: request.legalBase as LegalBaseCode,
  answers: { ...request.answers, benefitDecision: benefitDecisionOf(request.answers.benefitDecision) },
  period: { start: isoDate(request.period.start), end: dayOrNull(request.period.end) },
  amount: amountOf(request.amount),
  assistanceRows: request.assistanceRows.map((row) => ({
    ...row,
    decisionDate: isoDate(row.decisionDate),
    cents: cents(row.cents),
  })),
  care: careOf(request.care),
  maintenanceItems: request.maintenanceItems.map((item) => ({ ...item, cents: cents(item.cents) })),
  agreement: agreementOf(request.agreement),
  clientInformed: { informed: true, date: isoDate(request.clientInformed.date) },
});

/** What the rules on competing claims read of a claim in the register; an end that was told shortens it. */
export const existingClaimOf = (claim: RegisteredPaymentClaim): ExistingClaim => {
  const [end] = [claim.period.end, claim.end?.endsOn ?? null].filter((day) => day !== null).sort();
  return {
    own: claim.ownClaim,
    organisationName: claim.organisation.name,
    benefitCode: claim.benefitCode,
    legalBase: claim.legalBase,
    period: { start: isoDate(claim.period.start), end: dayOrNull(end ?? null) },
    status: claim.status,
  };
};
