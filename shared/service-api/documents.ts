import { z } from 'zod';
import {
  documentKinds,
  documentLimits,
  documentTypes,
  requestWays,
} from '../domain/documents/document-rules.ts';
import { route } from './contract.ts';
import { code, id, instant, isoDate, isoMonth, shortText } from './fields.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a file of a batch is, told before its bytes. The order of the files is that of the reader. */
export const documentFile = z.strictObject({
  name: shortText.min(1),
  kind: z.enum(documentKinds),
  bytes: z.int().min(1).max(documentLimits.fileBytes),
  /** Lower-case hexadecimal, over the bytes as they were read. */
  sha256,
  documentType: z.enum(documentTypes),
  months: z.array(isoMonth).max(documentLimits.months),
  /** Clockwise, for the reader; the bytes stay as they are. */
  rotation: z.literal([0, 90, 180, 270]),
});

export const documentBatch = z.strictObject({
  /** The client's request: documents are sent at it alone. */
  clientRequest: z.strictObject({ way: z.enum(requestWays), date: isoDate }),
  /** Pending matter that the documents belong to; null: new or unknown. */
  applicationId: id.nullable(),
  note: z.string().max(documentLimits.noteLength).nullable(),
  files: z.array(documentFile).min(1).max(documentLimits.files),
});

const fileState = z.object({ fileId: id, received: z.int().min(0) });

/** Proof that the documents of a batch are with Kela, every byte of them. */
export const documentReceipt = z.object({
  receiptNumber: z.string().max(40),
  sentAt: instant,
  files: z.array(documentFile.pick({ name: true, bytes: true, sha256: true, documentType: true })),
});

export const batchState = z.object({
  clientId: id,
  batchId: id,
  files: z.array(fileState).max(documentLimits.files),
  receipt: documentReceipt.nullable(),
});

const problems = ['MANDATE_MISSING', 'PURPOSE_NOT_ALLOWED', 'CLIENT_NOT_FOUND', 'NOT_FOUND'] as const;
const shared = { authentication: 'role', sensitivity: 'client', safeToRepeat: true } as const;

export const beginDocumentBatch = route({
  ...shared,
  method: 'POST',
  path: '/clients/{clientId}/document-batches',
  summary: 'Begins to send documents at the client’s request; the same key gives the same batch as it stands',
  request: documentBatch,
  response: batchState,
  problems: [...problems, 'IDEMPOTENCY_KEY_MISSING', 'IDEMPOTENCY_KEY_REUSED'],
  idempotencyKey: true,
});

export const readDocumentBatch = route({
  ...shared,
  method: 'GET',
  path: '/clients/{clientId}/document-batches/{batchId}',
  summary: 'How many bytes of each file the service has, to go on after a cut',
  response: batchState,
  problems,
});

/**
 * The next bytes of a file, `application/octet-stream`. Bytes that the service already has are passed over; the
 * answer says from where to go on, also when the offset was another.
 */
export const uploadDocumentPart = route({
  ...shared,
  method: 'POST',
  path: '/clients/{clientId}/document-batches/{batchId}/files/{fileId}/parts/{offset}',
  summary: 'The next bytes of a file',
  response: fileState.extend({ clientId: id }),
  problems,
});

export const completeDocumentBatch = route({
  ...shared,
  method: 'POST',
  path: '/clients/{clientId}/document-batches/{batchId}/completion',
  summary: 'Checks every file against its hash and its kind, and gives the one receipt of the batch',
  response: z.discriminatedUnion('outcome', [
    z.object({ clientId: id, outcome: z.literal('SENT'), receipt: documentReceipt }),
    z.object({ clientId: id, outcome: z.literal('INCOMPLETE'), files: z.array(fileState) }),
    z.object({
      clientId: id,
      outcome: z.literal('REFUSED'),
      files: z.array(z.object({ fileId: id, reason: code })),
    }),
  ]),
  problems,
});

export const cancelDocumentBatch = route({
  ...shared,
  method: 'POST',
  path: '/clients/{clientId}/document-batches/{batchId}/cancellation',
  summary: 'Drops what has come of a batch that is not sent; a batch that is sent answers its receipt',
  response: z.object({ clientId: id, batchId: id, receipt: documentReceipt.nullable() }),
  problems,
});

export const listDocumentBatches = route({
  ...shared,
  method: 'GET',
  path: '/clients/{clientId}/document-batches',
  summary: 'Documents that the organisation has sent for the client, newest first',
  response: z.object({
    clientId: id,
    batches: z.array(documentReceipt.extend({ sentBy: shortText, applicationId: id.nullable() })).max(500),
  }),
  problems,
});

export type DocumentFile = z.infer<typeof documentFile>;
export type DocumentBatch = z.infer<typeof documentBatch>;
export type DocumentReceipt = z.infer<typeof documentReceipt>;
export type BatchState = z.infer<typeof batchState>;
