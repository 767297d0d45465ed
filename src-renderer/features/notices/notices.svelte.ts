/* eslint-disable svelte/prefer-svelte-reactivity -- sets and maps here are replaced, never changed, once they are shown */
import type { CallError } from '../../../shared/ipc/errors.ts';
import { isOver } from '../../../shared/domain/notices/handling.ts';
import type {
  Notice,
  NoticeAction,
  NoticeChange,
  NoticeRow,
  QueuePosition,
  TransferReceipt,
} from '../../../shared/service-api/notices.ts';
import type { Contract } from '../../platform/contract.ts';

export interface NoticeFilter {
  readonly type: string;
  readonly state: string;
  /** '' all, `me`, `none`. */
  readonly owner: string;
  readonly municipality: string;
  readonly urgent: boolean;
}
export const noFilter: NoticeFilter = { type: '', state: '', owner: '', municipality: '', urgent: false };

/** Why an action was not done: somebody was faster. */
export interface Conflict {
  readonly outcome: 'NOTICE_CHANGED' | 'NOTICE_MOVED' | 'NOTICE_CLOSED';
  readonly change: NoticeChange;
}

export const fits = (row: NoticeRow, filter: NoticeFilter, userId: string): boolean =>
  (filter.type === '' || row.type === filter.type) &&
  (filter.state === '' || row.state === filter.state) &&
  (filter.municipality === '' || row.municipality === filter.municipality) &&
  (!filter.urgent || row.urgent) &&
  (filter.owner === '' || (filter.owner === 'none' ? row.owner === null : row.owner?.userId === userId));

/** The work queue and the notice that is open in it; lives as long as the role, so that the place is kept. */
export interface Notices {
  readonly rows: readonly NoticeRow[];
  readonly filtered: readonly NoticeRow[];
  filter: NoticeFilter;
  readonly saved: readonly NoticeFilter[];
  saveFilter(): void;
  readonly loading: boolean;
  readonly error: CallError | null;
  readonly newCount: number;
  readonly currentId: string | null;
  readonly notice: Notice | null;
  readonly conflict: Conflict | null;
  readonly marked: ReadonlySet<string>;
  readonly handlers: readonly { readonly userId: string; readonly name: string }[];
  readonly receipt: TransferReceipt | null;
  /** Kept for the return to the view. */
  scrollTop: number;
  load(): Promise<void>;
  /** Asks for changes; the list keeps its order and only counts what is new. */
  poll(): Promise<void>;
  /** Adds what is new at the end, and takes away what is over. */
  showNew(): Promise<void>;
  open(id: string): Promise<void>;
  move(step: 1 | -1): Promise<void>;
  mark(id: string, on: boolean): void;
  act(action: NoticeAction): Promise<boolean>;
  transfer(municipality: string, reason: string): Promise<boolean>;
  dismissReceipt(): void;
  close(): void;
}

const PAGE = 1000;

export const createNotices = (contract: Contract, userId: () => string): Notices => {
  let rows = $state.raw<readonly NoticeRow[]>([]);
  let filter = $state.raw(noFilter);
  let saved = $state.raw<readonly NoticeFilter[]>([]);
  let loading = $state(false);
  let error = $state.raw<CallError | null>(null);
  let newCount = $state(0);
  let currentId = $state<string | null>(null);
  let notice = $state.raw<Notice | null>(null);
  let conflict = $state.raw<Conflict | null>(null);
  let marked = $state.raw<ReadonlySet<string>>(new Set());
  let handlers = $state.raw<Notices['handlers']>([]);
  let receipt = $state.raw<TransferReceipt | null>(null);
  let scrollTop = $state(0);
  let revision = 0;
  /** Grows when everything is forgotten: an answer that comes later must not paint anything. */
  let era = 0;
  const filtered = $derived(rows.filter((row) => fits(row, filter, userId())));

  const lastPosition = (of: readonly NoticeRow[]): QueuePosition | null => {
    const last = of.at(-1);
    return last === undefined ? null : { visibleFrom: last.visibleFrom, id: last.id };
  };

  const put = (changed: NoticeRow): void => {
    rows = rows.map((row) => (row.id === changed.id ? changed : row));
  };

  const rowOf = ({
    id,
    type,
    state,
    urgent,
    clientName,
    municipality,
    visibleFrom,
    due,
    owner,
    version,
  }: Notice) => ({
    id,
    type,
    state,
    urgent,
    clientName,
    municipality,
    visibleFrom,
    due,
    owner,
    version,
  });

  /** Reads the pages after a position. The revision is that of the first page, so that no change is missed. */
  const read = async (kept: readonly NoticeRow[]): Promise<void> => {
    const started = era;
    let all = kept;
    let firstRevision: number | null = null;
    loading = true;
    for (let more = true; more;) {
      const answer = await contract.call('notices.queue', { after: lastPosition(all), limit: PAGE });
      if (started !== era) return;
      error = answer.ok ? null : answer.error;
      if (!answer.ok) break;
      firstRevision ??= answer.value.revision;
      all = [...all, ...answer.value.notices];
      more = answer.value.hasMore && answer.value.notices.length > 0;
    }
    loading = false;
    rows = all;
    if (kept.length === 0 && firstRevision !== null) revision = firstRevision;
    if (error === null) newCount = 0;
  };

  const show = (next: Notice | null, found: Conflict | null): void => {
    conflict = found;
    notice = next;
    if (next !== null) put(rowOf(next));
  };

  /** A second press while the first is under way must not look like a colleague's change. */
  let acting = false;
  const once = async (run: () => Promise<boolean>): Promise<boolean> => {
    if (acting) return false;
    acting = true;
    try {
      return await run();
    } finally {
      acting = false;
    }
  };

  const act = async (action: NoticeAction): Promise<boolean> => {
    const acted = notice;
    if (acted === null) return false;
    const started = era;
    const answer = await contract.call('notices.handle', {
      noticeId: acted.id,
      idempotencyKey: crypto.randomUUID(),
      version: acted.version,
      action,
    });
    if (started !== era) return false;
    error = answer.ok ? null : answer.error;
    if (!answer.ok) return false;
    const outcome = answer.value;
    if (currentId !== acted.id) {
      if (outcome.notice !== null) put(rowOf(outcome.notice));
    } else if (outcome.outcome === 'DONE') show(outcome.notice, null);
    else show(outcome.notice, outcome);
    return outcome.outcome === 'DONE';
  };

  const open = async (id: string): Promise<void> => {
    currentId = id;
    notice = null;
    conflict = null;
    const answer = await contract.call('notices.open', { noticeId: id });
    if (currentId !== id) return;
    error = answer.ok ? null : answer.error;
    if (!answer.ok) return;
    if (answer.value.outcome === 'DONE') show(answer.value.notice, null);
    else show(answer.value.notice, answer.value);
  };

  const transfer = async (municipality: string, reason: string): Promise<boolean> => {
    const chosen =
      marked.size > 0 ? rows.filter(({ id }) => marked.has(id)) : rows.filter(({ id }) => id === currentId);
    const started = era;
    const answer = await contract.call('notices.transfer', {
      idempotencyKey: crypto.randomUUID(),
      transfer: {
        municipality,
        reason,
        notices: chosen.slice(0, 200).map(({ id, version }) => ({ id, version })),
      },
    });
    if (started !== era) return false;
    error = answer.ok ? null : answer.error;
    if (!answer.ok) return false;
    receipt = answer.value;
    const moved = new Set(
      answer.value.results.filter(({ outcome }) => outcome === 'DONE').map(({ id }) => id),
    );
    rows = rows.map((row) => (moved.has(row.id) ? { ...row, state: 'TRANSFERRED' } : row));
    marked = new Set([...marked].filter((id) => !moved.has(id)));
    if (currentId !== null && moved.has(currentId)) notice = null;
    return true;
  };

  return {
    get rows() {
      return rows;
    },
    get filtered() {
      return filtered;
    },
    get filter() {
      return filter;
    },
    set filter(next) {
      filter = next;
      scrollTop = 0;
    },
    get saved() {
      return saved;
    },
    saveFilter: () => {
      if (!saved.includes(filter)) saved = [...saved, filter];
    },
    get loading() {
      return loading;
    },
    get error() {
      return error;
    },
    get newCount() {
      return newCount;
    },
    get currentId() {
      return currentId;
    },
    get notice() {
      return notice;
    },
    get conflict() {
      return conflict;
    },
    get marked() {
      return marked;
    },
    get handlers() {
      return handlers;
    },
    get receipt() {
      return receipt;
    },
    get scrollTop() {
      return scrollTop;
    },
    set scrollTop(next) {
      scrollTop = next;
    },
    load: async () => {
      if (rows.length > 0 || loading) return;
      const started = era;
      await read([]);
      const answer = await contract.call('notices.handlers', undefined);
      if (answer.ok && started === era) handlers = answer.value.handlers;
    },
    poll: async () => {
      // While the queue is being read, everything in it would count as new.
      if (loading) return;
      const started = era;
      const answer = await contract.call('notices.changes', { revision, after: lastPosition(rows) });
      if (!answer.ok || started !== era || loading) return;
      const { changed, gone } = answer.value;
      const byId = new Map(changed.map((row) => [row.id, row]));
      const over = new Map(gone.map(({ id, state }) => [id, state]));
      if (byId.size + over.size > 0)
        rows = rows.map((row) => {
          const state = over.get(row.id);
          return byId.get(row.id) ?? (state === undefined ? row : { ...row, state });
        });
      newCount = answer.value.newCount;
      revision = answer.value.revision;
    },
    showNew: () => read(rows.filter(({ state, id }) => !isOver(state) || id === currentId)),
    open,
    move: async (step) => {
      const at = filtered.findIndex(({ id }) => id === currentId);
      const next = filtered[at === -1 ? 0 : at + step];
      if (next !== undefined && next.id !== currentId) await open(next.id);
    },
    mark: (id, on) => {
      const next = new Set(marked);
      if (on) next.add(id);
      else next.delete(id);
      marked = next;
    },
    act: (action) => once(() => act(action)),
    transfer: (municipality, reason) => once(() => transfer(municipality, reason)),
    dismissReceipt: () => {
      receipt = null;
    },
    close: () => {
      era += 1;
      rows = [];
      currentId = null;
      notice = null;
      conflict = null;
      receipt = null;
      error = null;
      marked = new Set();
      saved = [];
      filter = noFilter;
      newCount = 0;
      loading = false;
      scrollTop = 0;
    },
  };
};
