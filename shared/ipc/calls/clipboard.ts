import { z } from 'zod';
import { LONGEST_COPY } from '../longest-copy.ts';
import { call } from './call.ts';

export const clipboardCalls = {
  /** Puts a text on the clipboard for a short time only. */
  'clipboard.copy': call({
    needs: 'nothing',
    request: z.strictObject({ text: z.string().min(1).max(LONGEST_COPY) }),
    response: z.object({ clearedAfterSeconds: z.int() }),
    perSecond: 10,
  }),
} as const;
