import type { KelmuTransport } from '../../shared/ipc/contract.ts';
import type { ApplicationInfo, SessionState } from '../../shared/ipc/state.ts';
import { m } from '../../shared/messages/generated/messages.js';
import {
  createRecentClients,
  type ListedDraft,
  type RecentClient,
  type RecentClients,
} from '../features/home/index.ts';
import { createLists, type Lists } from '../features/lists/lists.svelte.ts';
import { createNotices, type Notices } from '../features/notices/notices.svelte.ts';
import { createAnnouncer } from '../platform/announcer.svelte.ts';
import { createCopying } from '../platform/copying.ts';
import { createLocale } from '../platform/locale.svelte.ts';
import type { Platform } from '../platform/platform.ts';
import { createPrinting } from '../platform/printing.svelte.ts';
import { createShortcuts } from '../platform/shortcuts.svelte.ts';
import { createToasts } from '../platform/toasts.svelte.ts';
import { errorTitle } from '../ui/index.ts';
import { watchActivity } from './activity.ts';
import { createClientSlot, type ClientSlot, type DropReason } from './client-slot.svelte.ts';
import { createNavigation, type Navigation } from './navigation.svelte.ts';
import { createSessionView, type SessionView } from './session-view.svelte.ts';
import { createSettings, type SettingsStore } from './settings-store.svelte.ts';

export type Overlay = 'look-up' | 'palette' | 'help' | null;

/** Everything that the window is made of; components draw it and call it. */
export interface Application {
  readonly platform: Platform;
  readonly session: SessionView;
  readonly settings: SettingsStore;
  readonly navigation: Navigation;
  readonly clients: ClientSlot;
  readonly recentClients: RecentClients;
  /** The recipient list that is open. */
  readonly lists: Lists;
  readonly notices: Notices;
  /** The one dialog of the shell that may be open. */
  overlay: Overlay;
  /** The code that the look-up dialog begins with. */
  readonly lookUpCode: string;
  /** The client's data is blurred against eyes from behind. */
  concealed: boolean;
  lookUp(recent?: RecentClient): void;
  leaveClient(): void;
  /** Opens the client of a list's row; asks in the look-up what the service wants to know first. */
  openFromList(personalIdentityCode: string): Promise<void>;
  /** Opens the client of a draft and the claim in it. */
  continueDraft(draft: ListedDraft): Promise<void>;
  /** The draft that the open client's claim goes on with; null: the newest of the client. */
  readonly draftId: string | null;
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
  let overlay = $state<Overlay>(null);
  let lookUpCode = $state('');
  let concealed = $state(false);
  let continued = $state.raw<ListedDraft | null>(null);

  const settings = createSettings({
    contract,
    locale,
    initial: info.settings,
    onFailed: (error) => toasts.show(errorTitle(error.code), 'danger'),
  });
  const shortcuts = createShortcuts(() => settings.current.singleKeyShortcuts);

  const notices = createNotices(contract, () =>
    session.state?.phase === 'active' ? session.state.user.userId : '',
  );
  const lists = createLists({ locale: () => locale.current });

  const forgetEverything = (): void => {
    clients.close();
    lists.close();
    notices.close();
    recentClients.clear();
    printing.clear();
    toasts.clear();
    navigation.reset('home');
    overlay = null;
    lookUpCode = '';
    concealed = false;
    continued = null;
  };

  /** Another phase or another role: nothing of the clients before may stay. */
  const isOtherRole = (next: SessionState, before: SessionState | null): boolean => {
    if (next.phase !== 'active' || before?.phase !== 'active') return true;
    const sameOrganisation =
      next.role.organisation.organisationId === before.role.organisation.organisationId;
    return !sameOrganisation || next.role.purpose !== before.role.purpose;
  };

  const session = createSessionView(contract, (next, before) => {
    if (isOtherRole(next, before)) forgetEverything();
  });

  const clients = createClientSlot({
    contract,
    load: () => import('../features/client/index.ts'),
    mayOpen: () => session.state?.phase === 'active',
    onOpened: ({ header }) => {
      recentClients.remember(header, Date.now());
      navigation.forgetClient();
      navigation.go('client');
      if (continued?.client.personalIdentityCode === header.personalIdentityCode) navigation.go('claim');
      else continued = null;
    },
    onDropped: (reason) => {
      navigation.reset('home');
      if (reason === 'rights') toasts.show(dropTexts.rights(), 'danger');
    },
  });

  const openByCode = async (personalIdentityCode: string): Promise<void> => {
    const found = await contract.call('client.look-up', {
      personalIdentityCode,
      reason: null,
      nonDisclosureConfirmed: false,
    });
    if (found.ok) return clients.open(found.value);
    lookUpCode = personalIdentityCode;
    overlay = 'look-up';
  };

  return {
    platform: { contract, info, locale, announcer, copying, shortcuts, toasts, printing },
    session,
    settings,
    navigation,
    clients,
    recentClients,
    lists,
    notices,
    get overlay() {
      return overlay;
    },
    set overlay(next) {
      overlay = next;
      if (next !== 'look-up') lookUpCode = '';
    },
    get lookUpCode() {
      return lookUpCode;
    },
    get concealed() {
      return concealed;
    },
    set concealed(next) {
      concealed = next;
    },
    lookUp: (recent) => {
      lookUpCode = recent?.personalIdentityCode ?? '';
      overlay = 'look-up';
    },
    openFromList: (personalIdentityCode) => {
      continued = null;
      return openByCode(personalIdentityCode);
    },
    continueDraft: (draft) => {
      continued = draft;
      return openByCode(draft.client.personalIdentityCode);
    },
    get draftId() {
      return continued?.draftId ?? null;
    },
    leaveClient: () => {
      continued = null;
      clients.close();
      navigation.forgetClient();
    },
    start: () => {
      const ends = [
        session.start(),
        settings.start(),
        clients.start(),
        copying.follow(window),
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
