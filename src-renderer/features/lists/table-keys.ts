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

/** Pixels by which a key widens a column, and its limits. */
export const WIDTH_STEP = 24;
export const widthWithin = (width: number): number => Math.max(60, Math.min(600, width));

/**
 * Moves (Ctrl) or widens (Shift) the column of the active heading by the arrow keys; false for every other key. The
 * heading stays the active one, wherever it has gone.
 */
export const changeColumn = (
  { key, ctrlKey, shiftKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'shiftKey'>,
  open: Pick<OpenList, 'active' | 'columns' | 'shownColumns' | 'setColumns'>,
): boolean => {
  const by = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
  const { position, column } = open.active;
  const view = open.shownColumns[column];
  if (position !== HEADINGS || by === 0 || ctrlKey === shiftKey || view === undefined) return false;
  const at = open.columns.indexOf(view);
  if (shiftKey) {
    open.setColumns(open.columns.with(at, { ...view, width: widthWithin(view.width + by * WIDTH_STEP) }));
    open.active = { position, column };
    return true;
  }
  const neighbour = open.shownColumns[column + by];
  if (neighbour === undefined) return true;
  open.setColumns(open.columns.toSpliced(at, 1).toSpliced(open.columns.indexOf(neighbour), 0, view));
  open.active = { position, column: column + by };
  return true;
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
