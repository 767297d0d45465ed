import type { CallError, ErrorCode } from '../../../shared/ipc/errors.ts';
import type { SavedNoticeFilter } from '../../../shared/ipc/state.ts';
import type { NoticeAction, NoticeRow } from '../../../shared/service-api/notices.ts';
import type { Contract } from '../../platform/contract.ts';
import { createOpenNotice, type OpenNotice } from './open-notice.svelte.ts';
import { noFilter, sameFilter, savedPart, type NoticeFilter } from './queue-filter.ts';
import { createQueue, type Queue } from './queue.svelte.ts';
import { createRetryKeys } from './retry-keys.ts';
import { createSelection, type Selection } from './selection.svelte.ts';
import { sendTransfer, type TransferOutcome } from './send-transfer.ts';
import { isConflict } from './words.ts';

export type { Conflict } from './open-notice.svelte.ts';
export type { NoticeFilter } from './queue-filter.ts';

/** Filters that outlive the program: codes only. */
export interface SavedFilters {
  readonly list: readonly SavedNoticeFilter[];
  change(list: SavedNoticeFilter[]): void;
}

export interface NoticesParts {
  readonly contract: Contract;
  /** Of whom is signed in. */
  readonly userId: () => string;
  readonly savedFilters: SavedFilters;
  /** New notices wait: says it in the window. */
  readonly onArrived: (waiting: number) => void;
}

/** The work queue and the notice that is open in it; lives as long as the role, so that the place is kept. */
export interface Notices {
  readonly queue: Queue;
  readonly opened: OpenNotice;
  readonly selection: Selection;
  readonly saved: readonly SavedNoticeFilter[];
  /** Keeps the filter without what names somebody. False when there is nothing new to keep, or no room. */
  saveFilter(): boolean;
  useFilter(filter: SavedNoticeFilter): void;
  removeFilter(filter: SavedNoticeFilter): void;
  /** Has the queue open with a saved filter from the next time on, or with none. */
  setDefault(filter: SavedNoticeFilter | null): void;
  readonly error: CallError | null;
  /** Why the last transfer broke off, until it is tried again or given up. */
  readonly transferError: CallError | null;
  readonly handlers: readonly { readonly userId: string; readonly name: string }[];
  readonly transferred: TransferOutcome | null;
  /** Kept for the return to the view. */
  scrollTop: number;
  load(): Promise<void>;
  showNew(): Promise<void>;
  /** Opens the next (1) or previous (-1) notice of those that are shown. */
  move(step: 1 | -1): Promise<void>;
  act(action: NoticeAction): Promise<boolean>;
  /** Does again what failed with the open notice. */
  retry(): Promise<boolean>;
  /** What a transfer would move: the marked notices, else the open one. */
  readonly toTransfer: readonly NoticeRow[];
  /** True when every notice has a result; what they are stands in `transferred`. */
  transfer(municipality: string, reason: string): Promise<boolean>;
  /** Before the next transfer is asked for: nothing of the one before is said of it. */
  startTransfer(): void;
  dismissTransfer(): void;
  /** Counts new notices for as long as the role lasts. Returns the end of it. */
  watch(): () => void;
  close(): void;
}

const MOST_FILTERS = 20;
const POLL_EVERY = 30_000;
/** Refusals after which nothing of a notice may be shown. */
const RIGHTS_LOST: ReadonlySet<ErrorCode> = new Set([
  'mandate-missing',
  'purpose-not-allowed',
  'role-missing',
]);

/** Polls at once, every half minute, and whenever the window comes to the front. */
const watchQueue = (queue: Queue): (() => void) => {
  const poll = (): void => void queue.poll();
  const timer = setInterval(poll, POLL_EVERY);
  window.addEventListener('focus', poll);
  poll();
  return () => {
    clearInterval(timer);
    window.removeEventListener('focus', poll);
  };
};

/** A second press while the first is under way must not look like a colleague's change. */
const createTurn = () => {
  let isTaken = false;
  return async (run: () => Promise<boolean>): Promise<boolean> => {
    if (isTaken) return false;
    isTaken = true;
    try {
      return await run();
    } finally {
      isTaken = false;
    }
  };
};

const unsaved = ({ isDefault: _, ...filter }: SavedNoticeFilter): NoticeFilter => ({ ...filter, text: '' });

const savedFilterActs = (queue: Queue, { savedFilters }: NoticesParts) => ({
  saveFilter: (): boolean => {
    const wanted = savedPart(queue.filter);
    const { list } = savedFilters;
    const isNothing = sameFilter(wanted, savedPart(noFilter));
    if (isNothing || list.length >= MOST_FILTERS || list.some((each) => sameFilter(each, wanted)))
      return false;
    savedFilters.change([...list, wanted]);
    return true;
  },
  removeFilter: (filter: SavedNoticeFilter): void =>
    savedFilters.change(savedFilters.list.filter((each) => !sameFilter(each, filter))),
  setDefault: (filter: SavedNoticeFilter | null): void =>
    savedFilters.change(
      savedFilters.list.map((each) => ({ ...each, isDefault: filter !== null && sameFilter(each, filter) })),
    ),
  useDefault: (): void => {
    const first = savedFilters.list.find(({ isDefault }) => isDefault);
    if (first !== undefined && queue.filter === noFilter) queue.filter = unsaved(first);
  },
});

/** The queue, the open notice and the selection, which know of each other here only. */
const createState = (parts: NoticesParts, fail: (error: CallError | null) => void, era: () => number) => {
  const { contract, userId, onArrived } = parts;
  const keys = createRetryKeys();
  const queue = createQueue({
    contract,
    userId,
    era,
    onError: fail,
    onPollFailed: (failed) => {
      if (RIGHTS_LOST.has(failed.code)) fail(failed);
    },
    onWaiting: (waiting, arrived) => {
      void contract.call('notices.alert', { waiting, arrived });
      if (arrived > 0) onArrived(waiting);
    },
  });
  const opened = createOpenNotice({
    contract,
    era,
    keys,
    onError: (failed, isShown) => {
      if (!isShown || RIGHTS_LOST.has(failed.code)) fail(failed);
    },
    onRow: (row) => queue.put([row]),
  });
  const selection = createSelection(() => queue.filtered);
  return { keys, queue, opened, selection };
};

export const createNotices = (parts: NoticesParts): Notices => {
  const { contract, savedFilters } = parts;
  let error = $state.raw<CallError | null>(null);
  let transferError = $state.raw<CallError | null>(null);
  let handlers = $state.raw<Notices['handlers']>([]);
  let transferred = $state.raw<TransferOutcome | null>(null);
  let scrollTop = $state(0);
  let era = 0;
  const once = createTurn();

  const fail = (failed: CallError | null): void => {
    if (failed !== null && RIGHTS_LOST.has(failed.code)) close();
    error = failed;
  };
  const { keys, queue, opened, selection } = createState(parts, fail, () => era);

  const { useDefault, ...filterActs } = savedFilterActs(queue, parts);

  const close = (): void => {
    era += 1;
    queue.clear();
    opened.clear();
    selection.clear();
    keys.clear();
    error = null;
    transferError = null;
    handlers = [];
    transferred = null;
    scrollTop = 0;
  };

  const toTransfer = $derived(
    queue.rows.filter(({ id }) =>
      selection.ids.size > 0 ? selection.ids.has(id) : id === opened.id && opened.notice?.readOnly === false,
    ),
  );

  /** Nothing of what was moved stays but its place in the list. */
  const settle = async (outcome: TransferOutcome): Promise<void> => {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- lives as long as this function
    const moved = new Set(outcome.results.filter((each) => each.outcome === 'DONE').map(({ id }) => id));
    const gone = queue.rows.filter(({ id }) => moved.has(id));
    queue.put(gone.map((row) => ({ ...row, state: 'TRANSFERRED', clientName: '', owner: null })));
    selection.drop(moved);
    if (opened.id !== null && moved.has(opened.id)) opened.moved(null);
    const refusal = outcome.results.find(({ id }) => id === opened.id);
    if (refusal !== undefined && isConflict(refusal)) await opened.refused(refusal);
    await queue.poll();
  };

  const transfer = async (municipality: string, reason: string): Promise<boolean> => {
    const started = era;
    const outcome = await sendTransfer(contract, keys, toTransfer, municipality, reason);
    if (started !== era) return false;
    if (outcome.results.length > 0) {
      transferred = outcome;
      await settle(outcome);
    }
    transferError = outcome.error;
    if (outcome.error !== null && RIGHTS_LOST.has(outcome.error.code)) fail(outcome.error);
    return outcome.error === null;
  };

  return {
    queue,
    opened,
    selection,
    get saved() {
      return savedFilters.list;
    },
    ...filterActs,
    useFilter: (filter) => {
      queue.filter = unsaved(filter);
      scrollTop = 0;
    },
    get error() {
      return error;
    },
    get transferError() {
      return transferError;
    },
    get handlers() {
      return handlers;
    },
    get transferred() {
      return transferred;
    },
    get scrollTop() {
      return scrollTop;
    },
    set scrollTop(next) {
      scrollTop = next;
    },
    load: async () => {
      const started = era;
      useDefault();
      await queue.load();
      if (started !== era || handlers.length > 0) return;
      const answer = await contract.call('notices.handlers', undefined);
      if (answer.ok && started === era) handlers = answer.value.handlers;
    },
    showNew: () => queue.showNew(opened.id),
    move: async (step) => {
      const at = queue.filtered.findIndex(({ id }) => id === opened.id);
      const next = queue.filtered[at === -1 ? 0 : at + step];
      if (next !== undefined && next.id !== opened.id) await opened.open(next.id);
    },
    act: (action) => once(() => opened.act(action)),
    retry: () => once(() => opened.retry()),
    startTransfer: () => {
      transferError = null;
    },
    get toTransfer() {
      return toTransfer;
    },
    transfer: (municipality, reason) => once(() => transfer(municipality, reason)),
    dismissTransfer: () => {
      transferred = null;
    },
    watch: () => watchQueue(queue),
    close,
  };
};
