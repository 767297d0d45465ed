import { benefits } from '../../codes/index.ts';
import { addDays, compare, later, type IsoDate } from '../dates.ts';
import { DAYS_BEFORE_PAYDAY, lastSafeArrival, paydaysOf } from '../payday-calendar.ts';
import { replacementOf } from './guide.ts';
import { LIVE_STATUSES } from './periods.ts';
import type { ClaimChannel, Period } from './types.ts';

/** What the life of a registered claim turns on. */
export type ClaimInRegister = {
  readonly channel: ClaimChannel;
  readonly benefitCode: string;
  readonly period: Period;
  readonly status: string;
  readonly registeredOn: IsoDate;
  readonly postedOn: IsoDate | null;
  /** Expected end of the care on which the claim rests. */
  readonly careEnd: IsoDate | null;
  readonly deathDate: IsoDate | null;
  /** The organisation has looked at the claim after its benefit was replaced. */
  readonly benefitChecked: boolean;
  readonly surnameInitial: string;
};

/**
 * `post-paper`: a signed request is not posted yet. `report-end`: the ground ends or has ended, so Kela must
 * be called. `check-benefit`: another benefit has taken the place of the claimed one (worked example 9).
 */
export type ClaimTaskKind = 'post-paper' | 'report-end' | 'check-benefit';

export type ClaimTask = {
  readonly kind: ClaimTaskKind;
  /** Day by which it is to be done; null where no payday tells one. */
  readonly dueOn: IsoDate | null;
  readonly replacedBy: string | null;
};

export type ClaimAction = 'withdraw' | 'request-end' | 'mark-posted' | 'mark-checked';

/** A last safe day this near is reminded of (the product's own measure). */
const REMIND_DAYS = 5;
/** So many days before the ground ends the call to Kela is asked for (the product's own measure). */
const END_NOTICE_DAYS = 7;

/** Kela has decided and may pay: only a call ends the claim. */
const ENDABLE = ['ACCEPTED', 'PARTLY_ACCEPTED', 'ACTIVE'];
/** Kela has not decided yet: the claim can be taken back. */
const WITHDRAWABLE = ['REGISTERED', 'HEARING'];

/** A claim as the service shows it; days are 'YYYY-MM-DD'. */
type ShownClaim = {
  readonly channel: ClaimChannel;
  readonly status: string;
  readonly postedOn: string | null;
  readonly tasks: readonly { readonly kind: ClaimTaskKind }[];
};

const waitsForPost = ({ channel, postedOn, status }: Omit<ShownClaim, 'tasks'>): boolean =>
  channel === 'paper' && postedOn === null && status === 'REGISTERED';

/**
 * Last day on which a claim may reach Kela to hit the first payday that it still can, seen from a day: two
 * weeks before a payday in the claimed time. Null where the benefit has no fixed payday, or none is left.
 */
export const lastSafeDayOf = (
  claim: Pick<ClaimInRegister, 'benefitCode' | 'period' | 'surnameInitial'>,
  from: IsoDate,
): IsoDate | null => {
  const { start, end } = claim.period;
  const nearest = later(addDays(from, DAYS_BEFORE_PAYDAY), start);
  const found = paydaysOf(claim.benefitCode, nearest, 1, { surnameInitial: claim.surnameInitial });
  const payday = found.ok ? found.value[0] : undefined;
  return payday === undefined || (end !== null && payday > end) ? null : lastSafeArrival(payday);
};

/** The day on which the ground of a claim ends before the claim does; null while it does not. */
const groundEndOf = ({ careEnd, deathDate, period }: ClaimInRegister): IsoDate | null => {
  const [first] = [careEnd, deathDate].filter((day) => day !== null).sort(compare);
  return first === undefined || (period.end !== null && period.end <= first) ? null : first;
};

const replacementWithin = ({ benefitCode, period }: ClaimInRegister, today: IsoDate): string | null => {
  const lastDay = benefits.find(benefitCode)?.validTo;
  const reachesBeyond = lastDay !== undefined && (period.end === null || period.end > lastDay);
  return reachesBeyond ? replacementOf(benefitCode, today) : null;
};

/** What the organisation has to do about its claim on a day. */
export const tasksOf = (claim: ClaimInRegister, today: IsoDate): readonly ClaimTask[] => {
  const tasks: ClaimTask[] = [];
  if (waitsForPost(claim))
    tasks.push({ kind: 'post-paper', dueOn: lastSafeDayOf(claim, today), replacedBy: null });
  const groundEnd = ENDABLE.includes(claim.status) ? groundEndOf(claim) : null;
  if (groundEnd !== null && groundEnd <= addDays(today, END_NOTICE_DAYS))
    tasks.push({ kind: 'report-end', dueOn: groundEnd, replacedBy: null });
  const mayGoOn = LIVE_STATUSES.includes(claim.status) && claim.status !== 'END_REQUESTED';
  const replacedBy = mayGoOn && !claim.benefitChecked ? replacementWithin(claim, today) : null;
  if (replacedBy !== null) tasks.push({ kind: 'check-benefit', dueOn: null, replacedBy });
  return tasks;
};

/** True for a task that the start page reminds of: a last safe day only when it is near, the others always. */
export const isReminder = (
  { kind, dueOn }: { readonly kind: ClaimTaskKind; readonly dueOn: string | null },
  today: IsoDate,
): boolean => kind !== 'post-paper' || dueOn === null || dueOn <= addDays(today, REMIND_DAYS);

/** What the organisation may do with its own claim in its present state. */
export const actionsOf = (claim: ShownClaim): readonly ClaimAction[] => [
  ...(waitsForPost(claim) ? (['mark-posted'] as const) : []),
  ...(WITHDRAWABLE.includes(claim.status) ? (['withdraw'] as const) : []),
  ...(ENDABLE.includes(claim.status) ? (['request-end'] as const) : []),
  ...(claim.tasks.some(({ kind }) => kind === 'check-benefit') ? (['mark-checked'] as const) : []),
];
