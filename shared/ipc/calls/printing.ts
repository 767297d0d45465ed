import { z } from 'zod';
import { auditSubjects } from '../../service-api/audit-events.ts';
import { listPeriod } from '../../service-api/lists.ts';
import { call, clientHandle } from './call.ts';

export const printingCalls = {
  /** Prints what the window shows for the medium `print` at the time of the call. */
  'printing.print': call({
    needs: 'role',
    request: z.strictObject({
      /** What the sheet shows; stands in the audit trail and in the proposed file name. */
      subject: z.enum(auditSubjects),
      /** Null where the sheet is about no single client. */
      clientHandle: clientHandle.nullable(),
      /** Which recipient list, and how many rows of it; goes with the subject `recipient-list`. */
      list: z
        .strictObject({ listId: z.string().regex(/^L[1-9]$/), period: listPeriod, rows: z.int().min(0) })
        .optional(),
      /** A tagged PDF that is saved where the user says, or the operating system's print dialog. */
      way: z.enum(['pdf', 'paper']),
    }),
    response: z.object({ outcome: z.enum(['done', 'cancelled']) }),
    perSecond: 5,
  }),
} as const;
