import { purposes } from '../../shared/codes/index.ts';
import { todayInHelsinki, formatFinnish } from '../../shared/domain/dates.ts';
import { createLines, type CellValue } from '../../shared/domain/lists/index.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import {
  listExportRequest,
  type ListExportAnswer,
  type ListExportRequest,
} from '../../shared/service-api/list-export.ts';
import type { Audit } from '../audit/audit.ts';
import type { AuditEvents } from '../audit-events/audit-events.ts';
import type { Clock } from '../clock.ts';
import { saveFile, type ChooseFile } from '../files.ts';
import type { Session } from '../session/session.ts';
import { csvOf, xlsxOf, type FileRows, type Marking } from './list-files.ts';

export interface ListExportParts {
  readonly session: Session;
  readonly clock: Clock;
  readonly audit: Audit;
  /** Nothing is saved that the service could not record. */
  readonly auditEvents: AuditEvents;
  readonly exportAllowed: () => boolean;
  readonly chooseFile: ChooseFile;
}

const PATH = '/data/list-export';

const answer = (body: ListExportAnswer | CallError, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });

const isCell = (value: unknown): value is CellValue =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Undefined is neither a request nor a row.
    return undefined;
  }
};

/** What the window sends is not as agreed, or must not be saved any more. */
export class ExportRefused extends Error {}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const lines = createLines();
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    yield* lines.push(decoder.decode(value, { stream: true }));
  }
  if (lines.rest() !== '') yield lines.rest();
}

async function* rowsOf(
  lines: AsyncGenerator<string>,
  { columns, rows }: ListExportRequest,
): AsyncGenerator<readonly CellValue[]> {
  let count = 0;
  for await (const line of lines) {
    const row = parseJson(line);
    if (!Array.isArray(row) || row.length !== columns.length || !row.every(isCell))
      throw new ExportRefused('a row is not as agreed');
    count += 1;
    yield row;
  }
  if (count !== rows) throw new ExportRefused('rows are missing');
}

export interface Export {
  readonly request: ListExportRequest;
  /** Throws {@link ExportRefused} where the rows are not what the request says. */
  readonly rows: FileRows;
}

/** What the window sends, as it comes; null for a request that is not as agreed. */
export const readExport = async (body: ReadableStream<Uint8Array>): Promise<Export | null> => {
  const lines = linesOf(body);
  const first = await lines.next();
  const request = listExportRequest.safeParse(parseJson(first.value ?? '')).data;
  return request === undefined ? null : { request, rows: rowsOf(lines, request) };
};

const timeOfDay = new Intl.DateTimeFormat('fi-FI', {
  timeZone: 'Europe/Helsinki',
  hour: 'numeric',
  minute: '2-digit',
});

const markingOf = (request: ListExportRequest, parts: ListExportParts): Marking | null => {
  const state = parts.session.state();
  if (state.phase !== 'active') return null;
  const { labels, locale, period } = request;
  const { organisation, purpose } = state.role;
  const now = new Date(parts.clock.now());
  const purposeName = purposes.find(purpose)?.[locale] ?? purpose;
  return [
    [labels.confidential, ''],
    [labels.list, labels.listName],
    [labels.period, period],
    [labels.savedBy, state.user.name],
    [labels.organisation, locale === 'sv' ? organisation.name.sv : organisation.name.fi],
    [labels.purpose, purposeName],
    [labels.savedAt, `${formatFinnish(todayInHelsinki(now))} ${timeOfDay.format(now)}`],
    [labels.rows, String(request.rows)],
  ];
};

/** The rows as long as the session may see them. */
async function* whileAllowed(rows: FileRows, parts: ListExportParts): AsyncGenerator<readonly CellValue[]> {
  for await (const row of rows) {
    if (parts.session.missing('role') !== undefined) throw new ExportRefused('the session has ended');
    yield row;
  }
}

/** Saves rows of the window as a file where the user says, where the administrators allow it. */
export const createListExport = (parts: ListExportParts) => {
  const run = async (body: ReadableStream<Uint8Array>): Promise<Response> => {
    const missing = parts.session.missing('role');
    if (missing !== undefined) return answer(callFailure(missing).error, 403);
    if (!parts.exportAllowed()) return answer(callFailure('not-allowed').error, 403);
    const found = await readExport(body);
    if (found === null) return answer(callFailure('invalid-request').error, 400);
    const { listId, view, period, format, columns, rows } = found.request;
    if (parts.session.role()?.rights.lists.includes(listId) !== true)
      return answer(callFailure('purpose-not-allowed').error, 403);
    const path = await parts.chooseFile(`kelmu-${listId}-${view}-${period}.${format}`, format);
    if (path === null) return answer({ saved: false });
    // The session may have ended while the dialog was open.
    const marking = markingOf(found.request, parts);
    if (marking === null) return answer(callFailure('session-locked').error, 403);
    const leaving = { subject: 'recipient-list', listId, period, format, rows } as const;
    const recorded = await parts.auditEvents.record({ kind: 'export', clientHandle: null, ...leaving });
    if (!recorded.ok) return answer(recorded.error, 502);
    const lines = whileAllowed(found.rows, parts);
    const content =
      format === 'csv'
        ? csvOf(marking, columns, lines)
        : await xlsxOf(`${listId} ${period}`, marking, columns, lines);
    if (!(await saveFile(path, content))) return answer(callFailure('storage-failed').error, 500);
    parts.audit.record({ event: 'list-exported', list: listId, period, format, rows });
    return answer({ saved: true, rows });
  };
  return {
    /** @returns null for a path that is not its own */
    handle: async (request: Request): Promise<Response | null> => {
      if (new URL(request.url).pathname !== PATH) return null;
      return request.method === 'POST' && request.body !== null
        ? run(request.body)
        : answer(callFailure('invalid-request').error, 405);
    },
  };
};
