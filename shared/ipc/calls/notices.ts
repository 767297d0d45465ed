import { z } from 'zod';
import { id } from '../../service-api/fields.ts';
import * as noticeContract from '../../service-api/notices.ts';
import { call, done, nothing } from './call.ts';

export const noticesCalls = {
  /** A part of the work queue after a position, oldest first: open notices, or lately closed ones. */
  'notices.queue': call({
    needs: 'role',
    request: z.strictObject({
      after: z.strictObject(noticeContract.queuePosition.shape).nullable(),
      limit: z.int().min(1).max(1000),
      closed: z.boolean().optional(),
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
  /** Attachments as files where the user says. The bytes to look at go by `fetch`, see src-main/notices. */
  'notices.save-attachments': call({
    needs: 'role',
    request: z.strictObject({ noticeId: id, attachmentIds: z.array(id).min(1).max(20) }),
    response: z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('cancelled') }),
      z.object({
        outcome: z.literal('saved'),
        /** One for each attachment; `fileName` is null where it could not be saved. */
        files: z.array(z.object({ attachmentId: id, fileName: z.string().nullable() })),
      }),
    ]),
    perSecond: 2,
  }),
  /** New notices that wait and have just arrived, for the badge and a notice of the operating system. */
  'notices.alert': call({
    needs: 'role',
    request: z.strictObject({ waiting: z.int().min(0).max(100_000), arrived: z.int().min(0).max(100_000) }),
    response: done,
    perSecond: 5,
  }),
  'notices.transfers': call({
    needs: 'role',
    request: nothing,
    response: noticeContract.listNoticeTransfers.response,
    perSecond: 5,
  }),
  'notices.transfer': call({
    needs: 'role',
    request: z.strictObject({ idempotencyKey: z.uuid(), transfer: noticeContract.noticeTransfer }),
    response: noticeContract.transferReceipt,
    // A transfer of a whole queue goes in many requests.
    perSecond: 20,
  }),
} as const;
