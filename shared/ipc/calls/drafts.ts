import { z } from 'zod';
import { call, done, nothing } from './call.ts';

const draftContent = {
  client: z.strictObject({ name: z.string().max(300), personalIdentityCode: z.string().max(20) }),
  /** What the claim is about, for the list; empty while it is open. */
  situation: z.string().max(20),
  benefitCode: z.string().max(60),
  /** Where the wizard stands. */
  step: z.string().max(20),
  /**
   * JSON of the form as it is typed. Text to everyone but the wizard, which takes what its version knows: a draft
   * outlives an update of the program.
   */
  form: z.string().min(2).max(200_000),
};

/** Times of a draft, milliseconds since 1970. */
const times = {
  savedAt: z.int(),
  /** Sent, and not known to be refused: whether it is registered the service knows by the claim's key. */
  sentAt: z.int().nullable(),
};

/** `memory`: kept only as long as the program runs, by policy or for want of a key or a disk. */
const place = z.enum(['disk', 'memory']);

/** What the handler of claims need not tell twice; nothing of a client. */
export const claimHabits = z.strictObject({
  phone: z.string().max(30),
  email: z.string().max(100),
  mode: z.enum(['guided', 'fast']),
});

export const draftsCalls = {
  /**
   * Half-filled claims of the user in the role; `draftId` is the idempotency key of the claim. Saving is open for
   * a moment after the session was locked or left, for what was typed just before.
   */
  'drafts.save': call({
    needs: 'nothing',
    request: z.strictObject({ draftId: z.uuid(), ...draftContent }),
    response: z.object({ savedAt: z.int(), place }),
    perSecond: 20,
  }),
  'drafts.list': call({
    needs: 'role',
    request: nothing,
    response: z.object({
      drafts: z.array(
        z.object({
          draftId: z.string(),
          ...times,
          client: draftContent.client,
          situation: draftContent.situation,
          benefitCode: draftContent.benefitCode,
        }),
      ),
      /** How many were removed because of their age since the user was told. */
      expired: z.int(),
      /** The user was away so long that all went, nobody knows how many. */
      forgotten: z.boolean(),
      place,
    }),
    perSecond: 10,
  }),
  /** The user has read how many were removed. */
  'drafts.forget-expired': call({
    needs: 'role',
    request: nothing,
    response: done,
    perSecond: 10,
  }),
  'drafts.open': call({
    needs: 'role',
    request: z.strictObject({ draftId: z.uuid() }),
    response: z.object({
      draft: z.object({ draftId: z.string(), ...times, ...draftContent }).nullable(),
      place,
    }),
    perSecond: 10,
  }),
  'drafts.remove': call({
    needs: 'role',
    request: z.strictObject({ draftId: z.uuid() }),
    response: done,
    perSecond: 10,
  }),
  /** Habits of the signed-in user; null before the first claim. */
  'drafts.habits': call({
    needs: 'role',
    request: nothing,
    response: z.object({ habits: claimHabits.nullable() }),
    perSecond: 10,
  }),
  'drafts.keep-habits': call({
    needs: 'role',
    request: claimHabits,
    response: done,
    perSecond: 10,
  }),
} as const;

export type ClaimHabits = z.infer<typeof claimHabits>;
