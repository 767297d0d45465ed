import { addMonths, isoDate, type IsoDate } from '../../../shared/domain/dates.ts';
import type {
  Decision,
  Payment,
  Recovery,
  SectionReplies,
} from '../../../shared/service-api/benefit-sections.ts';
import type { RegisteredPaymentClaim } from '../../../shared/service-api/payment-claims.ts';
import type { Person } from '../population/person.ts';
import type { Calendar } from './calendar.ts';
import { claimAsShown, lifeOfClaim, type ClaimEvent, type StoredClaim } from './claim-life.ts';
import { decisionsOf } from './decisions.ts';
import { deduct } from './deductions.ts';
import type { Life, PastRecovery } from './entitlement.ts';
import { coverageOf, medicineDeductibleOf, passedByOthersOf, treatmentAbroadOf } from './other-sections.ts';
import { recordOfPast } from './past-claims.ts';
import { paymentsOf } from './payments.ts';
import { pendingOf, smallDecisionsOf } from './pending.ts';
import { assistanceDecisions } from './social-assistance.ts';

type Items = { readonly [Name in keyof SectionReplies]: SectionReplies[Name]['items'] };

/** What the service has stored of a person's claims. */
export interface ClaimsOfPerson {
  readonly registered: readonly StoredClaim[];
  /** What happened to a claim of before the start. */
  eventsOf(claimId: string): readonly ClaimEvent[];
}

/** All that the service holds on a client on a day. */
export type ClientFile = Omit<Items, 'payment-claims'> & {
  readonly 'payment-claims': readonly Omit<RegisteredPaymentClaim, 'ownClaim'>[];
};

const byDateDescending =
  <Item>(dateOf: (item: Item) => string) =>
  (one: Item, other: Item): number =>
    dateOf(one) < dateOf(other) ? 1 : dateOf(one) > dateOf(other) ? -1 : 0;

const recoveryAsShown = (
  person: Person,
  recovery: PastRecovery,
  payments: readonly Payment[],
  today: IsoDate,
): Recovery | null => {
  if (recovery.decidedOn > today) return null;
  const setOff = payments
    .filter(({ benefitCode, status }) => benefitCode === recovery.benefitCode && status !== 'PLANNED')
    .flatMap(({ deductions }) => deductions)
    .filter(({ reason }) => reason === 'RECOVERY')
    .reduce((total, { amount }) => total + amount, 0);
  // Instalments by invoice and through enforcement are not payments of a benefit: a tenth each month.
  const tenths = Math.min(10, monthsBetween(recovery.decidedOn, today));
  const paidElsewhere = recovery.way === 'SET_OFF' ? 0 : Math.floor((recovery.amount * tenths) / 10);
  const remaining = recovery.amount - (recovery.way === 'SET_OFF' ? setOff : paidElsewhere);
  const open = recovery.way === 'SET_OFF' ? 'PLAN' : recovery.way === 'ENFORCEMENT' ? 'ENFORCEMENT' : 'OPEN';
  return {
    id: `r-${person.number}-${recovery.key}`,
    benefitCode: recovery.benefitCode,
    wronglyPaidPeriod: { start: recovery.periodStart, end: recovery.periodEnd },
    amount: recovery.amount,
    remaining,
    decisionDate: recovery.decidedOn,
    way: recovery.way,
    monthlySetOff: recovery.monthlySetOff,
    status: remaining === 0 ? 'PAID' : open,
  };
};

const monthsBetween = (from: IsoDate, to: IsoDate): number => {
  let months = 0;
  while (addMonths(from, months + 1) <= to) months += 1;
  return months;
};

/** Claims of before the start and registered ones, with what happened to each. */
const claimsOn = (person: Person, life: Life, given: ClaimsOfPerson): readonly StoredClaim[] => [
  ...life.claims.map((claim) => {
    const record = recordOfPast(person, claim);
    return { record, events: given.eventsOf(record.id) };
  }),
  ...given.registered,
];

/** Puts a client's file together from the life of the person, the calendar and the claims. */
export const clientFileOf = (
  person: Person,
  life: Life,
  given: ClaimsOfPerson,
  { calendar, today }: { readonly calendar: Calendar; readonly today: IsoDate },
): ClientFile => {
  const context = { person, calendar, today };
  const pays = (decisions: readonly Decision[]): readonly Payment[] =>
    decisions.flatMap((decision) => paymentsOf(decision, context));
  const benefitDecisions = [
    ...decisionsOf(person, life.entitlements, today).map(({ decision }) => decision),
    ...smallDecisionsOf(person, life, today),
  ];
  const claims = claimsOn(person, life, given);
  const taking = claims.flatMap((stored) => {
    const lived = lifeOfClaim(stored, today);
    return lived === null ? [] : [{ record: stored.record, life: lived }];
  });
  const { payments: benefitPayments, paid } = deduct(pays(benefitDecisions), taking, life.recoveries);
  const assistance =
    life.assistance === null ? [] : assistanceDecisions(person, life.assistance, benefitPayments, today);
  const payments = [...benefitPayments, ...pays(assistance)];
  return {
    pending: [...pendingOf(person, life, today)],
    decisions: [...benefitDecisions, ...assistance].sort(
      byDateDescending(({ decisionDate }) => decisionDate),
    ),
    payments: payments.sort(byDateDescending(({ payDate }) => payDate)),
    'payment-claims': claims.flatMap(
      (stored) => claimAsShown(stored, person, [...(paid.get(stored.record.id) ?? [])], today) ?? [],
    ),
    'insurance-coverage': [...coverageOf(person, today)],
    recoveries: life.recoveries.flatMap(
      (recovery) => recoveryAsShown(person, recovery, payments, today) ?? [],
    ),
    'medicine-deductible': [...medicineDeductibleOf(person, today)],
    'passed-by-others': [...passedByOthersOf(person, life, calendar, today)],
    'treatment-abroad': [...treatmentAbroadOf(person, today)],
  };
};

/** Keeps of a file what is not older than a right reaches. */
export const withinMonths = (file: ClientFile, monthsBack: number | null, today: IsoDate): ClientFile => {
  if (monthsBack === null) return file;
  const from = addMonths(today, -monthsBack);
  const reaches = (end: string | null, otherwise: string): boolean => isoDate(end ?? otherwise) >= from;
  return {
    ...file,
    pending: file.pending.filter(({ arrivalDate }) => arrivalDate >= from),
    decisions: file.decisions.filter(({ period }) => reaches(period.end, today)),
    payments: file.payments.filter(({ payDate }) => payDate >= from),
    'insurance-coverage': file['insurance-coverage'].filter(({ period }) => reaches(period.end, today)),
    recoveries: file.recoveries.filter(({ decisionDate }) => decisionDate >= from),
    'passed-by-others': file['passed-by-others'].filter(({ receivedOn }) => receivedOn >= from),
  };
};
