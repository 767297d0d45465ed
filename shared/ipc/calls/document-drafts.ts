import { z } from 'zod';
import { documentLimits } from '../../domain/documents/document-rules.ts';
import { call, done, nothing } from './call.ts';

const draftContent = {
  client: z.strictObject({ name: z.string().max(300), personalIdentityCode: z.string().max(20) }),
  /** The files of the draft. Bytes that were kept of others are dropped. */
  files: z.array(z.uuid()).max(documentLimits.files),
  /** JSON of what is told of the batch and its files; text to everyone but the view. */
  form: z.string().min(2).max(100_000),
};

const savedAt = z.int();
/** `memory`: kept only as long as the program runs, by policy or for want of a key or a disk. */
const place = z.enum(['disk', 'memory']);

/**
 * Documents that are not sent yet, of the user in the role. The bytes of their files go by `fetch`, see
 * src-main/drafts.
 */
export const documentDraftsCalls = {
  /** Open for a moment after the session was locked or left, for what was typed just before. */
  'document-drafts.save': call({
    needs: 'nothing',
    request: z.strictObject({ draftId: z.uuid(), ...draftContent }),
    response: z.object({ savedAt, place }),
    perSecond: 20,
  }),
  'document-drafts.list': call({
    needs: 'role',
    request: nothing,
    response: z.object({
      drafts: z.array(
        z.object({ draftId: z.string(), savedAt, client: draftContent.client, files: z.int() }),
      ),
      /** How many were removed because of their age since the user was told. */
      expired: z.int(),
      /** Where the bytes of files are kept. */
      filesPlace: place,
    }),
    perSecond: 10,
  }),
  /** The user has read how many were removed. */
  'document-drafts.forget-expired': call({
    needs: 'role',
    request: nothing,
    response: done,
    perSecond: 10,
  }),
  'document-drafts.open': call({
    needs: 'role',
    request: z.strictObject({ draftId: z.uuid() }),
    response: z.object({ draft: z.object({ draftId: z.string(), savedAt, ...draftContent }).nullable() }),
    perSecond: 10,
  }),
  'document-drafts.remove': call({
    needs: 'role',
    request: z.strictObject({ draftId: z.uuid() }),
    response: done,
    perSecond: 10,
  }),
} as const;
