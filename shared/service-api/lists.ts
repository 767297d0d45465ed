import { z } from 'zod';
import { columnTypes } from '../domain/lists/columns.ts';
import { code, instant } from './fields.ts';

/**
 * Rows of a recipient list, streamed as NDJSON (`application/x-ndjson`, gzip where asked for): a line with the
 * header, a line with a JSON array for each row, a line with the end. A stream without its end, or whose end
 * does not fit the rows, was cut and must not be shown as whole. `ETag` and `If-None-Match` work as in RFC 9110:
 * 304 without a body where nothing has changed.
 */
export const openList = {
  method: 'GET',
  path: '/lists/{listId}/{view}/{period}',
  summary: 'Rows of a recipient list, as a stream',
  authentication: 'role',
  sensitivity: 'personal',
  mediaType: 'application/x-ndjson',
} as const;

/** A view of a list; most lists have `persons` alone, child care support has recipients and payments. */
export const listView = z.enum(['persons', 'recipients', 'payments']);
/** `YYYY-MM` of a month, `YYYY-1` and `YYYY-2` of a half-year. */
export const listPeriod = z.string().regex(/^\d{4}-(0[1-9]|1[0-2]|[12])$/);

export const listColumn = z.object({
  key: z.string().regex(/^[a-zA-Z]{1,40}$/),
  type: z.enum(columnTypes),
  codeList: z.string().max(60).optional(),
});

/** First line. */
export const listHeader = z.object({
  kind: z.literal('header'),
  listId: code,
  view: listView,
  period: listPeriod,
  /** When the service made the rows. */
  asOf: instant,
  /** Rows that follow. */
  total: z.int().min(0).max(2_000_000),
  columns: z.array(listColumn).min(1).max(40),
});

/** Last line. */
export const listEnd = z.object({
  kind: z.literal('end'),
  rows: z.int().min(0),
  /** SHA-256 over the lines of the rows with their line feeds, in lower-case hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export type ListHeader = z.infer<typeof listHeader>;
export type ListEnd = z.infer<typeof listEnd>;
export type ListView = z.infer<typeof listView>;
