import { dateOf, daysBetween, isoDate } from '../../../shared/domain/dates.ts';
import type { MedicineDeductible } from '../../../shared/service-api/benefit-sections.ts';

/** A point of the filling of the annual deductible: share of the year gone and euro cents filled by then. */
export interface DeductibleStep {
  readonly yearShare: number;
  readonly cumulative: number;
}

/** The purchases of a year in order, as steps from zero on; the last one stands until it is passed. */
export const deductibleSteps = ({ year, purchases }: MedicineDeductible): readonly DeductibleStep[] => {
  const first = dateOf(year, 1, 1);
  const days = daysBetween(first, dateOf(year + 1, 1, 1));
  return [...purchases]
    .sort((a, b) => (a.date < b.date ? -1 : 1))
    .map(({ date, cumulative }) => ({
      yearShare: daysBetween(first, isoDate(date)) / days,
      cumulative,
    }));
};
