import {
  addDays,
  addMonths,
  addYears,
  dateOf,
  dateParts,
  earlier,
  firstOfMonth,
  isoDate,
  later,
  type IsoDate,
} from '../../../shared/domain/dates.ts';
import type { Person } from '../population/person.ts';
import { randomOf, type Random } from '../population/random.ts';
import { dayFor, yearFor } from '../population/training-year.ts';
import { amountOf, assumed, indexed } from './amounts.ts';
import { parenthood, partialCare } from './child-care.ts';
import type { Assistance, Entitlement, Life } from './entitlement.ts';
import { claimsOf, recoveriesOf } from './past-claims.ts';

/** Labour market subsidy and basic allowance end the day before the general support begins. */
export const GENERAL_SUPPORT_START = isoDate('2026-05-01');
const LAST_DAY_OF_OLD_SUPPORT = isoDate('2026-04-30');

/** Makes a right of a person; the application and its decision follow from the start. */
export type Make = (
  benefitCode: string,
  start: IsoDate,
  rest: Omit<Entitlement, 'key' | 'benefitCode' | 'start' | 'appliedOn' | 'decidedOn' | 'end'> & {
    readonly end?: IsoDate | null;
  },
) => Entitlement;

/** Applications come around the start of the right, decisions some weeks later. */
const maker = (person: Person, random: Random): Make => {
  let count = 0;
  return (benefitCode, start, rest) => {
    count += 1;
    const appliedOn = addDays(start, random.integer(-20, 12));
    const end =
      person.deathDate === null
        ? (rest.end ?? null)
        : earlier(rest.end ?? person.deathDate, person.deathDate);
    return {
      ...rest,
      key: `${benefitCode}${count}`,
      benefitCode,
      start,
      end: end !== null && end < start ? start : end,
      appliedOn,
      decidedOn: addDays(appliedOn, random.integer(4, 34)),
    };
  };
};

const dayBetween = (person: Person, random: Random, from: string, to: string): IsoDate => {
  const start = dayFor(person, from);
  const months = (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7));
  return addDays(
    addMonths(start, random.integer(0, Math.max(months - Number(from.slice(5, 7)), 0))),
    random.integer(0, 27),
  );
};

const monthBetween = (person: Person, random: Random, from: string, to: string): IsoDate =>
  firstOfMonth(dayBetween(person, random, from, to));

const unemployment = (make: Make, person: Person, random: Random): readonly Entitlement[] => {
  const start = dayBetween(person, random, '2023-01-01', '2026-10-01');
  const end = random.chance(0.25) ? addMonths(start, random.integer(2, 30)) : null;
  const old = random.chance(0.8) ? 'TMT' : 'PPR';
  const found: Entitlement[] = [];
  if (start < GENERAL_SUPPORT_START)
    found.push(
      make(old, start, {
        end: earlier(end ?? LAST_DAY_OF_OLD_SUPPORT, LAST_DAY_OF_OLD_SUPPORT),
        unit: 'day',
        review: 'none',
        amountOn: (day) => amountOf(`DAILY_${old}`, day),
      }),
    );
  if (end === null || end >= GENERAL_SUPPORT_START)
    found.push(
      make('YLT', later(start, GENERAL_SUPPORT_START), {
        end,
        unit: 'day',
        review: 'none',
        amountOn: (day) => amountOf('DAILY_YLT', day),
      }),
    );
  return found;
};

const housingAllowance = (make: Make, person: Person, random: Random): Entitlement => {
  const monthly = random.integer(12_000, 46_000);
  return make('YAT', monthBetween(person, random, '2023-06-01', '2026-11-01'), {
    end: null,
    unit: 'month',
    review: 'yearly',
    amountOn: (day) => monthly + (dateParts(day).year - yearFor(person) + 1) * 300,
  });
};

const studyGrants = (make: Make, person: Person, random: Random): readonly Entitlement[] => {
  const years = random.integer(1, 3);
  return Array.from({ length: years }, (_, index) => yearFor(person) - index).flatMap((year) => [
    make('OPR', dateOf(year, 9, 1), {
      end: dateOf(year + 1, 5, 31),
      unit: 'month',
      review: 'none',
      amountOn: (day) => amountOf('STUDY_GRANT_INDEPENDENT', day),
    }),
    make('OAL', dateOf(year, 9, 1), {
      end: dateOf(year + 1, 5, 31),
      unit: 'month',
      review: 'none',
      amountOn: () => assumed.housingSupplement,
    }),
  ]);
};

const illness = (make: Make, person: Person, random: Random, from: string, to: string): Entitlement => {
  const start = dayBetween(person, random, from, to);
  const daily = random.integer(assumed.minimumDailyAllowance, 8_500);
  return make('SPR', start, {
    end: addDays(start, random.integer(20, 300)),
    unit: 'day',
    review: 'none',
    amountOn: () => daily,
  });
};

const disabilityPension = (make: Make, person: Person, random: Random): readonly Entitlement[] => {
  const start = monthBetween(person, random, '2016-01-01', '2026-06-01');
  const share = random.integer(40, 100);
  const pension = (day: IsoDate): number =>
    Math.round((indexed('NATIONAL_PENSION_ALONE', day) * share) / 100);
  const monthly = { end: null, unit: 'month', review: 'january' } as const;
  return [
    make('KE-T', start, { ...monthly, amountOn: pension }),
    make('TAKE', start, {
      ...monthly,
      amountOn: (day) => indexed('GUARANTEE_PENSION_FULL', day) - pension(day),
    }),
    ...(random.chance(0.6) ? [pensionerHousing(make, random, start)] : []),
  ];
};

const pensionerHousing = (make: Make, random: Random, start: IsoDate): Entitlement => {
  const monthly = random.integer(9_000, 52_000);
  return make('EAT', start, { end: null, unit: 'month', review: 'january', amountOn: () => monthly });
};

const oldAge = (make: Make, person: Person, random: Random): readonly Entitlement[] => {
  const start = firstOfMonth(addMonths(addYears(person.birthDate, 65), 1));
  const share = random.integer(8, 100);
  const pension = (day: IsoDate): number =>
    Math.round((indexed('NATIONAL_PENSION_ALONE', day) * share) / 100);
  const monthly = { end: null, unit: 'month', review: 'january' } as const;
  const found: Entitlement[] = [];
  if (random.chance(0.55)) {
    found.push(make('KE-V', start, { ...monthly, amountOn: pension }));
    if (share > 70)
      found.push(
        make('TAKE', start, {
          ...monthly,
          amountOn: (day) => indexed('GUARANTEE_PENSION_FULL', day) - pension(day),
        }),
      );
    if (random.chance(0.45)) found.push(pensionerHousing(make, random, start));
  }
  const age = yearFor(person) - dateParts(person.birthDate).year;
  if (random.chance(age > 80 ? 0.45 : 0.12))
    found.push(
      make('EHT', monthBetween(person, random, '2021-01-01', '2026-08-01'), {
        ...monthly,
        amountOn: (day) => indexed('PENSIONER_CARE_ALLOWANCE_BASIC', day),
      }),
    );
  if (person.role === 'alone' && random.chance(0.08))
    found.push(
      make('LESKE', monthBetween(person, random, '2015-01-01', '2026-03-01'), {
        ...monthly,
        amountOn: () => assumed.spousePension,
      }),
    );
  return found;
};

const family = (make: Make, person: Person, random: Random): readonly Entitlement[] => {
  const children = person.household.filter(({ relation }) => relation === 'child');
  const isSingle = person.role === 'single-parent';
  const found: Entitlement[] = [];
  for (const [index, child] of children.entries()) {
    const benefit = assumed.childBenefitByChild[Math.min(index, 4)] ?? 0;
    found.push(
      make('LL', firstOfMonth(addMonths(child.birthDate, 1)), {
        end: addDays(firstOfMonth(addMonths(addYears(child.birthDate, 17), 1)), -1),
        unit: 'month',
        review: 'none',
        amountOn: () => benefit + (isSingle ? assumed.singleParentSupplement : 0),
      }),
    );
    if (isSingle && random.chance(0.65))
      found.push(
        make(
          'ELT',
          later(
            firstOfMonth(addMonths(child.birthDate, 3)),
            monthBetween(person, random, '2022-01-01', '2026-05-01'),
          ),
          {
            end: addDays(addYears(child.birthDate, 18), -1),
            unit: 'month',
            review: 'january',
            amountOn: (day) => amountOf('MAINTENANCE_ALLOWANCE_FULL', day),
          },
        ),
      );
  }
  const [youngest] = children.toSorted((one, other) => (one.birthDate < other.birthDate ? 1 : -1));
  if (
    youngest !== undefined &&
    dateParts(youngest.birthDate).year >= yearFor(person) - 3 &&
    random.chance(0.7)
  )
    found.push(...parenthood(make, person, youngest, random));
  found.push(...partialCare(make, person, children));
  return found;
};

const assistanceOf = (person: Person, random: Random, share: number): Assistance | null => {
  if (!random.chance(share) || person.deathDate !== null) return null;
  const start = monthBetween(person, random, '2024-01-01', '2026-10-01');
  const months = random.integer(2, 34);
  return {
    start,
    end: random.chance(0.35) ? addDays(addMonths(start, months), -1) : null,
    monthlyRent: random.integer(42_000, 98_000),
    partnerIncome: person.role === 'partner' ? random.integer(20_000, 120_000) : 0,
  };
};

const workingAge = (
  make: Make,
  person: Person,
  random: Random,
): Omit<Life, 'claims' | 'recoveries' | 'hasSmallMatters'> => {
  const age = yearFor(person) - dateParts(person.birthDate).year;
  const draw = random.fraction();
  const isFirst = person.isFirstAdult;
  const shared = isFirst ? family(make, person, random) : [];
  const none = { assistance: null } as const;
  if (age <= 28 && person.role === 'alone' && draw < 0.4)
    return { ...none, situation: 'student', entitlements: studyGrants(make, person, random) };
  const unemployedShare = person.role === 'single-parent' ? 0.4 : 0.2;
  if (draw < (age <= 28 && person.role === 'alone' ? 0.62 : unemployedShare)) {
    const support = unemployment(make, person, random);
    const housing = random.chance(0.65) && isFirst ? [housingAllowance(make, person, random)] : [];
    return {
      situation: 'unemployed',
      entitlements: [...support, ...housing, ...shared],
      assistance: isFirst ? assistanceOf(person, random, 0.45) : null,
    };
  }
  if (draw < 0.7 && draw > 0.63 && age > 35)
    return {
      ...none,
      situation: 'pensioner',
      entitlements: [...disabilityPension(make, person, random), ...shared],
    };
  if (draw > 0.94)
    return {
      ...none,
      situation: 'ill',
      entitlements: [illness(make, person, random, '2026-01-01', '2026-11-01'), ...shared],
    };
  const past = random.chance(0.15) ? [illness(make, person, random, '2024-01-01', '2025-10-01')] : [];
  return { ...none, situation: 'working', entitlements: [...past, ...shared] };
};

const situationOf = (person: Person): Omit<Life, 'claims' | 'recoveries' | 'hasSmallMatters'> => {
  const random = randomOf('life', person.number);
  const make = maker(person, random);
  const age = yearFor(person) - dateParts(person.birthDate).year;
  if (person.receptionCentre !== null) return { situation: 'reception', entitlements: [], assistance: null };
  if (age < 18) {
    const disability = random.chance(0.03)
      ? [
          make('VTU-L', firstOfMonth(addMonths(person.birthDate, 8)), {
            end: addDays(addYears(person.birthDate, 16), -1),
            unit: 'month',
            review: 'january',
            amountOn: () => assumed.disabilityAllowanceChild,
          }),
        ]
      : [];
    return { situation: 'child', entitlements: disability, assistance: null };
  }
  if (age > 65)
    return { situation: 'pensioner', entitlements: oldAge(make, person, random), assistance: null };
  return workingAge(make, person, random);
};

/** A person's life with benefits, the same at every run; it does not depend on the clock. */
export const lifeOf = (person: Person): Life => {
  const life = situationOf(person);
  return {
    ...life,
    hasSmallMatters: life.situation !== 'reception',
    claims: claimsOf(person, life.entitlements),
    recoveries: recoveriesOf(person, life.entitlements),
  };
};
