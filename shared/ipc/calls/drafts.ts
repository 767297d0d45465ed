import { z } from 'zod';
import { call, done, nothing } from './call.ts';

const draftContent = {
  client: z.strictObject({ name: z.string().max(300), personalIdentityCode: z.string().max(20) }),
  step: z.string().max(20),
  /**
   * JSON of the form as it is typed. Text to everyone but the wizard, which takes what its version knows: a draft
   * outlives an update of the program.
   */
  form: z.string().min(2).max(200_000),
};

export const draftsCalls = {
  /** Half-filled claims of the user in the role; `draftId` is the idempotency key of the claim. */
  'drafts.save': call({
    needs: 'role',
    request: z.strictObject({ draftId: z.uuid(), ...draftContent }),
    response: z.object({ savedAt: z.int() }),
    perSecond: 20,
  }),
  'drafts.list': call({
    needs: 'role',
    request: nothing,
    response: z.object({
      drafts: z.array(
        z.object({
          draftId: z.string(),
          savedAt: z.int(),
          client: draftContent.client,
        }),
      ),
      /** How many were removed just now because of their age. */
      expired: z.int(),
    }),
    perSecond: 10,
  }),
  'drafts.open': call({
    needs: 'role',
    request: z.strictObject({ draftId: z.uuid() }),
    response: z.object({
      draft: z.object({ draftId: z.string(), savedAt: z.int(), ...draftContent }).nullable(),
    }),
    perSecond: 10,
  }),
  'drafts.remove': call({
    needs: 'role',
    request: z.strictObject({ draftId: z.uuid() }),
    response: done,
    perSecond: 10,
  }),
} as const;
