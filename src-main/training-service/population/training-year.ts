import { addYears, dateParts, isoDate, type IsoDate } from '../../../shared/domain/dates.ts';

/** The year for which the rules of the artificial lives are written down. */
const WRITTEN_FOR = 2026;

/** Someone whose life is lived so many whole years later than it is written down. */
export interface LaterLife {
  readonly yearsAhead: number;
}

/**
 * Artificial persons are as old, and their rights begin, in every year as they did in 2026: otherwise there would
 * soon be no small children, nobody newly unemployed and no new decision. What the law has set stays on its day.
 */
export const yearsAheadOn = (today: IsoDate): number => Math.max(0, dateParts(today).year - WRITTEN_FOR);

/** A day of the rules, `2026-05-01` for instance, in somebody's life. */
export const dayFor = ({ yearsAhead }: LaterLife, day: string): IsoDate =>
  yearsAhead === 0 ? isoDate(day) : addYears(isoDate(day), yearsAhead);

/** The year that is the present one in somebody's life. */
export const yearFor = ({ yearsAhead }: LaterLife): number => WRITTEN_FOR + yearsAhead;
