import type { ListColumn } from '../../../shared/domain/lists/index.ts';
import type { ListColumns } from '../../../shared/ipc/state.ts';
import { columnLabel } from './cell-texts.ts';

export interface ColumnView {
  readonly column: ListColumn;
  /** Pixels. */
  readonly width: number;
  readonly shown: boolean;
}

const WIDTHS: Readonly<Record<ListColumn['type'], number>> = {
  'identity-code': 132,
  text: 190,
  code: 150,
  date: 128,
  money: 124,
  number: 104,
  percent: 96,
  boolean: 96,
};
const WIDE: Readonly<Record<string, number>> = {
  name: 230,
  address: 300,
  invoiceNumber: 150,
  ageGroup: 110,
  changedFields: 760,
};

/** Pixels of a letter of a heading, and of what stands beside its text: edges, the arrow of an order. */
const LETTER = 7.2;
const BESIDE = 40;
/** A heading is read whole, in the language in which the list is opened first. */
const widthOf = (column: ListColumn): number =>
  Math.max(WIDE[column.key] ?? WIDTHS[column.type], Math.ceil(columnLabel(column).length * LETTER) + BESIDE);

/** The name goes before the code: it heads the row. */
export const firstView = (columns: readonly ListColumn[]): readonly ColumnView[] =>
  columns
    .toSorted((one, other) => Number(other.key === 'name') - Number(one.key === 'name'))
    .map((column) => ({ column, width: widthOf(column), shown: true }));

/** The columns as the user has set them; those that the service has added since come last. */
export const viewAsKept = (
  columns: readonly ListColumn[],
  kept: ListColumns['columns'],
): readonly ColumnView[] => {
  const first = firstView(columns);
  const places = new Map(kept.map(({ key }, at) => [key, at]));
  const placeOf = ({ column }: ColumnView): number => places.get(column.key) ?? kept.length;
  const views = first
    .map((view) => ({ ...view, ...kept[placeOf(view)] }))
    .map(({ column, width, shown }) => ({ column, width, shown }))
    .toSorted((one, other) => placeOf(one) - placeOf(other));
  return views.some(({ shown }) => shown) ? views : first;
};

/** Where the columns of each list are kept for the next time. */
export interface ColumnStore {
  readonly current: readonly ListColumns[];
  change(columns: readonly ListColumns[]): void;
}

/** Columns of one list: what the user has set, and where a change goes. */
export interface KeptColumns {
  readonly columns: ListColumns['columns'];
  keep(views: readonly ColumnView[]): void;
}

/** A drag changes the width with every movement; what it came to is kept when the hand rests, milliseconds. */
const REST = 400;

/** @returns the columns of a list by its name, 'L4/payments' */
export const createColumnMemory = (store: ColumnStore): ((list: string) => KeptColumns) => {
  const changed = new Map<string, ListColumns['columns']>();
  let resting: ReturnType<typeof setTimeout> | undefined;
  const keepAll = (): void => {
    const others = store.current.filter(({ list }) => !changed.has(list));
    store.change([...others, ...Array.from(changed, ([list, columns]) => ({ list, columns }))]);
  };
  return (list) => ({
    columns: changed.get(list) ?? store.current.find((each) => each.list === list)?.columns ?? [],
    keep: (views) => {
      changed.set(
        list,
        views.map(({ column, width, shown }) => ({ key: column.key, width, shown })),
      );
      clearTimeout(resting);
      resting = setTimeout(keepAll, REST);
    },
  });
};
