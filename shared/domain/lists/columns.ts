/** How a column's values are kept, shown, filtered and sorted. */
export const columnTypes = [
  'identity-code',
  'text',
  'code',
  'date',
  'money',
  'number',
  'percent',
  'boolean',
] as const;
export type ColumnType = (typeof columnTypes)[number];

/** Money in euro cents, dates as `YYYY-MM-DD`; null: the value is not there or must not be shown. */
export type CellValue = string | number | boolean | null;

export interface ListColumn {
  readonly key: string;
  readonly type: ColumnType;
  /** Name of the code list of a `code`. */
  readonly codeList?: string | undefined;
}

const numericTypes: ReadonlySet<ColumnType> = new Set(['money', 'number', 'percent']);

/** Numbers can be summed and filtered by a range; everything else is text to the row store. */
export const isNumeric = ({ type }: Pick<ListColumn, 'type'>): boolean => numericTypes.has(type);

/** Key of the column that tells persons apart. */
export const PERSON_COLUMN = 'personalIdentityCode';
