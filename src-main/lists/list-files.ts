import { formatFinnish, parseIsoDate, type IsoDate } from '../../shared/domain/dates.ts';
import type { CellValue } from '../../shared/domain/lists/columns.ts';
import type { ListExportRequest } from '../../shared/service-api/list-export.ts';

type Column = ListExportRequest['columns'][number];
export type FileRows = AsyncIterable<readonly CellValue[]>;
/** Lines above the table: label and value. */
export type Marking = readonly (readonly [string, string])[];

const BYTE_ORDER_MARK = '\uFEFF';
/** What a spreadsheet program takes for a formula or a command at the start of a cell (OWASP, CSV injection). */
const FORMULA_START = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/** A text that no spreadsheet program runs: what could begin a formula is led by an apostrophe. */
export const formulaSafe = (text: string): string => (FORMULA_START.test(text) ? `'${text}` : text);

const quoted = (text: string): string => (/[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const euros = (cents: number): string => {
  const whole = Math.abs(cents);
  return `${cents < 0 ? '-' : ''}${Math.floor(whole / 100)},${String(whole % 100).padStart(2, '0')}`;
};

/** The ISO date of a cell of dates; null for what is none, which stays as it came. */
const dateOf = (value: CellValue, column: Column | undefined): IsoDate | null => {
  const parsed = column?.type === 'date' && typeof value === 'string' ? parseIsoDate(value) : null;
  return parsed?.ok === true ? parsed.value : null;
};

const csvCell = (value: CellValue, column: Column | undefined): string => {
  if (value === null) return '';
  const date = dateOf(value, column);
  if (date !== null) return formatFinnish(date);
  if (typeof value === 'number')
    return column?.type === 'money' ? euros(value) : String(value).replace('.', ',');
  return quoted(formulaSafe(String(value)));
};

const csvLine = (cells: readonly string[]): string => `${cells.join(';')}\r\n`;

async function* csvLines(
  marking: Marking,
  columns: readonly Column[],
  rows: FileRows,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK;
  for (const pair of marking) yield csvLine(pair.map((text) => quoted(formulaSafe(text))));
  yield csvLine([]);
  yield csvLine(columns.map(({ label }) => quoted(formulaSafe(label))));
  for await (const row of rows) yield csvLine(columns.map((column, at) => csvCell(row[at] ?? null, column)));
}

/** Characters that are handed on at once. */
const PIECE = 64 * 1024;

/** CSV as Excel in Finland opens it: UTF-8 with a byte order mark, semicolons, decimal commas. Made while it is read. */
export const csvOf = (
  marking: Marking,
  columns: readonly Column[],
  rows: FileRows,
): ReadableStream<Uint8Array> => {
  const lines = csvLines(marking, columns, rows);
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      let piece = '';
      while (piece.length < PIECE) {
        const { done, value } = await lines.next();
        if (done === true) break;
        piece += value;
      }
      if (piece === '') controller.close();
      else controller.enqueue(encoder.encode(piece));
    },
    cancel: async () => void (await lines.return(undefined)),
  });
};

/** Rows of a sheet; texts stay texts, so that nothing in them is a formula. Dates are dates, which can be sorted. */
async function* sheetRows(
  marking: Marking,
  columns: readonly Column[],
  rows: FileRows,
): AsyncGenerator<(CellValue | Date)[]> {
  for (const pair of marking) yield [...pair];
  yield [];
  yield columns.map(({ label }) => label);
  for await (const row of rows)
    yield columns.map((column, at) => {
      const value = row[at] ?? null;
      const date = dateOf(value, column);
      if (date !== null) return new Date(`${date}T00:00:00Z`);
      return column.type === 'money' && typeof value === 'number' ? value / 100 : value;
    });
}

/** An XLSX file, made while it is read. Loads its library when it is first needed. */
export const xlsxOf = async (
  sheetName: string,
  marking: Marking,
  columns: readonly Column[],
  rows: FileRows,
): Promise<ReadableStream<Uint8Array>> => {
  const { writeXlsxStream } = await import('hucre/xlsx');
  return writeXlsxStream(sheetRows(marking, columns, rows), { name: sheetName });
};
