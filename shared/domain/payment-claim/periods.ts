import { addMonths, firstOfMonth, type IsoDate } from '../dates.ts';
import type { ExistingClaim, Period } from './types.ts';

/** Statuses in which a claim still takes from the benefit, or may come to. */
export const LIVE_STATUSES: readonly string[] = [
  'REGISTERED',
  'HEARING',
  'ACCEPTED',
  'PARTLY_ACCEPTED',
  'ACTIVE',
  'END_REQUESTED',
];

/** True when two periods share a day; an open end reaches for ever. */
export const periodsOverlap = (left: Period, right: Period): boolean =>
  (right.end === null || left.start <= right.end) && (left.end === null || right.start <= left.end);

/** What tells whether two claims meet. */
type ClaimedTime = {
  readonly benefitCode: string;
  readonly legalBase: string;
  readonly period: Period;
};

const meets = (claim: ClaimedTime, other: ExistingClaim): boolean =>
  other.benefitCode === claim.benefitCode &&
  LIVE_STATUSES.includes(other.status) &&
  periodsOverlap(other.period, claim.period);

/** The first live claim of the own body on the same benefit and base that shares a day, else null. */
export const overlappingClaim = (
  claim: ClaimedTime,
  existing: readonly ExistingClaim[],
): ExistingClaim | null =>
  existing.find((other) => other.own && other.legalBase === claim.legalBase && meets(claim, other)) ?? null;

/** Live claims that take from the same payments: of other bodies, and of the own body on another base. */
export const competingClaims = (
  claim: ClaimedTime,
  existing: readonly ExistingClaim[],
): readonly ExistingClaim[] =>
  existing.filter((other) => meets(claim, other) && !(other.own && other.legalBase === claim.legalBase));

/** Months 'YYYY-MM' that a period touches. */
export const monthsOf = (start: IsoDate, end: IsoDate): readonly string[] => {
  const months: string[] = [];
  for (let month = firstOfMonth(start); month <= end; month = addMonths(month, 1))
    months.push(month.slice(0, 7));
  return months;
};
