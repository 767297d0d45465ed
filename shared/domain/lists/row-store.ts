import {
  createCoded,
  createJoined,
  createNumbers,
  createWorded,
  textOfCell,
  type ColumnStore,
  type ColumnValues,
} from './column-stores.ts';
import { isNumeric, type CellValue, type ListColumn } from './columns.ts';

/** The rows of a list by columns: typed arrays and each text or word once, a fraction of row objects. */
export interface RowStore {
  readonly columns: readonly ListColumn[];
  readonly length: number;
  append(row: readonly CellValue[]): void;
  value(row: number, column: string): CellValue;
  /** Throws for a column that the list does not have. */
  values(column: string): ColumnValues;
  hasColumn(column: string): boolean;
  /** No more rows come: gives back what only appending needs. */
  seal(): void;
}

interface Cells {
  append(value: CellValue): void;
  value(row: number): CellValue;
  values(): ColumnValues;
  seal(): void;
}

const numberCells = (): Cells => {
  const numbers = createNumbers();
  return {
    append: (value) => void numbers.append(typeof value === 'number' ? value : Number.NaN),
    value: (row) => {
      const number = numbers.value(row);
      return Number.isNaN(number) ? null : number;
    },
    values: numbers.values,
    seal: numbers.seal,
  };
};

const firstStore = ({ type }: ListColumn): ColumnStore => {
  // Identity codes are nearly all different; names and addresses share their words.
  if (type === 'identity-code') return createJoined();
  return type === 'text' ? createWorded() : createCoded();
};

const textCells = (column: ListColumn): Cells => {
  let texts = firstStore(column);
  let length = 0;
  /** More different texts than there are codes: they are kept as they are. */
  const giveUpCodes = (): void => {
    const joined = createJoined();
    for (let row = 0; row < length; row += 1) joined.append(texts.value(row));
    texts = joined;
  };
  return {
    append: (value) => {
      const text = textOfCell(value);
      if (!texts.append(text)) {
        giveUpCodes();
        texts.append(text);
      }
      length += 1;
    },
    value: (row) => {
      const text = texts.value(row);
      if (text === '') return null;
      return column.type === 'boolean' ? text === 'true' : text;
    },
    values: () => texts.values(),
    seal: () => texts.seal(),
  };
};

/** An empty store. A row that has another number of cells than there are columns throws. */
export const createRowStore = (columns: readonly ListColumn[]): RowStore => {
  const cells = columns.map((column) => (isNumeric(column) ? numberCells() : textCells(column)));
  const byKey = new Map(columns.map((column, at) => [column.key, cells[at]]));
  let length = 0;
  const cellsOf = (key: string): Cells => {
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
      if (row.length !== cells.length)
        throw new RangeError(`${row.length} cells for ${cells.length} columns`);
      for (let at = 0; at < cells.length; at += 1) cells[at]?.append(row[at] ?? null);
      length += 1;
    },
    value: (row, column) => cellsOf(column).value(row),
    values: (column) => cellsOf(column).values(),
    hasColumn: (column) => byKey.has(column),
    seal: () => {
      for (const each of cells) each.seal();
    },
  };
};
