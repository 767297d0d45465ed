import { benefits, isValidOn, legalBases } from '../../codes/index.ts';
import { addYears, type IsoDate } from '../dates.ts';
import { sumCents } from '../money.ts';
import { benefitOf, rowsAfterDecision } from './guide.ts';
import { competingClaims, monthsOf, overlappingClaim } from './periods.ts';
import type { ClaimContext, ClaimViolation, PaymentClaimDraft, Period } from './types.ts';
import { error, isUnfilled, lengthWithin, MONTH, required, warning } from './violations.ts';

/** A claim may not reach further back than this (assumption of the guide). */
const YEARS_BACK = 5;

const periodParams = ({ start, end }: Period) => ({ start, ...(end !== null && { end }) });

type Check = (draft: PaymentClaimDraft, context: ClaimContext) => readonly ClaimViolation[];

const startAndEnd: Check = ({ period, situation }, { today }) => {
  const { start, end } = period ?? {};
  const found = [...required({ 'period.start': start, ...(situation === 'A' && { 'period.end': end }) })];
  if (!isUnfilled(start) && !isUnfilled(end) && end < start)
    found.push(error('CLAIM_PERIOD_INVALID', 'period.end', { start, end }));
  const earliest = addYears(today, -YEARS_BACK);
  if (!isUnfilled(start) && start < earliest)
    found.push(error('CLAIM_PERIOD_INVALID', 'period.start', { earliest }));
  return found;
};

/** The benefit must be in force in the period; an open end past its last day is only pointed out. */
const benefitInForce: Check = (draft) => {
  const { start, end } = draft.period ?? {};
  const benefit = benefits.find(benefitOf(draft) ?? '');
  if (benefit === null || isUnfilled(start)) return [];
  const { validFrom, validTo } = benefit;
  const params = { benefit: benefit.code, ...(validFrom && { validFrom }), ...(validTo && { validTo }) };
  if (
    (validTo !== undefined && start > validTo) ||
    (validFrom !== undefined && !isUnfilled(end) && end < validFrom)
  )
    return [error('CLAIM_BENEFIT_NOT_CLAIMABLE', 'benefitCode', params)];
  if (!isValidOn(benefit, start)) return [error('CLAIM_PERIOD_INVALID', 'period.start', params)];
  if (!isUnfilled(end) && !isValidOn(benefit, end))
    return [error('CLAIM_PERIOD_INVALID', 'period.end', params)];
  const mayStayOpen = draft.situation !== 'A';
  return mayStayOpen && isUnfilled(end) && validTo !== undefined
    ? [warning('CLAIM_PERIOD_INVALID', 'period.end', params)]
    : [];
};

const baseInForce: Check = ({ legalBase, period }) => {
  const start = period?.start;
  if (isUnfilled(legalBase) || isUnfilled(start) || legalBases.find(legalBase, start) !== null) return [];
  return [error('CLAIM_PERIOD_INVALID', 'period.start', { legalBase })];
};

/**
 * A claim of the own body on the same benefit and base is a duplicate. Any other claim on the benefit takes
 * from the same payments: the guide does not say which goes first, so it is pointed out.
 */
const noOverlap: Check = (draft, { existingClaims }) => {
  const { start, end } = draft.period ?? {};
  const benefitCode = benefitOf(draft);
  if (benefitCode === null || isUnfilled(draft.legalBase) || isUnfilled(start)) return [];
  const claim = { benefitCode, legalBase: draft.legalBase, period: { start, end: end ?? null } };
  const other = overlappingClaim(claim, existingClaims);
  if (other !== null) return [error('CLAIM_DUPLICATE', 'period', periodParams(other.period))];
  const [competing] = competingClaims(claim, existingClaims);
  if (competing === undefined) return [];
  const { organisationName: organisation, legalBase, period } = competing;
  return [warning('CLAIM_COMPETING', 'period', { organisation, legalBase, ...periodParams(period) })];
};

/** Where care is the ground, the claim lies in the time of the care. */
const withinCare: Check = ({ care, period }) => {
  const start = period?.start;
  if (isUnfilled(care?.start) || isUnfilled(start)) return [];
  const found: ClaimViolation[] = [];
  if (start < care.start)
    found.push(error('CLAIM_PERIOD_INVALID', 'period.start', { careStart: care.start }));
  const expectedEnd = care.expectedEnd ?? null;
  if (expectedEnd !== null && expectedEnd < care.start)
    found.push(error('FIELD_INVALID', 'care.expectedEnd', { careStart: care.start }));
  const end = period?.end ?? null;
  if (expectedEnd !== null && (end === null || end > expectedEnd))
    found.push(warning('CLAIM_PERIOD_INVALID', 'period.end', { expectedEnd }));
  return found;
};

export const periodViolations: Check = (draft, context) =>
  [startAndEnd, benefitInForce, baseInForce, noOverlap, withinCare].flatMap((check) => check(draft, context));

const rowFields = (draft: PaymentClaimDraft): readonly ClaimViolation[] =>
  (draft.assistanceRows ?? []).flatMap((row, at) => {
    const path = `assistanceRows.${at}`;
    const found = [
      ...required({
        [`${path}.month`]: row.month,
        [`${path}.decisionDate`]: row.decisionDate,
        [`${path}.decisionNumber`]: row.decisionNumber,
        [`${path}.kind`]: row.kind,
        [`${path}.cents`]: row.cents,
      }),
      ...lengthWithin(`${path}.decisionNumber`, row.decisionNumber, { max: 60 }),
    ];
    if (!isUnfilled(row.month) && row.month !== '' && !MONTH.test(row.month))
      found.push(error('FIELD_INVALID', `${path}.month`));
    if (!isUnfilled(row.cents) && row.cents <= 0) found.push(error('FIELD_INVALID', `${path}.cents`));
    return found;
  });

const bounds = (start: IsoDate, end: IsoDate | null | undefined): readonly string[] =>
  isUnfilled(end) || end < start ? [] : monthsOf(start, end);

/**
 * Situation A: every month of the period has assistance behind it, decided no later than Kela's decision,
 * and the amount is a total that does not exceed the assistance of those months.
 */
export const advanceViolations: Check = (draft) => {
  if (draft.situation !== 'A') return [];
  const rows = draft.assistanceRows ?? [];
  if (rows.length === 0) return [error('FIELD_REQUIRED', 'assistanceRows')];
  const found = [...rowFields(draft)];
  for (const at of rowsAfterDecision(draft))
    found.push(error('CLAIM_AFTER_DECISION', `assistanceRows.${at}.decisionDate`));
  if (draft.answers?.benefitDecision?.state === 'not-applied')
    found.push(warning('CLAIM_BENEFIT_NOT_APPLIED', 'answers.benefitDecision'));
  const { start, end } = draft.period ?? {};
  if (isUnfilled(start)) return found;
  const months = bounds(start, end);
  const bare = months.find((month) => !rows.some((row) => row.month === month));
  if (bare !== undefined) found.push(error('CLAIM_PERIOD_OUTSIDE_ADVANCE', 'period', { month: bare }));
  const inPeriod = rows.filter((row) => months.includes(row.month ?? ''));
  const limit = sumCents(inPeriod.flatMap((row) => (isUnfilled(row.cents) ? [] : [row.cents])));
  const amount = draft.amount;
  if (!isUnfilled(amount) && amount.kind !== 'total')
    found.push(error('FIELD_INVALID', 'amount.kind', { needed: 'total' }));
  if (!isUnfilled(amount?.cents) && amount.cents > limit)
    found.push(error('CLAIM_AMOUNT_EXCEEDS_ADVANCE', 'amount.cents', { limit, amount: amount.cents }));
  return found;
};
