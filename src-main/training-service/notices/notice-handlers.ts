import { randomUUID } from 'node:crypto';
import { municipalities } from '../../../shared/codes/index.ts';
import {
  isOver,
  noticeResults,
  READ_ONLY_DAYS,
  stateAfter,
} from '../../../shared/domain/notices/handling.ts';
import { success, type Result } from '../../../shared/domain/result.ts';
import type {
  NoticeAction,
  NoticeOutcome,
  NoticeTransfer,
  TransferReceipt,
} from '../../../shared/service-api/notices.ts';
import { requireFeature, type Access, type ActiveRole } from '../access.ts';
import type { AnsweredKeys } from '../answered-keys.ts';
import type { ClientAudit } from '../clients/client-handlers.ts';
import type { ClientIds } from '../clients/client-ids.ts';
import type { ClientRegister } from '../clients/client-register.ts';
import type { Call, Handlers } from '../http/call.ts';
import { refuse, type ServiceFailure } from '../http/problem.ts';
import type { PracticeUserRow } from '../organisations.ts';
import type { NoticeRegister, StoredNotice } from './notice-register.ts';
import { colleagues } from './notice-seeds.ts';
import { areaOf, lastChange, noticeOf, rowOf } from './notice-views.ts';

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

type NoticeHandlers = Pick<
  Handlers,
  'listNotices' | 'noticeChanges' | 'openNotice' | 'handleNotice' | 'transferNotices' | 'listNoticeHandlers'
>;

const CHANGES_AT_ONCE = 1000;
const DAY = 86_400_000;

interface NoticeRole extends ActiveRole {
  readonly area: string;
}

const roleOf = (parts: NoticeParts, call: Call): Result<NoticeRole, ServiceFailure> => {
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

const record = (
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

/** A notice that the organisation has or had; what is not visible yet does not exist. */
const ownNotice = (parts: NoticeParts, role: NoticeRole, id: string): StoredNotice | null => {
  const notice = parts.notices.find(id);
  const now = parts.now().getTime();
  if (notice === null || notice.area !== role.area || notice.visibleFrom > now) return null;
  const endedAt = notice.state === 'CLOSED' ? Date.parse(notice.history.at(-1)?.at ?? '') : now;
  return now - endedAt > READ_ONLY_DAYS * DAY ? null : notice;
};

const outcomeOf = (parts: NoticeParts, notice: StoredNotice): NoticeOutcome => {
  const shown = noticeOf(notice, parts.register.population);
  if (shown === null) return { outcome: 'NOTICE_MOVED', change: lastChange(notice), notice: null };
  return { outcome: 'DONE', notice: shown };
};

/** Why an action of somebody who saw `version` cannot be done; null when it can. */
const conflictOf = (
  notice: StoredNotice,
  version: number,
): 'NOTICE_MOVED' | 'NOTICE_CLOSED' | 'NOTICE_CHANGED' | null => {
  if (notice.state === 'TRANSFERRED') return 'NOTICE_MOVED';
  if (notice.state === 'CLOSED') return 'NOTICE_CLOSED';
  return notice.version === version ? null : 'NOTICE_CHANGED';
};

const nameOf = (user: PracticeUserRow): string => `${user.givenName} ${user.surname}`;

const eventOf = (parts: NoticeParts, role: ActiveRole, kind: string, note: string | null) => ({
  at: parts.now().toISOString(),
  kind,
  userName: nameOf(role.user),
  organisationName: role.organisation.name.fi,
  note,
});

const handlersOf = (parts: NoticeParts, role: ActiveRole) => [
  ...parts.users
    .filter(({ memberships }) =>
      memberships.some(
        ({ organisationId, mandates }) =>
          organisationId === role.organisation.organisationId && mandates.includes('M4'),
      ),
    )
    .map((user) => ({ userId: user.userId, name: nameOf(user) })),
  ...colleagues,
];

const ownerAfter = (
  parts: NoticeParts,
  role: ActiveRole,
  notice: StoredNotice,
  action: NoticeAction,
): StoredNotice['owner'] => {
  if (action.kind === 'take') return { userId: role.user.userId, name: nameOf(role.user) };
  if (action.kind === 'hand-over')
    return handlersOf(parts, role).find(({ userId }) => userId === action.userId) ?? null;
  return notice.owner;
};

const noteOf = (parts: NoticeParts, role: ActiveRole, action: NoticeAction): string | null => {
  if (action.kind === 'hand-over') return ownerAfter(parts, role, {} as StoredNotice, action)?.name ?? null;
  return 'note' in action ? action.note : null;
};

const invalid = (action: NoticeAction, parts: NoticeParts, role: ActiveRole): string | null => {
  if (action.kind === 'close' && !noticeResults.some((result) => result === action.result)) return 'result';
  if (action.kind !== 'hand-over') return null;
  return handlersOf(parts, role).some(({ userId }) => userId === action.userId) ? null : 'userId';
};

const act = (
  parts: NoticeParts,
  role: NoticeRole,
  notice: StoredNotice,
  version: number,
  action: NoticeAction,
): Result<NoticeOutcome, ServiceFailure> => {
  const field = invalid(action, parts, role);
  if (field !== null) return refuse({ code: 'REQUEST_INVALID', detail: field });
  const conflict = conflictOf(notice, version);
  if (conflict !== null)
    return success({
      outcome: conflict,
      change: lastChange(notice),
      notice: noticeOf(notice, parts.register.population),
    });
  const changed: StoredNotice = {
    ...notice,
    state: stateAfter(notice.state, action.kind),
    owner: ownerAfter(parts, role, notice, action),
    version: notice.version + 1,
    result: action.kind === 'close' ? action.result : notice.result,
    history: [...notice.history, eventOf(parts, role, action.kind, noteOf(parts, role, action))],
  };
  parts.notices.put(changed);
  return success(outcomeOf(parts, changed));
};

type TransferResult = TransferReceipt['results'][number];

/** Moves one notice: the receiver gets a new one, the sender's copy is emptied. */
const transferOne = (
  parts: NoticeParts,
  role: NoticeRole,
  { municipality, reason }: NoticeTransfer,
  { id, version }: { readonly id: string; readonly version: number },
  county: string,
): TransferResult => {
  const notice = ownNotice(parts, role, id);
  if (notice === null) return { id, outcome: 'NOT_FOUND', change: null };
  const conflict = conflictOf(notice, version);
  if (conflict !== null) return { id, outcome: conflict, change: lastChange(notice) };
  const event = eventOf(parts, role, 'transfer', reason);
  const { at } = event;
  const isTransfer = ({ kind }: { readonly kind: string }): boolean => kind === 'transfer';
  parts.notices.add([
    {
      ...notice,
      id: `n-${randomUUID()}`,
      area: areaOf(county),
      municipality,
      visibleFrom: Date.parse(at),
      state: 'NEW',
      owner: null,
      version: 1,
      transferredFrom: {
        organisationName: role.organisation.name.fi,
        municipality: notice.municipality,
        reason,
        at,
      },
      // Notes are the sender's own; the chain of transfers goes along.
      history: [...notice.history.filter(isTransfer), event],
    },
  ]);
  parts.notices.put({
    ...notice,
    personNumber: null,
    content: null,
    state: 'TRANSFERRED',
    version: notice.version + 1,
    transferredTo: municipality,
    transferredFrom: null,
    history: [{ ...event, note: null }],
  });
  record(parts, role, 'transferNotice', notice, 'OK', reason);
  return { id, outcome: 'DONE', change: null };
};

const transfer = (
  parts: NoticeParts,
  role: NoticeRole,
  body: NoticeTransfer,
): Result<TransferReceipt, ServiceFailure> => {
  const target = municipalities.find(body.municipality, parts.register.today());
  if (target === null) return refuse({ code: 'REQUEST_INVALID', detail: 'municipality' });
  // Before the first notice from elsewhere: a later filling must not come behind it.
  parts.ensureSeeded(target.county);
  const at = parts.now();
  return success({
    receiptNumber: parts.keys.receiptNumber('IS', at),
    at: at.toISOString(),
    municipality: body.municipality,
    results: body.notices.map((each) => transferOne(parts, role, body, each, target.county)),
  });
};

/** The first view of a new notice is an event of it. It takes nothing from a colleague who has seen it too. */
const markOpened = (parts: NoticeParts, role: NoticeRole, notice: StoredNotice): StoredNotice => {
  if (notice.state !== 'NEW') return notice;
  const opened = {
    ...notice,
    state: 'OPENED',
    history: [...notice.history, eventOf(parts, role, 'open', null)],
  };
  parts.notices.put(opened);
  return opened;
};

const createQueueHandlers = (
  parts: NoticeParts,
): Pick<NoticeHandlers, 'listNotices' | 'noticeChanges' | 'listNoticeHandlers'> => {
  const { notices } = parts;
  const { population } = parts.register;
  return {
    listNotices: (call, { after, limit }) => {
      const role = roleOf(parts, call);
      if (!role.ok) return role;
      const now = parts.now();
      const found = notices.queue(role.value.area, now.getTime(), after, limit + 1);
      record(parts, role.value, 'listNotices', null, 'OK');
      return success({
        notices: found.slice(0, limit).map((notice) => rowOf(notice, population)),
        hasMore: found.length > limit,
        revision: notices.revision(),
        asOf: now.toISOString(),
      });
    },
    noticeChanges: (call, { revision, after }) => {
      const role = roleOf(parts, call);
      if (!role.ok) return role;
      const now = parts.now().getTime();
      const { area } = role.value;
      const found = notices.changedSince(area, revision, CHANGES_AT_ONCE);
      const visible = found.filter(({ visibleFrom }) => visibleFrom <= now);
      return success({
        changed: visible.filter(({ state }) => !isOver(state)).map((notice) => rowOf(notice, population)),
        gone: visible.filter(({ state }) => isOver(state)).map(({ id, state }) => ({ id, state })),
        newCount: notices.countAfter(area, now, after),
        revision: found.length < CHANGES_AT_ONCE ? notices.revision() : (found.at(-1)?.revision ?? revision),
      });
    },
    listNoticeHandlers: (call) => {
      const role = roleOf(parts, call);
      return role.ok ? success({ handlers: handlersOf(parts, role.value) }) : role;
    },
  };
};

export const createNoticeHandlers = (parts: NoticeParts): NoticeHandlers => ({
  ...createQueueHandlers(parts),
  openNotice: (call) => {
    const role = roleOf(parts, call);
    if (!role.ok) return role;
    const notice = ownNotice(parts, role.value, call.parameter('noticeId'));
    record(parts, role.value, 'openNotice', notice, notice === null ? 'NOT_FOUND' : 'OK');
    if (notice === null) return refuse({ code: 'NOT_FOUND' });
    return success(outcomeOf(parts, markOpened(parts, role.value, notice)));
  },
  handleNotice: (call, body) => {
    const role = roleOf(parts, call);
    if (!role.ok) return role;
    const id = call.parameter('noticeId');
    const notice = ownNotice(parts, role.value, id);
    if (notice === null) return refuse({ code: 'NOT_FOUND' });
    const answer = parts.keys.once(call, role.value.user.userId, [id, body], () =>
      act(parts, role.value, notice, body.version, body.action),
    );
    const outcome = answer.ok ? answer.value.outcome : answer.error.code;
    record(
      parts,
      role.value,
      `handleNotice:${body.action.kind}`,
      notice,
      outcome === 'DONE' ? 'OK' : outcome,
    );
    return answer;
  },
  transferNotices: (call, body) => {
    const role = roleOf(parts, call);
    if (!role.ok) return role;
    return parts.keys.once(call, role.value.user.userId, body, () => transfer(parts, role.value, body));
  },
});
