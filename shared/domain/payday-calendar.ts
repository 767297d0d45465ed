import { benefits, paydayRules, type PaydayRuleRow } from '../codes/index.ts';
import {
  bankDayOnOrAfter,
  bankDayOnOrBefore,
  countBankDays,
  firstBankDayOfMonth,
  isBankDay,
  lastBankDayOfMonth,
} from './bank-days.ts';
import {
  addDays,
  addMonths,
  dateOf,
  dateParts,
  daysInMonth,
  firstOfMonth,
  later,
  weekday,
  type IsoDate,
} from './dates.ts';
import { failure, success, type Result } from './result.ts';

/** `surname-needed`: the day depends on the first letter of the surname, and none was given. */
export type PaydayFailure = { readonly code: 'unknown-benefit' | 'no-fixed-payday' | 'surname-needed' };

export type TimingState = 'IN_TIME' | 'TIGHT' | 'LATE_FOR_NEXT' | 'UNKNOWN';

export type PaydayOptions = { readonly surnameInitial?: string };

/** A claim must reach Kela two weeks before the payday (Kela's guide to counties). */
export const DAYS_BEFORE_PAYDAY = 14;

/** Bank days left, today included, at which the time is called tight. */
const TIGHT_BANK_DAYS = 3;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ';

/** Place in the Finnish alphabet, where Å, Ä and Ö stand last; other accents do not count. -1 if no letter. */
const alphabetIndex = (initial: string): number => {
  const letter = initial.trim().toLocaleUpperCase('fi').charAt(0);
  const direct = letter === '' ? -1 : ALPHABET.indexOf(letter);
  return direct >= 0 ? direct : ALPHABET.indexOf(letter.normalize('NFD').charAt(0) || '?');
};

const shifted = (
  month: IsoDate,
  day: number,
  ifClosed: 'preceding' | 'following',
  avoid: readonly number[],
): IsoDate => {
  const { year, month: monthNumber } = dateParts(month);
  const nominal = dateOf(year, monthNumber, Math.min(day, daysInMonth(year, monthNumber)));
  if (isBankDay(nominal) && !avoid.includes(weekday(nominal))) return nominal;
  return ifClosed === 'preceding'
    ? bankDayOnOrBefore(addDays(nominal, -1))
    : bankDayOnOrAfter(addDays(nominal, 1));
};

type MonthlyPayday = (month: IsoDate) => IsoDate;

const monthlyPayday = (rule: PaydayRuleRow, options: PaydayOptions): Result<MonthlyPayday, PaydayFailure> => {
  switch (rule.kind) {
    case 'no-fixed-day':
      return failure({ code: 'no-fixed-payday' });
    case 'first-bank-day':
      return success(firstBankDayOfMonth);
    case 'last-bank-day':
      return success(lastBankDayOfMonth);
    case 'day-of-month':
      return success((month) => shifted(month, rule.day, rule.ifClosed, rule.avoidWeekdays));
    case 'by-surname': {
      const index = alphabetIndex(options.surnameInitial ?? '');
      const group = rule.groups.find(
        ({ from, to }) => index >= ALPHABET.indexOf(from) && index <= ALPHABET.indexOf(to),
      );
      if (group === undefined) return failure({ code: 'surname-needed' });
      return success((month) => shifted(month, group.day, rule.ifClosed, []));
    }
  }
};

/**
 * The next `count` normal paydays of a benefit on or after `from`, by Kela's payday table. A backdated
 * first payment comes earlier: within about two bank days of the decision.
 */
export const paydaysOf = (
  benefitCode: string,
  from: IsoDate,
  count: number,
  options: PaydayOptions = {},
): Result<readonly IsoDate[], PaydayFailure> => {
  const rule = paydayRules.find(benefits.find(benefitCode)?.paydayRule ?? '');
  if (rule === null) return failure({ code: 'unknown-benefit' });
  const payday = monthlyPayday(rule, options);
  if (!payday.ok) return payday;
  const days: IsoDate[] = [];
  for (let month = firstOfMonth(from); days.length < count; month = addMonths(month, 1)) {
    const day = payday.value(month);
    if (day >= from) days.push(day);
  }
  return success(days);
};

/** Last day on which a claim may reach Kela to hit a payday. */
export const lastSafeArrival = (payday: IsoDate): IsoDate => addDays(payday, -DAYS_BEFORE_PAYDAY);

/**
 * Is there time to hit a payday? TIGHT when at most three bank days, today included, are left. A null
 * payday gives UNKNOWN.
 */
export const timingState = (today: IsoDate, payday: IsoDate | null): TimingState => {
  if (payday === null) return 'UNKNOWN';
  const lastSafe = lastSafeArrival(payday);
  if (today > lastSafe) return 'LATE_FOR_NEXT';
  return countBankDays(today, lastSafe) <= TIGHT_BANK_DAYS ? 'TIGHT' : 'IN_TIME';
};

export type Timing = {
  /** State with regard to the next payday. */
  readonly state: TimingState;
  readonly paydays: readonly {
    readonly payday: IsoDate;
    readonly lastSafeArrival: IsoDate;
    readonly state: TimingState;
  }[];
  /** First payday that a claim arriving today still hits. */
  readonly firstSafePayday: IsoDate | null;
  /** Why there are no paydays. */
  readonly unknownBecause: PaydayFailure['code'] | null;
};

/**
 * The next three paydays of a benefit, each with its last safe day, for a claim that arrives today. A payday
 * before the claimed time (`from`) is none of the claim's.
 */
export const timingOf = (
  benefitCode: string,
  today: IsoDate,
  { from, ...options }: PaydayOptions & { readonly from?: IsoDate | null } = {},
): Timing => {
  const found = paydaysOf(benefitCode, later(today, from ?? today), 3, options);
  if (!found.ok)
    return { state: 'UNKNOWN', paydays: [], firstSafePayday: null, unknownBecause: found.error.code };
  const paydays = found.value.map((payday) => ({
    payday,
    lastSafeArrival: lastSafeArrival(payday),
    state: timingState(today, payday),
  }));
  return {
    state: paydays[0]?.state ?? 'UNKNOWN',
    paydays,
    firstSafePayday: paydays.find(({ state }) => state !== 'LATE_FOR_NEXT')?.payday ?? null,
    unknownBecause: null,
  };
};
