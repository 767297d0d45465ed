import { z } from 'zod';
import { sectionNames, type SectionName } from '../domain/sections.ts';
import { sectionRoutes, type SectionReplies } from '../service-api/benefit-sections.ts';
import { clientHeader } from '../service-api/clients.ts';
import { id, code } from '../service-api/fields.ts';
import { announcement, codeListEntry, guide, listCatalogueEntry } from '../service-api/information.ts';
import * as documentContract from '../service-api/documents.ts';
import * as noticeContract from '../service-api/notices.ts';
import { claimReceipt, payeeAccount, paymentClaim } from '../service-api/payment-claims.ts';
import { practiceUser } from '../service-api/training.ts';
import type { CallError } from './errors.ts';
import { applicationInfo, cardState, diagnostic, sessionState, settings } from './state.ts';

/** What the caller must have before the handler runs; checked in the registrar, before the handler. */
export type CallNeeds = 'nothing' | 'signed-in' | 'role';

interface CallDefinition<Request extends z.ZodType, Response extends z.ZodType> {
  readonly needs: CallNeeds;
  readonly request: Request;
  readonly response: Response;
  /** The one schema of `response` that an answer to this request has to fit, where the request decides it. */
  readonly responseFor?: (request: z.output<Request>) => z.ZodType;
  /** Calls a second that a user can never exceed; beyond it the answer is `busy`. */
  readonly perSecond: number;
}

const call = <Request extends z.ZodType, Response extends z.ZodType>(
  definition: CallDefinition<Request, Response>,
): CallDefinition<Request, Response> => definition;

/** A value from the encrypted cache or the service, with its age. */
const aged = <Value extends z.ZodType>(value: Value) =>
  z.object({ value, asOf: z.string(), source: z.enum(['service', 'cache', 'built-in']) });

const nothing = z.undefined();
const done = z.object({ done: z.literal(true) });
/** Names an open client in the session; it dies when the client is left. Not the service's id. */
const clientHandle = z.string().min(8).max(80);

const draftContent = {
  client: z.strictObject({ name: z.string().max(300), personalIdentityCode: z.string().max(20) }),
  step: z.string().max(20),
  /**
   * JSON of the form as it is typed. Text to everyone but the wizard, which takes what its version knows: a draft
   * outlives an update of the program.
   */
  form: z.string().min(2).max(200_000),
};

const anySection = z.union([
  sectionRoutes.pending.response,
  sectionRoutes.decisions.response,
  sectionRoutes.payments.response,
  sectionRoutes['payment-claims'].response,
  sectionRoutes['insurance-coverage'].response,
  sectionRoutes.recoveries.response,
  sectionRoutes['medicine-deductible'].response,
  sectionRoutes['passed-by-others'].response,
  sectionRoutes['treatment-abroad'].response,
]);

/** Every call from the window to the main process. A name without a handler does not compile. */
export const calls = {
  'application.info': call({ needs: 'nothing', request: nothing, response: applicationInfo, perSecond: 20 }),
  'application.diagnostics': call({
    needs: 'nothing',
    request: nothing,
    response: z.object({ diagnostics: z.array(diagnostic) }),
    perSecond: 5,
  }),
  'settings.change': call({
    needs: 'nothing',
    request: settings.partial(),
    response: settings,
    perSecond: 20,
  }),

  'card.state': call({ needs: 'nothing', request: nothing, response: cardState, perSecond: 20 }),
  'practice-card.users': call({
    needs: 'nothing',
    request: nothing,
    response: z.object({ users: z.array(practiceUser), pin: z.string() }),
    perSecond: 5,
  }),

  'session.state': call({ needs: 'nothing', request: nothing, response: sessionState, perSecond: 20 }),
  'session.sign-in': call({
    needs: 'nothing',
    /** `pin` is null on a reader with a PIN pad. `userId` chooses the holder of a practice card. */
    request: z.discriminatedUnion('method', [
      z.strictObject({
        method: z.literal('card'),
        certificateId: z.string().min(1).max(200),
        pin: z.string().max(32).nullable(),
      }),
      z.strictObject({ method: z.literal('practice-card'), userId: id, pin: z.string().max(32) }),
    ]),
    response: sessionState,
    perSecond: 5,
  }),
  'session.choose-role': call({
    needs: 'signed-in',
    request: z.strictObject({ organisationId: id, purpose: code }),
    response: sessionState,
    perSecond: 5,
  }),
  /** Back to the choice of organisation and purpose; drops all client data. */
  'session.leave-role': call({ needs: 'role', request: nothing, response: sessionState, perSecond: 5 }),
  'session.lock': call({ needs: 'signed-in', request: nothing, response: sessionState, perSecond: 5 }),
  'session.sign-out': call({ needs: 'nothing', request: nothing, response: sessionState, perSecond: 5 }),
  /** The user did something: puts the idle lock off. */
  'session.activity': call({ needs: 'nothing', request: nothing, response: done, perSecond: 5 }),

  'client.look-up': call({
    needs: 'role',
    request: z.strictObject({
      personalIdentityCode: z.string().max(40),
      reason: z.string().max(500).nullable(),
      nonDisclosureConfirmed: z.boolean(),
    }),
    response: z.object({ clientHandle, header: clientHeader }),
    perSecond: 5,
  }),
  'client.section': call({
    needs: 'role',
    request: z.strictObject({ clientHandle, section: z.enum(sectionNames) }),
    response: anySection,
    responseFor: ({ section }) => sectionRoutes[section].response,
    perSecond: 60,
  }),
  'client.leave': call({
    needs: 'nothing',
    request: z.strictObject({ clientHandle }),
    response: done,
    perSecond: 20,
  }),

  'claims.payee-accounts': call({
    needs: 'role',
    request: nothing,
    response: z.object({ accounts: z.array(payeeAccount) }),
    perSecond: 10,
  }),
  'claims.register': call({
    needs: 'role',
    request: z.strictObject({ clientHandle, idempotencyKey: z.uuid(), claim: paymentClaim }),
    response: claimReceipt,
    perSecond: 5,
  }),

  /** The bytes of the files go by `fetch`, see src-main/documents. */
  'documents.begin': call({
    needs: 'role',
    request: z.strictObject({
      clientHandle,
      idempotencyKey: z.uuid(),
      batch: documentContract.documentBatch,
    }),
    response: documentContract.batchState,
    perSecond: 5,
  }),
  'documents.state': call({
    needs: 'role',
    request: z.strictObject({ clientHandle, batchId: id }),
    response: documentContract.batchState,
    perSecond: 10,
  }),
  'documents.complete': call({
    needs: 'role',
    request: z.strictObject({ clientHandle, batchId: id }),
    response: documentContract.completeDocumentBatch.response,
    perSecond: 5,
  }),
  'documents.cancel': call({
    needs: 'role',
    request: z.strictObject({ clientHandle, batchId: id }),
    response: documentContract.cancelDocumentBatch.response,
    perSecond: 5,
  }),
  'documents.history': call({
    needs: 'role',
    request: z.strictObject({ clientHandle }),
    response: documentContract.listDocumentBatches.response,
    perSecond: 10,
  }),

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

  'announcements.list': call({
    needs: 'nothing',
    request: nothing,
    response: aged(z.object({ announcements: z.array(announcement) })),
    perSecond: 5,
  }),
  'guides.list': call({
    needs: 'nothing',
    request: nothing,
    response: aged(z.object({ guides: z.array(guide) })),
    perSecond: 5,
  }),
  /** Codes that the service has, for those that this version of the program does not know by itself. */
  'codes.list': call({
    needs: 'nothing',
    request: nothing,
    response: aged(z.object({ version: z.string(), entries: z.array(codeListEntry) })),
    perSecond: 5,
  }),
  'lists.catalogue': call({
    needs: 'role',
    request: nothing,
    response: aged(z.object({ lists: z.array(listCatalogueEntry) })),
    perSecond: 5,
  }),
} as const;

/** Every event from the main process to the window. */
export const events = {
  'card.changed': cardState,
  'session.changed': sessionState,
  'settings.changed': settings,
  /** Rights or service took the client away: views of it must close at once. */
  'client.dropped': z.object({ clientHandle, reason: z.enum(['locked', 'left', 'rights', 'signed-out']) }),
} as const;

export type CallName = keyof typeof calls;
export type EventName = keyof typeof events;
export type CallRequest<Name extends CallName> = z.input<(typeof calls)[Name]['request']>;
export type CallResponse<Name extends CallName> = z.output<(typeof calls)[Name]['response']>;
export type EventPayload<Name extends EventName> = z.output<(typeof events)[Name]>;
export type CallAnswer<Name extends CallName> =
  | { readonly ok: true; readonly value: CallResponse<Name> }
  | { readonly ok: false; readonly error: CallError };

// In a file of their own: the preload takes them without the schemas.
export { callChannel, eventChannel } from './channels.ts';

/** What the preload puts into the window as `kelmu`: the transport of the contract and nothing else. */
export interface KelmuTransport {
  call<Name extends CallName>(name: Name, request: CallRequest<Name>): Promise<CallAnswer<Name>>;
  /** Returns the unsubscribe. */
  subscribe<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void;
}

/** A section's reply by its name, for callers of `client.section`. */
export type SectionReply<Name extends SectionName> = SectionReplies[Name];
