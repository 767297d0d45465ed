import { addMonths, firstOfMonth, type IsoDate } from '../dates.ts';
import type { ExistingClaim, Period } from './types.ts';

/** Statuses in which a claim still takes from the benefit, or may come to. */
const LIVE_STATUSES = ['REGISTERED', 'HEARING', 'ACCEPTED', 'PARTLY_ACCEPTED', 'ACTIVE', 'END_REQUESTED'];

/** True when two periods share a day; an open end reaches for ever. */
export const periodsOverlap = (left: Period, right: Period): boolean =>
  (right.end === null || left.start <= right.end) && (left.end === null || right.start <= left.end);

/** The first live claim on the same benefit and base that shares a day with the period, else null. */
export const overlappingClaim = (
  claim: { readonly benefitCode: string; readonly legalBase: string; readonly period: Period },
  existing: readonly ExistingClaim[],
): ExistingClaim | null =>
  existing.find(
    (other) =>
      other.benefitCode === claim.benefitCode &&
      other.legalBase === claim.legalBase &&
      LIVE_STATUSES.includes(other.status) &&
      periodsOverlap(other.period, claim.period),
  ) ?? null;

/** Months 'YYYY-MM' that a period touches. */
export const monthsOf = (start: IsoDate, end: IsoDate): readonly string[] => {
  const months: string[] = [];
  for (let month = firstOfMonth(start); month <= end; month = addMonths(month, 1))
    months.push(month.slice(0, 7));
  return months;
};
