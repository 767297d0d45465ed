import { visibleSince, type NoticeActionKind } from '../../../shared/domain/notices/handling.ts';
import { success, type Result } from '../../../shared/domain/result.ts';
import { requireFeature, type Access, type ActiveRole } from '../access.ts';
import type { AnsweredKeys } from '../answered-keys.ts';
import type { ClientAudit } from '../clients/client-handlers.ts';
import type { ClientIds } from '../clients/client-ids.ts';
import type { ClientRegister } from '../clients/client-register.ts';
import type { Call } from '../http/call.ts';
import { refuse, type ServiceFailure } from '../http/problem.ts';
import type { PracticeUserRow } from '../organisations.ts';
import type { NoticeRegister, StoredNotice } from './notice-register.ts';
import { areaOf, reopenableUntil } from './notice-views.ts';

export interface NoticeParts {
  readonly access: Access;
  readonly register: ClientRegister;
  readonly notices: NoticeRegister;
  readonly keys: AnsweredKeys;
  readonly ids: ClientIds;
  readonly users: readonly PracticeUserRow[];
  /** Fills the queue of a county when it is first asked for. */
  readonly ensureSeeded: (county: string) => void;
  readonly audit: (entry: ClientAudit) => void;
  readonly now: () => Date;
}

/** A role that may see the notices of its organisation. */
export interface NoticeRole extends ActiveRole {
  readonly area: string;
}

export const roleOf = (parts: NoticeParts, call: Call): Result<NoticeRole, ServiceFailure> => {
  const role = parts.access.activeRole(call.session());
  if (!role.ok) return role;
  const { rights, organisation } = role.value;
  const allowed = requireFeature(rights, 'notices', rights.notices, { code: 'PURPOSE_NOT_ALLOWED' });
  if (!allowed.ok) {
    record(parts, role.value, 'notices', null, allowed.error.code);
    return allowed;
  }
  if (!('county' in organisation.area)) return refuse({ code: 'PURPOSE_NOT_ALLOWED' });
  parts.ensureSeeded(organisation.area.county);
  return success({ ...role.value, area: areaOf(organisation.area.county) });
};

export const record = (
  parts: NoticeParts,
  role: ActiveRole,
  operation: string,
  notice: StoredNotice | null,
  outcome: string,
  reason: string | null = null,
): void =>
  parts.audit({
    role,
    operation,
    clientId: notice?.personNumber == null ? null : parts.ids.of(notice.personNumber),
    section: notice?.id ?? null,
    reason,
    outcome,
  });

/** A notice that the organisation has or had; what is not visible yet, or not any more, does not exist. */
export const ownNotice = (parts: NoticeParts, role: NoticeRole, id: string): StoredNotice | null => {
  const notice = parts.notices.find(id);
  const now = parts.now();
  if (notice === null || notice.area !== role.area || notice.visibleFrom > now.getTime()) return null;
  return notice.visibleFrom < visibleSince(now).getTime() ? null : notice;
};

/** Why an action of somebody who saw `version` cannot be done; null when it can. */
export const conflictOf = (
  notice: StoredNotice,
  version: number,
  action: NoticeActionKind,
  now: Date,
): 'NOTICE_MOVED' | 'NOTICE_CLOSED' | 'NOTICE_CHANGED' | null => {
  if (notice.state === 'TRANSFERRED') return 'NOTICE_MOVED';
  const isReopened = action === 'reopen';
  if (notice.state === 'CLOSED' && !(isReopened && reopenableUntil(notice, now) !== null))
    return 'NOTICE_CLOSED';
  const isAsSeen = notice.version === version && (notice.state === 'CLOSED') === isReopened;
  return isAsSeen ? null : 'NOTICE_CHANGED';
};

export const nameOf = (user: PracticeUserRow): string => `${user.givenName} ${user.surname}`;

/** What somebody did, for the history of a notice. */
export const eventOf = (parts: NoticeParts, role: ActiveRole, kind: string, note: string | null) => ({
  at: parts.now().toISOString(),
  kind,
  userName: nameOf(role.user),
  organisationName: role.organisation.name.fi,
  note,
});
