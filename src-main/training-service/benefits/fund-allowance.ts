import { addDays, earlier, type IsoDate } from '../../../shared/domain/dates.ts';
import type { Person } from '../population/person.ts';
import { randomOf } from '../population/random.ts';
import { dayFor } from '../population/training-year.ts';
import type { Calendar } from './calendar.ts';
import { countWeekdays } from './decisions.ts';
import type { Life } from './entitlement.ts';

/** What an unemployment fund has paid: Kela knows it from the fund and invoices the municipality's share. */
export interface FundPayment {
  /** Number of the fund, made up for training. */
  readonly fundNumber: string;
  readonly start: IsoDate;
  readonly end: IsoDate;
  readonly payDate: IsoDate;
  /** Euro cents. */
  readonly gross: number;
  /** Days of allowance in this payment, and in all up to its end. */
  readonly days: number;
  readonly accumulatedDays: number;
}

/** Share of those at work who had a time on earnings-related allowance (assumption of training). */
const SHARE = 0.06;
const FUNDS = ['901', '904', '907'] as const;
const FIRST_START = '2024-09-02';
const START_DAYS = 600;
const FOUR_WEEKS = 28;
const BANK_DAYS = 2;

/**
 * Payments of earnings-related allowance to a person, the oldest first, up to a day. The allowance is the fund's,
 * so it is none of the person's decisions and payments at Kela.
 */
export const fundPaymentsOf = (
  person: Person,
  life: Life,
  calendar: Calendar,
  today: IsoDate,
): readonly FundPayment[] => {
  if (life.situation !== 'working' || !life.hasSmallMatters) return [];
  const random = randomOf('unemployment-fund', person.number);
  if (!random.chance(SHARE)) return [];
  const fundNumber = random.pick(FUNDS);
  const first = addDays(dayFor(person, FIRST_START), random.integer(0, START_DAYS));
  const drawnEnd = addDays(first, random.integer(60, 520));
  const end = person.deathDate === null ? drawnEnd : earlier(drawnEnd, person.deathDate);
  const daily = random.integer(5_200, 11_500);
  const payments: FundPayment[] = [];
  for (let start = first; start <= end; start = addDays(start, FOUR_WEEKS)) {
    const partEnd = earlier(addDays(start, FOUR_WEEKS - 1), end);
    const payDate = calendar.bankDaysAfter(partEnd, BANK_DAYS);
    if (payDate > today) break;
    const days = countWeekdays(start, partEnd, 5);
    const accumulatedDays = days + (payments.at(-1)?.accumulatedDays ?? 0);
    const gross = days * daily;
    if (days > 0) payments.push({ fundNumber, start, end: partEnd, payDate, gross, days, accumulatedDays });
  }
  return payments;
};
