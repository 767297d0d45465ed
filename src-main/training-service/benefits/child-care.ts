import {
  addDays,
  addMonths,
  addYears,
  dateOf,
  dateParts,
  firstOfMonth,
} from '../../../shared/domain/dates.ts';
import type { HouseholdMember, Person } from '../population/person.ts';
import { randomOf, type Random } from '../population/random.ts';
import { yearFor } from '../population/training-year.ts';
import { assumed } from './amounts.ts';
import type { Entitlement } from './entitlement.ts';
import type { Make } from './life.ts';

/*
 * The four supports of the list on child care support (domain source S9, S14; names S72). What they ask of the child's
 * age is of the act 1128/1996 (3, 5, 13 and 13 a §); shares of the supports and amounts are assumptions of training.
 */

const SCHOOL_AGE = 7;
const PRIVATE_SHARE = 0.16;
const FLEXIBLE_SHARE = 0.2;
const PARTIAL_SHARE = 0.15;
const monthly = { unit: 'month', review: 'none' } as const;

/** First day of a child's first school year. */
export const schoolStart = ({ birthDate }: Pick<HouseholdMember, 'birthDate'>): Entitlement['start'] =>
  dateOf(dateParts(birthDate).year + SCHOOL_AGE, 8, 1);

/** Care of a small child after the parental allowance: at home, privately, or at home beside part-time work. */
const afterParentalAllowance = (
  make: Make,
  person: Person,
  { birthDate }: HouseholdMember,
  lastParental: Entitlement['start'],
): Entitlement => {
  const random = randomOf('child-care', person.number);
  const start = firstOfMonth(addMonths(lastParental, 1));
  const third = addDays(addYears(birthDate, 3), -1);
  const draw = random.fraction();
  if (draw < PRIVATE_SHARE)
    return make('YHT', start, {
      ...monthly,
      end: addDays(schoolStart({ birthDate }), -1),
      amountOn: () => assumed.privateCareAllowance,
      payee: { kind: 'OTHER', name: 'Päiväkoti Harjoitus Oy' },
    });
  if (draw < PRIVATE_SHARE + FLEXIBLE_SHARE) {
    const cents = random.pick(assumed.flexibleCareAllowance);
    return make('JHR', start, { ...monthly, end: third, amountOn: () => cents });
  }
  return make('KHT', start, { ...monthly, end: third, amountOn: () => assumed.homeCareAllowance });
};

/** Parental allowance and what follows it, for the youngest child where it is small enough. */
export const parenthood = (
  make: Make,
  person: Person,
  child: HouseholdMember,
  random: Random,
): readonly Entitlement[] => {
  const { birthDate } = child;
  const daily = random.integer(assumed.minimumDailyAllowance, 9_800);
  const lastParental = addMonths(birthDate, random.integer(6, 13));
  return [
    make('VAR', birthDate, { end: lastParental, unit: 'day', review: 'none', amountOn: () => daily }),
    afterParentalAllowance(make, person, child, lastParental),
  ];
};

/** Partial care allowance, for a child in its first or second school year. */
export const partialCare = (
  make: Make,
  person: Person,
  children: readonly HouseholdMember[],
): readonly Entitlement[] => {
  const random = randomOf('partial-care', person.number);
  const pupil = children.find(({ birthDate }) => {
    const age = yearFor(person) - dateParts(birthDate).year;
    return age === SCHOOL_AGE || age === SCHOOL_AGE + 1;
  });
  if (pupil === undefined || !random.chance(PARTIAL_SHARE)) return [];
  const start = schoolStart(pupil);
  const end = addDays(addYears(start, 2), -1);
  return [make('OHR', start, { ...monthly, end, amountOn: () => assumed.partialCareAllowance })];
};
