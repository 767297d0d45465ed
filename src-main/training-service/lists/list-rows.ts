import { addMonths, dateParts, isoDate, lastOfMonth, type IsoDate } from '../../../shared/domain/dates.ts';
import type { CellValue } from '../../../shared/domain/lists/columns.ts';
import type { Payment } from '../../../shared/service-api/benefit-sections.ts';
import type { Calendar } from '../benefits/calendar.ts';
import type { Entitlement, Life } from '../benefits/entitlement.ts';
import { treatmentAbroadOf } from '../benefits/other-sections.ts';
import type { Person } from '../population/person.ts';
import {
  fiveDayWeeks,
  NEW_LAW,
  oldSharePercentOf,
  paidBy,
  sharePercentOf,
  subsidyPaidBy,
} from './paid-days.ts';

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

const LONG_UNEMPLOYMENT_DAYS = 300;

const nameOf = ({ lastName, firstNames }: Person): string => `${lastName} ${firstNames}`;
const identity = (person: Person): readonly CellValue[] => [person.personalIdentityCode, nameOf(person)];

/** Blank where non-disclosure is on. */
const homeOf = (person: Person): readonly CellValue[] => {
  if (person.nonDisclosure) return [null, null];
  const { street, postalCode, city } = person.address;
  return [`${street}, ${postalCode} ${city}`, person.homeMunicipality ?? person.stayMunicipality];
};

const AGE_GROUPS = [
  [0, '0–17'],
  [18, '18–24'],
  [25, '25–34'],
  [35, '35–44'],
  [45, '45–54'],
  [55, '55–64'],
  [65, '65–79'],
  [80, '80–'],
] as const;

const ageGroupOf = (person: Person, day: IsoDate): string => {
  const birth = dateParts(person.birthDate);
  const on = dateParts(day);
  const hadBirthday = on.month > birth.month || (on.month === birth.month && on.day >= birth.day);
  const age = on.year - birth.year - (hadBirthday ? 0 : 1);
  return AGE_GROUPS.findLast(([from]) => age >= from)?.[1] ?? '';
};

const isInForce = ({ start, end }: Pick<Entitlement, 'start' | 'end'>, from: IsoDate, to: IsoDate): boolean =>
  start <= to && (end === null || end >= from);

const monthOf = (period: string): { readonly first: IsoDate; readonly last: IsoDate } => {
  const first = isoDate(`${period}-01`);
  return { first, last: lastOfMonth(first) };
};

/** Days paid by the end of the month, where they are 300 and the subsidy is still in force in it. */
export const isLongUnemployed = (
  entitlements: readonly Entitlement[],
  period: string,
  calendar: Calendar,
): ReturnType<typeof subsidyPaidBy> => {
  const { first, last } = monthOf(period);
  const subsidies = entitlements.filter(({ benefitCode }) => benefitCode === 'TMT' || benefitCode === 'YLT');
  if (!subsidies.some((entitlement) => isInForce(entitlement, first, last))) return null;
  // Who came from the basic allowance has no subsidy behind the general support.
  if (entitlements.some(({ benefitCode }) => benefitCode === 'PPR')) return null;
  const paid = subsidyPaidBy(subsidies, last, calendar);
  return paid !== null && paid.days >= LONG_UNEMPLOYMENT_DAYS ? paid : null;
};

/** L1. */
export const longUnemployment = (
  person: Person,
  entitlements: readonly Entitlement[],
  period: string,
  calendar: Calendar,
): readonly ListRow[] => {
  const paid = isLongUnemployed(entitlements, period, calendar);
  if (paid === null) return [];
  const { last } = monthOf(period);
  const inService = (person.number * 2_654_435_761) % 7 < 2;
  return [
    [
      ...identity(person),
      ...homeOf(person),
      person.language,
      paid.days,
      paid.firstDay,
      paid.latestPayDate,
      ageGroupOf(person, last),
      inService,
    ],
  ];
};

const frontVeterans = ({ person, life }: RowSource, period: string): readonly ListRow[] => {
  const { first, last } = monthOf(period);
  const held = (code: string): Entitlement | undefined =>
    life.entitlements.find((entry) => entry.benefitCode === code && isInForce(entry, first, last));
  const supplement = held('RIL');
  if (supplement === undefined) return [];
  return [
    [
      ...identity(person),
      ...homeOf(person),
      supplement.amountOn(last),
      held('YRIL') !== undefined,
      person.language,
      ageGroupOf(person, last),
    ],
  ];
};

/** Payments that left or came back in the month. */
const paidIn = (source: RowSource, codes: readonly string[], period: string): readonly Payment[] =>
  source
    .payments()
    .filter(
      ({ benefitCode, payDate, status }) =>
        codes.includes(benefitCode) && payDate.startsWith(period) && status !== 'PLANNED',
    );

/** L3 and L6: the municipality's share of each payment of the invoicing month. */
const invoiceRows = (
  source: RowSource,
  period: string,
  codes: readonly string[],
  extra: (isOldLaw: boolean) => CellValue,
): readonly ListRow[] => {
  const { person, life, calendar } = source;
  const { first, last } = monthOf(period);
  const relevant = life.entitlements.filter(({ benefitCode }) => codes.includes(benefitCode));
  // Payments come up to some weeks after their time.
  if (!relevant.some((entitlement) => isInForce(entitlement, addMonths(first, -3), last))) return [];
  return paidIn(source, codes, period).map((payment) => {
    const end = isoDate(payment.period.end ?? payment.period.start);
    const accumulated = relevant
      .map((entitlement) => paidBy(entitlement, isoDate(payment.payDate), calendar)?.days ?? 0)
      .reduce((sum, days) => sum + days, 0);
    const isOldLaw = payment.period.start < NEW_LAW;
    const percent = isOldLaw ? oldSharePercentOf(accumulated) : sharePercentOf(accumulated);
    // Times before the law changed come on a second invoice.
    const suffix = isOldLaw && period >= NEW_LAW.slice(0, 7) ? 'V' : '';
    const isReturned = payment.status === 'RETURNED';
    const share = Math.round((payment.gross * percent) / 100);
    return [
      ...identity(person),
      `${codes[0] ?? ''}-${period.replace('-', '')}${suffix}`,
      payment.benefitCode,
      isReturned ? 'RETURNED' : 'PAID',
      payment.period.start,
      payment.period.end,
      fiveDayWeeks(isoDate(payment.period.start), end),
      isReturned ? -payment.gross : payment.gross,
      accumulated,
      percent,
      isReturned ? -share : share,
      extra(isOldLaw),
    ];
  });
};

const cameFromBasicAllowance = (life: Life): boolean =>
  life.entitlements.some(({ benefitCode }) => benefitCode === 'PPR');

const subsidyInvoice = (source: RowSource, period: string): readonly ListRow[] =>
  cameFromBasicAllowance(source.life)
    ? []
    : invoiceRows(source, period, ['TMT', 'YLT'], (isOldLaw) => (isOldLaw ? 'OLD' : 'NEW'));

const allowanceInvoice = (source: RowSource, period: string): readonly ListRow[] =>
  cameFromBasicAllowance(source.life) ? invoiceRows(source, period, ['PPR', 'YLT'], () => null) : [];

const CHILD_CARE = ['KHT', 'YHT', 'JHR', 'OHR'] as const;

const childCareRecipients = ({ person, life, codeOf }: RowSource, period: string): readonly ListRow[] => {
  const { first, last } = monthOf(period);
  const child = person.household
    .filter(({ relation }) => relation === 'child')
    .toSorted((one, other) => (one.birthDate < other.birthDate ? 1 : -1))[0];
  return life.entitlements
    .filter((entry) => CHILD_CARE.some((code) => code === entry.benefitCode) && isInForce(entry, first, last))
    .map((entry) => [
      ...identity(person),
      child?.number === undefined ? null : codeOf(child.number),
      child?.name ?? null,
      entry.benefitCode,
      entry.start,
      entry.end,
      entry.amountOn(last),
      null,
    ]);
};

const childCarePayments = (source: RowSource, period: string): readonly ListRow[] => {
  if (!source.life.entitlements.some(({ benefitCode }) => CHILD_CARE.some((code) => code === benefitCode)))
    return [];
  return paidIn(source, CHILD_CARE, period).map((payment) => [
    ...identity(source.person),
    `LHT-${period.replace('-', '')}`,
    payment.benefitCode,
    payment.period.start,
    payment.period.end,
    payment.status === 'RETURNED' ? 0 : payment.gross,
    payment.status === 'RETURNED' ? -payment.gross : 0,
    payment.deductions
      .filter(({ reason }) => reason === 'RECOVERY')
      .reduce((sum, { amount }) => sum + amount, 0),
    null,
  ]);
};

const treatmentAbroad = ({ person, today }: RowSource, period: string): readonly ListRow[] =>
  treatmentAbroadOf(person, today)
    .filter(({ halfYear }) => halfYear === period)
    .map((item) => [
      ...identity(person),
      item.treatmentPeriod.start,
      item.treatmentPeriod.end,
      item.country,
      item.kind,
      item.cost,
      item.clientFeeDeducted,
      item.reimbursement,
      item.decisionDate,
      item.invoiceNumber,
    ]);

type MakeRows = (source: RowSource, period: string) => readonly ListRow[];

/** Rows of a person in each view, keyed like {@link listColumns}. */
export const rowMakers: Readonly<Record<string, MakeRows>> = {
  'L1/persons': ({ person, life, calendar }, period) =>
    longUnemployment(person, life.entitlements, period, calendar),
  'L2/persons': frontVeterans,
  'L3/persons': subsidyInvoice,
  'L4/recipients': childCareRecipients,
  'L4/payments': childCarePayments,
  'L5/persons': treatmentAbroad,
  'L6/persons': allowanceInvoice,
};
