import {
  createRowStore,
  PERSON_COLUMN,
  type CellValue,
  type Comparison,
  type ListColumn,
  type PersonChange,
  type Steps,
} from '../../../shared/domain/lists/index.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import { columnLabel, entryText, numberText } from './cell-texts.ts';
import type { LoadedList } from './list-loader.ts';

const columns: readonly ListColumn[] = [
  { key: PERSON_COLUMN, type: 'identity-code' },
  { key: 'name', type: 'text' },
  { key: 'change', type: 'code', codeList: 'list-changes' },
  { key: 'changedFields', type: 'text' },
];
const ROWS_A_STEP = 1024;

/** A comparison as a list of its own: searched, sorted, filtered, selected and copied like any other. */
export function* comparisonList(
  before: LoadedList,
  after: LoadedList,
  { changes }: Comparison,
): Steps<LoadedList> {
  const shown = (key: string, value: CellValue): string => {
    const column = after.store.columns.find((each) => each.key === key);
    if (column === undefined || value === null) return m.lists_no_value();
    return typeof value === 'number' ? numberText(column, value) : entryText(column, String(value));
  };
  const fieldsOf = ({ fields }: PersonChange): string =>
    fields
      .map((field) =>
        m.lists_change_field({
          column: columnLabel({ key: field.column }),
          before: shown(field.column, field.before),
          after: shown(field.column, field.after),
        }),
      )
      .join('; ');
  const nameOf = ({ change, row }: PersonChange): CellValue => {
    const { store } = change === 'removed' ? before : after;
    return store.hasColumn('name') ? store.value(row, 'name') : null;
  };
  const store = createRowStore(columns);
  for (const [at, change] of changes.entries()) {
    store.append([change.person, nameOf(change), change.change, fieldsOf(change)]);
    if (at % ROWS_A_STEP === ROWS_A_STEP - 1) yield undefined;
  }
  store.seal();
  const header = { ...after.header, total: store.length, columns: [...columns] };
  return { header, store, etag: '', keptAt: null, exportAllowed: false };
}
