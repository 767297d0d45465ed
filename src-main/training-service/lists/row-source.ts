import { addMonths, isoDate, lastOfMonth, type IsoDate } from '../../../shared/domain/dates.ts';
import type { CellValue } from '../../../shared/domain/lists/columns.ts';
import type { Payment } from '../../../shared/service-api/benefit-sections.ts';
import type { Calendar } from '../benefits/calendar.ts';
import type { Entitlement, Life } from '../benefits/entitlement.ts';
import type { Person } from '../population/person.ts';

export type ListRow = readonly CellValue[];

/** What a row is made from. */
export interface RowSource {
  readonly person: Person;
  readonly life: Life;
  /** Payments as the client's page shows them; worked out only where asked for. */
  readonly payments: () => readonly Payment[];
  readonly calendar: Calendar;
  readonly today: IsoDate;
  /** Identity code of another person of the population. */
  readonly codeOf: (personNumber: number) => string;
}

/** The first two cells of every row. */
export const identity = ({ personalIdentityCode, lastName, firstNames }: Person): readonly CellValue[] => [
  personalIdentityCode,
  `${lastName} ${firstNames}`,
];

export const monthOf = (period: string): { readonly first: IsoDate; readonly last: IsoDate } => {
  const first = isoDate(`${period}-01`);
  return { first, last: lastOfMonth(first) };
};

export const isInForce = (
  { start, end }: Pick<Entitlement, 'start' | 'end'>,
  from: IsoDate,
  to: IsoDate,
): boolean => start <= to && (end === null || end >= from);

/** Whether something may have been paid in the month: payments come up to some weeks after their time. */
export const isInForceAround = (entitlements: readonly Entitlement[], period: string): boolean => {
  const { first, last } = monthOf(period);
  return entitlements.some((entitlement) => isInForce(entitlement, addMonths(first, -3), last));
};

/** Payments that left or came back in the month. */
export const paidIn = (source: RowSource, codes: readonly string[], period: string): readonly Payment[] =>
  source
    .payments()
    .filter(
      ({ benefitCode, payDate, status }) =>
        codes.includes(benefitCode) && payDate.startsWith(period) && status !== 'PLANNED',
    );
