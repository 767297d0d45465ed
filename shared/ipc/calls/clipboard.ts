import { z } from 'zod';
import { LONGEST_COPY } from '../longest-copy.ts';
import { auditSubjects } from '../../service-api/audit-events.ts';
import { call, clientHandle } from './call.ts';

export const clipboardCalls = {
  /** Puts a text on the clipboard for a short time only. */
  'clipboard.copy': call({
    needs: 'nothing',
    request: z.strictObject({
      text: z.string().min(1).max(LONGEST_COPY),
      /** What it is of, for the service's audit trail; null for what is nobody's data. */
      about: z
        .strictObject({ subject: z.enum(auditSubjects), clientHandle: clientHandle.nullable() })
        .nullable(),
    }),
    response: z.object({ clearedAfterSeconds: z.int() }),
    perSecond: 10,
  }),
} as const;
