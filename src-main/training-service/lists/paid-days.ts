import {
  addDays,
  daysBetween,
  earlier,
  isoDate,
  weekday,
  type IsoDate,
} from '../../../shared/domain/dates.ts';
import type { Calendar } from '../benefits/calendar.ts';
import type { Entitlement } from '../benefits/entitlement.ts';

/** Unemployment benefits are paid for four weeks at a time, about two bank days after their end. */
const FOUR_WEEKS = 28;
const BANK_DAYS = 2;
/** Periods that are looked at backwards from the day for the last one whose payday has come. */
const PERIODS_BACK = 3;

/** Mondays to Fridays, both ends included. */
export const fiveDayWeeks = (start: IsoDate, end: IsoDate): number => {
  const days = daysBetween(start, end) + 1;
  if (days <= 0) return 0;
  let count = Math.floor(days / 7) * 5;
  const first = weekday(start);
  for (let at = 0; at < days % 7; at += 1) if ((first - 1 + at) % 7 < 5) count += 1;
  return count;
};

export interface PaidDays {
  readonly days: number;
  readonly latestPayDate: IsoDate;
}

/** What has been paid of a daily benefit by a day, by the rhythm of the client's payments; null: nothing yet. */
export const paidBy = (
  { start, end }: Pick<Entitlement, 'start' | 'end'>,
  day: IsoDate,
  calendar: Calendar,
): PaidDays | null => {
  const lastDay = end === null ? day : earlier(end, day);
  const newest = Math.floor(daysBetween(start, lastDay) / FOUR_WEEKS);
  for (let at = newest; at >= Math.max(0, newest - PERIODS_BACK); at -= 1) {
    const natural = addDays(start, (at + 1) * FOUR_WEEKS - 1);
    const partEnd = end === null ? natural : earlier(natural, end);
    const latestPayDate = calendar.bankDaysAfter(partEnd, BANK_DAYS);
    if (latestPayDate <= day) return { days: fiveDayWeeks(start, partEnd), latestPayDate };
  }
  return null;
};

/** Days of labour market subsidy, and of the general support that came in its place, paid by a day. */
export const subsidyPaidBy = (
  entitlements: readonly Pick<Entitlement, 'benefitCode' | 'start' | 'end' | 'rejected'>[],
  day: IsoDate,
  calendar: Calendar,
): (PaidDays & { readonly firstDay: IsoDate }) | null => {
  const counted = entitlements.filter(
    ({ benefitCode, start, rejected }) =>
      (benefitCode === 'TMT' || benefitCode === 'YLT') && start <= day && rejected !== true,
  );
  const paid = counted.flatMap((entitlement) => {
    const found = paidBy(entitlement, day, calendar);
    return found === null ? [] : [{ ...found, firstDay: entitlement.start }];
  });
  const [first] = paid;
  if (first === undefined) return null;
  return paid.reduce(
    (sum, { days, latestPayDate, firstDay }) => ({
      days: sum.days + days,
      latestPayDate: latestPayDate > sum.latestPayDate ? latestPayDate : sum.latestPayDate,
      firstDay: earlier(sum.firstDay, firstDay),
    }),
    { ...first, days: 0 },
  );
};

/** The municipality's share by days paid since 1.1.2025 (the steps are not verified from a source). */
export const sharePercentOf = (accumulatedDays: number): number => {
  const steps = [
    [701, 50],
    [401, 40],
    [301, 30],
    [201, 20],
    [101, 10],
  ] as const;
  return steps.find(([from]) => accumulatedDays >= from)?.[1] ?? 0;
};

/** Municipalities pay a share of all three unemployment benefits by steps from here on. */
export const NEW_LAW = isoDate('2025-01-01');

/** Until 2024: half of the subsidy after 300 days of it, 70 % after 1,000. */
export const oldSharePercentOf = (accumulatedDays: number): number => {
  if (accumulatedDays > 1_000) return 70;
  return accumulatedDays > 300 ? 50 : 0;
};
