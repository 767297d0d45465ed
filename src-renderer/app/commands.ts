import { m } from '../../shared/messages/generated/messages.js';
import { focusRegion } from '../platform/focus.ts';
import type { Command } from '../platform/shortcuts.svelte.ts';
import type { PaneNumber } from '../features/client/index.ts';
import type { Application } from './application.svelte.ts';
import type { Route } from './navigation.svelte.ts';

/** Views that Esc leaves. A client is left by intent only. */
const awayRoutes: ReadonlySet<Route> = new Set([
  'documents',
  'notices',
  'claims',
  'lists',
  'guides',
  'settings',
  'diagnostics',
]);

const isActive = ({ session }: Application): boolean => session.state?.phase === 'active';
const isSignedIn = (application: Application): boolean =>
  isActive(application) || application.session.state?.phase === 'choosing-role';

const mayLookUp = ({ session }: Application): boolean =>
  session.state?.phase === 'active' && session.state.role.rights.lookUp;

const onDocuments = ({ navigation, panes }: Application): boolean =>
  navigation.route === 'client' && panes.active?.view === 'documents';

const everyday = (application: Application): readonly Command[] => [
  {
    id: 'look-up',
    label: m.shortcut_look_up,
    keys: ['Ctrl+K', 'F2'],
    group: 'general',
    enabled: () => mayLookUp(application),
    run: () => application.lookUp(),
  },
  {
    id: 'palette',
    label: m.shortcut_palette,
    keys: ['Ctrl+Shift+P'],
    group: 'general',
    keyOnly: true,
    enabled: () => isActive(application),
    run: () => (application.overlay = 'palette'),
  },
  {
    id: 'help',
    label: m.shortcut_help,
    keys: ['?'],
    group: 'general',
    run: () => (application.overlay = 'help'),
  },
];

const sessionCommands = (application: Application): readonly Command[] => {
  const { contract } = application.platform;
  return [
    {
      id: 'lock',
      label: m.shortcut_lock,
      keys: ['Ctrl+L'],
      group: 'general',
      inDialogs: true,
      enabled: () => isSignedIn(application),
      run: () => void contract.call('session.lock', undefined),
    },
    {
      id: 'conceal',
      label: m.shortcut_conceal,
      keys: ['Ctrl+Shift+H'],
      group: 'general',
      inDialogs: true,
      enabled: () => isActive(application),
      run: () => (application.concealed = !application.concealed),
    },
    {
      id: 'sign-out',
      label: m.app_sign_out,
      keys: [],
      group: 'general',
      enabled: () => isSignedIn(application),
      run: () => void contract.call('session.sign-out', undefined),
    },
    {
      id: 'switch-role',
      label: m.shortcut_switch_role,
      keys: [],
      group: 'general',
      enabled: () => isActive(application),
      run: () => void contract.call('session.leave-role', undefined),
    },
  ];
};

/** Every language by its own name, so that who lands in a strange one finds the way back. */
const languages = { fi: 'Suomeksi', sv: 'På svenska', en: 'In English' } as const;
const themes = { light: m.shortcut_theme_light, dark: m.shortcut_theme_dark } as const;

const appearance = ({ settings }: Application): readonly Command[] => [
  ...(['fi', 'sv', 'en'] as const).map((locale): Command => ({
    id: `language-${locale}`,
    label: () => languages[locale],
    keys: [],
    group: 'general',
    enabled: () => settings.current.locale !== locale,
    run: () => void settings.change({ locale }),
  })),
  ...(['light', 'dark'] as const).map((theme): Command => ({
    id: `theme-${theme}`,
    label: themes[theme],
    keys: [],
    group: 'general',
    enabled: () => settings.current.theme !== theme,
    run: () => void settings.change({ theme }),
  })),
];

const views = (application: Application): readonly Command[] => {
  const { navigation } = application;
  const view = (route: Route, label: () => string, keys: readonly string[] = []): Command => ({
    id: `view-${route}`,
    label,
    keys,
    group: 'navigation',
    enabled: () => isActive(application),
    run: () => navigation.go(route),
  });
  return [
    view('home', m.app_home, ['Alt+Home']),
    {
      ...view('notices', m.notices_title, ['Alt+N']),
      enabled: () => {
        const { state } = application.session;
        return state?.phase === 'active' && state.role.rights.notices;
      },
    },
    {
      ...view('claims', m.register_title, ['Alt+J']),
      enabled: () => {
        const { state } = application.session;
        return state?.phase === 'active' && state.role.rights.paymentClaims;
      },
    },
    {
      ...view('lists', m.lists_title),
      enabled: () => {
        const { state } = application.session;
        return state?.phase === 'active' && state.role.rights.lists.length > 0;
      },
    },
    { ...view('guides', m.common_guides, ['F1']), run: () => application.openGuide() },
    view('settings', m.common_settings),
    view('diagnostics', m.settings_diagnostics),
    {
      id: 'back',
      label: m.shortcut_back,
      keys: ['Escape'],
      group: 'navigation',
      keyOnly: true,
      enabled: () => isActive(application) && (awayRoutes.has(navigation.route) || onDocuments(application)),
      run: () => (onDocuments(application) ? application.showClient() : navigation.back()),
    },
  ];
};

const clientCommands = (application: Application): readonly Command[] => {
  const { navigation, panes, session } = application;
  const goTo = (number: PaneNumber): Command => ({
    id: `client-${number}`,
    label: () => m.shortcut_client({ number }),
    keys: [`Ctrl+${number}`],
    group: 'client',
    enabled: () => panes.list.some((pane) => pane.number === number),
    run: () => {
      const pane = panes.list.find((each) => each.number === number);
      if (pane) application.showClient(pane.view, pane);
    },
  });
  return [
    {
      id: 'look-up-beside',
      label: m.shortcut_look_up_beside,
      keys: ['Ctrl+Shift+K'],
      group: 'client',
      enabled: () => mayLookUp(application) && panes.list.length > 0,
      run: () => application.lookUpBeside(),
    },
    goTo(1),
    goTo(2),
    {
      id: 'documents',
      label: m.documents_title,
      keys: ['Alt+A'],
      group: 'client',
      enabled: () =>
        mayLookUp(application) && session.state?.phase === 'active' && session.state.role.rights.documents,
      run: () => (panes.active === null ? navigation.go('documents') : application.showClient('documents')),
    },
    {
      id: 'show-clients',
      label: m.app_return_to_client,
      keys: [],
      group: 'client',
      enabled: () => panes.active !== null && navigation.route !== 'client',
      run: () => application.showClient(panes.active?.view),
    },
    {
      id: 'leave-client',
      label: m.app_leave_client,
      keys: [],
      group: 'client',
      enabled: () => panes.active !== null,
      run: () => application.leaveClient(),
    },
  ];
};

const region = (id: string, label: () => string, keys: string, step: 1 | -1): Command => ({
  id,
  label,
  keys: [keys],
  group: 'navigation',
  keyOnly: true,
  run: () => focusRegion(step),
});

/** The commands of the whole window; views add their own while they are shown. */
export const applicationCommands = (application: Application): readonly Command[] => [
  ...everyday(application),
  ...sessionCommands(application),
  ...appearance(application),
  ...views(application),
  ...clientCommands(application),
  region('next-region', m.shortcut_next_region, 'F6', 1),
  region('previous-region', m.shortcut_previous_region, 'Shift+F6', -1),
];
