import { addYears, dateParts, type IsoDate } from '../../../shared/domain/dates.ts';
import type { CellValue } from '../../../shared/domain/lists/columns.ts';
import type { Calendar } from '../benefits/calendar.ts';
import { schoolStart } from '../benefits/child-care.ts';
import type { Entitlement } from '../benefits/entitlement.ts';
import { treatmentAbroadOf } from '../benefits/other-sections.ts';
import type { Person } from '../population/person.ts';
import { randomOf } from '../population/random.ts';
import { allowanceInvoice, subsidyInvoice } from './invoice-rows.ts';
import { subsidyPaidBy } from './paid-days.ts';
import { identity, isInForce, monthOf, paidIn, type ListRow, type RowSource } from './row-source.ts';

const LONG_UNEMPLOYMENT_DAYS = 300;

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

export type LongUnemployment = NonNullable<ReturnType<typeof subsidyPaidBy>>;

/** Days paid by the end of the month, where they are 300 and the subsidy is still in force in it. */
export const isLongUnemployed = (
  entitlements: readonly Entitlement[],
  period: string,
  calendar: Calendar,
): LongUnemployment | null => {
  const { first, last } = monthOf(period);
  const subsidies = entitlements.filter(({ benefitCode }) => benefitCode === 'TMT' || benefitCode === 'YLT');
  if (!subsidies.some((entitlement) => isInForce(entitlement, first, last))) return null;
  const paid = subsidyPaidBy(subsidies, last, calendar);
  return paid !== null && paid.days >= LONG_UNEMPLOYMENT_DAYS ? paid : null;
};

/** Row of L1. */
export const longUnemploymentRow = (
  person: Person,
  { days, firstDay, latestPayDate }: LongUnemployment,
  period: string,
): ListRow => {
  const inService = (person.number * 2_654_435_761) % 7 < 2;
  return [
    ...identity(person),
    ...homeOf(person),
    person.language,
    days,
    firstDay,
    latestPayDate,
    ageGroupOf(person, monthOf(period).last),
    inService,
  ];
};

const longUnemployment = ({ person, life, calendar }: RowSource, period: string): readonly ListRow[] => {
  const paid = isLongUnemployed(life.entitlements, period, calendar);
  return paid === null ? [] : [longUnemploymentRow(person, paid, period)];
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

const CHILD_CARE = ['KHT', 'YHT', 'JHR', 'OHR'] as const;

/** Supplements that some municipalities pay on top of the home care allowance, euro cents a month (made up). */
const MUNICIPAL_SUPPLEMENTS: Readonly<Record<string, number>> = {
  '049': 15_000,
  '091': 20_000,
  '092': 15_000,
  '837': 12_000,
  '853': 10_000,
};
/** The supplement ends when the child is two; null where the municipality pays none. */
const municipalSupplementOf = (
  { homeMunicipality }: Person,
  { benefitCode }: Entitlement,
  childBirthDate: IsoDate | undefined,
  day: IsoDate,
): number | null => {
  const isYoung = childBirthDate !== undefined && addYears(childBirthDate, 2) > day;
  return benefitCode === 'KHT' && isYoung ? (MUNICIPAL_SUPPLEMENTS[homeMunicipality ?? ''] ?? null) : null;
};

const childCareRecipients = ({ person, life, codeOf }: RowSource, period: string): readonly ListRow[] => {
  const { first, last } = monthOf(period);
  const children = person.household
    .filter(({ relation }) => relation === 'child')
    .toSorted((one, other) => (one.birthDate < other.birthDate ? 1 : -1));
  return life.entitlements
    .filter((entry) => CHILD_CARE.some((code) => code === entry.benefitCode) && isInForce(entry, first, last))
    .map((entry) => {
      const isForPupil = entry.benefitCode === 'OHR';
      const child = isForPupil ? children.find((each) => schoolStart(each) === entry.start) : children[0];
      return [
        ...identity(person),
        child?.number === undefined ? null : codeOf(child.number),
        child?.name ?? null,
        entry.benefitCode,
        entry.start,
        entry.end,
        entry.amountOn(last),
        municipalSupplementOf(person, entry, child?.birthDate, last),
      ];
    });
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

/** Most of the planned treatment is dental care. The client's page does not name it. */
const treatmentOf = (id: string): string => {
  const random = randomOf('treatment', id);
  return random.chance(0.6) ? 'DENTAL' : random.pick(['EYES', 'ORTHOPAEDICS', 'FERTILITY', 'SKIN']);
};

const treatmentAbroad = ({ person, today }: RowSource, period: string): readonly ListRow[] =>
  treatmentAbroadOf(person, today)
    .filter(({ halfYear }) => halfYear === period)
    .map((item) => [
      ...identity(person),
      item.treatmentPeriod.start,
      item.treatmentPeriod.end,
      item.country,
      treatmentOf(item.id),
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
  'L1/persons': longUnemployment,
  'L2/persons': frontVeterans,
  'L3/persons': subsidyInvoice,
  'L4/recipients': childCareRecipients,
  'L4/payments': childCarePayments,
  'L5/persons': treatmentAbroad,
  'L6/persons': allowanceInvoice,
};
