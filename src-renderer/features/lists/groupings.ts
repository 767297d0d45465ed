import {
  daysClass,
  groupRows,
  PERSON_COLUMN,
  type Group,
  type ListColumn,
  type Steps,
} from '../../../shared/domain/lists/index.ts';
import { columnLabel } from './cell-texts.ts';
import { summedColumns, type OpenList } from './open-list.svelte.ts';

export interface GroupingChoice {
  readonly id: string;
  readonly label: string;
  readonly columns: readonly ListColumn[];
}

const DAYS_COLUMNS = ['daysPaid', 'accumulatedDays'];
const SINGLE = [
  'municipality',
  'ageGroup',
  'language',
  'benefit',
  'event',
  'fundNumber',
  'country',
  'treatment',
  'kind',
  'inService',
];
const INVOICE = ['invoiceNumber', 'benefit'];

/** What the rows of a list can be grouped by: codes, age groups, classes of days, invoices with their benefits. */
export const groupingsOf = (columns: readonly ListColumn[]): readonly GroupingChoice[] => {
  const find = (key: string) => columns.find((column) => column.key === key);
  const single = [...SINGLE, ...DAYS_COLUMNS].flatMap((key) => {
    const column = find(key);
    return column ? [{ id: key, label: columnLabel(column), columns: [column] }] : [];
  });
  const invoice = INVOICE.flatMap((key) => find(key) ?? []);
  if (invoice.length === 0 || invoice[0]?.key !== 'invoiceNumber') return single;
  return [{ id: 'invoice', label: invoice.map(columnLabel).join(' / '), columns: invoice }, ...single];
};

/** The rows that pass the filter by groups; the sums in the order of {@link summedColumns}. */
export function* groupsOf(open: OpenList, { columns }: GroupingChoice): Steps<readonly Group[]> {
  const { store } = open.list;
  const keyOf = (row: number): string =>
    columns
      .map(({ key }) =>
        DAYS_COLUMNS.includes(key)
          ? daysClass(Number(store.value(row, key) ?? Number.NaN))
          : open.text(row, key),
      )
      .join(' / ');
  const groups = yield* groupRows(store, open.rows, {
    keyOf,
    personOf: (row) => String(store.value(row, PERSON_COLUMN)),
    sumColumns: summedColumns(store.columns).map(({ key }) => key),
  });
  const isClass = columns.some(({ key }) => DAYS_COLUMNS.includes(key) || key === 'ageGroup');
  return isClass
    ? groups.toSorted((one, other) => parseInt(one.key, 10) - parseInt(other.key, 10))
    : groups.toSorted((one, other) => other.rows - one.rows);
}
