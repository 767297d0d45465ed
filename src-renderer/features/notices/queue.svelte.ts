/* eslint-disable svelte/prefer-svelte-reactivity -- sets and maps here are replaced, never changed, once they are shown */
import { todayInHelsinki, type IsoDate } from '../../../shared/domain/dates.ts';
import { isOver } from '../../../shared/domain/notices/handling.ts';
import type { CallError } from '../../../shared/ipc/errors.ts';
import type { NoticeRow, QueuePosition } from '../../../shared/service-api/notices.ts';
import type { CallAnswer } from '../../../shared/ipc/contract.ts';
import type { Contract } from '../../platform/contract.ts';
import { today as serviceToday } from '../../platform/service-time.svelte.ts';
import { createNames, fitting, noFilter, type NoticeFilter } from './queue-filter.ts';

export interface QueueParts {
  readonly contract: Contract;
  readonly userId: () => string;
  /** Grows when everything is forgotten: an answer that comes later must not paint anything. */
  readonly era: () => number;
  readonly onError: (error: CallError | null) => void;
  /** A question that nobody asked by hand was not answered. */
  readonly onPollFailed: (error: CallError) => void;
  /** Told when more new notices wait than before, or when they were shown. */
  readonly onWaiting: (waiting: number, arrived: number) => void;
}

/** The work queue: oldest first, and never in another order or with other rows than the user has asked for. */
export interface Queue {
  readonly rows: readonly NoticeRow[];
  /** How many there are without the filter: of the open ones, or of the closed ones where these are asked for. */
  readonly total: number;
  /** What fitted the filter when it was set; a row that changes since then stays where it is. */
  readonly filtered: readonly NoticeRow[];
  filter: NoticeFilter;
  readonly loading: boolean;
  /** New notices that are not shown yet. */
  readonly newCount: number;
  /** The day in Finland by the service. */
  readonly today: IsoDate;
  load(): Promise<void>;
  /** Asks for changes; the list keeps its order and only counts what is new. */
  poll(): Promise<void>;
  /** Adds what is new in its place, and takes away what is over, but for the notice that is open. */
  showNew(openId: string | null): Promise<void>;
  put(changed: readonly NoticeRow[]): void;
  clear(): void;
}

const PAGE = 500;
/** Behind every id of one instant. */
const LAST_ID = '~';

const positionOf = ({ visibleFrom, id }: NoticeRow): QueuePosition => ({ visibleFrom, id });

const isBefore = (one: QueuePosition, other: QueuePosition): boolean =>
  one.visibleFrom < other.visibleFrom || (one.visibleFrom === other.visibleFrom && one.id < other.id);

const inOrder = (one: NoticeRow, other: NoticeRow): number => (isBefore(one, other) ? -1 : 1);

export const createQueue = (parts: QueueParts): Queue => {
  const { contract, era } = parts;
  const nameOf = createNames();
  let rows = $state.raw<readonly NoticeRow[]>([]);
  /** Read each time when the filter asks for them. */
  let closed = $state.raw<readonly NoticeRow[]>([]);
  let shown = $state.raw<ReadonlySet<string>>(new Set());
  let filter = $state.raw(noFilter);
  let loading = $state(false);
  let newCount = $state(0);
  let asOf = $state.raw<string | null>(null);
  const today = $derived(asOf === null ? serviceToday() : todayInHelsinki(new Date(asOf)));
  const asksForClosed = $derived(filter.state === 'CLOSED');
  const source = $derived(asksForClosed ? closed : rows);
  const filtered = $derived(source.filter(({ id }) => shown.has(id)));

  /** The queue is asked for changes since this state of it. */
  let revision: number | null = null;
  /** Where what is new begins while the queue itself has not been read. */
  let beginning: QueuePosition | null = null;
  /** Came later than the rows around them: a transfer, or a notice that Kela delivered late. */
  let late = new Map<string, NoticeRow>();

  const wait = (count: number): void => {
    const arrived = Math.max(0, count - newCount);
    const isOther = count !== newCount;
    newCount = count;
    if (isOther) parts.onWaiting(count, arrived);
  };

  const chosen = (from: readonly NoticeRow[]): string[] =>
    from.filter(fitting(filter, parts.userId(), today, nameOf)).map(({ id }) => id);

  /** Reads the pages after a position, and shows each as it comes. */
  const read = async (after: QueuePosition | null): Promise<boolean> => {
    const started = era();
    let position = after;
    for (let more = true; more;) {
      const answer = await contract.call('notices.queue', { after: position, limit: PAGE });
      if (started !== era()) return false;
      parts.onError(answer.ok ? null : answer.error);
      if (!answer.ok) return false;
      const { notices, hasMore, revision: current } = answer.value;
      // That of the first page, so that no change is missed.
      revision ??= current;
      asOf = answer.value.asOf;
      rows = [...rows, ...notices];
      if (!asksForClosed) shown = new Set([...shown, ...chosen(notices)]);
      const last = notices.at(-1);
      if (last !== undefined) position = positionOf(last);
      more = hasMore && notices.length > 0;
    }
    return true;
  };

  const readClosed = async (): Promise<void> => {
    const started = era();
    const found: NoticeRow[] = [];
    let position: QueuePosition | null = null;
    for (let more = true; more;) {
      const answer: CallAnswer<'notices.queue'> = await contract.call('notices.queue', {
        after: position,
        limit: PAGE,
        closed: true,
      });
      // Another filter may have been set meanwhile.
      if (started !== era() || !asksForClosed) return;
      parts.onError(answer.ok ? null : answer.error);
      if (!answer.ok) return;
      found.push(...answer.value.notices);
      const last = found.at(-1);
      if (last !== undefined) position = positionOf(last);
      more = answer.value.hasMore && answer.value.notices.length > 0;
    }
    closed = found;
    shown = new Set(chosen(closed));
  };

  const load = async (): Promise<void> => {
    if (rows.length > 0 || loading) return;
    loading = true;
    revision = null;
    const complete = await read(null);
    loading = false;
    if (complete) wait(0);
    // Half a queue would look like a whole one.
    else rows = [];
    if (complete && asksForClosed) await readClosed();
  };

  /** Where new notices begin, once the service was asked what is there now. */
  const begin = async (): Promise<void> => {
    const started = era();
    const answer = await contract.call('notices.queue', { after: null, limit: 1 });
    if (started !== era()) return;
    if (!answer.ok) return parts.onPollFailed(answer.error);
    revision = answer.value.revision;
    asOf = answer.value.asOf;
    beginning = { visibleFrom: answer.value.asOf, id: LAST_ID };
  };

  const apply = (changed: readonly NoticeRow[], gone: readonly { id: string; state: string }[]): void => {
    const byId = new Map(changed.map((row) => [row.id, row]));
    const over = new Map(gone.map(({ id, state }) => [id, state]));
    const last = rows.at(-1);
    const known = new Set(rows.map(({ id }) => id));
    late = new Map(
      [...late, ...changed.map((row) => [row.id, row] as const)].filter(
        ([id, row]) => !over.has(id) && !known.has(id) && last !== undefined && isBefore(row, last),
      ),
    );
    if (byId.size + over.size > 0)
      rows = rows.map((row) => {
        const state = over.get(row.id);
        return byId.get(row.id) ?? (state === undefined ? row : { ...row, state });
      });
  };

  const poll = async (): Promise<void> => {
    // While the queue is being read, everything in it would count as new.
    if (loading) return;
    if (revision === null) return begin();
    const started = era();
    const last = rows.at(-1);
    const after = last === undefined ? beginning : positionOf(last);
    const answer = await contract.call('notices.changes', { revision, after });
    if (started !== era() || loading || rows.at(-1) !== last) return;
    if (!answer.ok) return parts.onPollFailed(answer.error);
    const { changed, gone } = answer.value;
    ({ revision, asOf } = answer.value);
    apply(changed, gone);
    wait(answer.value.newCount + late.size);
  };

  const showNew = async (openId: string | null): Promise<void> => {
    if (loading) return;
    loading = true;
    const last = rows.at(-1);
    const added = [...late.values()];
    late = new Map();
    const kept = rows.filter(({ state, id }) => !isOver(state) || id === openId);
    rows = added.length === 0 ? kept : [...kept, ...added].toSorted(inOrder);
    if (!asksForClosed)
      shown = new Set([...chosen(rows), ...(openId !== null && shown.has(openId) ? [openId] : [])]);
    const complete = await read(last === undefined ? null : positionOf(last));
    if (complete && asksForClosed) await readClosed();
    loading = false;
    if (complete) wait(0);
  };

  return {
    get rows() {
      return rows;
    },
    get total() {
      return source.length;
    },
    get filtered() {
      return filtered;
    },
    get filter() {
      return filter;
    },
    set filter(next) {
      const askedForClosed = asksForClosed;
      filter = next;
      if (asksForClosed && !askedForClosed) void readClosed();
      shown = new Set(chosen(source));
    },
    get loading() {
      return loading;
    },
    get newCount() {
      return newCount;
    },
    get today() {
      return today;
    },
    load,
    poll,
    showNew,
    put: (changed) => {
      const byId = new Map(changed.map((row) => [row.id, row]));
      rows = rows.map((row) => byId.get(row.id) ?? row);
      closed = closed.map((row) => byId.get(row.id) ?? row);
    },
    clear: () => {
      rows = [];
      closed = [];
      shown = new Set();
      late = new Map();
      filter = noFilter;
      loading = false;
      newCount = 0;
      asOf = null;
      revision = null;
      beginning = null;
    },
  };
};
