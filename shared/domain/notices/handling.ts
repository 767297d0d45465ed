import { noticeTypes } from '../../codes/index.ts';
import { isBankDay } from '../bank-days.ts';
import {
  addDays,
  addMonths,
  isoDate,
  startOfDayInHelsinki,
  todayInHelsinki,
  type IsoDate,
} from '../dates.ts';

/** States of a notice. The service may have further ones, which are shown as they are. */
export const noticeStates = ['NEW', 'OPENED', 'ASSIGNED', 'IN_CONTACT', 'CLOSED', 'TRANSFERRED'] as const;
export type NoticeState = (typeof noticeStates)[number];

/** How the handling of a notice may end. */
export const noticeResults = [
  'SERVICE_ASSESSMENT',
  'APPLICATION_DECIDED',
  'ALREADY_CLIENT',
  'NOT_REACHED',
  'NO_NEED',
  'WRONG_RECIPIENT',
] as const;
export type NoticeResult = (typeof noticeResults)[number];

export type NoticeActionKind = 'take' | 'hand-over' | 'note' | 'contact' | 'close' | 'reopen' | 'transfer';

const AFTER: Readonly<Record<Exclude<NoticeActionKind, 'note'>, NoticeState>> = {
  take: 'ASSIGNED',
  'hand-over': 'ASSIGNED',
  contact: 'IN_CONTACT',
  close: 'CLOSED',
  reopen: 'ASSIGNED',
  transfer: 'TRANSFERRED',
};

/** A notice that is closed or moved takes no further action, but that its closing can be taken back for a while. */
export const isOver = (state: string): boolean => state === 'CLOSED' || state === 'TRANSFERRED';

/** State after an action. A client who was contacted stays so when the notice changes hands. */
export const stateAfter = (state: string, action: NoticeActionKind): string => {
  if (action === 'note') return state;
  const keeps = state === 'IN_CONTACT' && (action === 'take' || action === 'hand-over');
  return keeps ? state : AFTER[action];
};

/** The weekday that is `count` weekdays after a day: Saturdays, Sundays and the days on which banks are closed are none. */
export const weekdaysAfter = (day: IsoDate, count: number): IsoDate => {
  let found = day;
  for (let left = count; left > 0;) {
    found = addDays(found, 1);
    if (isBankDay(found)) left -= 1;
  }
  return found;
};

/**
 * Day until which a notice needs an act: an urgent one the same day (K), others as their type says (notice-types.json);
 * null without a rule. These deadlines are domain knowledge: they order the work and are not shown as law.
 */
export const dueDay = (noticeType: string, urgent: boolean, visibleFrom: Date): IsoDate | null => {
  const day = todayInHelsinki(visibleFrom);
  if (urgent) return day;
  const weekdays = noticeTypes.find(noticeType)?.dueWeekdays;
  return weekdays === undefined ? null : weekdaysAfter(day, weekdays);
};

/** Whole days in Finland that a notice has waited. */
export const daysWaited = (visibleFrom: string, today: string): number => {
  const from = todayInHelsinki(new Date(visibleFrom));
  const difference = Date.parse(isoDate(today)) - Date.parse(from);
  return Math.max(0, Math.round(difference / 86_400_000));
};

const DAY = 86_400_000;
const REOPEN_DAYS = 90;
const VISIBLE_MONTHS = 24;

/**
 * A closed notice stands among the closed ones, and its closing can be taken back, for 90 days; then it leaves the
 * queue and can only be read. An assumption, as the sources are silent (domain knowledge A).
 */
export const reopenUntil = (closedAt: Date): Date => new Date(closedAt.getTime() + REOPEN_DAYS * DAY);
/** The earliest closing that can still be taken back. */
export const reopenableSince = (now: Date): Date => new Date(now.getTime() - REOPEN_DAYS * DAY);

/** Whatever became visible before is not seen any more: 24 months by the calendar of Finland (A, as above). */
export const visibleSince = (now: Date): Date =>
  startOfDayInHelsinki(addMonths(todayInHelsinki(now), -VISIBLE_MONTHS));
