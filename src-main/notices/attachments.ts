import { documentLimits } from '../../shared/domain/documents/document-rules.ts';
import { numberedNames, safeFileName } from '../../shared/domain/notices/file-names.ts';
import { success, type Result } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import { readNoticeAttachment, type Notice } from '../../shared/service-api/notices.ts';
import { routes } from '../../shared/service-api/routes.ts';
import type { AuditEvents } from '../audit-events/audit-events.ts';
import type { Backend, ByteStreams } from '../backend/backend.ts';
import { saveNewFile, type ChooseFolder } from '../files.ts';
import type { Handlers } from '../ipc/ipc.ts';
import type { Session } from '../session/session.ts';

type Attachment = Notice['content']['attachments'][number];
type Save = Handlers['notices.save-attachments'];

export interface AttachmentParts {
  readonly backend: Backend;
  readonly streams: ByteStreams;
  readonly session: Pick<Session, 'missing' | 'onClientsDropped'>;
  /** What the administrators allow. */
  readonly savingAllowed: () => boolean;
  readonly chooseFolder: ChooseFolder;
  /** Nothing is saved that the service could not record. */
  readonly auditEvents: AuditEvents;
}

export interface Attachments {
  /** Answers `GET /data/notices/NOTICE/ATTACHMENT` with the bytes; null for another path. */
  handle(request: Request): Promise<Response | null>;
  save: Save;
}

const PATH = /^\/data\/notices\/([\w-]{1,80})\/([\w-]{1,80})$/;
/** Name of an attachment whose sender gave it none. */
const NAMELESS = 'liite';

const refused = ({ error }: { readonly error: CallError }, status: number): Response =>
  new Response(JSON.stringify(error), { status, headers: { 'Content-Type': 'application/json' } });

/** The bytes of a reply, if they came whole and are no more than a document may have. */
const wholeBody = async (reply: Response): Promise<Uint8Array<ArrayBuffer> | null> => {
  const { headers } = reply;
  // A length that is told of packed bytes says nothing of the unpacked ones.
  const told = headers.get('content-encoding') === null ? headers.get('content-length') : null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of reply.body ?? []) {
    length += chunk.length;
    if (length > documentLimits.fileBytes) return null;
    chunks.push(chunk);
  }
  if (told !== null && Number(told) !== length) return null;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
};

type Read = (noticeId: string, attachmentId: string) => Promise<Result<Uint8Array<ArrayBuffer>, CallError>>;

/** Reads attachments from the service; what is under way ends with the session. */
const createReader = ({ streams, session }: AttachmentParts): Read => {
  const running = new Set<AbortController>();
  session.onClientsDropped(() => {
    for (const each of running) each.abort();
  });
  return async (noticeId, attachmentId) => {
    const stop = new AbortController();
    running.add(stop);
    try {
      const path = readNoticeAttachment.path
        .replace('{noticeId}', encodeURIComponent(noticeId))
        .replace('{attachmentId}', encodeURIComponent(attachmentId));
      const reply = await streams.open({ path, mediaType: '*/*', signal: stop.signal });
      if (!reply.ok) return reply;
      const bytes = await wholeBody(reply.value);
      return bytes === null ? callFailure('service-reply-invalid', { retriable: true }) : success(bytes);
    } catch {
      // Cut by the service, or by the end of the session.
      return callFailure(stop.signal.aborted ? 'cancelled' : 'service-unreachable', { retriable: true });
    } finally {
      running.delete(stop);
    }
  };
};

const createSaving = (parts: AttachmentParts, read: Read): Save => {
  const saveOne = async (noticeId: string, folder: string, { id, name, mediaType, bytes }: Attachment) => {
    const file = await read(noticeId, id);
    if (!file.ok || file.value.length !== bytes) return { attachmentId: id, fileName: null };
    const names = numberedNames(safeFileName(name, mediaType, NAMELESS));
    return { attachmentId: id, fileName: await saveNewFile(folder, names, file.value) };
  };

  return async ({ noticeId, attachmentIds }) => {
    if (!parts.savingAllowed()) return callFailure('not-allowed');
    // The names are the service's, not the window's.
    const opened = await parts.backend.request(routes.openNotice, { params: { noticeId } });
    if (!opened.ok) return opened;
    const all = opened.value.notice?.content.attachments ?? [];
    const wanted = all.filter(({ id }) => attachmentIds.includes(id));
    if (wanted.length === 0) return callFailure('service-refused-request');
    const folder = await parts.chooseFolder();
    if (folder === null) return success({ outcome: 'cancelled' });
    // The session may have ended while the dialog was open.
    const missing = parts.session.missing('role');
    if (missing !== undefined) return callFailure(missing);
    const rows = wanted.length;
    const event = { kind: 'export', subject: 'notice', clientHandle: null, rows } as const;
    const recorded = await parts.auditEvents.record(event);
    if (!recorded.ok) return recorded;
    const files: Awaited<ReturnType<typeof saveOne>>[] = [];
    // One after another: at most one document is held in memory.
    for (const attachment of wanted) files.push(await saveOne(noticeId, folder, attachment));
    return success({ outcome: 'saved', files });
  };
};

/** The bytes of attachments of notices, to look at and as files. Nothing of them is kept here. */
export const createAttachments = (parts: AttachmentParts): Attachments => {
  const read = createReader(parts);
  return {
    save: createSaving(parts, read),
    handle: async (request) => {
      const [, noticeId, attachmentId] = PATH.exec(new URL(request.url).pathname) ?? [];
      if (noticeId === undefined || attachmentId === undefined) return null;
      if (request.method !== 'GET') return refused(callFailure('invalid-request'), 405);
      const missing = parts.session.missing('role');
      if (missing !== undefined) return refused(callFailure(missing), 403);
      const file = await read(noticeId, attachmentId);
      // Never as the type that its sender gave: the window looks into the bytes.
      return file.ok
        ? new Response(file.value, { headers: { 'Content-Type': 'application/octet-stream' } })
        : refused(file, 502);
    },
  };
};
