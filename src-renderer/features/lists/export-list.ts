import { isNumeric, type CellValue } from '../../../shared/domain/lists/index.ts';
import type { CallError } from '../../../shared/ipc/errors.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import { getLocale } from '../../../shared/messages/generated/runtime.js';
import type { ListExportAnswer, ListExportRequest } from '../../../shared/service-api/list-export.ts';
import { columnLabel } from './cell-texts.ts';
import type { ListKey } from './list-loader.ts';
import type { OpenList } from './open-list.svelte.ts';

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
): ListExportRequest => ({
  ...(key as Pick<ListExportRequest, 'listId' | 'view' | 'period'>),
  format,
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

/** Saves the selected rows, or all that pass the filter, as a file; the main process asks the user where. */
export const exportList = async (
  open: OpenList,
  key: ListKey,
  format: ListExportRequest['format'],
  listName: string,
): Promise<ExportOutcome> => {
  const selected = open.selection.rows;
  const rows = selected.length > 0 ? selected : open.rows;
  const lines = [JSON.stringify(requestOf(open, key, format, listName))];
  for (const row of rows)
    lines.push(
      JSON.stringify(
        open.shownColumns.map(({ column }): CellValue =>
          isNumeric(column) ? open.list.store.value(row, column.key) : open.text(row, column.key),
        ),
      ),
    );
  try {
    const response = await fetch('/data/list-export', { method: 'POST', body: lines.join('\n') });
    const answer = (await response.json()) as ListExportAnswer | CallError;
    if ('code' in answer) return { kind: 'failed', error: answer };
    return answer.saved ? { kind: 'saved', rows: answer.rows } : { kind: 'cancelled' };
  } catch {
    return { kind: 'failed', error: internal };
  }
};
