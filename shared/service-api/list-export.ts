import { z } from 'zod';
import { columnTypes } from '../domain/lists/columns.ts';
import { listPeriod, listView } from './lists.ts';

const label = z.string().max(300);

/**
 * First line of what the window sends to be saved as a file; a JSON array of cells for each row follows. Texts are
 * as they are on the screen, numbers are numbers (money in euro cents), dates are ISO dates. Who saved it, when and for which purpose is
 * filled in by the main process.
 */
export const listExportRequest = z.strictObject({
  listId: z.string().regex(/^L[1-9]$/),
  view: listView,
  period: listPeriod,
  format: z.enum(['csv', 'xlsx']),
  /** Rows that follow. */
  rows: z.int().min(0).max(2_000_000),
  locale: z.enum(['fi', 'sv', 'en']),
  labels: z.strictObject({
    confidential: label,
    list: label,
    period: label,
    savedBy: label,
    organisation: label,
    purpose: label,
    savedAt: label,
    rows: label,
    listName: label,
  }),
  columns: z
    .array(z.strictObject({ label, type: z.enum(columnTypes) }))
    .min(1)
    .max(40),
});

export const listExportAnswer = z.discriminatedUnion('saved', [
  z.strictObject({ saved: z.literal(true), rows: z.int() }),
  z.strictObject({ saved: z.literal(false) }),
]);

export type ListExportRequest = z.infer<typeof listExportRequest>;
export type ListExportAnswer = z.infer<typeof listExportAnswer>;
