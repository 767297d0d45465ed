import { z } from 'zod';
import * as documentContract from '../../service-api/documents.ts';
import { id } from '../../service-api/fields.ts';
import { call, clientHandle } from './call.ts';

export const documentsCalls = {
  /** The bytes of the files go by `fetch`, see src-main/documents. */
  'documents.begin': call({
    needs: 'role',
    request: z.strictObject({
      clientHandle,
      idempotencyKey: z.uuid(),
      batch: documentContract.documentBatch,
    }),
    response: documentContract.batchState,
    perSecond: 5,
  }),
  'documents.state': call({
    needs: 'role',
    request: z.strictObject({ clientHandle, batchId: id }),
    response: documentContract.batchState,
    perSecond: 10,
  }),
  'documents.complete': call({
    needs: 'role',
    request: z.strictObject({ clientHandle, batchId: id }),
    response: documentContract.completeDocumentBatch.response,
    perSecond: 5,
  }),
  'documents.cancel': call({
    needs: 'role',
    request: z.strictObject({ clientHandle, batchId: id }),
    response: documentContract.cancelDocumentBatch.response,
    perSecond: 5,
  }),
  'documents.history': call({
    needs: 'role',
    request: z.strictObject({ clientHandle }),
    response: documentContract.listDocumentBatches.response,
    perSecond: 10,
  }),
} as const;
