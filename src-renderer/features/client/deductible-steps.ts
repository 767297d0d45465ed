import { dateOf, daysBetween, earlier, isoDate, type IsoDate } from '../../../shared/domain/dates.ts';
import type { MedicineDeductible } from '../../../shared/service-api/benefit-sections.ts';

/** A point of the filling of the annual deductible: share of the year gone and euro cents filled by then. */
export interface DeductibleStep {
  readonly yearShare: number;
  readonly cumulative: number;
}

/**
 * The purchases of a year in order, as steps from zero on; what is filled at last stands until `today`, or
 * until the end of a year that is over.
 */
export const deductibleSteps = (
  { year, purchases }: MedicineDeductible,
  today: IsoDate,
): readonly DeductibleStep[] => {
  const first = dateOf(year, 1, 1);
  const days = daysBetween(first, dateOf(year + 1, 1, 1));
  const shareOf = (day: IsoDate): number => daysBetween(first, day) / days;
  const steps = [...purchases]
    .sort((a, b) => (a.date < b.date ? -1 : 1))
    .map(({ date, cumulative }) => ({ yearShare: shareOf(isoDate(date)), cumulative }));
  const last = steps.at(-1);
  if (last === undefined) return [];
  const until = shareOf(earlier(today, dateOf(year + 1, 1, 1)));
  return [...steps, { yearShare: Math.max(until, last.yearShare), cumulative: last.cumulative }];
};
