import { isNumeric, type CellValue, type Steps } from '../../../shared/domain/lists/index.ts';
import type { CallError } from '../../../shared/ipc/errors.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import { getLocale } from '../../../shared/messages/generated/runtime.js';
import type { ListExportAnswer, ListExportRequest } from '../../../shared/service-api/list-export.ts';
import { columnLabel } from './cell-texts.ts';
import type { ListKey } from './list-loader.ts';
import type { OpenList } from './open-list.svelte.ts';
import { runInSlices } from './slices.ts';

export type ExportOutcome =
  | { readonly kind: 'saved'; readonly rows: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly error: CallError };

const internal: CallError = { code: 'internal', retriable: true };

const requestOf = (
  open: OpenList,
  key: ListKey,
  format: ListExportRequest['format'],
  listName: string,
  rows: number,
): ListExportRequest => ({
  ...(key as Pick<ListExportRequest, 'listId' | 'view' | 'period'>),
  format,
  rows,
  locale: getLocale(),
  labels: {
    confidential: m.lists_export_confidential(),
    list: m.lists_export_list(),
    period: m.lists_export_period(),
    savedBy: m.lists_export_saved_by(),
    organisation: m.lists_export_organisation(),
    purpose: m.lists_export_purpose(),
    savedAt: m.lists_export_saved_at(),
    rows: m.lists_export_rows(),
    listName,
  },
  columns: open.shownColumns.map(({ column }) => ({ label: columnLabel(column), type: column.type })),
});

const ROWS_A_PIECE = 1024;

/** The request and the rows as lines, in pieces. */
function* piecesOf(request: ListExportRequest, open: OpenList, rows: Uint32Array): Steps<readonly string[]> {
  const { store } = open.list;
  const columns = open.shownColumns.map(({ column }) => column);
  const cellsOf = (row: number): readonly CellValue[] =>
    columns.map((column) =>
      isNumeric(column) || column.type === 'date' ? store.value(row, column.key) : open.text(row, column.key),
    );
  const pieces = [`${JSON.stringify(request)}\n`];
  for (let at = 0; at < rows.length; at += ROWS_A_PIECE) {
    const lines = Array.from(
      rows.subarray(at, at + ROWS_A_PIECE),
      (row) => `${JSON.stringify(cellsOf(row))}\n`,
    );
    pieces.push(lines.join(''));
    yield undefined;
  }
  return pieces;
}

/** Rows that an export or a print takes: the selected ones, or all that pass the filter. */
export const rowsToTake = (open: OpenList): Uint32Array => {
  const selected = open.selection.rows;
  return selected.length > 0 ? selected : open.rows;
};

/** Saves the selected rows, or all that pass the filter, as a file; the main process asks the user where. */
export const exportList = async (
  open: OpenList,
  key: ListKey,
  format: ListExportRequest['format'],
  listName: string,
): Promise<ExportOutcome> => {
  const rows = rowsToTake(open);
  const request = requestOf(open, key, format, listName, rows.length);
  const pieces = await runInSlices(piecesOf(request, open, rows), new AbortController().signal);
  try {
    const body = new Blob([...(pieces ?? [])]);
    const response = await fetch('/data/list-export', { method: 'POST', body });
    const answer = (await response.json()) as ListExportAnswer | CallError;
    if ('code' in answer) return { kind: 'failed', error: answer };
    return answer.saved ? { kind: 'saved', rows: answer.rows } : { kind: 'cancelled' };
  } catch {
    return { kind: 'failed', error: internal };
  }
};
