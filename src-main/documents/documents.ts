import { documentLimits } from '../../shared/domain/documents/document-rules.ts';
import { uploadDocumentPart } from '../../shared/service-api/documents.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import { routes } from '../../shared/service-api/routes.ts';
import type { Audit } from '../audit/audit.ts';
import type { Clients } from '../clients/clients.ts';
import type { Handlers } from '../ipc/ipc.ts';

export type Documents = Pick<
  Handlers,
  'documents.begin' | 'documents.state' | 'documents.complete' | 'documents.cancel' | 'documents.history'
>;

/** Documents that are sent at the client's request. */
export function createDocuments(clients: Clients, audit: Audit): Documents {
  return {
    'documents.begin': ({ clientHandle, idempotencyKey, batch }) =>
      clients.request(clientHandle, routes.beginDocumentBatch, { body: batch, idempotencyKey }),
    'documents.state': ({ clientHandle, batchId }) =>
      clients.request(clientHandle, routes.readDocumentBatch, { params: { batchId } }),
    'documents.complete': async ({ clientHandle, batchId }) => {
      const done = await clients.request(clientHandle, routes.completeDocumentBatch, { params: { batchId } });
      if (done.ok && done.value.outcome === 'SENT') audit.record({ event: 'documents-sent' });
      return done;
    },
    'documents.cancel': ({ clientHandle, batchId }) =>
      clients.request(clientHandle, routes.cancelDocumentBatch, { params: { batchId } }),
    'documents.history': ({ clientHandle }) => clients.request(clientHandle, routes.listDocumentBatches),
  };
}

/** `/data/documents/HANDLE/BATCH/FILE/OFFSET`: ids and a number, nothing of the client. */
const PATH = /^\/data\/documents\/([\w-]{8,80})\/([\w-]{1,80})\/([\w-]{1,20})\/(\d{1,9})$/;

const answer = (value: unknown, status: number): Response =>
  new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json' } });

/**
 * Takes the bytes of a document from the window, part by part, and hands them on to the service; nothing of
 * them is written to the disk. Answers `{ fileId, received }`, or the error of the call. Null for another path.
 */
export function createDocumentData(clients: Clients): (request: Request) => Promise<Response | null> {
  return async (request) => {
    const [, handle, batchId, fileId, offset] = PATH.exec(new URL(request.url).pathname) ?? [];
    if (handle === undefined || batchId === undefined || fileId === undefined || offset === undefined)
      return null;
    const bytes = request.method === 'POST' ? new Uint8Array(await request.arrayBuffer()) : new Uint8Array();
    if (bytes.length === 0 || bytes.length > documentLimits.partBytes)
      return answer(callFailure('invalid-request').error, 400);
    const params = { batchId, fileId, offset };
    const sent = await clients.request(handle, uploadDocumentPart, { params, bytes });
    return sent.ok ? answer(sent.value, 200) : answer(sent.error, 502);
  };
}
