import {
  addDays,
  addMonths,
  daysBetween,
  isoDate,
  lastOfMonth,
  type IsoDate,
} from '../../../shared/domain/dates.ts';
import { generateArtificialIdentityCode } from '../../../shared/domain/personal-identity-code.ts';
import { amountOf } from '../benefits/amounts.ts';
import type { Entitlement, Life } from '../benefits/entitlement.ts';
import { finnishNames, swedishNames } from '../population/names.ts';
import type { Person } from '../population/person.ts';
import type { Population } from '../population/population.ts';
import { dayFor, type LaterLife } from '../population/training-year.ts';

/**
 * Persons in Helsinki who have received labour market subsidy for long, so many that the list of the city is as
 * long as the longest real ones. Each follows from its number alone and costs nothing until it is asked for; it
 * can be looked up like everybody else. They are on the list of recipients for 300 days only, not on invoices.
 */
export interface LargeCity {
  readonly count: number;
  /** Person number of the n-th. */
  numberOf(at: number): number;
  person(at: number): Person;
  /** Start and end of a person's time, see {@link timeCode}. */
  timeCode(at: number): number;
  /** The same for all persons with the same time. */
  entitlementsOfTime(code: number): readonly Entitlement[];
  /** The n-th by its identity code or person number; null for others. */
  atOfCode(code: string): number | null;
  atOfNumber(personNumber: number): number | null;
}

export const LARGE_CITY = '091';
/** Far beyond the numbers of the population. */
const FIRST_NUMBER = 1_000_000_000;
/** Separators of their codes; the population uses them only after tens of thousands of persons of one birthday. */
const SEPARATORS: Readonly<Record<string, string>> = { '19': 'U', '20': 'F' };
const FIRST_BIRTHDAY = '1962-01-01';
const BIRTHDAYS = daysBetween(isoDate(FIRST_BIRTHDAY), isoDate('1999-12-31')) + 1;
/** Prime to BIRTHDAYS: spreads neighbours over the birthdays, and can be undone. */
const STRIDE = 7_919;
const FIRST_INDIVIDUAL_NUMBER = 900;
const FIRST_START = '2021-10-04';
/** Days on which a time may start. */
export const START_DAYS = 1_390;
const FIRST_END = '2025-11-01';
const END_MONTHS = 16;
/** Ways in which a time may end: not at all, or in one of the months. */
export const END_CODES = END_MONTHS + 1;
const GENERAL_SUPPORT_START = isoDate('2026-05-01');

/** Whole number from 0 to `below` - 1 that looks random and is the same always. */
const draw = (at: number, salt: number, below: number): number => {
  let mixed = Math.imul(at + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return ((mixed ^ (mixed >>> 16)) >>> 0) % below;
};

const pick = <Item>(items: readonly Item[], at: number, salt: number): Item => {
  const item = items[draw(at, salt, items.length)];
  if (item === undefined) throw new RangeError('Nothing to pick from');
  return item;
};

/** Start, from 0 for the first day on which a time may start, and end as one number; 0 is no end. */
export const timeCode = (start: number, end: number): number => start * END_CODES + end;

const timeCodeOf = (at: number): number =>
  timeCode(draw(at, 1, START_DAYS), draw(at, 2, 100) < 8 ? 1 + draw(at, 3, END_MONTHS) : 0);

const support = (benefitCode: string, start: IsoDate, end: IsoDate | null): Entitlement => ({
  key: `${benefitCode}1`,
  benefitCode,
  start,
  end,
  appliedOn: addDays(start, -4),
  decidedOn: addDays(start, 12),
  unit: 'day',
  review: 'none',
  amountOn: (day) => amountOf(`DAILY_${benefitCode}`, day),
});

const entitlementsOfTime = (code: number, life: LaterLife): readonly Entitlement[] => {
  const endCode = code % END_CODES;
  const start = addDays(dayFor(life, FIRST_START), Math.floor(code / END_CODES));
  const end = endCode === 0 ? null : lastOfMonth(addMonths(dayFor(life, FIRST_END), endCode - 1));
  const lastOld = addDays(GENERAL_SUPPORT_START, -1);
  if (start > lastOld) return [support('YLT', start, end)];
  if (end !== null && end <= lastOld) return [support('TMT', start, end)];
  return [support('TMT', start, lastOld), support('YLT', GENERAL_SUPPORT_START, end)];
};

const birthdayOf = (at: number, life: LaterLife): IsoDate =>
  addDays(dayFor(life, FIRST_BIRTHDAY), (at * STRIDE) % BIRTHDAYS);

const codeOf = (at: number, life: LaterLife): string => {
  const birthday = birthdayOf(at, life);
  return generateArtificialIdentityCode(
    birthday,
    FIRST_INDIVIDUAL_NUMBER + Math.floor(at / BIRTHDAYS),
    SEPARATORS[birthday.slice(0, 2)],
  );
};

const personOf = (at: number, life: LaterLife): Person => {
  const language = draw(at, 5, 100) < 6 ? 'sv' : 'fi';
  const stock = language === 'sv' ? swedishNames : finnishNames;
  const isOdd = Math.floor(at / BIRTHDAYS) % 2 === 1;
  const names = isOdd ? stock.firstNamesOdd : stock.firstNamesEven;
  const calledName = pick(names, at, 6);
  const second = pick(names, at, 7);
  const street = `${pick(stock.streets, at, 8)} ${1 + draw(at, 9, 80)} A ${1 + draw(at, 10, 60)}`;
  return {
    number: FIRST_NUMBER + at,
    personalIdentityCode: codeOf(at, life) as Person['personalIdentityCode'],
    birthDate: birthdayOf(at, life),
    deathDate: null,
    lastName: pick(stock.lastNames, at, 11),
    firstNames: second === calledName ? calledName : `${calledName} ${second}`,
    calledName,
    language,
    homeMunicipality: LARGE_CITY,
    stayMunicipality: null,
    address: {
      street,
      postalCode: `00${String(1 + draw(at, 12, 98)).padStart(2, '0')}0`,
      city: language === 'sv' ? 'Helsingfors' : 'Helsinki',
    },
    nonDisclosure: draw(at, 13, 200) === 0,
    guardian: null,
    household: [],
    role: 'alone',
    isFirstAdult: true,
    receptionCentre: null,
    yearsAhead: life.yearsAhead,
  };
};

const createBirthdayPlaces = (life: LaterLife): ((birthday: IsoDate) => number | null) => {
  let places: Int32Array | null = null;
  return (birthday) => {
    const day = daysBetween(dayFor(life, FIRST_BIRTHDAY), birthday);
    if (day < 0 || day >= BIRTHDAYS) return null;
    if (places === null) {
      places = new Int32Array(BIRTHDAYS);
      for (let at = 0; at < BIRTHDAYS; at += 1) places[(at * STRIDE) % BIRTHDAYS] = at;
    }
    return places[day] ?? null;
  };
};

/** @param yearsAhead see training-year.ts */
export const createLargeCity = (count: number, yearsAhead: number): LargeCity => {
  const life = { yearsAhead };
  const placeOf = createBirthdayPlaces(life);
  let codes: Int32Array | null = null;
  /** Every list of every month goes through all of them. */
  const timeCodes = (): Int32Array =>
    (codes ??= Int32Array.from({ length: count }, (_, at) => timeCodeOf(at)));
  return {
    count,
    numberOf: (at) => FIRST_NUMBER + at,
    person: (at) => personOf(at, life),
    timeCode: (at) => timeCodes()[at] ?? timeCodeOf(at),
    entitlementsOfTime: (code) => entitlementsOfTime(code, life),
    atOfNumber: (number) =>
      number >= FIRST_NUMBER && number < FIRST_NUMBER + count ? number - FIRST_NUMBER : null,
    atOfCode: (code) => {
      const century = Object.keys(SEPARATORS).find((each) => SEPARATORS[each] === code.charAt(6));
      if (century === undefined) return null;
      const [day, month, year] = [code.slice(0, 2), code.slice(2, 4), code.slice(4, 6)];
      const place = placeOf(isoDate(`${century}${year}-${month}-${day}`));
      const block = Number(code.slice(7, 10)) - FIRST_INDIVIDUAL_NUMBER;
      const at = place === null ? -1 : place + block * BIRTHDAYS;
      return block >= 0 && at >= 0 && at < count && codeOf(at, life) === code ? at : null;
    },
  };
};

/** The population with the persons of the large city behind it. `size` stays that of the population. */
export const withLargeCity = (population: Population, city: LargeCity): Population => ({
  size: population.size,
  places: population.places,
  person: (number) => {
    const at = city.atOfNumber(number);
    return at === null ? population.person(number) : city.person(at);
  },
  homeMunicipality: (number) =>
    city.atOfNumber(number) === null ? population.homeMunicipality(number) : LARGE_CITY,
  numberOf: (code) => {
    const known = population.numberOf(code);
    if (known !== null) return known;
    const at = city.atOfCode(code);
    return at === null ? null : city.numberOf(at);
  },
});

/** The life of a person of the large city; null for all others. */
export const lifeInLargeCity = (personNumber: number, city: LargeCity): Life | null => {
  const at = city.atOfNumber(personNumber);
  if (at === null) return null;
  return {
    situation: 'unemployed',
    entitlements: city.entitlementsOfTime(city.timeCode(at)),
    claims: [],
    recoveries: [],
    assistance: null,
    hasSmallMatters: false,
  };
};
