import type { OpenList } from './open-list.svelte.ts';

/** A cell: row in the order of the table and column among those shown. The headings are the row -1. */
export interface Place {
  readonly position: number;
  readonly column: number;
}
export const HEADINGS = -1;

/** Where a key goes from the active cell; null for a key that goes nowhere. */
export const placeOfKey = (
  { key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>,
  { active, rows, shownColumns }: Pick<OpenList, 'active' | 'rows' | 'shownColumns'>,
  pageSize: number,
): Place | null => {
  const { position, column } = active;
  const lastColumn = shownColumns.length - 1;
  const last = rows.length - 1;
  const places: Readonly<Record<string, Place>> = {
    ArrowDown: { position: position + 1, column },
    ArrowUp: { position: position - 1, column },
    ArrowRight: { position, column: column + 1 },
    ArrowLeft: { position, column: column - 1 },
    PageDown: { position: position + pageSize, column },
    PageUp: { position: Math.max(0, position - pageSize), column },
    Home: ctrlKey ? { position: 0, column: 0 } : { position, column: 0 },
    End: ctrlKey ? { position: last, column: lastColumn } : { position, column: lastColumn },
  };
  const place = places[key];
  if (place === undefined) return null;
  return {
    position: Math.max(HEADINGS, Math.min(place.position, last)),
    column: Math.max(0, Math.min(place.column, lastColumn)),
  };
};

/** What else a key does at the active cell; false for a key that does nothing. */
export const actOnKey = (
  { key, ctrlKey, shiftKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'shiftKey'>,
  open: OpenList,
  onOpenRow: ((row: number) => void) | undefined,
): boolean => {
  const { position, column } = open.active;
  if (key.toLowerCase() === 'a' && ctrlKey) {
    open.selection.all();
    return true;
  }
  if (key !== ' ' && key !== 'Enter') return false;
  if (position === HEADINGS) {
    const heading = open.shownColumns[column]?.column.key;
    if (heading !== undefined) void open.sortBy(heading, shiftKey);
    return true;
  }
  if (key === ' ') {
    open.selection.toggle(position);
    return true;
  }
  const row = open.rows[position];
  if (row === undefined || onOpenRow === undefined) return false;
  onOpenRow(row);
  return true;
};
