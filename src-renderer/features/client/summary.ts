import { addDays, compare, isoDate, type IsoDate } from '../../../shared/domain/dates.ts';
import { cents, sumCents, type Cents } from '../../../shared/domain/money.ts';
import type {
  Decision,
  MedicineDeductible,
  Payment,
  PendingMatter,
  Recovery,
} from '../../../shared/service-api/benefit-sections.ts';
import type { RegisteredPaymentClaim } from '../../../shared/service-api/payment-claims.ts';

/** Basic social assistance: the benefit that the caseworker's first question is about. */
export const BASIC_SOCIAL_ASSISTANCE = 'TOTU';

const closedMatters = new Set(['DECIDED', 'WITHDRAWN']);
const openRecoveries = new Set(['OPEN', 'PLAN', 'ENFORCEMENT']);
const grantingResults = new Set(['GRANTED', 'PARTLY', 'ADJUSTED']);
const endedClaims = new Set(['ENDED', 'REJECTED', 'WITHDRAWN']);
/** A one-off benefit counts as "in payment" this long after its decision. */
const ONE_OFF_DAYS = 30;

const covers = (period: { start: string; end: string | null }, day: IsoDate): boolean =>
  period.start <= day && (period.end === null || period.end >= day);

export const isOpenMatter = (matter: PendingMatter): boolean => !closedMatters.has(matter.status);
export const isOpenRecovery = (recovery: Recovery): boolean => openRecoveries.has(recovery.status);
export const isRunningClaim = (claim: RegisteredPaymentClaim): boolean => !endedClaims.has(claim.status);

/** Open matters before closed ones, the oldest first. */
export const inWorkingOrder = (matters: readonly PendingMatter[]): readonly PendingMatter[] =>
  [...matters].sort(
    (a, b) =>
      Number(isOpenMatter(b)) - Number(isOpenMatter(a)) ||
      compare(isoDate(a.arrivalDate), isoDate(b.arrivalDate)),
  );

export interface PendingSummary {
  readonly open: readonly PendingMatter[];
  readonly basicSocialAssistance: boolean;
  readonly urgent: boolean;
  /** The first date by which something is still to be handed in. */
  readonly nextDueDate: IsoDate | null;
}

/** Question 1: has the client applied for something that is not decided yet? */
export const summarisePending = (matters: readonly PendingMatter[]): PendingSummary => {
  const open = inWorkingOrder(matters.filter(isOpenMatter));
  const dueDates = open
    .flatMap(({ missingAttachments }) => missingAttachments.map(({ dueDate }) => isoDate(dueDate)))
    .sort(compare);
  return {
    open,
    basicSocialAssistance: open.some(({ benefitCode }) => benefitCode === BASIC_SOCIAL_ASSISTANCE),
    urgent: open.some(({ urgent }) => urgent),
    nextDueDate: dueDates[0] ?? null,
  };
};

export interface MonthDecision {
  readonly decision: Decision;
  /** False: there is none for this month, and the newest earlier one is shown instead. */
  readonly ofThisMonth: boolean;
}

/** Question 2: the decision on basic social assistance for the month of `today`, else the newest earlier one. */
export const decisionOfMonth = (decisions: readonly Decision[], today: IsoDate): MonthDecision | null => {
  const month = today.slice(0, 7);
  const newestFirst = decisions
    .filter(({ benefitCode }) => benefitCode === BASIC_SOCIAL_ASSISTANCE)
    .sort((a, b) => compare(isoDate(b.decisionDate), isoDate(a.decisionDate)));
  const current = newestFirst.find(({ calculation, period }) =>
    calculation === null ? covers(period, today) : calculation.month === month,
  );
  if (current !== undefined) return { decision: current, ofThisMonth: true };
  const latest = newestFirst.find(({ calculation }) => calculation === null || calculation.month < month);
  return latest === undefined ? null : { decision: latest, ofThisMonth: false };
};

export interface NextPayment {
  readonly payDate: IsoDate;
  readonly payments: readonly Payment[];
  /** Net of all payments of that day that go to the client. */
  readonly toClient: Cents;
  /** Net of those that go to somebody else: the county, a landlord, a pharmacy. */
  readonly toOthers: Cents;
  /** What comes on later days, nearest first. */
  readonly later: readonly Payment[];
}

/** Question 3: the next day, `today` included, on which something is paid. */
export const nextPayment = (payments: readonly Payment[], today: IsoDate): NextPayment | null => {
  const coming = payments
    .filter(({ payDate, status }) => payDate >= today && status !== 'CANCELLED' && status !== 'RETURNED')
    .sort((a, b) => compare(isoDate(a.payDate), isoDate(b.payDate)));
  const first = coming[0];
  if (first === undefined) return null;
  const ofThatDay = coming.filter(({ payDate }) => payDate === first.payDate);
  const sumOf = (chosen: readonly Payment[]): Cents => sumCents(chosen.map(({ net }) => cents(net)));
  return {
    payDate: isoDate(first.payDate),
    payments: ofThatDay,
    later: coming.filter(({ payDate }) => payDate !== first.payDate),
    toClient: sumOf(ofThatDay.filter(({ payee }) => payee.kind === 'CLIENT')),
    toOthers: sumOf(ofThatDay.filter(({ payee }) => payee.kind !== 'CLIENT')),
  };
};

/** The newest payment that has already been sent; shown when nothing is planned. */
export const lastPayment = (payments: readonly Payment[], today: IsoDate): Payment | null =>
  payments
    .filter(({ payDate, status }) => payDate <= today && status === 'SENT')
    .sort((a, b) => compare(isoDate(b.payDate), isoDate(a.payDate)))[0] ?? null;

/** Question 4: benefits other than basic social assistance granted for `today`, one row a benefit. */
export const otherBenefits = (decisions: readonly Decision[], today: IsoDate): readonly Decision[] => {
  const newest = new Map<string, Decision>();
  for (const decision of decisions) {
    if (decision.benefitCode === BASIC_SOCIAL_ASSISTANCE || !covers(decision.period, today)) continue;
    if (decision.amount?.unit === 'once' && decision.decisionDate < addDays(today, -ONE_OFF_DAYS)) continue;
    const known = newest.get(decision.benefitCode);
    if (known === undefined || known.decisionDate < decision.decisionDate)
      newest.set(decision.benefitCode, decision);
  }
  // Only the newest decision tells: a later termination or suspension ends an earlier grant.
  return [...newest.values()].filter(({ result }) => grantingResults.has(result));
};

export interface RecoverySummary {
  readonly count: number;
  readonly remaining: Cents;
  readonly monthlySetOff: Cents;
}

export const summariseRecoveries = (recoveries: readonly Recovery[]): RecoverySummary => {
  const open = recoveries.filter(isOpenRecovery);
  return {
    count: open.length,
    remaining: sumCents(open.map(({ remaining }) => cents(remaining))),
    monthlySetOff: sumCents(open.map(({ monthlySetOff }) => cents(monthlySetOff ?? 0))),
  };
};

export interface DeductibleSummary {
  readonly year: number;
  readonly left: Cents;
  readonly limit: Cents;
  readonly reachedOn: IsoDate | null;
}

/** What the client still pays for medicines this year before the annual deductible is full. */
export const summariseDeductible = (
  years: readonly MedicineDeductible[],
  today: IsoDate,
): DeductibleSummary | null => {
  const current = years.find(({ year }) => year === Number(today.slice(0, 4)));
  if (current === undefined) return null;
  return {
    year: current.year,
    left: cents(Math.max(0, current.annualLimit - current.annualFilled)),
    limit: cents(current.annualLimit),
    reachedOn: current.reachedOn === null ? null : isoDate(current.reachedOn),
  };
};

export interface OwnClaimsSummary {
  readonly running: readonly RegisteredPaymentClaim[];
  readonly ofOthers: number;
}

/** Claims of the organisation that the user acts for, and how many others have one running. */
export const summariseClaims = (claims: readonly RegisteredPaymentClaim[]): OwnClaimsSummary => {
  const running = claims.filter(isRunningClaim);
  const own = running.filter(({ ownClaim }) => ownClaim);
  return { running: own, ofOthers: running.length - own.length };
};
