/** A column of a DataTable. */
export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  /** What the cell shows; left out when the table's `cell` snippet draws it. */
  readonly text?: ((row: Row) => string) | undefined;
  /** What the column sorts by (ISO dates and cents sort as they are); left out, it cannot be sorted. */
  readonly sortValue?: ((row: Row) => string | number | null) | undefined;
  /** Right-aligned with tabular figures. */
  readonly numeric?: boolean | undefined;
  /** Keeps its content on one line. */
  readonly noWrap?: boolean | undefined;
}

export interface Sort {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

type SortValue = string | number | null;

const compareValues = (left: SortValue, right: SortValue, collator: Intl.Collator): number => {
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return collator.compare(String(left), String(right));
};

/**
 * Rows in the order of `sort`; equal rows keep their order and rows without a value come last in both
 * directions. Without a sort, or for a column that cannot be sorted, the rows stay as they came.
 */
export const sortRows = <Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | null,
  locale: string,
): readonly Row[] => {
  const sortValue = columns.find((column) => column.key === sort?.column)?.sortValue;
  if (sort === null || sortValue === undefined) return rows;
  const collator = new Intl.Collator(locale, { numeric: true });
  const sign = sort.direction === 'ascending' ? 1 : -1;
  return rows
    .map((row) => ({ row, value: sortValue(row) }))
    .sort((left, right) => {
      const order = compareValues(left.value, right.value, collator);
      return left.value === null || right.value === null ? order : order * sign;
    })
    .map(({ row }) => row);
};

/** The next sort after a press on a column's heading: ascending first, then the other way round. */
export const nextSort = (sort: Sort | null, column: string): Sort => ({
  column,
  direction: sort?.column === column && sort.direction === 'ascending' ? 'descending' : 'ascending',
});
