import { legalBases } from '../../../shared/codes/index.ts';
import { addDays, isoDate, later, todayInHelsinki, type IsoDate } from '../../../shared/domain/dates.ts';
import {
  lastSafeDayOf,
  tasksOf,
  type ClaimInRegister,
  type Period,
} from '../../../shared/domain/payment-claim/index.ts';
import type {
  ClaimEnd,
  PaymentClaimRequest,
  RegisteredPaymentClaim,
} from '../../../shared/service-api/payment-claims.ts';
import type { Person } from '../population/person.ts';

/** A status that a claim comes to by the clock. */
export interface PlannedStep {
  readonly status: string;
  readonly on: IsoDate;
}

/** A claim as it was registered: nothing of it changes. */
export interface ClaimRecord {
  readonly id: string;
  readonly receiptNumber: string;
  readonly registeredAt: string;
  readonly organisation: RegisteredPaymentClaim['organisation'];
  readonly channel: PaymentClaimRequest['channel'];
  readonly situation: string;
  readonly benefitCode: string;
  readonly legalBase: string;
  readonly period: PaymentClaimRequest['period'];
  readonly amount: PaymentClaimRequest['amount'];
  readonly handlerName: string;
  readonly payeeMaskedAccount: string;
  readonly reference: string | null;
  readonly ownCaseId: string | null;
  readonly request: PaymentClaimRequest | null;
  /** Steps of a claim of before the start; null: the usual steps from its registration or posting on. */
  readonly plan: readonly PlannedStep[] | null;
  /** Remarks of the service, from a day on. */
  readonly notes: readonly { readonly on: IsoDate; readonly text: string }[];
}

/** What happened to a claim after it was registered. `at` is an instant. */
export type ClaimEvent = { readonly at: string; readonly by: string } & (
  | { readonly kind: 'posted'; readonly on: string }
  | { readonly kind: 'checked'; readonly note: string | null }
  | { readonly kind: 'end'; readonly end: ClaimEnd }
  | { readonly kind: 'status'; readonly status: string; readonly note: string | null }
);

export interface StoredClaim {
  readonly record: ClaimRecord;
  readonly events: readonly ClaimEvent[];
}

/** Where a claim stands on a day. */
export interface ClaimLife {
  readonly status: string;
  readonly history: RegisteredPaymentClaim['statusHistory'];
  readonly postedOn: IsoDate | null;
  readonly end: ClaimEnd | null;
  readonly benefitChecked: boolean;
  /** Days between which Kela pays the organisation; null before and while it goes on. */
  readonly activeFrom: IsoDate | null;
  readonly activeUntil: IsoDate | null;
}

const dayOf = (instant: string): IsoDate => todayInHelsinki(new Date(instant));
const noon = (day: IsoDate): string => `${day}T09:12:00Z`;

export const periodOf = ({ start, end }: PaymentClaimRequest['period']): Period => ({
  start: isoDate(start),
  end: end === null ? null : isoDate(end),
});

/** Days that Kela takes, counted from when it has the claim. Requests under a benefit act wait for the hearing. */
const USUAL_STEPS = [
  { status: 'ACCEPTED', afterDays: 6 },
  { status: 'ACTIVE', afterDays: 10 },
];
const STEPS_WITH_HEARING = [
  { status: 'HEARING', afterDays: 1 },
  { status: 'ACCEPTED', afterDays: 15 },
  { status: 'ACTIVE', afterDays: 19 },
];
const DAYS_IN_POST = 2;
/** Days from the call that ends a claim to its end. */
const DAYS_TO_END = 6;

const usualPlan = (record: ClaimRecord, postedOn: IsoDate | null): readonly PlannedStep[] => {
  const registered = { status: 'REGISTERED', on: dayOf(record.registeredAt) };
  const arrived =
    record.channel === 'electronic'
      ? registered.on
      : postedOn === null
        ? null
        : addDays(postedOn, DAYS_IN_POST);
  if (arrived === null) return [registered];
  const isHeard = legalBases.find(record.legalBase)?.route === 'PAPER_FORM';
  const steps = (isHeard ? STEPS_WITH_HEARING : USUAL_STEPS).map(({ status, afterDays }) => ({
    status,
    on: addDays(arrived, afterDays),
  }));
  const activeOn = steps.at(-1)?.on ?? arrived;
  const { end } = periodOf(record.period);
  // An advance is paid from what comes later for its time: it ends when it is covered.
  const ends = record.situation !== 'A' && end !== null;
  return [registered, ...steps, ...(ends ? [{ status: 'ENDED', on: later(addDays(end, 1), activeOn) }] : [])];
};

type Entry = RegisteredPaymentClaim['statusHistory'][number];

const endSteps = (end: ClaimEnd | null, at: string, today: IsoDate): readonly Entry[] => {
  if (end === null) return [];
  const endedOn = later(addDays(isoDate(end.calledOn), DAYS_TO_END), isoDate(end.endsOn));
  return [
    { status: 'END_REQUESTED', at, note: end.note },
    ...(endedOn <= today ? [{ status: 'ENDED', at: noon(endedOn), note: null }] : []),
  ];
};

/** A claim on a day; null before it was registered. What somebody did ends what the clock would have done. */
export const lifeOfClaim = ({ record, events }: StoredClaim, today: IsoDate): ClaimLife | null => {
  const past = events.filter(({ at }) => dayOf(at) <= today);
  const posted = past.find((event) => event.kind === 'posted');
  const postedOn = posted === undefined ? null : isoDate(posted.on);
  const moves = past.filter((event) => event.kind === 'status');
  const ending = past.find((event) => event.kind === 'end');
  const firstActOn = [moves[0], ending].flatMap((event) => (event ? dayOf(event.at) : [])).sort()[0];
  const plan = (record.plan ?? usualPlan(record, postedOn)).filter(
    ({ on }) => on <= today && (firstActOn === undefined || on <= firstActOn),
  );
  if (plan.length === 0) return null;
  const history: Entry[] = [
    ...plan.map(({ status, on }, at) => ({
      status,
      at: at === 0 ? record.registeredAt : noon(on),
      note: null,
    })),
    ...moves.map(({ status, at, note }) => ({ status, at, note })),
    ...(ending === undefined ? [] : endSteps(ending.end, ending.at, today)),
  ];
  const on = (status: string): IsoDate | null => {
    const entry = history.find((each) => each.status === status);
    return entry === undefined ? null : dayOf(entry.at);
  };
  return {
    status: history.at(-1)?.status ?? 'REGISTERED',
    history,
    postedOn,
    end: ending?.end ?? null,
    benefitChecked: past.some(({ kind }) => kind === 'checked'),
    activeFrom: on('ACTIVE'),
    activeUntil: on('ENDED'),
  };
};

/** What the rules on the life of a claim read. */
export const inRegister = (record: ClaimRecord, life: ClaimLife, person: Person): ClaimInRegister => ({
  channel: record.channel,
  benefitCode: record.benefitCode,
  period: periodOf(record.period),
  status: life.status,
  registeredOn: dayOf(record.registeredAt),
  postedOn: life.postedOn,
  careEnd: record.request?.care?.expectedEnd ? isoDate(record.request.care.expectedEnd) : null,
  deathDate: person.deathDate,
  benefitChecked: life.benefitChecked,
  surnameInitial: person.lastName.charAt(0),
});

type Paid = RegisteredPaymentClaim['paymentsToOrganisation'];

/** A claim to a total ends when the total has been paid. */
const whenCovered = (record: ClaimRecord, life: ClaimLife, paid: Paid): ClaimLife => {
  const last = paid.at(-1);
  const sum = paid.reduce((total, { amount }) => total + amount, 0);
  const isCovered = record.request !== null && record.amount.kind === 'total' && sum >= record.amount.cents;
  if (!isCovered || last === undefined || life.status !== 'ACTIVE') return life;
  const entry = { status: 'ENDED', at: noon(isoDate(last.payDate)), note: null };
  return { ...life, status: entry.status, history: [...life.history, entry] };
};

/** The claim as the service shows it on a day; null before it was registered. */
export const claimAsShown = (
  stored: StoredClaim,
  person: Person,
  paid: Paid,
  today: IsoDate,
): Omit<RegisteredPaymentClaim, 'ownClaim'> | null => {
  const { record } = stored;
  const reached = lifeOfClaim(stored, today);
  if (reached === null) return null;
  const life = whenCovered(record, reached, paid);
  const { plan: _, notes, ...registered } = record;
  const remarks = notes
    .filter(({ on }) => on <= today)
    .map(({ on, text }) => ({ status: life.status, at: `${on}T06:00:00Z`, note: text }));
  const state = inRegister(record, life, person);
  return {
    ...registered,
    status: life.status,
    statusHistory: [...life.history, ...remarks],
    rejectionReason: life.status === 'REJECTED' ? rejectionOf(life) : null,
    paymentsToOrganisation: paid,
    lastSafeDay: lastSafeDayOf(state, state.registeredOn),
    postedOn: life.postedOn,
    end: life.end,
    tasks: [...tasksOf(state, today)],
  };
};

const rejectionOf = ({ history }: ClaimLife): string =>
  history.findLast(({ status }) => status === 'REJECTED')?.note ??
  'Etuutta ei makseta ajalta, jota vaatimus koskee.';
