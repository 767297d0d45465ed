import {
  isOver,
  noticeResults,
  reopenableSince,
  stateAfter,
  visibleSince,
} from '../../../shared/domain/notices/handling.ts';
import { success, type Result } from '../../../shared/domain/result.ts';
import type { NoticeAction, NoticeOutcome } from '../../../shared/service-api/notices.ts';
import type { ActiveRole } from '../access.ts';
import type { Handlers } from '../http/call.ts';
import { refuse, type ServiceFailure } from '../http/problem.ts';
import {
  conflictOf,
  eventOf,
  nameOf,
  ownNotice,
  record,
  roleOf,
  type NoticeParts,
  type NoticeRole,
} from './notice-access.ts';
import type { QueueRange, StoredNotice } from './notice-register.ts';
import { colleagues } from './notice-seeds.ts';
import { lastChange, noticeOf, rowOf } from './notice-views.ts';
import { transfer } from './transfer.ts';

type NoticeHandlers = Pick<
  Handlers,
  | 'listNotices'
  | 'noticeChanges'
  | 'openNotice'
  | 'handleNotice'
  | 'transferNotices'
  | 'listNoticeTransfers'
  | 'listNoticeHandlers'
>;

const CHANGES_AT_ONCE = 1000;
const TRANSFERS_SHOWN = 200;

const outcomeOf = (parts: NoticeParts, notice: StoredNotice): NoticeOutcome => {
  const shown = noticeOf(notice, parts.register.population, parts.now());
  if (shown === null) return { outcome: 'NOTICE_MOVED', change: lastChange(notice), notice: null };
  return { outcome: 'DONE', notice: shown };
};

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
  owner: StoredNotice['owner'],
  action: NoticeAction,
): StoredNotice['owner'] => {
  if (action.kind === 'take' || action.kind === 'reopen')
    return { userId: role.user.userId, name: nameOf(role.user) };
  if (action.kind !== 'hand-over') return owner;
  return handlersOf(parts, role).find(({ userId }) => userId === action.userId) ?? null;
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
  const conflict = conflictOf(notice, version, action.kind, parts.now());
  if (conflict !== null)
    return success({
      outcome: conflict,
      change: lastChange(notice),
      notice: noticeOf(notice, parts.register.population, parts.now()),
    });
  const owner = ownerAfter(parts, role, notice.owner, action);
  const note = action.kind === 'hand-over' ? (owner?.name ?? null) : 'note' in action ? action.note : null;
  const event = eventOf(parts, role, action.kind, note);
  const changed: StoredNotice = {
    ...notice,
    state: stateAfter(notice.state, action.kind),
    owner,
    version: notice.version + 1,
    // A notice that was reopened has no result.
    result: action.kind === 'close' ? action.result : null,
    history: [...notice.history, action.kind === 'close' ? { ...event, result: action.result } : event],
  };
  parts.notices.put(changed);
  return success(outcomeOf(parts, changed));
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

const rangeOf = ({ area }: NoticeRole, now: Date, closed = false): QueueRange => ({
  area,
  from: visibleSince(now).getTime(),
  until: now.getTime(),
  closedSince: closed ? reopenableSince(now).toISOString() : undefined,
});

const createQueueHandlers = (
  parts: NoticeParts,
): Pick<NoticeHandlers, 'listNotices' | 'noticeChanges' | 'listNoticeHandlers' | 'listNoticeTransfers'> => {
  const { notices } = parts;
  const { population } = parts.register;
  return {
    listNotices: (call, { after, limit, closed = false }) => {
      const role = roleOf(parts, call);
      if (!role.ok) return role;
      const now = parts.now();
      const range = rangeOf(role.value, now, closed);
      const found = notices.queue(range, after, limit + 1);
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
      const now = parts.now();
      const { area } = role.value;
      const found = notices.changedSince(area, revision, CHANGES_AT_ONCE);
      const visible = found.filter(({ visibleFrom }) => visibleFrom <= now.getTime());
      // A count says nothing of anybody; rows do.
      if (visible.length > 0) record(parts, role.value, 'noticeChanges', null, 'OK');
      return success({
        changed: visible.filter(({ state }) => !isOver(state)).map((notice) => rowOf(notice, population)),
        gone: visible.filter(({ state }) => isOver(state)).map(({ id, state }) => ({ id, state })),
        newCount: notices.countAfter(rangeOf(role.value, now), after),
        asOf: now.toISOString(),
        revision: found.length < CHANGES_AT_ONCE ? notices.revision() : (found.at(-1)?.revision ?? revision),
      });
    },
    listNoticeHandlers: (call) => {
      const role = roleOf(parts, call);
      return role.ok ? success({ handlers: handlersOf(parts, role.value) }) : role;
    },
    listNoticeTransfers: (call) => {
      const role = roleOf(parts, call);
      if (!role.ok) return role;
      const since = visibleSince(parts.now()).toISOString();
      return success({ transfers: [...notices.transfersOf(role.value.area, since, TRANSFERS_SHOWN)] });
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
