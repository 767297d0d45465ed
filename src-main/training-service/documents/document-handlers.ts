import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { documentLimits } from '../../../shared/domain/documents/document-rules.ts';
import { success, type Result } from '../../../shared/domain/result.ts';
import {
  uploadDocumentPart,
  type BatchState,
  type DocumentReceipt,
} from '../../../shared/service-api/documents.ts';
import { requireFeature, type ActiveRole } from '../access.ts';
import type { AnsweredKeys } from '../answered-keys.ts';
import { openedClient, type ClientParts } from '../clients/client-handlers.ts';
import type { Call, Handlers } from '../http/call.ts';
import { refuse, type ServiceFailure } from '../http/problem.ts';
import type { StreamCheck } from '../http/server.ts';
import { fileIndexOf, type DocumentStore, type StoredBatch } from './document-store.ts';

export interface DocumentParts extends ClientParts {
  readonly documents: DocumentStore;
  readonly keys: AnsweredKeys;
}

type DocumentHandlers = Pick<
  Handlers,
  | 'beginDocumentBatch'
  | 'readDocumentBatch'
  | 'completeDocumentBatch'
  | 'cancelDocumentBatch'
  | 'listDocumentBatches'
>;

interface Sender {
  readonly role: ActiveRole;
  readonly clientId: string;
  readonly personNumber: number;
}

const senderOf = (parts: DocumentParts, call: Call): Result<Sender, ServiceFailure> => {
  const role = parts.access.activeRole(call.session());
  if (!role.ok) return role;
  const { rights } = role.value;
  const allowed = requireFeature(rights, 'documents', rights.documents, { code: 'PURPOSE_NOT_ALLOWED' });
  if (!allowed.ok) return allowed;
  const client = openedClient(call, role.value, parts.ids);
  return client.ok ? success({ role: role.value, ...client.value }) : client;
};

type Found = Sender & { readonly batch: StoredBatch };

/** A batch of the organisation, for the client of the path. */
const batchOf = (parts: DocumentParts, call: Call): Result<Found, ServiceFailure> => {
  const sender = senderOf(parts, call);
  if (!sender.ok) return sender;
  const { role, personNumber } = sender.value;
  const batch = parts.documents.find(call.parameter('batchId'));
  const isOwn =
    batch?.personNumber === personNumber && batch.organisationId === role.organisation.organisationId;
  return batch !== null && isOwn ? success({ ...sender.value, batch }) : refuse({ code: 'NOT_FOUND' });
};

const stateOf = (parts: DocumentParts, clientId: string, batch: StoredBatch): BatchState => ({
  clientId,
  batchId: batch.id,
  files: [...parts.documents.received(batch)],
  receipt: batch.receipt,
});

const record = (parts: DocumentParts, { role, clientId }: Sender, operation: string, outcome: string): void =>
  parts.audit({ role, operation, clientId, section: null, reason: null, outcome });

const begin = (parts: DocumentParts): DocumentHandlers['beginDocumentBatch'] => {
  return (call, body) => {
    const sender = senderOf(parts, call);
    if (!sender.ok) return sender;
    const { role, clientId, personNumber } = sender.value;
    const total = body.files.reduce((sum, { bytes }) => sum + bytes, 0);
    if (total > documentLimits.batchBytes) return refuse({ code: 'REQUEST_INVALID', detail: 'files' });
    if (body.clientRequest.date > parts.register.today())
      return refuse({ code: 'REQUEST_INVALID', detail: 'clientRequest.date' });
    const { pending } = parts.register.file(personNumber);
    if (body.applicationId !== null && pending.every(({ id }) => id !== body.applicationId))
      return refuse({ code: 'REQUEST_INVALID', detail: 'applicationId' });
    const begun = parts.keys.once(call, role.user.userId, [clientId, body], () => {
      const { id } = parts.documents.begin({
        organisationId: role.organisation.organisationId,
        personNumber,
        sentBy: `${role.user.givenName} ${role.user.surname}`,
        batch: body,
      });
      record(parts, sender.value, 'beginDocumentBatch', 'OK');
      return success({ id });
    });
    if (!begun.ok) return begun;
    const batch = parts.documents.find(begun.value.id);
    return batch === null ? refuse({ code: 'NOT_FOUND' }) : success(stateOf(parts, clientId, batch));
  };
};

const receiptOf = (parts: DocumentParts, { batch }: StoredBatch): DocumentReceipt => {
  const at = parts.now();
  return {
    receiptNumber: parts.keys.receiptNumber('AK', at),
    sentAt: at.toISOString(),
    files: batch.files.map(({ name, bytes, sha256, documentType }) => ({
      name,
      bytes,
      sha256,
      documentType,
    })),
  };
};

const complete = (parts: DocumentParts): DocumentHandlers['completeDocumentBatch'] => {
  return (call) => {
    const found = batchOf(parts, call);
    if (!found.ok) return found;
    const { batch, clientId } = found.value;
    if (batch.receipt !== null) return success({ clientId, outcome: 'SENT', receipt: batch.receipt });
    const files = parts.documents.received(batch);
    if (files.some(({ received }, at) => received !== batch.batch.files[at]?.bytes))
      return success({ clientId, outcome: 'INCOMPLETE', files: [...files] });
    const refused = parts.documents.refusals(batch);
    record(parts, found.value, 'completeDocumentBatch', refused.length === 0 ? 'OK' : 'REFUSED');
    if (refused.length > 0) return success({ clientId, outcome: 'REFUSED', files: [...refused] });
    const receipt = receiptOf(parts, batch);
    parts.documents.complete(batch, receipt);
    return success({ clientId, outcome: 'SENT', receipt });
  };
};

export const createDocumentHandlers = (parts: DocumentParts): DocumentHandlers => ({
  beginDocumentBatch: begin(parts),
  completeDocumentBatch: complete(parts),
  readDocumentBatch: (call) => {
    const found = batchOf(parts, call);
    return found.ok ? success(stateOf(parts, found.value.clientId, found.value.batch)) : found;
  },
  cancelDocumentBatch: (call) => {
    const found = batchOf(parts, call);
    if (!found.ok) return found;
    const { batch, clientId } = found.value;
    if (batch.receipt === null) parts.documents.cancel(batch);
    record(parts, found.value, 'cancelDocumentBatch', 'OK');
    return success({ clientId, batchId: batch.id, receipt: batch.receipt });
  },
  listDocumentBatches: (call) => {
    const sender = senderOf(parts, call);
    if (!sender.ok) return sender;
    const { role, clientId, personNumber } = sender.value;
    record(parts, sender.value, 'listDocumentBatches', 'OK');
    const sent = parts.documents.sentFor(personNumber, role.organisation.organisationId);
    return success({
      clientId,
      batches: sent.flatMap(({ receipt, sentBy, batch }) =>
        receipt === null ? [] : [{ ...receipt, sentBy, applicationId: batch.applicationId }],
      ),
    });
  },
});

const append = (parts: DocumentParts, call: Call, body: unknown) => {
  const found = batchOf(parts, call);
  if (!found.ok) return found;
  const { batch, clientId } = found.value;
  const fileId = call.parameter('fileId');
  const index = fileIndexOf(fileId);
  const told = index === null ? undefined : batch.batch.files[index];
  if (index === null || told === undefined) return refuse({ code: 'NOT_FOUND' });
  const offset = Number(call.parameter('offset'));
  const fits = Number.isSafeInteger(offset) && offset >= 0 && Buffer.isBuffer(body) && body.length > 0;
  if (!fits || offset + body.length > told.bytes) return refuse({ code: 'REQUEST_INVALID', detail: 'bytes' });
  if (batch.receipt !== null) return success({ clientId, fileId, received: told.bytes });
  return success({ clientId, fileId, received: parts.documents.append(batch, index, offset, body) });
};

/** Takes the bytes of documents. They are not JSON, so they come beside the other operations. */
export const documentStreams =
  (parts: DocumentParts) =>
  (app: FastifyInstance, check: StreamCheck): void => {
    const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const checked = await check(request, reply);
      if (checked === null) return reply;
      if (checked.fault?.kind === 'cut') {
        reply.hijack();
        reply.raw.destroy();
        return reply;
      }
      const result = append(parts, checked.call, request.body);
      if (!result.ok) {
        checked.fail(result.error);
        return reply;
      }
      if (checked.fault?.kind === 'lost-answer') {
        reply.hijack();
        reply.raw.destroy();
        return reply;
      }
      return reply.send(result.value);
    };
    // Only here: everywhere else a body that is not JSON is refused.
    void app.register((scope, _options, done) => {
      scope.addContentTypeParser(
        'application/octet-stream',
        { parseAs: 'buffer', bodyLimit: documentLimits.partBytes },
        (_request, body, parsed) => parsed(null, body),
      );
      const url = uploadDocumentPart.path.replace(/\{(\w+)\}/g, ':$1');
      scope.post(url, { bodyLimit: documentLimits.partBytes }, answer);
      done();
    });
  };
