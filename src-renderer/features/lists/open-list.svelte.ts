import {
  applyFilters,
  createListSearch,
  firstOrder,
  isNumeric,
  markedRows,
  orderRows,
  sumColumns,
  termsOf,
  type ColumnFilter,
  type ColumnRanks,
  type ListColumn,
  type ListSearch,
  type SortKey,
  type Steps,
  type Sum,
} from '../../../shared/domain/lists/index.ts';
import { stop } from '../../platform/stop.ts';
import { createColumnCache } from './column-cache.ts';
import { firstView, viewAsKept, type ColumnView, type KeptColumns } from './column-views.ts';
import { entryText } from './cell-texts.ts';
import type { LoadedList } from './list-loader.ts';
import { createSelection, type Selection } from './selection.svelte.ts';
import { runInSlices } from './slices.ts';

/** What is shown of a list, and how: filter, order, columns, selection and place. */
export interface OpenList {
  readonly list: LoadedList;
  /** Rows that pass the filter, in order. */
  readonly rows: Uint32Array;
  /** Changes whenever rows, columns, marks or selection do. */
  readonly revision: number;
  readonly terms: readonly string[];
  readonly query: string;
  readonly filters: readonly ColumnFilter[];
  readonly sort: readonly SortKey[];
  readonly columns: readonly ColumnView[];
  readonly shownColumns: readonly ColumnView[];
  readonly selection: Selection;
  readonly busy: boolean;
  /** The rows are not all of them as they came. */
  readonly isNarrowed: boolean;
  readonly sums: ReadonlyMap<string, Sum>;
  /** Position and column (among those shown) of the active cell; the headings are the position -1. */
  active: { readonly position: number; readonly column: number };
  /** Pixels; kept for the return to the list. */
  scrollTop: number;
  text(row: number, column: string): string;
  search(query: string): Promise<void>;
  setFilter(column: string, filter: ColumnFilter | null): Promise<void>;
  sortBy(column: string, add: boolean): Promise<void>;
  /** Kept for the next time that the list is opened. */
  setColumns(columns: readonly ColumnView[]): void;
  /** All columns in the order of the service. */
  resetColumns(): void;
  /** Further rows have come: shows those that the list has by now. */
  grow(): void;
  /** All rows have come: order and filter that were chosen meanwhile are those of the whole list. */
  complete(): Promise<void>;
  /** The language of the screen has changed. */
  relabel(): Promise<void>;
}

const nextSort = (sort: readonly SortKey[], column: string, add: boolean): readonly SortKey[] => {
  const at = sort.findIndex((key) => key.column === column);
  const direction = sort[at]?.direction === 'ascending' ? 'descending' : 'ascending';
  const next: SortKey = { column, direction };
  if (!add) return [next];
  return at < 0 ? [...sort, next] : sort.with(at, next);
};

/** @param kept columns as the user has set them; absent for a list that is not kept, such as a comparison */
export const createOpenList = (list: LoadedList, locale: () => string, kept?: KeptColumns): OpenList => {
  const { store } = list;
  let search: ListSearch | null = null;
  let searchedRows = 0;
  const cache = createColumnCache(store, locale);
  let order: Uint32Array | null = null;
  /** The order is not that of `sort`: also where the work on it was overtaken. */
  let isOrderDue = false;
  let running = new AbortController();

  let rows = $state.raw<Uint32Array>(firstOrder(store.length));
  let revision = $state(0);
  let query = $state('');
  let terms = $state.raw<readonly string[]>([]);
  let filters = $state.raw<readonly ColumnFilter[]>([]);
  let sort = $state.raw<readonly SortKey[]>([]);
  let columns = $state.raw(viewAsKept(store.columns, kept?.columns ?? []));
  let busy = $state(false);
  let active = $state.raw({ position: 0, column: 0 });
  let scrollTop = 0;
  const shownColumns = $derived(columns.filter(({ shown }) => shown));
  const sums = $derived(sumColumns(store, rows));
  const selection = createSelection(
    Math.max(store.length, list.header.total),
    () => rows,
    () => (revision += 1),
  );

  function* ordered(keys: readonly SortKey[]): Steps<Uint32Array | null> {
    if (keys.length === 0) return null;
    const parts: { ranks: ColumnRanks; direction: SortKey['direction'] }[] = [];
    for (const { column, direction } of keys) parts.push({ ranks: yield* cache.ranks(column), direction });
    return yield* orderRows(store.length, parts);
  }
  function* matching(wanted: readonly string[]): Steps<Uint8Array> {
    // A list that is still on its way has grown.
    if (searchedRows !== store.length) search = null;
    searchedRows = store.length;
    search ??= createListSearch(store, entryText);
    return yield* applyFilters(store, filters, yield* search.search(wanted));
  }

  /** Works the rows out anew; a later change overtakes an earlier one. */
  const refresh = async (sorting: boolean): Promise<void> => {
    stop(running);
    running = new AbortController();
    const { signal } = running;
    isOrderDue ||= sorting;
    const activeRow = rows[active.position];
    const wanted = termsOf(query);
    function* work(): Steps<Uint32Array> {
      if (isOrderDue) {
        order = yield* ordered(sort);
        isOrderDue = false;
      }
      return markedRows(order, yield* matching(wanted));
    }
    const result = await runInSlices(work(), signal, () => (busy = true));
    if (result === undefined) return;
    rows = result;
    terms = wanted;
    const position = activeRow === undefined ? -1 : rows.indexOf(activeRow);
    if (active.position >= 0) active = { ...active, position: Math.max(0, position) };
    busy = false;
    revision += 1;
  };

  const isNarrowed = (): boolean => sort.length > 0 || filters.length > 0 || query !== '';
  const setColumns = (next: readonly ColumnView[]): void => {
    columns = next;
    active = { ...active, column: 0 };
    revision += 1;
    kept?.keep(next);
  };

  return {
    list,
    text: cache.text,
    selection,
    get rows() {
      return rows;
    },
    get revision() {
      return revision;
    },
    get terms() {
      return terms;
    },
    get query() {
      return query;
    },
    get filters() {
      return filters;
    },
    get sort() {
      return sort;
    },
    get columns() {
      return columns;
    },
    get shownColumns() {
      return shownColumns;
    },
    get busy() {
      return busy;
    },
    get isNarrowed() {
      return isNarrowed();
    },
    get sums() {
      return sums;
    },
    get active() {
      return active;
    },
    set active(next) {
      active = next;
      revision += 1;
    },
    get scrollTop() {
      return scrollTop;
    },
    set scrollTop(next) {
      scrollTop = next;
    },
    search: (next) => {
      query = next;
      return refresh(false);
    },
    setFilter: (column, filter) => {
      filters = [...filters.filter((each) => each.column !== column), ...(filter === null ? [] : [filter])];
      return refresh(false);
    },
    sortBy: (column, add) => {
      sort = nextSort(sort, column, add);
      return refresh(true);
    },
    setColumns,
    resetColumns: () => setColumns(firstView(store.columns)),
    grow: () => {
      // What somebody has sorted or searched by now stands until the whole list is there.
      if (isNarrowed()) return;
      rows = firstOrder(store.length);
      revision += 1;
    },
    complete: () => refresh(true),
    relabel: () => {
      cache.clear();
      search = null;
      return refresh(true);
    },
  };
};

/** Columns whose sums mean something: percentages and running totals cannot be added up. */
export const summedColumns = (columns: readonly ListColumn[]): readonly ListColumn[] =>
  columns.filter(
    (column) =>
      isNumeric(column) &&
      column.type !== 'percent' &&
      !['accumulatedDays', 'invoiceRow', 'daysPaid'].includes(column.key),
  );
