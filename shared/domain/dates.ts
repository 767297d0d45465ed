import { failure, success, type Result } from './result.ts';

declare const isoDateBrand: unique symbol;
/** A calendar day 'YYYY-MM-DD' (ISO 8601) that exists. Sorts as text. Carries no time and no zone. */
export type IsoDate = string & { readonly [isoDateBrand]: true };

/** `format`: not written as a date. `no-such-day`: written as a date, but not in the calendar. */
export type DateFailure = { readonly code: 'format' | 'no-such-day' };

/** ISO 8601 number of the weekday: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

type DateParts = { readonly year: number; readonly month: number; readonly day: number };

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const ISO_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const FINNISH_PATTERN = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/;

export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Number of days in a month; `month` is 1-12. */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeapYear(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

const join = ({ year, month, day }: DateParts): IsoDate =>
  `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` as IsoDate;

const exists = ({ year, month, day }: DateParts): boolean =>
  year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);

/** Year, month (1-12) and day (1-31) of a date. */
export const dateParts = (date: IsoDate): DateParts => ({
  year: Number(date.slice(0, 4)),
  month: Number(date.slice(5, 7)),
  day: Number(date.slice(8, 10)),
});

const fromNumbers = (year: number, month: number, day: number): Result<IsoDate, DateFailure> => {
  const parts = { year, month, day };
  return exists(parts) ? success(join(parts)) : failure({ code: 'no-such-day' });
};

/** Reads 'YYYY-MM-DD', nothing looser. */
export const parseIsoDate = (text: string): Result<IsoDate, DateFailure> => {
  const match = ISO_PATTERN.exec(text);
  if (match === null) return failure({ code: 'format' });
  return fromNumbers(Number(match[1]), Number(match[2]), Number(match[3]));
};

/** For dates that the program itself writes. A wrong one is a bug, so it throws. */
export const isoDate = (text: string): IsoDate => {
  const parsed = parseIsoDate(text);
  if (!parsed.ok) throw new RangeError(`Not a date: ${text}`);
  return parsed.value;
};

/** Builds a date of numbers; `month` is 1-12. A day that does not exist is a bug, so it throws. */
export const dateOf = (year: number, month: number, day: number): IsoDate => {
  const made = fromNumbers(year, month, day);
  if (!made.ok) throw new RangeError(`No such day: ${year}-${month}-${day}`);
  return made.value;
};

/** Reads what a Finnish user types: 'd.m.yyyy' or 'dd.mm.yyyy', outer spaces ignored. */
export const parseFinnish = (text: string): Result<IsoDate, DateFailure> => {
  const match = FINNISH_PATTERN.exec(text.trim());
  if (match === null) return failure({ code: 'format' });
  return fromNumbers(Number(match[3]), Number(match[2]), Number(match[1]));
};

/** 'd.m.yyyy' without leading zeros, the form of both Finnish and Swedish in Finland. */
export const formatFinnish = (date: IsoDate): string => {
  const { year, month, day } = dateParts(date);
  return `${day}.${month}.${year}`;
};

/** Days from 1 March of year 0: counting from March puts the leap day last in its year. */
const dayNumber = ({ year, month, day }: DateParts): number => {
  const shiftedYear = month > 2 ? year : year - 1;
  const shiftedMonth = month > 2 ? month - 3 : month + 9;
  const leapDays =
    Math.floor(shiftedYear / 4) - Math.floor(shiftedYear / 100) + Math.floor(shiftedYear / 400);
  return shiftedYear * 365 + leapDays + Math.floor((153 * shiftedMonth + 2) / 5) + day - 1;
};

const fromDayNumber = (days: number): IsoDate => {
  let shiftedYear = Math.floor((days * 400) / 146_097);
  let dayOfYear = days - dayNumber({ year: shiftedYear, month: 3, day: 1 });
  while (dayOfYear < 0) {
    shiftedYear -= 1;
    dayOfYear = days - dayNumber({ year: shiftedYear, month: 3, day: 1 });
  }
  const nextYear = dayNumber({ year: shiftedYear + 1, month: 3, day: 1 });
  if (days >= nextYear) {
    shiftedYear += 1;
    dayOfYear = days - nextYear;
  }
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return join({ year: month > 2 ? shiftedYear : shiftedYear + 1, month, day });
};

export const addDays = (date: IsoDate, days: number): IsoDate =>
  fromDayNumber(dayNumber(dateParts(date)) + days);

/** Same day of another month; a day that the month lacks becomes its last day (31.1 + 1 = 28.2). */
export const addMonths = (date: IsoDate, months: number): IsoDate => {
  const { year, month, day } = dateParts(date);
  const index = year * 12 + month - 1 + months;
  const newYear = Math.floor(index / 12);
  const newMonth = (index % 12) + 1;
  return join({ year: newYear, month: newMonth, day: Math.min(day, daysInMonth(newYear, newMonth)) });
};

/** Same day of another year; 29 February becomes 28 February in a common year. */
export const addYears = (date: IsoDate, years: number): IsoDate => addMonths(date, years * 12);

/** Days from `from` to `to`: 0 for the same day, negative when `to` is earlier. */
export const daysBetween = (from: IsoDate, to: IsoDate): number =>
  dayNumber(dateParts(to)) - dayNumber(dateParts(from));

export const weekday = (date: IsoDate): Weekday =>
  // 1 March of year 0 was a Wednesday.
  (((dayNumber(dateParts(date)) + 2) % 7) + 1) as Weekday;

/** Negative, zero or positive, as `Array.prototype.sort` wants it. */
export const compare = (left: IsoDate, right: IsoDate): number => (left < right ? -1 : left > right ? 1 : 0);

export const earlier = (left: IsoDate, right: IsoDate): IsoDate => (left <= right ? left : right);

export const later = (left: IsoDate, right: IsoDate): IsoDate => (left >= right ? left : right);

export const firstOfMonth = (date: IsoDate): IsoDate => {
  const { year, month } = dateParts(date);
  return join({ year, month, day: 1 });
};

export const lastOfMonth = (date: IsoDate): IsoDate => {
  const { year, month } = dateParts(date);
  return join({ year, month, day: daysInMonth(year, month) });
};

const HELSINKI_DAY = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Helsinki',
  calendar: 'gregory',
  numberingSystem: 'latn',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The calendar day in Finland at an instant, whatever the zone of the machine. */
export const todayInHelsinki = (now: Date): IsoDate => {
  const found = new Map(HELSINKI_DAY.formatToParts(now).map((part) => [part.type, part.value]));
  return dateOf(Number(found.get('year')), Number(found.get('month')), Number(found.get('day')));
};

/** The instant at which a calendar day begins in Finland. Clocks change at 3 o'clock, so midnight exists. */
export const startOfDayInHelsinki = (date: IsoDate): Date => {
  const inSummerTime = new Date(`${date}T00:00:00+03:00`);
  // Under winter time that instant is still 23 o'clock of the day before.
  return todayInHelsinki(inSummerTime) === date ? inSummerTime : new Date(`${date}T00:00:00+02:00`);
};
