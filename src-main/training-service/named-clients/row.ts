import { addDays, isoDate, type IsoDate } from '../../../shared/domain/dates.ts';
import { amountOf } from '../benefits/amounts.ts';
import type { Entitlement, Life } from '../benefits/entitlement.ts';
import type { HouseholdMember, Person } from '../population/person.ts';

/** How a named client is written down; what is not said is as for most clients. */
export interface Row {
  readonly exampleNumber: number | null;
  readonly lastName: string;
  readonly firstName: string;
  readonly birth: string;
  readonly individualNumber: number;
  readonly description: string;
  readonly municipality?: string;
  readonly household?: readonly HouseholdMember[];
  readonly person?: Partial<Person>;
  readonly life?: (today: IsoDate) => Partial<Life>;
}

export const TAMPERE = '837';
const monthly = { unit: 'month', review: 'none' } as const;

/** Fills in what most rights of the examples share: decided two weeks after the application. */
export const right = (
  benefitCode: string,
  start: string,
  rest: Partial<Entitlement> & Pick<Entitlement, 'amountOn'>,
): Entitlement => ({
  key: `${benefitCode}1`,
  benefitCode,
  start: isoDate(start),
  end: null,
  appliedOn: isoDate(start),
  decidedOn: addDays(isoDate(start), 14),
  ...monthly,
  ...rest,
});

export const unemployment = (
  benefitCode: 'TMT' | 'YLT',
  start: string,
  rest: Partial<Entitlement>,
): Entitlement =>
  right(benefitCode, start, {
    unit: 'day',
    amountOn: (day) => amountOf(`DAILY_${benefitCode}`, day),
    ...rest,
  });

export const fixedMonthly = (
  benefitCode: string,
  start: string,
  cents: number,
  rest: Partial<Entitlement> = {},
) => right(benefitCode, start, { amountOn: () => cents, ...rest });

export const child = (name: string, birth: string): HouseholdMember => ({
  relation: 'child',
  name,
  birthDate: isoDate(birth),
});
