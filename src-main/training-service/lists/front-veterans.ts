import { dateParts, isoDate } from '../../../shared/domain/dates.ts';
import type { Entitlement, Life } from '../benefits/entitlement.ts';
import type { Person } from '../population/person.ts';
import { randomOf } from '../population/random.ts';

/** Born late enough to live, early enough to have served (assumption of training). */
const LAST_BIRTH_YEAR = 1930;
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
  if (life.situation !== 'pensioner' || dateParts(person.birthDate).year > LAST_BIRTH_YEAR) return life;
  const random = randomOf('front-veteran', person.number);
  if (!random.chance(0.6)) return life;
  const additional = random.chance(0.4) ? [monthly('YRIL', ADDITIONAL_SUPPLEMENT, person)] : [];
  return {
    ...life,
    entitlements: [...life.entitlements, monthly('RIL', SUPPLEMENT, person), ...additional],
  };
};
