import type { RowStore } from './row-store.ts';
import type { Steps } from './steps.ts';

/** What a row must be like in one column. Bounds are included; null is no bound. */
export type ColumnFilter =
  /** Values as the store's texts ('true' and 'false' for booleans); '' is no value. */
  | { readonly kind: 'set'; readonly column: string; readonly values: ReadonlySet<string> }
  | {
      readonly kind: 'range';
      readonly column: string;
      readonly from: number | null;
      readonly to: number | null;
    }
  /** ISO dates. */
  | {
      readonly kind: 'period';
      readonly column: string;
      readonly from: string | null;
      readonly to: string | null;
    };

const acceptsText = (filter: ColumnFilter, text: string): boolean => {
  if (filter.kind === 'set') return filter.values.has(text);
  if (filter.kind !== 'period') throw new TypeError(`A range of texts in ${filter.column}`);
  if (text === '') return false;
  return (filter.from === null || text >= filter.from) && (filter.to === null || text <= filter.to);
};

const acceptsNumber = (filter: ColumnFilter, number: number): boolean => {
  if (filter.kind !== 'range') throw new TypeError(`Texts among the numbers of ${filter.column}`);
  if (Number.isNaN(number)) return false;
  return (filter.from === null || number >= filter.from) && (filter.to === null || number <= filter.to);
};

const ROWS_A_STEP = 16_384;

/** Takes the marks from the rows that a filter refuses. Texts with codes are judged once each, not once a row. */
export function* applyFilters(
  store: RowStore,
  filters: readonly ColumnFilter[],
  marks: Uint8Array,
): Steps<Uint8Array> {
  for (const filter of filters) {
    const values = store.values(filter.column);
    if (values.kind === 'coded') {
      const accepted = Uint8Array.from(values.entries, (text) => (acceptsText(filter, text) ? 1 : 0));
      yield undefined;
      for (let row = 0; row < marks.length; row += 1) marks[row]! &= accepted[values.codes[row] ?? 0] ?? 0;
    } else if (values.kind === 'number') {
      for (let row = 0; row < marks.length; row += 1)
        if (!acceptsNumber(filter, values.numbers[row] ?? Number.NaN)) marks[row] = 0;
    } else {
      for (let row = 0; row < marks.length; row += 1) {
        if (!acceptsText(filter, String(store.value(row, filter.column) ?? ''))) marks[row] = 0;
        if (row % ROWS_A_STEP === ROWS_A_STEP - 1) yield undefined;
      }
    }
    yield undefined;
  }
  return marks;
}

/** The marked rows in an order; null orders as the rows came. */
export const markedRows = (order: Uint32Array | null, marks: Uint8Array): Uint32Array => {
  // While rows come, one of the two may have more of them than the other.
  const length = order?.length ?? marks.length;
  const rows = new Uint32Array(length);
  let count = 0;
  for (let at = 0; at < length; at += 1) {
    const row = order === null ? at : (order[at] ?? 0);
    if (marks[row] === 1) rows[count++] = row;
  }
  return rows.slice(0, count);
};
