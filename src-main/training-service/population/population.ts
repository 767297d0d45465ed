import { dateParts } from '../../../shared/domain/dates.ts';
import {
  generateArtificialIdentityCode,
  type PersonalIdentityCode,
} from '../../../shared/domain/personal-identity-code.ts';
import { derivePerson, homeMunicipalityOf } from './derive-person.ts';
import { BLOCK_SIZE, blockOf } from './outlines.ts';
import type { Outline, Person } from './person.ts';
import { createPlaces, type Places } from './places.ts';
import { yearFor } from './training-year.ts';

export interface Population {
  readonly size: number;
  person(number: number): Person;
  /** Code of somebody's home municipality; costs a fraction of the person. */
  homeMunicipality(number: number): string | null;
  /** The person's number, or null when nobody has the code. */
  numberOf(personalIdentityCode: string): number | null;
  readonly places: Places;
}

export interface PopulationOptions {
  readonly personCount: number;
  /** Persons with a set identity, who have the first numbers. */
  readonly namedPersons: readonly Person[];
  readonly receptionCentre: { readonly organisationId: string; readonly municipality: string };
  /** Of the persons beyond the named ones; see training-year.ts. */
  readonly yearsAhead: number;
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

/** Persons beyond the named ones are derived from their number alone, when they are asked for. */
export const createPopulation = (options: PopulationOptions): Population => {
  const places = createPlaces();
  const { namedPersons, receptionCentre, yearsAhead } = options;
  const present = yearFor(options);
  const firstNumber = namedPersons.length;
  const size = Math.max(options.personCount, firstNumber);

  // Whoever asks for one person asks for its household, and often for its neighbour next.
  let lastBlock: { readonly block: number; readonly outlines: readonly Outline[] } | null = null;
  const outlineOf = (number: number): Outline => {
    const block = Math.floor((number - firstNumber) / BLOCK_SIZE);
    const start = firstNumber + block * BLOCK_SIZE;
    if (lastBlock?.block !== block)
      lastBlock = { block, outlines: blockOf(block, start, receptionCentre.organisationId, present) };
    const outline = lastBlock.outlines[number - start];
    if (outline === undefined) throw new RangeError(`No such person: ${number}`);
    return outline;
  };
  const buildIndex = (): CodeIndex => {
    const codes: string[] = namedPersons.map((person) => person.personalIdentityCode);
    const numbers = new Map(codes.map((code, number) => [code, number]));
    for (let start = firstNumber; start < size; start += BLOCK_SIZE) {
      const block = (start - firstNumber) / BLOCK_SIZE;
      for (const [index, outline] of blockOf(
        block,
        start,
        receptionCentre.organisationId,
        present,
      ).entries()) {
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

  const remembered = new Map<number, Person>();
  return {
    size,
    places,
    numberOf: (code) => index().numbers.get(code) ?? null,
    homeMunicipality: (number) => {
      const named = namedPersons[number];
      return named === undefined ? homeMunicipalityOf(outlineOf(number), { places }) : named.homeMunicipality;
    },
    person: (number) => {
      const named = namedPersons[number];
      if (named !== undefined) return named;
      if (number < 0 || number >= size) throw new RangeError(`No such person: ${number}`);
      const known = remembered.get(number);
      if (known !== undefined) return known;
      if (remembered.size >= REMEMBERED) remembered.clear();
      const code = index().codes[number] as PersonalIdentityCode;
      const person = derivePerson(number, code, { outlineOf, places, receptionCentre, yearsAhead });
      remembered.set(number, person);
      return person;
    },
  };
};
