import { dateParts, isoDate } from '../../../shared/domain/dates.ts';
import type { Entitlement, Life } from '../benefits/entitlement.ts';
import type { Person } from '../population/person.ts';
import { randomOf } from '../population/random.ts';
import { yearFor } from '../population/training-year.ts';

/**
 * Age in the present year of those who are taken to have served. True of those born by 1930 in 2026; later the list
 * would be empty, which is no use for practice (assumption of training).
 */
const AGE = 96;
/** Euro cents a month; assumptions of training, near to real amounts. */
const SUPPLEMENT = 14_286;
const ADDITIONAL_SUPPLEMENT = 9_500;
const START = isoDate('2010-01-01');

const monthly = (benefitCode: string, cents: number, person: Person): Entitlement => ({
  key: `${benefitCode}1`,
  benefitCode,
  start: START,
  end: person.deathDate,
  appliedOn: START,
  decidedOn: START,
  unit: 'month',
  review: 'january',
  amountOn: () => cents,
});

/** Gives the oldest persons the front-veteran's supplement, some also the additional one. */
export const withFrontVeterans = (person: Person, life: Life): Life => {
  if (life.situation !== 'pensioner' || yearFor(person) - dateParts(person.birthDate).year < AGE) return life;
  const random = randomOf('front-veteran', person.number);
  if (!random.chance(0.6)) return life;
  const additional = random.chance(0.4) ? [monthly('YRIL', ADDITIONAL_SUPPLEMENT, person)] : [];
  return {
    ...life,
    entitlements: [...life.entitlements, monthly('RIL', SUPPLEMENT, person), ...additional],
  };
};
