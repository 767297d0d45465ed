import { m } from '../../shared/messages/generated/messages.js';
import { focusRegion } from '../platform/focus.ts';
import type { Command } from '../platform/shortcuts.svelte.ts';
import type { Application } from './application.svelte.ts';

const awayRoutes: ReadonlySet<string> = new Set(['guides', 'settings', 'diagnostics']);

const generalCommands = (application: Application): readonly Command[] => {
  const { session, settings, platform } = application;
  const isActive = (): boolean => session.state?.phase === 'active';
  const isSignedIn = (): boolean => isActive() || session.state?.phase === 'choosing-role';
  const language = (locale: 'fi' | 'sv' | 'en', label: string): Command => ({
    id: `language-${locale}`,
    label: () => label,
    keys: [],
    group: 'general',
    run: () => void settings.change({ locale }),
    enabled: () => settings.current.locale !== locale,
  });
  const theme = (name: 'light' | 'dark', label: () => string): Command => ({
    id: `theme-${name}`,
    label,
    keys: [],
    group: 'general',
    run: () => void settings.change({ theme: name }),
    enabled: () => settings.current.theme !== name,
  });
  return [
    {
      id: 'look-up',
      label: m.shortcut_look_up,
      keys: ['Ctrl+K', 'F2'],
      group: 'general',
      enabled: () => session.state?.phase === 'active' && session.state.role.rights.lookUp,
      run: () => application.lookUp(),
    },
    {
      id: 'palette',
      label: m.shortcut_palette,
      keys: ['Ctrl+Shift+P'],
      group: 'general',
      keyOnly: true,
      enabled: isActive,
      run: () => (application.overlay = 'palette'),
    },
    {
      id: 'help',
      label: m.shortcut_help,
      keys: ['F1', '?'],
      group: 'general',
      run: () => (application.overlay = 'help'),
    },
    {
      id: 'lock',
      label: m.shortcut_lock,
      keys: ['Ctrl+L'],
      group: 'general',
      inDialogs: true,
      enabled: isSignedIn,
      run: () => void platform.contract.call('session.lock', undefined),
    },
    {
      id: 'conceal',
      label: m.shortcut_conceal,
      keys: ['Ctrl+Shift+H'],
      group: 'general',
      inDialogs: true,
      enabled: isActive,
      run: () => (application.concealed = !application.concealed),
    },
    {
      id: 'sign-out',
      label: m.app_sign_out,
      keys: [],
      group: 'general',
      enabled: isSignedIn,
      run: () => void platform.contract.call('session.sign-out', undefined),
    },
    {
      id: 'switch-role',
      label: m.shortcut_switch_role,
      keys: [],
      group: 'general',
      enabled: isActive,
      run: () => void platform.contract.call('session.leave-role', undefined),
    },
    language('fi', 'Suomeksi'),
    language('sv', 'På svenska'),
    language('en', 'In English'),
    theme('light', m.shortcut_theme_light),
    theme('dark', m.shortcut_theme_dark),
  ];
};

const navigationCommands = (application: Application): readonly Command[] => {
  const { session, navigation, clients } = application;
  const isActive = (): boolean => session.state?.phase === 'active';
  return [
    {
      id: 'home',
      label: m.app_home,
      keys: ['Alt+Home'],
      group: 'navigation',
      enabled: isActive,
      run: () => navigation.go('home'),
    },
    {
      id: 'back-to-client',
      label: m.app_return_to_client,
      keys: [],
      group: 'navigation',
      enabled: () => clients.client !== null && navigation.route !== 'client',
      run: () => navigation.go('client'),
    },
    {
      id: 'leave-client',
      label: m.app_leave_client,
      keys: [],
      group: 'navigation',
      enabled: () => clients.client !== null,
      run: () => application.leaveClient(),
    },
    {
      id: 'guides',
      label: m.common_guides,
      keys: [],
      group: 'navigation',
      enabled: isActive,
      run: () => navigation.go('guides'),
    },
    {
      id: 'settings',
      label: m.common_settings,
      keys: [],
      group: 'navigation',
      enabled: isActive,
      run: () => navigation.go('settings'),
    },
    {
      id: 'diagnostics',
      label: m.settings_diagnostics,
      keys: [],
      group: 'navigation',
      enabled: isActive,
      run: () => navigation.go('diagnostics'),
    },
    {
      id: 'back',
      label: m.shortcut_back,
      keys: ['Escape'],
      group: 'navigation',
      keyOnly: true,
      enabled: () => isActive() && awayRoutes.has(navigation.route),
      run: () => navigation.back(),
    },
    {
      id: 'next-region',
      label: m.shortcut_next_region,
      keys: ['F6'],
      group: 'navigation',
      keyOnly: true,
      run: () => focusRegion(1),
    },
    {
      id: 'previous-region',
      label: m.shortcut_previous_region,
      keys: ['Shift+F6'],
      group: 'navigation',
      keyOnly: true,
      run: () => focusRegion(-1),
    },
  ];
};

/** The commands of the whole window; views add their own while they are shown. */
export const applicationCommands = (application: Application): readonly Command[] => [
  ...generalCommands(application),
  ...navigationCommands(application),
];
