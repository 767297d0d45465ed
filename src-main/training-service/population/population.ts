import { dateParts, isoDate, addDays, type IsoDate } from '../../../shared/domain/dates.ts';
import {
  generateArtificialIdentityCode,
  type PersonalIdentityCode,
} from '../../../shared/domain/personal-identity-code.ts';
import { finnishNames, otherNames, swedishNames, type NameStock } from './names.ts';
import { BLOCK_SIZE, blockOf } from './outlines.ts';
import type { HouseholdMember, Outline, Person } from './person.ts';
import { createPlaces, type Places } from './places.ts';
import { randomOf } from './random.ts';

export interface Population {
  readonly size: number;
  person(number: number): Person;
  /** The person's number, or null when nobody has the code. */
  numberOf(personalIdentityCode: string): number | null;
  readonly places: Places;
}

export interface PopulationOptions {
  readonly personCount: number;
  /** Persons with a set identity, who have the first numbers. */
  readonly namedPersons: readonly Person[];
  readonly receptionCentre: { readonly organisationId: string; readonly municipality: string };
}

interface CodeIndex {
  readonly codes: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
}

const FIRST_INDIVIDUAL_NUMBER = 900;
const NUMBERS_PER_PARITY = 50;
const SEPARATORS: Readonly<Record<number, string>> = { 18: '+', 19: '-YXWVU', 20: 'ABCDEF' };
/** Remembered persons; a look-up derives the same one again in microseconds. */
const REMEMBERED = 500;

const freeCode = (outline: Outline, number: number, taken: ReadonlyMap<string, number>): string => {
  const century = Math.floor(dateParts(outline.birthDate).year / 100);
  const offset = outline.oddNumber ? 1 : 0;
  for (const separator of SEPARATORS[century] ?? '')
    for (let step = 0; step < NUMBERS_PER_PARITY; step += 1) {
      const individual = FIRST_INDIVIDUAL_NUMBER + 2 * ((number * 7 + step) % NUMBERS_PER_PARITY) + offset;
      const code = generateArtificialIdentityCode(outline.birthDate, individual, separator);
      if (!taken.has(code)) return code;
    }
  throw new RangeError('There are more persons than identity codes');
};

const stockOf = (language: string): NameStock =>
  language === 'sv' ? swedishNames : language === 'fi' ? finnishNames : otherNames;

const firstNamesOf = (outline: Outline, stock: NameStock, number: number): readonly string[] => {
  const random = randomOf('first-names', number);
  const names = outline.oddNumber ? stock.firstNamesOdd : stock.firstNamesEven;
  const first = random.pick(names);
  const second = random.pick(names);
  return first === second || random.chance(0.2) ? [first] : [first, second];
};

const deathOf = (outline: Outline, number: number): IsoDate | null => {
  const age = 2026 - dateParts(outline.birthDate).year;
  const random = randomOf('death', number);
  if (!random.chance(age > 80 ? 0.06 : age > 60 ? 0.012 : 0.001)) return null;
  return addDays(isoDate('2025-01-01'), random.integer(0, 640));
};

const relationOf = (own: Outline, other: Outline): HouseholdMember['relation'] => {
  if (own.role === 'child') return other.role === 'child' ? 'sibling' : 'parent';
  return other.role === 'child' ? 'child' : 'spouse';
};

/** Persons beyond the named ones are derived from their number alone, when they are asked for. */
export const createPopulation = (options: PopulationOptions): Population => {
  const places = createPlaces();
  const { namedPersons, receptionCentre } = options;
  const firstNumber = namedPersons.length;
  const size = Math.max(options.personCount, firstNumber);

  const outlineOf = (number: number): Outline => {
    const block = Math.floor((number - firstNumber) / BLOCK_SIZE);
    const start = firstNumber + block * BLOCK_SIZE;
    const outline = blockOf(block, start, receptionCentre.organisationId)[number - start];
    if (outline === undefined) throw new RangeError(`No such person: ${number}`);
    return outline;
  };
  const buildIndex = (): CodeIndex => {
    const codes: string[] = namedPersons.map((person) => person.personalIdentityCode);
    const numbers = new Map(codes.map((code, number) => [code, number]));
    for (let start = firstNumber; start < size; start += BLOCK_SIZE) {
      const block = (start - firstNumber) / BLOCK_SIZE;
      for (const [index, outline] of blockOf(block, start, receptionCentre.organisationId).entries()) {
        if (start + index >= size) break;
        const code = freeCode(outline, start + index, numbers);
        codes.push(code);
        numbers.set(code, start + index);
      }
    }
    return { codes, numbers };
  };
  let built: CodeIndex | null = null;
  // Made at the first look-up: the service answers its first caller before it has counted everybody.
  const index = (): CodeIndex => (built ??= buildIndex());

  /** What the members of a household share. */
  const householdOf = (outline: Outline) => {
    const random = randomOf('home', outline.memberNumbers[0] ?? 0);
    const municipality =
      outline.receptionCentre === null ? places.draw(random) : places.of(receptionCentre.municipality);
    const language =
      outline.receptionCentre !== null || random.chance(0.05)
        ? random.pick(['uk', 'ar', 'fa', 'so', 'ru'])
        : random.chance(places.swedishShare(municipality))
          ? 'sv'
          : 'fi';
    const stock = stockOf(language);
    const address = {
      street: `${random.pick(stock.streets)} ${random.integer(1, 80)} ${random.pick(['A', 'B', 'C', 'D'])} ${random.integer(1, 60)}`,
      postalCode: places.postalCode(municipality, random),
      city: language === 'sv' ? municipality.sv : municipality.fi,
    };
    return { municipality, language, stock, address, lastName: random.pick(stock.lastNames) };
  };
  const membersOf = (number: number, outline: Outline, stock: NameStock, lastName: string) =>
    outline.memberNumbers
      .filter((member) => member !== number)
      .map((member): HouseholdMember => {
        const other = outlineOf(member);
        const [first] = firstNamesOf(other, stock, member);
        return {
          relation: relationOf(outline, other),
          name: `${lastName} ${first ?? ''}`.trim(),
          birthDate: other.birthDate,
        };
      });

  const derive = (number: number): Person => {
    const outline = outlineOf(number);
    const { municipality, language, stock, address, lastName } = householdOf(outline);
    const random = randomOf('person', number);
    const [calledName = '', ...others] = firstNamesOf(outline, stock, number);
    const age = 2026 - dateParts(outline.birthDate).year;
    const guardianName = `${random.pick(finnishNames.lastNames)} ${random.pick(finnishNames.firstNamesEven)}`;
    const hasGuardian = age >= 18 && random.chance(age > 80 ? 0.08 : 0.01);
    const isElsewhere = age >= 18 && random.chance(0.02);
    return {
      number,
      personalIdentityCode: index().codes[number] as PersonalIdentityCode,
      birthDate: outline.birthDate,
      deathDate: deathOf(outline, number),
      lastName,
      firstNames: [calledName, ...others].join(' '),
      calledName,
      language,
      homeMunicipality: outline.receptionCentre === null ? municipality.code : null,
      stayMunicipality:
        outline.receptionCentre !== null ? municipality.code : isElsewhere ? places.draw(random).code : null,
      address,
      nonDisclosure: random.chance(0.005),
      guardian: hasGuardian
        ? { name: guardianName, phone: random.chance(0.8) ? '029 000 0000' : null }
        : null,
      household: membersOf(number, outline, stock, lastName),
      role: outline.role,
      isFirstAdult: outline.memberNumbers[0] === number,
      receptionCentre: outline.receptionCentre,
    };
  };

  const remembered = new Map<number, Person>();
  return {
    size,
    places,
    numberOf: (code) => index().numbers.get(code) ?? null,
    person: (number) => {
      const named = namedPersons[number];
      if (named !== undefined) return named;
      if (number < 0 || number >= size) throw new RangeError(`No such person: ${number}`);
      const known = remembered.get(number);
      if (known !== undefined) return known;
      if (remembered.size >= REMEMBERED) remembered.clear();
      const person = derive(number);
      remembered.set(number, person);
      return person;
    },
  };
};
