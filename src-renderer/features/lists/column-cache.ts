import {
  rankColumn,
  type ColumnRanks,
  type ListColumn,
  type RowStore,
  type Steps,
} from '../../../shared/domain/lists/index.ts';
import { columnTexts, entryText, type CellText } from './cell-texts.ts';

/** What is worked out once of each column: texts of its cells and the order of its rows. */
export interface ColumnCache {
  text(row: number, column: string): string;
  ranks(column: string): Steps<ColumnRanks>;
  /** The language of the screen has changed. */
  clear(): void;
}

/** @param locale whose alphabet orders the texts */
export const createColumnCache = (store: RowStore, locale: () => string): ColumnCache => {
  const texts = new Map<string, CellText>();
  const ranked = new Map<string, ColumnRanks>();
  let rankedRows = store.length;
  const columnOf = (key: string): ListColumn => {
    const column = store.columns.find((each) => each.key === key);
    if (column === undefined) throw new RangeError(`No such column: ${key}`);
    return column;
  };
  return {
    text: (row, key) => {
      let cell = texts.get(key);
      if (cell === undefined) texts.set(key, (cell = columnTexts(store, columnOf(key))));
      return cell(row);
    },
    *ranks(key) {
      // A list that is still on its way has grown.
      if (rankedRows !== store.length) ranked.clear();
      rankedRows = store.length;
      const known = ranked.get(key);
      if (known !== undefined) return known;
      const column = columnOf(key);
      const collator = new Intl.Collator(locale());
      const made = yield* rankColumn(store, column, (entry) => entryText(column, entry), collator);
      ranked.set(key, made);
      return made;
    },
    clear: () => {
      texts.clear();
      ranked.clear();
    },
  };
};
