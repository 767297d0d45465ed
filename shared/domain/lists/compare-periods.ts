import { isNumeric, PERSON_COLUMN, type CellValue } from './columns.ts';
import type { RowStore } from './row-store.ts';
import type { Steps } from './steps.ts';

export interface FieldChange {
  readonly column: string;
  readonly before: CellValue;
  readonly after: CellValue;
}

/** What became of a person from one period to the next. */
export interface PersonChange {
  readonly person: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** First row of the person in the later period, or in the earlier one for those who were removed. */
  readonly row: number;
  readonly fields: readonly FieldChange[];
}

export interface Comparison {
  readonly changes: readonly PersonChange[];
  readonly counts: Readonly<Record<PersonChange['change'] | 'unchanged', number>>;
}

const ROWS_A_STEP = 4096;

function* rowsByPerson(store: RowStore): Steps<ReadonlyMap<string, readonly number[]>> {
  const persons = new Map<string, number[]>();
  for (let row = 0; row < store.length; row += 1) {
    const person = String(store.value(row, PERSON_COLUMN) ?? '');
    const rows = persons.get(person);
    if (rows === undefined) persons.set(person, [row]);
    else rows.push(row);
    if (row % ROWS_A_STEP === ROWS_A_STEP - 1) yield undefined;
  }
  return persons;
}

/** Value of a person: of the one row, or the sum over several rows; null where several texts differ. */
const valueOf = (store: RowStore, rows: readonly number[], column: string, numeric: boolean): CellValue => {
  const [first = 0, ...others] = rows;
  if (others.length === 0) return store.value(first, column);
  if (numeric) return rows.reduce((sum, row) => sum + Number(store.value(row, column) ?? 0), 0);
  const value = store.value(first, column);
  return others.every((row) => store.value(row, column) === value) ? value : null;
};

/**
 * Persons who were added, removed or changed from one period of a list to a later one. A person with several rows
 * is compared by the sums of numbers and by the texts that are the same in all of them.
 * @param ignored columns that differ in every period, such as the number of the invoice
 */
export function* comparePeriods(
  before: RowStore,
  after: RowStore,
  ignored: ReadonlySet<string>,
): Steps<Comparison> {
  const earlier = yield* rowsByPerson(before);
  const later = yield* rowsByPerson(after);
  const columns = after.columns.filter(({ key }) => !ignored.has(key) && before.hasColumn(key));
  const changes: PersonChange[] = [];
  const counts = { added: 0, removed: 0, changed: 0, unchanged: 0 };
  let done = 0;
  for (const [person, rows] of later) {
    if (++done % ROWS_A_STEP === 0) yield undefined;
    const old = earlier.get(person);
    const row = rows[0] ?? 0;
    if (old === undefined) {
      counts.added += 1;
      changes.push({ person, change: 'added', row, fields: [] });
      continue;
    }
    const fields = columns.flatMap((column): FieldChange[] => {
      const was = valueOf(before, old, column.key, isNumeric(column));
      const is = valueOf(after, rows, column.key, isNumeric(column));
      return was === is ? [] : [{ column: column.key, before: was, after: is }];
    });
    if (fields.length === 0) counts.unchanged += 1;
    else {
      counts.changed += 1;
      changes.push({ person, change: 'changed', row, fields });
    }
  }
  for (const [person, rows] of earlier) {
    if (later.has(person)) continue;
    counts.removed += 1;
    changes.push({ person, change: 'removed', row: rows[0] ?? 0, fields: [] });
  }
  return { changes, counts };
}
