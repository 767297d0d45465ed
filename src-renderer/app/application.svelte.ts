import { tick } from 'svelte';
import type { KelmuTransport } from '../../shared/ipc/contract.ts';
import type { ApplicationInfo, SessionState } from '../../shared/ipc/state.ts';
import { m } from '../../shared/messages/generated/messages.js';
import type { FoundClient, ListedDraft } from '../features/home/index.ts';
import {
  createRecentClients,
  type RecentClient,
  type RecentClients,
} from '../features/home/recent-clients.svelte.ts';
import type { ClientHeader } from '../../shared/service-api/clients.ts';
import { createLastLooks } from '../features/client/last-looks.ts';
import type { ClientView } from '../features/client/index.ts';
import { createClaimRegister, type ClaimRegister } from '../features/claim-register/claim-register.svelte.ts';
import { createLists, type Lists } from '../features/lists/lists.svelte.ts';
import { createNotices, type Notices } from '../features/notices/notices.svelte.ts';
import { createAgedCall, type AgedCall } from '../platform/aged-call.svelte.ts';
import { createAnnouncer } from '../platform/announcer.svelte.ts';
import { createCopying } from '../platform/copying.ts';
import { openTableRow } from '../platform/focus.ts';
import { createLocale } from '../platform/locale.svelte.ts';
import type { Platform } from '../platform/platform.ts';
import { createPrinting } from '../platform/printing.svelte.ts';
import { now, serviceTime } from '../platform/service-time.svelte.ts';
import { createShortcuts } from '../platform/shortcuts.svelte.ts';
import { createToasts } from '../platform/toasts.svelte.ts';
import { errorTitle } from '../ui/index.ts';
import { watchActivity } from './activity.ts';
import { guideFor } from './guide-choice.ts';
import { copiedFrom } from './copied-from.ts';
import { createNavigation, type Navigation } from './navigation.svelte.ts';
import {
  createPanes,
  type DropReason,
  type OpenWhere,
  type Pane,
  type PaneView,
  type Panes,
} from './panes.svelte.ts';
import { createSessionView, type SessionView } from './session-view.svelte.ts';
import { createSettings, type SettingsStore } from './settings-store.svelte.ts';

export type Overlay = 'look-up' | 'palette' | 'help' | null;

/** Everything that the window is made of; components draw it and call it. */
export interface Application {
  readonly platform: Platform;
  readonly session: SessionView;
  readonly settings: SettingsStore;
  readonly navigation: Navigation;
  readonly panes: Panes;
  /** What the service announces: shown above every view and on the start view. */
  readonly announcements: AgedCall<'announcements.list'>;
  readonly recentClients: RecentClients;
  /** The recipient list that is open. */
  readonly lists: Lists;
  readonly notices: Notices;
  readonly claimRegister: ClaimRegister;
  /** The one dialog of the shell that may be open. */
  overlay: Overlay;
  /** The code that the look-up dialog begins with. */
  readonly lookUpCode: string;
  /** Where the look-up dialog opens the client. */
  lookUpWhere: OpenWhere;
  /** The client's data is blurred against eyes from behind. */
  concealed: boolean;
  lookUp(recent?: RecentClient): void;
  /** Looks a second client up beside the first one. */
  lookUpBeside(): void;
  /** Shows the clients, with a view in the pane; without a pane in the active one. */
  showClient(view?: PaneView, pane?: Pane): void;
  /** Id of the guide that the guides' view begins with. */
  readonly guide: string;
  /** Opens the guide for what the user is doing. */
  openGuide(): void;
  leaveClient(pane?: Pane): void;
  /** Opens the client, found or by the identity code, with the documents to be sent. */
  sendDocuments(client: FoundClient | string): Promise<void>;
  /** Opens the client of a list's row; asks in the look-up what the service wants to know first. */
  openFromList(personalIdentityCode: string): Promise<void>;
  /** Opens the client of a notice, and there the decision that it comes from. */
  openFromNotice(personalIdentityCode: string, decisionId?: string): Promise<void>;
  /** Opens the client of a draft and the claim in it. */
  continueDraft(draft: ListedDraft): Promise<void>;
  /** The draft that a client's claim goes on with; null: the newest of the client. */
  draftOf(client: ClientView): string | null;
  loadSignedIn(): Promise<typeof import('./signed-in.ts')>;
  /** The client's frame has been drawn once in this window (rehearsal.ts). */
  isClientRehearsed: boolean;
  /** Runs for as long as the window. Returns the end of it. */
  start(): () => void;
}

const dropTexts: Readonly<Record<Exclude<DropReason, 'signed-out' | 'locked' | 'left'>, () => string>> = {
  rights: m.app_client_dropped_rights,
};

export const createApplication = (transport: KelmuTransport, info: ApplicationInfo): Application => {
  const contract = transport;
  const locale = createLocale(info.settings.locale);
  const announcer = createAnnouncer();
  const toasts = createToasts(announcer);
  const copying = createCopying({ contract, announcer, toasts });
  const printing = createPrinting(contract);
  const navigation = createNavigation();
  const recentClients = createRecentClients();
  const looks = createLastLooks();
  let overlay = $state<Overlay>(null);
  let lookUpCode = $state('');
  let guide = $state('counties');
  let lookUpWhere = $state<OpenWhere>('here');
  let concealed = $state(false);
  let continued = $state.raw<ListedDraft | null>(null);
  /** The next client that opens is that of the draft. */
  let continuing = false;
  /** Identity code of the client whose documents are to be sent when it is open. */
  let documentsFor = '';

  const settings = createSettings({
    contract,
    locale,
    initial: info.settings,
    onFailed: (error) => toasts.show(errorTitle(error.code), 'danger'),
  });
  const shortcuts = createShortcuts(() => settings.current.singleKeyShortcuts);

  const notices = createNotices({
    contract,
    userId: () => (session.state?.phase === 'active' ? session.state.user.userId : ''),
    savedFilters: {
      get list() {
        return settings.current.noticeFilters;
      },
      change: (noticeFilters) => void settings.change({ noticeFilters }),
    },
    onArrived: (count) => announcer.announce(m.notices_alert({ count })),
  });
  let stopWatching: (() => void) | null = null;

  /** New notices are counted wherever in the program the user is, as long as the role sees them. */
  const watchNotices = (next: SessionState): void => {
    const mayWatch = next.phase === 'active' && next.role.rights.notices;
    if (mayWatch) stopWatching ??= notices.watch();
  };
  const claimRegister = createClaimRegister(contract);
  const lists = createLists({
    locale: () => locale.current,
    columns: {
      get current() {
        return settings.current.listColumns;
      },
      change: (listColumns) => void settings.change({ listColumns }),
    },
  });

  const forgetEverything = (): void => {
    panes.closeAll();
    lists.close();
    stopWatching?.();
    stopWatching = null;
    notices.close();
    looks.clear();
    claimRegister.close();
    recentClients.clear();
    printing.clear();
    toasts.clear();
    announcer.clear();
    navigation.reset('home');
    overlay = null;
    lookUpCode = '';
    concealed = false;
    continued = null;
    continuing = false;
    documentsFor = '';
  };

  /** Another phase or another role: nothing of the clients before may stay. */
  const isOtherRole = (next: SessionState, before: SessionState | null): boolean => {
    if (next.phase !== 'active' || before?.phase !== 'active') return true;
    const sameOrganisation =
      next.role.organisation.organisationId === before.role.organisation.organisationId;
    return !sameOrganisation || next.role.purpose !== before.role.purpose;
  };

  /** A mandate ended in mid-session: what it opened is closed, the rest begins anew on the start view. */
  const hasLostMandate = (next: SessionState, before: SessionState | null): boolean => {
    const lostIn = (state: SessionState | null): number =>
      state?.phase === 'active' ? (state.lostMandates?.length ?? 0) : 0;
    return lostIn(next) > lostIn(before);
  };

  const session = createSessionView(contract, (next, before) => {
    if (isOtherRole(next, before) || hasLostMandate(next, before)) forgetEverything();
    watchNotices(next);
  });

  const isContinued = ({ personalIdentityCode }: ClientHeader): boolean =>
    continued?.client.personalIdentityCode === personalIdentityCode;

  const loadSignedIn: Application['loadSignedIn'] = () => import('./signed-in.ts');
  const panes = createPanes({
    contract,
    load: loadSignedIn,
    looks,
    session: () => (session.state?.phase === 'active' ? session.state : null),
    onOpened: ({ header }) => {
      recentClients.remember(header, now());
      navigation.forgetClients();
      navigation.go('client');
      if (continuing && isContinued(header) && panes.active !== null) panes.active.view = 'claim';
      continuing = false;
      if (documentsFor === header.personalIdentityCode && panes.active !== null)
        panes.active.view = 'documents';
      documentsFor = '';
    },
    onDropped: (reason) => {
      if (panes.list.length === 0) navigation.reset('home');
      if (reason === 'rights') toasts.show(dropTexts.rights(), 'danger');
    },
  });

  const openByCode = async (personalIdentityCode: string): Promise<void> => {
    const found = await contract.call('client.look-up', {
      personalIdentityCode,
      reason: null,
      nonDisclosureConfirmed: false,
    });
    if (found.ok) return panes.open(found.value);
    lookUpCode = personalIdentityCode;
    overlay = 'look-up';
  };

  return {
    platform: { contract, info, locale, announcer, copying, shortcuts, toasts, printing },
    session,
    settings,
    navigation,
    panes,
    announcements: createAgedCall(contract, 'announcements.list'),
    recentClients,
    lists,
    notices,
    claimRegister,
    get overlay() {
      return overlay;
    },
    set overlay(next) {
      overlay = next;
      if (next === 'look-up') return;
      lookUpCode = '';
      lookUpWhere = 'here';
    },
    get lookUpCode() {
      return lookUpCode;
    },
    get lookUpWhere() {
      return lookUpWhere;
    },
    set lookUpWhere(next) {
      lookUpWhere = next;
    },
    get guide() {
      return guide;
    },
    openGuide: () => {
      const { state } = session;
      const type = state?.phase === 'active' ? state.role.organisation.type : '';
      guide = guideFor(navigation.route, panes.active?.view, type);
      navigation.go('guides');
    },
    loadSignedIn,
    isClientRehearsed: false,
    get concealed() {
      return concealed;
    },
    set concealed(next) {
      concealed = next;
    },
    lookUp: (recent) => {
      continuing = false;
      documentsFor = '';
      lookUpCode = recent?.personalIdentityCode ?? '';
      overlay = 'look-up';
    },
    lookUpBeside: () => {
      continuing = false;
      lookUpWhere = 'beside';
      overlay = 'look-up';
    },
    showClient: (view = 'client', pane = panes.active ?? undefined) => {
      if (pane === undefined) return;
      pane.view = view;
      panes.activate(pane.number);
      navigation.go('client');
    },
    openFromList: openByCode,
    openFromNotice: async (personalIdentityCode, decisionId) => {
      await openByCode(personalIdentityCode);
      const client = panes.active?.client;
      if (decisionId === undefined || client === undefined) return;
      await client.loaded;
      await tick();
      if (!client.closed) openTableRow(decisionId);
    },
    continueDraft: (draft) => {
      const { personalIdentityCode } = draft.client;
      // Another claim that stands open on the client is saved and gives way: it is among the drafts too.
      panes.list
        .filter(({ client }) => client.header.personalIdentityCode === personalIdentityCode)
        .forEach(panes.close);
      continued = draft;
      continuing = true;
      return openByCode(personalIdentityCode);
    },
    sendDocuments: (client) => {
      continuing = false;
      documentsFor = typeof client === 'string' ? client : client.header.personalIdentityCode;
      return typeof client === 'string' ? openByCode(client) : panes.open(client);
    },
    draftOf: ({ header }) => (isContinued(header) ? (continued?.draftId ?? null) : null),
    leaveClient: (pane = panes.active ?? undefined) => {
      if (pane !== undefined) {
        if (isContinued(pane.client.header)) continued = null;
        panes.close(pane);
      }
      if (panes.list.length === 0) navigation.forgetClients();
    },
    start: () => {
      const ends = [
        serviceTime.follow(contract, info.serviceTime),
        session.start(),
        settings.start(),
        panes.start(),
        copying.follow(window, copiedFrom({ panes, navigation })),
        watchActivity(
          contract,
          () => session.state?.phase === 'active' || session.state?.phase === 'choosing-role',
          () => session.state?.phase === 'active' && session.state.idleWarning !== undefined,
        ),
      ];
      return () => ends.forEach((end) => end());
    },
  };
};
