import { bankHolidays, isValidOn, type BankHolidayRow } from '../codes/index.ts';
import {
  addDays,
  dateOf,
  dateParts,
  daysBetween,
  firstOfMonth,
  lastOfMonth,
  weekday,
  type IsoDate,
} from './dates.ts';

/** Easter Sunday of the Gregorian calendar (the computus of Meeus, Jones and Butcher). */
export const easterSunday = (year: number): IsoDate => {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const toSunday =
    (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const shift = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  const sum = epact + toSunday - 7 * shift + 114;
  return dateOf(year, Math.floor(sum / 31), (sum % 31) + 1);
};

const holidayIn = (year: number, rule: BankHolidayRow): IsoDate => {
  switch (rule.kind) {
    case 'fixed':
      return dateOf(year, rule.month, rule.day);
    case 'easter':
      return addDays(easterSunday(year), rule.offset);
    case 'weekday-on-or-after': {
      const first = dateOf(year, rule.month, rule.day);
      return addDays(first, (rule.weekday - weekday(first) + 7) % 7);
    }
  }
};

/** Days on which Finnish banks are closed though they are no Saturday or Sunday by rule, in order. */
export const bankHolidaysOf = (year: number): readonly IsoDate[] =>
  bankHolidays.rows
    .map((rule) => ({ rule, day: holidayIn(year, rule) }))
    .filter(({ rule, day }) => isValidOn(rule, day))
    .map(({ day }) => day)
    .sort();

/** As {@link bankHolidaysOf} for one day, without making the year's list: calendars ask it for many days. */
const isBankHoliday = (date: IsoDate): boolean => {
  const { year, month, day } = dateParts(date);
  const fromEaster = daysBetween(easterSunday(year), date);
  return bankHolidays.rows.some((rule) => {
    if (!isValidOn(rule, date)) return false;
    switch (rule.kind) {
      case 'fixed':
        return rule.month === month && rule.day === day;
      case 'easter':
        return rule.offset === fromEaster;
      case 'weekday-on-or-after':
        return holidayIn(year, rule) === date;
    }
  });
};

/** True when banks in Finland are open: Monday to Friday, no holiday. */
export const isBankDay = (date: IsoDate): boolean => weekday(date) < 6 && !isBankHoliday(date);

/** The day itself when it is a bank day, else the nearest bank day before it. */
export const bankDayOnOrBefore = (date: IsoDate): IsoDate => {
  let day = date;
  while (!isBankDay(day)) day = addDays(day, -1);
  return day;
};

/** The day itself when it is a bank day, else the nearest bank day after it. */
export const bankDayOnOrAfter = (date: IsoDate): IsoDate => {
  let day = date;
  while (!isBankDay(day)) day = addDays(day, 1);
  return day;
};

export const firstBankDayOfMonth = (date: IsoDate): IsoDate => bankDayOnOrAfter(firstOfMonth(date));

export const lastBankDayOfMonth = (date: IsoDate): IsoDate => bankDayOnOrBefore(lastOfMonth(date));

/** Number of bank days from `from` to `to`, both included; 0 when `to` is earlier. */
export const countBankDays = (from: IsoDate, to: IsoDate): number => {
  let count = 0;
  for (let day = from; day <= to; day = addDays(day, 1)) if (isBankDay(day)) count += 1;
  return count;
};
