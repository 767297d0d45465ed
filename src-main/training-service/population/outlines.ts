import { dateOf, daysInMonth, type IsoDate } from '../../../shared/domain/dates.ts';
import { randomOf, type Random } from './random.ts';
import type { HouseholdRole, Outline } from './person.ts';

/** Persons come in blocks, and each block is divided into households. */
export const BLOCK_SIZE = 8;
const OLDEST = 99;

const HOUSEHOLD_SIZES: readonly (readonly number[])[] = [
  [1, 1, 1, 1, 1, 1, 2],
  [1, 1, 1, 1, 2, 2],
  [1, 1, 2, 2, 2],
  [1, 1, 1, 2, 3],
  [1, 1, 2, 4],
  [1, 3, 4],
  [1, 2, 5],
  [1, 1, 3, 3],
  [2, 2, 4],
];
const RECEPTION_SHARE = 0.012;

const birthAtAge = (age: number, present: number, random: Random): IsoDate => {
  const year = present - Math.min(Math.max(age, 0), OLDEST);
  // Nobody is born after the first month of the present year.
  const month = year === present ? 1 : random.integer(1, 12);
  return dateOf(year, month, random.integer(1, daysInMonth(year, month)));
};

const ageAlone = (random: Random): number => {
  const draw = random.fraction();
  if (draw < 0.24) return random.integer(18, 27);
  if (draw < 0.62) return random.integer(28, 64);
  if (draw < 0.88) return random.integer(65, 82);
  return random.integer(83, OLDEST);
};

const childAge = (parentAge: number, random: Random): number =>
  random.integer(0, Math.min(17, Math.max(parentAge - 20, 0)));

interface Member {
  readonly role: HouseholdRole;
  readonly age: number;
}

const membersOf = (size: number, random: Random): readonly Member[] => {
  if (size === 1) return [{ role: 'alone', age: ageAlone(random) }];
  const isSingleParent = size === 2 ? random.chance(0.25) : size === 3 && random.chance(0.4);
  const hasChildren = isSingleParent || size > 2;
  const age = hasChildren ? random.integer(23, 49) : random.integer(22, 88);
  const adults: Member[] = isSingleParent
    ? [{ role: 'single-parent', age }]
    : [
        { role: 'partner', age },
        { role: 'partner', age: Math.max(20, age + random.integer(-6, 6)) },
      ];
  const youngest = Math.min(...adults.map((adult) => adult.age));
  const ages = new Set<number>();
  // Siblings of one age would have to be twins.
  while (ages.size < size - adults.length && ages.size <= Math.min(17, Math.max(youngest - 20, 0)))
    ages.add(childAge(youngest, random));
  const children = Array.from({ length: size - adults.length }, (_, index): Member => ({
    role: 'child',
    age: [...ages][index] ?? 0,
  }));
  return [...adults, ...children];
};

/**
 * The eight persons of a block. Ages are as of a year: persons do not change with the clock, only what happens to
 * them does.
 * @param firstNumber number of the first of them
 * @param present the year
 */
export const blockOf = (
  block: number,
  firstNumber: number,
  receptionCentre: string,
  present: number,
): readonly Outline[] => {
  const random = randomOf('household', block);
  const isReception = random.chance(RECEPTION_SHARE);
  const outlines: Outline[] = [];
  for (const size of random.pick(HOUSEHOLD_SIZES)) {
    const start = firstNumber + outlines.length;
    const memberNumbers = Array.from({ length: size }, (_, index) => start + index);
    const isFirstOdd = random.chance(0.5);
    for (const [index, member] of membersOf(size, random).entries())
      outlines.push({
        birthDate: birthAtAge(member.age, present, random),
        oddNumber: member.role === 'child' ? random.chance(0.5) : isFirstOdd === (index === 0),
        role: member.role,
        memberNumbers,
        receptionCentre: isReception ? receptionCentre : null,
      });
  }
  return outlines;
};
