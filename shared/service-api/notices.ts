import { z } from 'zod';
import { route } from './contract.ts';
import {
  cents,
  code,
  id,
  instant,
  isoDate,
  isoMonth,
  municipality,
  personalIdentityCode,
  shortText,
  text,
} from './fields.ts';

/** A row of the work queue: what is needed to choose the next notice, no more. */
export const noticeRow = z.object({
  id,
  /** N1...N6, code list notice-types. */
  type: code,
  state: code,
  urgent: z.boolean(),
  clientName: shortText,
  municipality: municipality.shape.code,
  /** When the notice became visible to the organisation; a transferred one: when it was transferred. */
  visibleFrom: instant,
  /** Day until which something must be done; null without a rule. */
  due: isoDate.nullable(),
  owner: z.object({ userId: id, name: shortText }).nullable(),
  /** Grows by one at each change; an action carries the one that its user has seen. */
  version: z.int().min(1),
});

/** Where the reader stands in the queue, which is ordered by `visibleFrom`, then `id`. */
export const queuePosition = z.object({ visibleFrom: instant, id });

/** What a notice says beside its kind; parts that its type does not have are null or empty. */
export const noticeContent = z.object({
  reasons: z.array(code).max(10),
  officerText: text.nullable(),
  wishesTalk: z.boolean(),
  months: z.array(isoMonth).max(24),
  expenses: z.array(z.object({ code, amount: cents })).max(30),
  /** The decision on basic social assistance that the notice belongs to. */
  decision: z.object({ id, date: isoDate }).nullable(),
  reduction: z
    .object({
      percent: z.int().min(1).max(100),
      start: isoDate,
      end: isoDate,
      ground: text,
      promptDate: isoDate,
      explanation: text.nullable(),
    })
    .nullable(),
  unemployment: z
    .object({ months: z.int().min(1), firstMonth: isoMonth, start: isoDate, hasEmploymentPlan: z.boolean() })
    .nullable(),
  consent: z.object({ given: z.boolean(), ground: text.nullable() }),
  attachments: z
    .array(z.object({ id, name: shortText, mediaType: z.string().max(100), bytes: z.int().min(0) }))
    .max(20),
});

/** Somebody's act on a notice. */
export const noticeEvent = z.object({
  at: instant,
  kind: code,
  userName: shortText,
  organisationName: shortText,
  note: text.nullable(),
  /** With what it was closed. */
  result: code.optional(),
});

export const notice = noticeRow.extend({
  madeAt: instant,
  client: z.object({
    personalIdentityCode,
    lastName: shortText,
    firstNames: shortText,
    phone: shortText.nullable(),
    /** Null when non-disclosure for safety is on. */
    address: z.object({ street: shortText, postalCode: z.string().max(10), city: shortText }).nullable(),
    nonDisclosure: z.boolean(),
    language: z.string().max(10),
    interpreterLanguage: z.string().max(10).nullable(),
  }),
  content: noticeContent,
  result: code.nullable(),
  transferredFrom: z
    .object({
      organisationName: shortText,
      /** Who moved it. */
      userName: shortText,
      /** Where it was before. */
      municipality: municipality.shape.code,
      reason: text,
      at: instant,
    })
    .nullable(),
  history: z.array(noticeEvent).max(500),
  readOnly: z.boolean(),
  /** Until when its closing can be taken back; null where it is not closed, or closed too long ago. */
  reopenUntil: instant.nullable(),
});

/** Who changed a notice since its reader saw it, or to where it was moved. */
export const noticeChange = z.object({
  by: shortText,
  at: instant,
  state: code,
  municipality: municipality.shape.code.nullable(),
});

/**
 * A notice as it is after an action, or why nothing was done: NOTICE_CHANGED (somebody was faster; nothing is
 * overwritten), NOTICE_MOVED (it is another organisation's now) or NOTICE_CLOSED.
 */
export const noticeOutcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('DONE'), notice }),
  z.object({
    outcome: z.enum(['NOTICE_CHANGED', 'NOTICE_MOVED', 'NOTICE_CLOSED']),
    change: noticeChange,
    /** As it is now; null where the organisation may no longer see it. */
    notice: notice.nullable(),
  }),
]);

export const noticeAction = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('take') }),
  z.strictObject({ kind: z.literal('hand-over'), userId: id }),
  z.strictObject({ kind: z.literal('note'), note: text.min(1) }),
  z.strictObject({ kind: z.literal('contact'), note: text.nullable() }),
  z.strictObject({ kind: z.literal('close'), result: code, note: text.nullable() }),
  z.strictObject({ kind: z.literal('reopen') }),
]);

export const listNotices = route({
  method: 'POST',
  path: '/notices/queue',
  summary: 'A part of the work queue after a position, oldest first: open notices, or lately closed ones',
  authentication: 'role',
  sensitivity: 'client',
  request: z.object({
    after: queuePosition.nullable(),
    limit: z.int().min(1).max(1000),
    /** True for the closed ones whose closing can still be taken back, instead of the open ones. */
    closed: z.boolean().optional(),
  }),
  response: z.object({
    notices: z.array(noticeRow).max(1000),
    hasMore: z.boolean(),
    /** State of the whole queue, for `noticeChanges`. */
    revision: z.int().min(0),
    asOf: instant,
  }),
  problems: ['MANDATE_MISSING', 'PURPOSE_NOT_ALLOWED'],
  safeToRepeat: true,
});

export const noticeChanges = route({
  method: 'POST',
  path: '/notices/changes',
  summary: 'What has changed since a revision, and how many notices stand after a position: counts only',
  authentication: 'role',
  sensitivity: 'client',
  request: z.object({ revision: z.int().min(0), after: queuePosition.nullable() }),
  response: z.object({
    changed: z.array(noticeRow).max(1000),
    /** Notices that left the queue: moved or closed. */
    gone: z.array(z.object({ id, state: code })).max(1000),
    newCount: z.int().min(0),
    revision: z.int().min(0),
    /** Time of the service, from which ages and due days are counted. */
    asOf: instant,
  }),
  problems: ['MANDATE_MISSING', 'PURPOSE_NOT_ALLOWED'],
  safeToRepeat: true,
});

export const openNotice = route({
  method: 'GET',
  path: '/notices/{noticeId}',
  summary: 'A notice in full; the first opening of a new one is recorded in it',
  authentication: 'role',
  sensitivity: 'client',
  response: noticeOutcome,
  problems: ['MANDATE_MISSING', 'PURPOSE_NOT_ALLOWED', 'NOT_FOUND'],
  safeToRepeat: true,
});

export const handleNotice = route({
  method: 'POST',
  path: '/notices/{noticeId}/handling',
  summary:
    'Take, hand over, note, contact made, close, reopen; refused when the notice has changed meanwhile',
  authentication: 'role',
  sensitivity: 'client',
  request: z.object({ version: z.int().min(1), action: noticeAction }),
  response: noticeOutcome,
  problems: [
    'MANDATE_MISSING',
    'PURPOSE_NOT_ALLOWED',
    'NOT_FOUND',
    'IDEMPOTENCY_KEY_MISSING',
    'IDEMPOTENCY_KEY_REUSED',
  ],
  idempotencyKey: true,
  safeToRepeat: true,
});

/**
 * The bytes of an attachment, with `Content-Length`, as long as the organisation has the notice. The answer is no
 * JSON, therefore the operation stands beside the others; its problems are theirs.
 */
export const readNoticeAttachment = {
  method: 'GET',
  path: '/notices/{noticeId}/attachments/{attachmentId}',
  summary: 'The bytes of an attachment',
  authentication: 'role',
  sensitivity: 'client',
} as const;

export const noticeTransfer = z.object({
  /** Target municipality, in force today; its county or city gets the notices. */
  municipality: municipality.shape.code,
  reason: text.min(3),
  notices: z
    .array(z.object({ id, version: z.int().min(1) }))
    .min(1)
    .max(200),
});

export const transferReceipt = z.object({
  receiptNumber: z.string().max(40),
  at: instant,
  municipality: municipality.shape.code,
  /** One for each notice, in the order of the request. */
  results: z
    .array(
      z.object({
        id,
        /** SAME_MUNICIPALITY: it is there already, nothing was done. */
        outcome: z.enum([
          'DONE',
          'NOTICE_CHANGED',
          'NOTICE_MOVED',
          'NOTICE_CLOSED',
          'NOT_FOUND',
          'SAME_MUNICIPALITY',
        ]),
        change: noticeChange.nullable(),
      }),
    )
    .max(200),
});

export const transferNotices = route({
  method: 'POST',
  path: '/notices/transfers',
  summary: 'Moves notices to another municipality; each has a result of its own',
  authentication: 'role',
  sensitivity: 'client',
  request: noticeTransfer,
  response: transferReceipt,
  problems: ['MANDATE_MISSING', 'PURPOSE_NOT_ALLOWED', 'IDEMPOTENCY_KEY_MISSING', 'IDEMPOTENCY_KEY_REUSED'],
  idempotencyKey: true,
  safeToRepeat: true,
});

/** A transfer as it can be looked up later: no client is named in it, since the sender has nothing of them any more. */
export const pastTransfer = z.object({
  receiptNumber: z.string().max(40),
  at: instant,
  municipality: municipality.shape.code,
  userName: shortText,
  moved: z.int().min(0),
  refused: z.int().min(0),
});

export const listNoticeTransfers = route({
  method: 'GET',
  path: '/notices/transfers',
  summary: 'The last transfers that the organisation has made, newest first, without whom they were about',
  authentication: 'role',
  sensitivity: 'internal',
  response: z.object({ transfers: z.array(pastTransfer).max(200) }),
  problems: ['MANDATE_MISSING', 'PURPOSE_NOT_ALLOWED'],
  safeToRepeat: true,
});

export const listNoticeHandlers = route({
  method: 'GET',
  path: '/notices/handlers',
  summary: 'Colleagues to whom a notice can be handed over',
  authentication: 'role',
  sensitivity: 'internal',
  response: z.object({ handlers: z.array(z.object({ userId: id, name: shortText })).max(2000) }),
  problems: ['MANDATE_MISSING', 'PURPOSE_NOT_ALLOWED'],
  safeToRepeat: true,
});

export type NoticeRow = z.infer<typeof noticeRow>;
export type QueuePosition = z.infer<typeof queuePosition>;
export type NoticeContent = z.infer<typeof noticeContent>;
/** What a notice says that says nothing beside its kind. */
export const noContent: NoticeContent = {
  reasons: [],
  officerText: null,
  wishesTalk: false,
  months: [],
  expenses: [],
  decision: null,
  reduction: null,
  unemployment: null,
  consent: { given: true, ground: null },
  attachments: [],
};

export type NoticeEvent = z.infer<typeof noticeEvent>;
export type Notice = z.infer<typeof notice>;
export type NoticeChange = z.infer<typeof noticeChange>;
export type NoticeOutcome = z.infer<typeof noticeOutcome>;
export type NoticeAction = z.infer<typeof noticeAction>;
export type NoticeTransfer = z.infer<typeof noticeTransfer>;
export type PastTransfer = z.infer<typeof pastTransfer>;
export type TransferReceipt = z.infer<typeof transferReceipt>;
