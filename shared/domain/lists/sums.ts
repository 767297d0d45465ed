import { isNumeric } from './columns.ts';
import type { RowStore } from './row-store.ts';
import type { Steps } from './steps.ts';

/** Count and sum of the values of a column; rows without a value count for nothing. */
export interface Sum {
  readonly count: number;
  readonly sum: number;
}

/** Sums of every column of numbers over the rows. */
export const sumColumns = (store: RowStore, rows: Uint32Array): ReadonlyMap<string, Sum> => {
  const sums = new Map<string, Sum>();
  for (const column of store.columns) {
    const values = isNumeric(column) ? store.values(column.key) : null;
    if (values?.kind !== 'number') continue;
    let sum = 0;
    let count = 0;
    for (const row of rows) {
      const number = values.numbers[row] ?? Number.NaN;
      if (Number.isNaN(number)) continue;
      sum += number;
      count += 1;
    }
    sums.set(column.key, { count, sum });
  }
  return sums;
};

export interface Group {
  /** Value of the grouping: text of the column or name of the class. */
  readonly key: string;
  readonly rows: number;
  readonly persons: number;
  readonly sums: ReadonlyMap<string, number>;
}

export interface Grouping {
  /** Group of a row. */
  readonly keyOf: (row: number) => string;
  readonly personOf: (row: number) => string;
  /** Columns of numbers to be added up. */
  readonly sumColumns: readonly string[];
}

const ROWS_A_STEP = 4096;

/** The rows by groups, in the order in which the groups are met. */
export function* groupRows(store: RowStore, rows: Uint32Array, grouping: Grouping): Steps<readonly Group[]> {
  const groups = new Map<string, { rows: number; persons: Set<string>; sums: Float64Array }>();
  const numbers = grouping.sumColumns.map((key) => {
    const values = store.values(key);
    if (values.kind !== 'number') throw new TypeError(`${key} has no numbers`);
    return values.numbers;
  });
  for (const [done, row] of rows.entries()) {
    if (done % ROWS_A_STEP === ROWS_A_STEP - 1) yield undefined;
    const key = grouping.keyOf(row);
    const group = groups.get(key) ?? { rows: 0, persons: new Set(), sums: new Float64Array(numbers.length) };
    groups.set(key, group);
    group.rows += 1;
    group.persons.add(grouping.personOf(row));
    for (const [at, column] of numbers.entries()) {
      const number = column[row] ?? Number.NaN;
      if (!Number.isNaN(number)) group.sums[at]! += number;
    }
  }
  return [...groups].map(([key, { rows: count, persons, sums }]) => ({
    key,
    rows: count,
    persons: persons.size,
    sums: new Map(grouping.sumColumns.map((column, at) => [column, sums[at] ?? 0])),
  }));
}

/** Lower bounds of the classes of days paid, in the steps of the municipal share (1.1.2025: 101, 201, 301, 401, 701). */
export const DAYS_CLASSES = [0, 101, 201, 301, 401, 701, 1001] as const;

/** '301-400', '1001-' of a number of days; '' of none. */
export const daysClass = (days: number): string => {
  if (Number.isNaN(days)) return '';
  const at = DAYS_CLASSES.findLastIndex((from) => days >= from);
  const next = DAYS_CLASSES[at + 1];
  return `${DAYS_CLASSES[at] ?? 0}–${next === undefined ? '' : next - 1}`;
};
