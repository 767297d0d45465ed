import { createHash } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { setImmediate as breathe } from 'node:timers/promises';
import { constants, createGzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { recipientLists } from '../../../shared/codes/index.ts';
import type { Feature } from '../../../shared/domain/access-rules.ts';
import type { IsoDate } from '../../../shared/domain/dates.ts';
import { success, type Result } from '../../../shared/domain/result.ts';
import { listPeriod, listView, openList, type ListHeader } from '../../../shared/service-api/lists.ts';
import { requireFeature, type Access, type ActiveRole } from '../access.ts';
import type { ServerParts, StreamCheck } from '../http/server.ts';
import { refuse, type ServiceFailure } from '../http/problem.ts';
import { publishedPeriods } from '../information/information-handlers.ts';
import { listColumns } from './list-columns.ts';
import type { ListRequest, ListRows, ListSource } from './list-source.ts';

export interface ListStreamParts {
  readonly access: Access;
  readonly source: ListSource;
  readonly now: () => Date;
  readonly today: () => IsoDate;
  readonly audit: (entry: {
    readonly role: ActiveRole;
    readonly operation: string;
    readonly clientId: null;
    readonly section: string;
    readonly reason: null;
    readonly outcome: string;
  }) => void;
}

/** The list of the path, if the role has a right to it and the period is published. */
const requested = (
  role: ActiveRole,
  path: Readonly<Record<string, string>>,
  today: IsoDate,
): Result<ListRequest, ServiceFailure> => {
  const listId = path['listId'] ?? '';
  const view = listView.safeParse(path['view']);
  const period = listPeriod.safeParse(path['period']);
  const list = recipientLists.find(listId);
  if (list === null || !view.success || !period.success) return refuse({ code: 'NOT_FOUND' });
  const isOpen = role.rights.lists.some((code) => code === listId);
  const allowed = requireFeature(role.rights, list.code as Feature, isOpen, {
    code: 'PURPOSE_NOT_ALLOWED',
    detail: 'the role does not open the list',
  });
  if (!allowed.ok) return allowed;
  const hasView = listColumns[`${listId}/${view.data}`] !== undefined;
  if (!hasView || !publishedPeriods(listId, today).includes(period.data))
    return refuse({ code: 'NOT_FOUND' });
  return success({ organisation: role.organisation, listId, view: view.data, period: period.data });
};

async function* linesOf(header: ListHeader, { batches }: ListRows): AsyncGenerator<string> {
  const hash = createHash('sha256');
  let rows = 0;
  yield `${JSON.stringify(header)}\n`;
  for (const batch of batches) {
    const text = batch.map((row) => `${JSON.stringify(row)}\n`).join('');
    hash.update(text);
    rows += batch.length;
    yield text;
    // Other requests get their turn while a long list is made.
    await breathe();
  }
  yield `${JSON.stringify({ kind: 'end', rows, sha256: hash.digest('hex') })}\n`;
}

const acceptsGzip = (request: FastifyRequest): boolean =>
  /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));

/** The first rows leave at once instead of waiting until the compressor's window is full. */
async function* flushedEarly(lines: AsyncGenerator<string>): AsyncGenerator<Buffer> {
  const gzip = createGzip({ level: constants.Z_BEST_SPEED });
  const out = gzip.pipe(new PassThrough());
  let count = 0;
  for await (const text of lines) {
    if (!gzip.write(text)) await new Promise((resolve) => gzip.once('drain', resolve));
    count += 1;
    if (count === 2) await new Promise<void>((resolve) => gzip.flush(constants.Z_SYNC_FLUSH, resolve));
    for (let chunk: Buffer | null; (chunk = out.read() as Buffer | null) !== null;) yield chunk;
  }
  gzip.end();
  for await (const chunk of out) yield chunk as Buffer;
}

/** Ends the stream in the middle, as a broken connection does. */
async function* cutAfter(
  chunks: AsyncIterable<string | Buffer>,
  reply: FastifyReply,
): AsyncGenerator<string | Buffer> {
  let count = 0;
  let held: string | Buffer | null = null;
  for await (const chunk of chunks) {
    // The last piece is never sent, however short the list is.
    if (held !== null) yield held;
    held = chunk;
    count += 1;
    if (count > 2) break;
  }
  await breathe();
  reply.raw.destroy();
}

const answer = async (
  request: FastifyRequest,
  reply: FastifyReply,
  check: StreamCheck,
  parts: ListStreamParts,
): Promise<FastifyReply> => {
  const checked = await check(request, reply);
  if (checked === null) return reply;
  const role = parts.access.activeRole(checked.call.session());
  const found = role.ok
    ? requested(role.value, request.params as Record<string, string>, parts.today())
    : role;
  const section = `${checked.call.parameter('listId')}/${checked.call.parameter('period')}`.slice(0, 40);
  if (role.ok)
    parts.audit({
      role: role.value,
      operation: 'openList',
      clientId: null,
      section,
      reason: null,
      outcome: found.ok ? 'OK' : found.error.code,
    });
  if (!found.ok) {
    checked.fail(found.error);
    return reply;
  }
  const etag = `"${parts.source.version(found.value)}"`;
  void reply.headers({ etag, 'cache-control': 'private, no-cache' });
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  const rows = await parts.source.rows(found.value);
  const { listId, view, period } = found.value;
  const header: ListHeader = {
    kind: 'header',
    listId,
    view: view as ListHeader['view'],
    period,
    asOf: parts.now().toISOString(),
    total: rows.total,
    columns: [...(listColumns[`${listId}/${view}`] ?? [])] as ListHeader['columns'],
  };
  const lines = linesOf(header, rows);
  const isCompressed = acceptsGzip(request);
  const chunks = isCompressed ? flushedEarly(lines) : lines;
  const whole = checked.fault?.kind === 'cut' ? cutAfter(chunks, reply) : chunks;
  if (isCompressed) void reply.header('content-encoding', 'gzip');
  void reply.headers({ 'content-type': openList.mediaType, vary: 'accept-encoding' });
  return reply.send(Readable.from(whole, { objectMode: false }));
};

/** Serves the rows of recipient lists; every opening is recorded, refused ones too. */
export const listStreams =
  (parts: ListStreamParts): NonNullable<ServerParts['registerStreams']> =>
  (app: FastifyInstance, check) => {
    app.get(openList.path.replace(/\{(\w+)\}/g, ':$1'), (request, reply) =>
      answer(request, reply, check, parts),
    );
  };
