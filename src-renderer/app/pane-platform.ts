import { clientLabel } from '../features/client/client-label.ts';
import type { Platform } from '../platform/platform.ts';
import type { Command, Shortcuts } from '../platform/shortcuts.svelte.ts';
import type { Toasts } from '../platform/toasts.svelte.ts';
import type { Pane } from './panes.svelte.ts';

const shortcutsOf = (shortcuts: Shortcuts, isActive: () => boolean): Shortcuts => {
  const here = (command: Command): Command => ({
    ...command,
    enabled: () => isActive() && (command.enabled?.() ?? true),
  });
  return {
    keysOf: shortcuts.keysOf,
    tooltipOf: shortcuts.tooltipOf,
    get available() {
      return shortcuts.available;
    },
    get all() {
      return shortcuts.all;
    },
    register: (command) => shortcuts.register(here(command)),
    registerAll: (commands) => shortcuts.registerAll(commands.map(here)),
    handle: shortcuts.handle,
  };
};

const toastsOf = (toasts: Toasts, pane: Pane): Toasts => ({
  get list() {
    return toasts.list;
  },
  show: (text, tone) =>
    toasts.show(pane.client.place.beside ? `${clientLabel(pane.client)}: ${text}` : text, tone),
  dismiss: toasts.dismiss,
  clear: toasts.clear,
});

/**
 * The platform as the views of one pane get it: their keys work in the active pane only, and what they tell
 * names the client while two are open.
 */
export const panePlatform = (platform: Platform, pane: Pane, isActive: () => boolean): Platform => ({
  ...platform,
  shortcuts: shortcutsOf(platform.shortcuts, isActive),
  toasts: toastsOf(platform.toasts, pane),
});
