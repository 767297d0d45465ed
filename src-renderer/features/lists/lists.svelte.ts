import { comparePeriods, type Comparison, type Steps } from '../../../shared/domain/lists/index.ts';
import type { CallError } from '../../../shared/ipc/errors.ts';
import { createColumnMemory, type ColumnStore } from './column-views.ts';
import { stop } from '../../platform/stop.ts';
import { comparisonList } from './comparison-list.ts';
import { createOpenList, type OpenList } from './open-list.svelte.ts';
import { loadList, type ListKey, type LoadedList, type LoadOptions } from './list-loader.ts';
import { runInSlices } from './slices.ts';

export type ListState =
  | { readonly phase: 'none' }
  | { readonly phase: 'loading'; readonly key: ListKey; readonly rows: number; readonly total: number | null }
  | { readonly phase: 'cut'; readonly key: ListKey }
  | { readonly phase: 'failed'; readonly key: ListKey; readonly error: CallError }
  | {
      readonly phase: 'open';
      readonly key: ListKey;
      readonly open: OpenList;
      /** Where the rows come from while the service is away; null: as the service has them now. */
      readonly away: { readonly source: 'cache' | 'window'; readonly asOf: string } | null;
    };

export interface PeriodComparison {
  /** The two periods, the earlier one first. */
  readonly before: string;
  readonly after: string;
  readonly counts: Comparison['counts'];
  /** The persons who were added, removed or changed. */
  readonly open: OpenList;
  /** Set where the other period comes from the cache because the service is away: instant at which it was kept. */
  readonly keptAt: string | null;
}

export type ComparisonState =
  | { readonly phase: 'none' | 'working' | 'cut' }
  | { readonly phase: 'failed'; readonly error: CallError }
  | { readonly phase: 'ready'; readonly comparison: PeriodComparison };

/** The one list that is open; it lives while the session's role does, so that a return finds it as it was. */
export interface Lists {
  readonly state: ListState;
  readonly partial: OpenList | null;
  readonly comparison: ComparisonState;
  open(key: ListKey): Promise<void>;
  cancel(): void;
  /** Compares the open list with another period of it. */
  compareWith(period: string): Promise<void>;
  endComparison(): void;
  /** Texts and order are made anew where the language of the screen is another one than before. */
  showIn(locale: string): Promise<void>;
  /** Lets all rows go. */
  close(): void;
}

export interface ListsOptions {
  readonly locale: () => string;
  readonly fetch?: LoadOptions['fetch'];
  readonly columns?: ColumnStore;
}

/** Differ from period to period by their nature: no change of the person. */
const IGNORED = new Set(['invoiceNumber', 'invoiceRow', 'periodStart', 'periodEnd', 'latestPayDate']);
/** Milliseconds between two looks at rows that are on their way. */
const PART_INTERVAL = 200;

export const createLists = ({ locale, fetch: load, columns }: ListsOptions): Lists => {
  let state = $state.raw<ListState>({ phase: 'none' });
  let partial = $state.raw<OpenList | null>(null);
  let comparison = $state.raw<ComparisonState>({ phase: 'none' });
  let running = new AbortController();
  let shownIn = locale();

  const begin = (): AbortSignal => {
    stop(running);
    running = new AbortController();
    return running.signal;
  };
  /** Also after it was set by what a load tells. */
  const part = (): OpenList | null => partial;
  const columnsOf = columns === undefined ? undefined : createColumnMemory(columns);
  const opened = (list: LoadedList): OpenList =>
    createOpenList(list, locale, columnsOf?.(`${list.header.listId}/${list.header.view}`));
  const fetchOption = load === undefined ? {} : { fetch: load };
  const isSame = (one: ListKey, other: ListKey): boolean =>
    one.listId === other.listId && one.view === other.view && one.period === other.period;

  const open = async (key: ListKey): Promise<void> => {
    const signal = begin();
    const kept = state.phase === 'open' && isSame(state.key, key) ? state.open : null;
    comparison = { phase: 'none' };
    partial = null;
    if (kept === null) state = { phase: 'loading', key, rows: 0, total: null };
    let shownAt = Number.NEGATIVE_INFINITY;
    const onProgress = (list: LoadedList): void => {
      if (performance.now() - shownAt < PART_INTERVAL) return;
      shownAt = performance.now();
      state = { phase: 'loading', key, rows: list.store.length, total: list.header.total };
      if (partial === null) partial = opened(list);
      else partial.grow();
    };
    const outcome = await loadList(key, {
      signal,
      onProgress,
      etag: kept?.list.etag ?? null,
      ...fetchOption,
    });
    if (signal.aborted) return;
    const begun = part();
    if (outcome.kind !== 'loaded') partial = null;
    if (outcome.kind === 'unchanged' && kept !== null) state = { phase: 'open', key, open: kept, away: null };
    else if (outcome.kind === 'loaded') {
      const { list } = outcome;
      const away = list.keptAt === null ? null : ({ source: 'cache', asOf: list.keptAt } as const);
      // The same rows again, from the cache: they stay as the user has set them.
      const same = kept !== null && kept.list.etag === list.etag ? kept : null;
      const whole = same ?? (begun?.list.store === list.store ? begun : opened(list));
      // What was chosen while rows came is worked out before the list is called whole.
      if (whole.isNarrowed && same === null) await whole.complete();
      if (signal.aborted) return;
      whole.grow();
      partial = null;
      state = { phase: 'open', key, open: whole, away };
      // Also takes the last rows into the search.
      if (!whole.isNarrowed) await whole.complete();
    } else if (outcome.kind === 'refused' && outcome.error.retriable && kept !== null)
      state = { phase: 'open', key, open: kept, away: { source: 'window', asOf: kept.list.header.asOf } };
    else if (outcome.kind === 'refused') state = { phase: 'failed', key, error: outcome.error };
    else state = outcome.kind === 'cancelled' ? { phase: 'none' } : { phase: 'cut', key };
  };

  const compareWith = async (period: string): Promise<void> => {
    if (state.phase !== 'open') return;
    const { key, open: shown } = state;
    const signal = begin();
    comparison = { phase: 'working' };
    const outcome = await loadList(
      { ...key, period },
      { signal, onProgress: () => undefined, ...fetchOption },
    );
    if (signal.aborted) return;
    if (outcome.kind === 'refused') comparison = { phase: 'failed', error: outcome.error };
    else if (outcome.kind !== 'loaded') comparison = { phase: 'cut' };
    else {
      const { keptAt } = outcome.list;
      const [before, after] = period < key.period ? [outcome.list, shown.list] : [shown.list, outcome.list];
      function* work(): Steps<PeriodComparison> {
        const result = yield* comparePeriods(before.store, after.store, IGNORED);
        const list = yield* comparisonList(before, after, result);
        return {
          before: before.header.period,
          after: after.header.period,
          counts: result.counts,
          open: createOpenList(list, locale),
          keptAt,
        };
      }
      const found = await runInSlices(work(), signal);
      if (found !== undefined) comparison = { phase: 'ready', comparison: found };
    }
  };

  const close = (): void => {
    stop(running);
    state = { phase: 'none' };
    partial = null;
    comparison = { phase: 'none' };
  };
  return {
    get state() {
      return state;
    },
    get partial() {
      return partial;
    },
    get comparison() {
      return comparison;
    },
    open,
    cancel: close,
    compareWith,
    showIn: async (next) => {
      if (next === shownIn) return;
      shownIn = next;
      if (state.phase === 'open') await state.open.relabel();
      // The texts of a comparison are of the language that it was made in.
      if (comparison.phase === 'ready' && state.phase === 'open') {
        const { before, after } = comparison.comparison;
        await compareWith(before === state.key.period ? after : before);
      }
    },
    endComparison: () => {
      stop(running);
      comparison = { phase: 'none' };
    },
    close,
  };
};
