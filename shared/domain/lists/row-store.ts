import { isNumeric, type CellValue, type ListColumn } from './columns.ts';

/** Texts of a column: each row has a code, which is a place in `entries`. Entry 0 stands for no value. */
export interface TextValues {
  readonly kind: 'text';
  readonly codes: Uint32Array;
  readonly entries: readonly string[];
}

/** Numbers of a column by row; NaN stands for no value. */
export interface NumberValues {
  readonly kind: 'number';
  readonly numbers: Float64Array;
}

export type ColumnValues = TextValues | NumberValues;

/** The rows of a list by columns: typed arrays and one text an entry, which is a fraction of row objects. */
export interface RowStore {
  readonly columns: readonly ListColumn[];
  readonly length: number;
  append(row: readonly CellValue[]): void;
  value(row: number, column: string): CellValue;
  /** Arrays may be longer than `length`. Throws for a column that the list does not have. */
  values(column: string): ColumnValues;
  hasColumn(column: string): boolean;
  /** No more rows come: gives back what only appending needs. */
  seal(): void;
}

const FIRST_CAPACITY = 1024;
/** Beyond this many entries a column whose texts are mostly different is kept without looking for equal ones. */
const MANY_ENTRIES = 8192;

interface Builder {
  append(value: CellValue, row: number): void;
  values(): ColumnValues;
  value(row: number): CellValue;
  seal(length: number): void;
}

const grown = <Numbers extends Uint32Array | Float64Array>(numbers: Numbers, capacity: number): Numbers => {
  const larger = numbers instanceof Uint32Array ? new Uint32Array(capacity) : new Float64Array(capacity);
  larger.set(numbers);
  return larger as Numbers;
};

const createNumbers = (): Builder => {
  let numbers = new Float64Array(FIRST_CAPACITY);
  return {
    append: (value, row) => {
      if (row >= numbers.length) numbers = grown(numbers, numbers.length * 2);
      numbers[row] = typeof value === 'number' ? value : Number.NaN;
    },
    values: () => ({ kind: 'number', numbers }),
    value: (row) => {
      const found = numbers[row];
      return found === undefined || Number.isNaN(found) ? null : found;
    },
    seal: (length) => {
      numbers = numbers.slice(0, length);
    },
  };
};

const createTexts = (column: ListColumn): Builder => {
  const isBoolean = column.type === 'boolean';
  const entries: string[] = [''];
  let codes = new Uint32Array(FIRST_CAPACITY);
  // Identity codes are nearly all different: looking for equal ones would only cost memory.
  let known: Map<string, number> | null = column.type === 'identity-code' ? null : new Map([['', 0]]);
  const codeOf = (text: string, row: number): number => {
    if (text === '') return 0;
    const found = known?.get(text);
    if (found !== undefined) return found;
    known?.set(text, entries.length);
    if (known !== null && entries.length > MANY_ENTRIES && entries.length * 2 > row) known = null;
    return entries.push(text) - 1;
  };
  return {
    append: (value, row) => {
      if (row >= codes.length) codes = grown(codes, codes.length * 2);
      codes[row] = codeOf(value === null ? '' : String(value), row);
    },
    values: () => ({ kind: 'text', codes, entries }),
    value: (row) => {
      const text = entries[codes[row] ?? 0] ?? '';
      if (text === '') return null;
      return isBoolean ? text === 'true' : text;
    },
    seal: (length) => {
      known = null;
      codes = codes.slice(0, length);
    },
  };
};

/** An empty store. A row that has another number of cells than there are columns throws. */
export const createRowStore = (columns: readonly ListColumn[]): RowStore => {
  const builders = columns.map((column) => (isNumeric(column) ? createNumbers() : createTexts(column)));
  const byKey = new Map(columns.map((column, at) => [column.key, builders[at]]));
  let length = 0;
  const builder = (key: string): Builder => {
    const found = byKey.get(key);
    if (found === undefined) throw new RangeError(`No such column: ${key}`);
    return found;
  };
  return {
    columns,
    get length() {
      return length;
    },
    append: (row) => {
      if (row.length !== builders.length)
        throw new RangeError(`${row.length} cells for ${builders.length} columns`);
      for (let at = 0; at < builders.length; at += 1) builders[at]?.append(row[at] ?? null, length);
      length += 1;
    },
    value: (row, column) => builder(column).value(row),
    values: (column) => builder(column).values(),
    hasColumn: (column) => byKey.has(column),
    seal: () => {
      for (const each of builders) each.seal(length);
    },
  };
};
