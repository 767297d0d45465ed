import { LONGEST_COPY } from '../../../shared/ipc/longest-copy.ts';
import { columnLabel } from './cell-texts.ts';
import type { OpenList } from './open-list.svelte.ts';

/** A cell of tab-separated text: tabs and line ends in it would make cells and rows of their own. */
const plainCell = (text: string): string => text.replaceAll(/[\t\r\n]+/g, ' ');

/** What is copied: the selected rows as a table, or the active cell where no row is selected. */
export const copiedText = (open: OpenList): string => {
  const keys = open.shownColumns.map(({ column }) => column.key);
  const selected = open.selection.rows;
  if (selected.length === 0) {
    const row = open.rows[open.active.position];
    const key = keys[open.active.column];
    return row === undefined || key === undefined ? '' : open.text(row, key);
  }
  const lines = [open.shownColumns.map(({ column }) => columnLabel(column)).join('\t')];
  let length = 0;
  for (const row of selected) {
    const line = keys.map((key) => plainCell(open.text(row, key))).join('\t');
    length += line.length;
    lines.push(line);
    // Too long to be copied, which is said to the user: making the rest would only hold the screen up.
    if (length > LONGEST_COPY) break;
  }
  return lines.join('\n');
};
