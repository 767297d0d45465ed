import { municipalities, noticeTypes } from '../../../shared/codes/index.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import { localName, officialName } from '../../platform/code-names.ts';
import { formatDateTime } from '../../platform/format.ts';
import type { Conflict } from './open-notice.svelte.ts';
import type { TransferResult } from './send-transfer.ts';

type Names = Readonly<Record<string, () => string>>;

export const stateNames: Names = {
  NEW: m.notices_state_new,
  OPENED: m.notices_state_opened,
  ASSIGNED: m.notices_state_assigned,
  IN_CONTACT: m.notices_state_in_contact,
  CLOSED: m.notices_state_closed,
  TRANSFERRED: m.notices_state_transferred,
};
export const dueNames: Names = {
  overdue: m.notices_due_overdue,
  today: m.notices_due_today,
  week: m.notices_due_week,
};
export const resultNames: Names = {
  SERVICE_ASSESSMENT: m.notices_result_service_assessment,
  APPLICATION_DECIDED: m.notices_result_application_decided,
  ALREADY_CLIENT: m.notices_result_already_client,
  NOT_REACHED: m.notices_result_not_reached,
  NO_NEED: m.notices_result_no_need,
  WRONG_RECIPIENT: m.notices_result_wrong_recipient,
};
export const reasonNames: Names = {
  LIFE_MANAGEMENT: m.notices_reason_life_management,
  LIVELIHOOD: m.notices_reason_livelihood,
  HOUSING: m.notices_reason_housing,
  HEALTH: m.notices_reason_health,
  OTHER: m.notices_reason_other,
};
export const expenseNames: Names = {
  RENT_ARREARS: m.notices_expense_rent_arrears,
  ELECTRICITY: m.notices_expense_electricity,
  MOVING: m.notices_expense_moving,
  CHILD_HOBBY: m.notices_expense_child_hobby,
  FURNITURE: m.notices_expense_furniture,
  MEDICINES: m.notices_expense_medicines,
};
export const eventNames: Names = {
  open: m.notices_event_open,
  take: m.notices_event_take,
  'hand-over': m.notices_event_hand_over,
  note: m.notices_event_note,
  contact: m.notices_event_contact,
  close: m.notices_event_close,
  reopen: m.notices_event_reopen,
  transfer: m.notices_event_transfer,
};

/** A code that this version does not know is shown as it is. */
export const nameIn = (names: Names, code: string): string => names[code]?.() ?? code;

export const typeName = (code: string): string => {
  const row = noticeTypes.find(code);
  return row ? localName(row) : code;
};

export const municipalityName = (code: string): string => {
  const row = municipalities.find(code);
  return row ? officialName(row) : code;
};

export const monthName = (month: string): string => `${Number(month.slice(5))}/${month.slice(0, 4)}`;

/** What a conflict says: who was faster, and when. */
export const conflictText = ({ outcome, change }: Conflict): string => {
  const facts = { by: change.by, at: formatDateTime(change.at), state: nameIn(stateNames, change.state) };
  if (outcome === 'NOTICE_MOVED') return m.notices_moved(facts);
  return outcome === 'NOTICE_CLOSED' ? m.notices_closed(facts) : m.notices_changed(facts);
};

const conflicts: ReadonlySet<string> = new Set(['NOTICE_CHANGED', 'NOTICE_MOVED', 'NOTICE_CLOSED']);
export const isConflict = (result: {
  readonly outcome: string;
  readonly change: unknown;
}): result is Conflict => conflicts.has(result.outcome) && result.change !== null;

/** What became of a notice that was to be transferred. */
export const transferResultText = (result: TransferResult): string => {
  if (isConflict(result)) return conflictText(result);
  if (result.outcome === 'DONE') return m.notices_done();
  return result.outcome === 'SAME_MUNICIPALITY' ? m.notices_same_municipality() : m.notices_not_found();
};
