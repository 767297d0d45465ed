import { z } from 'zod';
import type { SectionName } from '../domain/sections.ts';
import type { SectionReplies } from '../service-api/benefit-sections.ts';
import { applicationCalls } from './calls/application.ts';
import { sessionCalls } from './calls/session.ts';
import { clientsCalls } from './calls/clients.ts';
import { clipboardCalls } from './calls/clipboard.ts';
import { claimsCalls } from './calls/claims.ts';
import { documentDraftsCalls } from './calls/document-drafts.ts';
import { documentsCalls } from './calls/documents.ts';
import { draftsCalls } from './calls/drafts.ts';
import { noticesCalls } from './calls/notices.ts';
import { informationCalls } from './calls/information.ts';
import { listsCalls } from './calls/lists.ts';
import { printingCalls } from './calls/printing.ts';
import { clientHandle, nothing } from './calls/call.ts';
import type { CallError } from './errors.ts';
import { cardState, sessionState, settings } from './state.ts';

export type { CallNeeds } from './calls/call.ts';

/** Every call from the window to the main process, one file a capability. A name without a handler does not compile. */
export const calls = {
  ...applicationCalls,
  ...sessionCalls,
  ...clientsCalls,
  ...clipboardCalls,
  ...claimsCalls,
  ...documentsCalls,
  ...documentDraftsCalls,
  ...draftsCalls,
  ...noticesCalls,
  ...informationCalls,
  ...listsCalls,
  ...printingCalls,
} as const;

/** Every event from the main process to the window. */
export const events = {
  'card.changed': cardState,
  'session.changed': sessionState,
  /** The browser came back from the identification: what is left is between the program and the service. */
  'sign-in.came-back': nothing,
  'settings.changed': settings,
  /** Milliseconds since 1970 by the service's clock, which the window counts on from here. */
  'service-time.changed': z.number(),
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
