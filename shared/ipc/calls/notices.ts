import { z } from 'zod';
import { id } from '../../service-api/fields.ts';
import * as noticeContract from '../../service-api/notices.ts';
import { call, nothing } from './call.ts';

export const noticesCalls = {
  /** A part of the work queue after a position, oldest first. */
  'notices.queue': call({
    needs: 'role',
    request: z.strictObject({
      after: z.strictObject(noticeContract.queuePosition.shape).nullable(),
      limit: z.int().min(1).max(1000),
    }),
    response: noticeContract.listNotices.response,
    perSecond: 20,
  }),
  'notices.changes': call({
    needs: 'role',
    request: z.strictObject({
      revision: z.int().min(0),
      after: z.strictObject(noticeContract.queuePosition.shape).nullable(),
    }),
    response: noticeContract.noticeChanges.response,
    perSecond: 5,
  }),
  'notices.handlers': call({
    needs: 'role',
    request: nothing,
    response: noticeContract.listNoticeHandlers.response,
    perSecond: 5,
  }),
  'notices.open': call({
    needs: 'role',
    request: z.strictObject({ noticeId: id }),
    response: noticeContract.noticeOutcome,
    perSecond: 10,
  }),
  'notices.handle': call({
    needs: 'role',
    request: z.strictObject({
      noticeId: id,
      idempotencyKey: z.uuid(),
      version: z.int().min(1),
      action: noticeContract.noticeAction,
    }),
    response: noticeContract.noticeOutcome,
    perSecond: 10,
  }),
  'notices.transfer': call({
    needs: 'role',
    request: z.strictObject({ idempotencyKey: z.uuid(), transfer: noticeContract.noticeTransfer }),
    response: noticeContract.transferReceipt,
    perSecond: 5,
  }),
} as const;
