import { rankTexts } from './collation.ts';
import type { ListColumn } from './columns.ts';
import type { RowStore } from './row-store.ts';
import type { Steps } from './steps.ts';

export interface SortKey {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

/** Ranks of a column's rows in ascending order; rows without a value have the rank `count`. */
export interface ColumnRanks {
  readonly ranks: Uint32Array;
  readonly count: number;
}

const RADIX_BITS = 11;
const RADIX = 1 << RADIX_BITS;

const numberRanks = (numbers: Float64Array, length: number): ColumnRanks => {
  const sorted = numbers.slice(0, length).sort();
  const ranked = new Map<number, number>();
  for (const number of sorted)
    if (!Number.isNaN(number) && !ranked.has(number)) ranked.set(number, ranked.size);
  const ranks = new Uint32Array(length);
  for (let row = 0; row < length; row += 1)
    ranks[row] = ranked.get(numbers[row] ?? Number.NaN) ?? ranked.size;
  return { ranks, count: ranked.size };
};

/**
 * Ranks of a column's rows.
 * @param label what is shown of an entry, which decides the order of codes
 */
export function* rankColumn(
  store: RowStore,
  column: ListColumn,
  label: (entry: string) => string,
  collator: Intl.Collator,
): Steps<ColumnRanks> {
  const values = store.values(column.key);
  if (values.kind === 'number') return numberRanks(values.numbers, store.length);
  if (values.kind !== 'coded') return yield* textRanks(store, column, collator);
  const { entries, codes } = values;
  const texts = column.type === 'code' ? entries.map((entry) => label(entry)) : entries;
  const entryRanks = yield* rankTexts(texts, collator);
  const ranks = new Uint32Array(store.length);
  const count = entries.length + 1;
  for (let row = 0; row < ranks.length; row += 1) {
    const code = codes[row] ?? 0;
    ranks[row] = code === 0 ? count : (entryRanks[code] ?? 0);
  }
  return { ranks, count };
}

const ROWS_A_STEP = 8192;

/** Ranks of texts that are put together for each row. */
function* textRanks(store: RowStore, column: ListColumn, collator: Intl.Collator): Steps<ColumnRanks> {
  const texts: string[] = [];
  for (let row = 0; row < store.length; row += 1) {
    texts.push(String(store.value(row, column.key) ?? ''));
    if (row % ROWS_A_STEP === ROWS_A_STEP - 1) yield undefined;
  }
  const ranks = yield* rankTexts(texts, collator);
  const count = store.length + 1;
  for (let row = 0; row < ranks.length; row += 1) if (texts[row] === '') ranks[row] = count;
  return { ranks, count };
}

/** The rows as they came. */
export const firstOrder = (length: number): Uint32Array<ArrayBuffer> => {
  const rows = new Uint32Array(length);
  for (let row = 0; row < length; row += 1) rows[row] = row;
  return rows;
};

/** One stable pass of counting by a digit of the rank. */
const countingPass = (from: Uint32Array, to: Uint32Array, digits: Uint16Array): void => {
  const starts = new Uint32Array(RADIX + 1);
  for (const row of from) starts[(digits[row] ?? 0) + 1]! += 1;
  for (let digit = 0; digit < RADIX; digit += 1) starts[digit + 1]! += starts[digit] ?? 0;
  for (const row of from) to[starts[digits[row] ?? 0]!++] = row;
};

/**
 * Rows in the order of the keys, the first key first. Stable: rows that are equal in all keys stay as they came;
 * rows without a value come last in both directions.
 */
export function* orderRows(
  length: number,
  keys: readonly { readonly ranks: ColumnRanks; readonly direction: SortKey['direction'] }[],
): Steps<Uint32Array> {
  let order = firstOrder(length);
  let other = new Uint32Array(length);
  const digits = new Uint16Array(length);
  for (const { ranks, direction } of keys.toReversed()) {
    const { count } = ranks;
    for (let shift = 0; count >> shift > 0; shift += RADIX_BITS) {
      for (let row = 0; row < length; row += 1) {
        const rank = ranks.ranks[row] ?? count;
        const directed = rank === count || direction === 'ascending' ? rank : count - 1 - rank;
        digits[row] = (directed >> shift) & (RADIX - 1);
      }
      countingPass(order, other, digits);
      [order, other] = [other, order];
      yield undefined;
    }
  }
  return order;
}
