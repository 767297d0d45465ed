import { purposes } from '../../shared/codes/index.ts';
import { todayInHelsinki, formatFinnish } from '../../shared/domain/dates.ts';
import type { CellValue } from '../../shared/domain/lists/columns.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import {
  listExportRequest,
  type ListExportAnswer,
  type ListExportRequest,
} from '../../shared/service-api/list-export.ts';
import type { Audit } from '../audit/audit.ts';
import type { Clock } from '../clock.ts';
import { saveFile, type ChooseFile } from '../files.ts';
import type { Session } from '../session/session.ts';
import { csvOf, xlsxOf, type FileRows, type Marking } from './list-files.ts';

export interface ListExportParts {
  readonly session: Session;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly exportAllowed: () => boolean;
  readonly chooseFile: ChooseFile;
}

const PATH = '/data/list-export';
const LARGEST_BODY = 256 * 1024 * 1024;

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

interface Export {
  readonly request: ListExportRequest;
  readonly rows: FileRows;
}

/** What the window sent; null for anything that is not as agreed. */
export const parseExport = (text: string): Export | null => {
  const lines = text.split('\n');
  const request = listExportRequest.safeParse(parseJson(lines[0] ?? '')).data;
  if (request === undefined) return null;
  const rows: CellValue[][] = [];
  for (const line of lines.slice(1)) {
    if (line === '') continue;
    const row = parseJson(line);
    if (!Array.isArray(row) || row.length !== request.columns.length || !row.every(isCell)) return null;
    rows.push(row);
  }
  return { request, rows };
};

const timeOfDay = new Intl.DateTimeFormat('fi-FI', {
  timeZone: 'Europe/Helsinki',
  hour: 'numeric',
  minute: '2-digit',
});

const markingOf = ({ request, rows }: Export, parts: ListExportParts): Marking | null => {
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
    [labels.rows, String(rows.length)],
  ];
};

/** Saves rows of the window as a file where the user says, where the administrators allow it. */
export const createListExport = (parts: ListExportParts) => {
  const run = async (sent: Request): Promise<Response> => {
    const missing = parts.session.missing('role');
    if (missing !== undefined) return answer(callFailure(missing).error, 403);
    if (!parts.exportAllowed()) return answer(callFailure('not-allowed').error, 403);
    const body = await sent.arrayBuffer();
    if (body.byteLength > LARGEST_BODY) return answer(callFailure('invalid-request').error, 413);
    const found = parseExport(new TextDecoder().decode(body));
    if (found === null) return answer(callFailure('invalid-request').error, 400);
    const { listId, view, period, format, columns } = found.request;
    if (parts.session.role()?.rights.lists.includes(listId) !== true)
      return answer(callFailure('purpose-not-allowed').error, 403);
    const path = await parts.chooseFile(`kelmu-${listId}-${view}-${period}.${format}`, format);
    // The session may have ended while the dialog was open.
    const marking = markingOf(found, parts);
    if (path === null) return answer({ saved: false });
    if (marking === null) return answer(callFailure('session-locked').error, 403);
    const content =
      format === 'csv'
        ? csvOf(marking, columns, found.rows)
        : await xlsxOf(`${listId} ${period}`, marking, columns, found.rows);
    if (!(await saveFile(path, content))) return answer(callFailure('storage-failed').error, 500);
    const rows = found.rows.length;
    parts.audit.record({ event: 'list-exported', list: listId, period, format, rows });
    return answer({ saved: true, rows });
  };
  return {
    /** @returns null for a path that is not its own */
    handle: async (request: Request): Promise<Response | null> => {
      if (new URL(request.url).pathname !== PATH) return null;
      return request.method === 'POST' ? run(request) : answer(callFailure('invalid-request').error, 405);
    },
  };
};
