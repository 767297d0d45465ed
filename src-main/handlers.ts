import { success } from '../shared/domain/result.ts';
import { callFailure } from '../shared/ipc/call-failure.ts';
import type { CallName } from '../shared/ipc/contract.ts';
import type { ApplicationInfo, Diagnostic } from '../shared/ipc/state.ts';
import type { createAnnouncements } from './announcements/announcements.ts';
import type { CardService } from './card/card-types.ts';
import type { Claims } from './claims/claims.ts';
import type { TimedClipboard } from './clipboard/clipboard.ts';
import type { Clients } from './clients/clients.ts';
import type { Documents } from './documents/documents.ts';
import type { createCodes } from './codes/codes.ts';
import type { createGuides } from './guides/guides.ts';
import type { Drafts } from './drafts/drafts.ts';
import type { Handlers } from './ipc/ipc.ts';
import type { Lists } from './lists/lists.ts';
import type { Notices } from './notices/notices.ts';
import type { Printing } from './printing/printing.ts';
import { practiceCardUnavailable, viewOfCard, type PracticeCards, type Session } from './session/session.ts';
import type { SettingsStore } from './settings/settings.ts';

export interface HandlerParts {
  readonly info: () => ApplicationInfo;
  readonly diagnostics: () => Diagnostic[];
  readonly settings: SettingsStore;
  readonly card: CardService;
  /** Undefined outside training mode. */
  readonly practiceCards: PracticeCards | undefined;
  readonly session: Session;
  /** The window shows nothing of a client any more. */
  readonly leftDrawn: () => void;
  readonly clients: Clients;
  readonly clipboard: TimedClipboard;
  readonly claims: Claims;
  readonly drafts: Drafts;
  readonly notices: Notices;
  readonly documents: Documents;
  readonly printing: Printing;
  readonly announcements: ReturnType<typeof createAnnouncements>;
  readonly guides: ReturnType<typeof createGuides>;
  readonly codes: ReturnType<typeof createCodes>;
  readonly lists: Lists;
}

const done = success({ done: true } as const);

type SignInHandler = Handlers['session.sign-in'];

const signIn =
  ({ session, card, practiceCards, settings }: HandlerParts): SignInHandler =>
  async (request) => {
    if (request.method === 'card') return session.signIn({ ...request, card });
    if (request.method !== 'practice-card')
      return session.signIn({ ...request, locale: settings.current().locale });
    if (!practiceCards) return practiceCardUnavailable;
    const inserted = await practiceCards.insert(request.userId);
    if (!inserted.ok) return inserted;
    const certificateId = inserted.value.state().certificates[0]?.id;
    if (certificateId === undefined) return callFailure('card-missing');
    const { method } = request;
    const pin = new TextEncoder().encode(request.pin);
    return session.signIn({ card: inserted.value, certificateId, pin, method });
  };

type SessionHandlers = Pick<Handlers, Extract<CallName, `${'card' | 'practice-card' | 'session'}.${string}`>>;

/** Who is at the workstation, and by which card. */
const sessionHandlers = (parts: HandlerParts): SessionHandlers => {
  const { card, practiceCards, session } = parts;
  return {
    'card.state': () => success(viewOfCard(card.state(), session.lockedHolder())),
    'card.read-again': () => {
      card.readAgain();
      return done;
    },
    'practice-card.users': () => practiceCards?.users() ?? practiceCardUnavailable,
    'session.state': () => success(session.state()),
    'session.sign-in': signIn(parts),
    'session.cancel-sign-in': () => {
      session.cancelSignIn();
      return done;
    },
    'session.choose-role': ({ organisationId, purpose }) => session.chooseRole(organisationId, purpose),
    'session.leave-role': () => success(session.leaveRole()),
    'session.lock': () => success(session.lock('user')),
    'session.sign-out': () => success(session.signOutEverywhere()),
    'session.left-drawn': () => {
      parts.leftDrawn();
      return done;
    },
    'session.activity': () => {
      session.activity();
      return done;
    },
  };
};

/** What each call of the window does. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { settings, clients, claims } = parts;
  return {
    'application.info': () => success(parts.info()),
    'application.diagnostics': () => success({ diagnostics: parts.diagnostics() }),
    'settings.change': (changes) => settings.change(changes),
    ...sessionHandlers(parts),
    'client.look-up': (request) => clients.lookUp(request),
    'client.section': ({ clientHandle, section }) => clients.section(clientHandle, section),
    'client.leave': ({ clientHandle }) => {
      clients.leave(clientHandle);
      return done;
    },
    'clipboard.copy': (request) => parts.clipboard.copy(request),
    'claims.payee-accounts': () => claims.payeeAccounts(),
    'claims.register': (request) => claims.register(request),
    'claims.find-receipt': (request) => claims.findReceipt(request),
    'claims.search': (request) => claims.search(request),
    'claims.reminders': () => claims.reminders(),
    'claims.act': (request) => claims.act(request),
    'drafts.save': (request) => parts.drafts.save(request),
    'drafts.list': () => parts.drafts.list(),
    'drafts.forget-expired': () => parts.drafts.forgetExpired(),
    'drafts.open': ({ draftId }) => parts.drafts.open(draftId),
    'drafts.remove': ({ draftId }) => parts.drafts.remove(draftId),
    'document-drafts.save': (request) => parts.drafts.documents.save(request),
    'document-drafts.list': () => parts.drafts.documents.list(),
    'document-drafts.forget-expired': () => parts.drafts.documents.forgetExpired(),
    'document-drafts.open': ({ draftId }) => parts.drafts.documents.open(draftId),
    'document-drafts.remove': ({ draftId }) => parts.drafts.documents.remove(draftId),
    'drafts.habits': () => parts.drafts.habits(),
    'drafts.keep-habits': (habits) => parts.drafts.keepHabits(habits),
    ...parts.notices,
    ...parts.documents,
    ...parts.printing,
    'announcements.list': () => parts.announcements.list(),
    'guides.list': () => parts.guides.list(),
    'codes.list': () => parts.codes.list(),
    ...parts.lists,
  };
}
