import { dateOf, daysBetween, earlier, isoDate, type IsoDate } from '../../../shared/domain/dates.ts';
import type { MedicineDeductible } from '../../../shared/service-api/benefit-sections.ts';

/** A purchase on the line of the year. */
export interface DeductibleStep {
  /** Share of the year gone by, 0 to 1. */
  readonly at: number;
  readonly purchase: MedicineDeductible['purchases'][number];
  /** Euro cents that were left of the annual deductible then. */
  readonly left: number;
}

/** How the annual deductible filled. */
export interface DeductibleFill {
  /** The purchases in order. */
  readonly steps: readonly DeductibleStep[];
  /** Share of the year up to which the last sum stands: to `today`, or to the end of a year that is over. */
  readonly until: number;
}

export const deductibleFill = (
  { year, purchases, annualLimit }: MedicineDeductible,
  today: IsoDate,
): DeductibleFill => {
  const first = dateOf(year, 1, 1);
  const days = daysBetween(first, dateOf(year + 1, 1, 1));
  const shareOf = (day: IsoDate): number => daysBetween(first, day) / days;
  const steps = purchases
    .map((purchase) => ({
      at: shareOf(isoDate(purchase.date)),
      purchase,
      left: Math.max(0, annualLimit - purchase.cumulative),
    }))
    .sort((one, other) => one.at - other.at || one.purchase.cumulative - other.purchase.cumulative);
  const now = shareOf(earlier(today, dateOf(year + 1, 1, 1)));
  return { steps, until: Math.max(now, steps.at(-1)?.at ?? 0) };
};
