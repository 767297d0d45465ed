import { z } from 'zod';
import { auditSubjects } from '../../service-api/audit-events.ts';
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
      /** A tagged PDF that is saved where the user says, or the operating system's print dialog. */
      way: z.enum(['pdf', 'paper']),
    }),
    response: z.object({ outcome: z.enum(['done', 'cancelled']) }),
    perSecond: 5,
  }),
} as const;
