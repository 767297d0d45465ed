import type { CallError } from '../../shared/ipc/errors.ts';
import type { Settings } from '../../shared/ipc/state.ts';
import type { Contract } from '../platform/contract.ts';
import type { LocaleStore } from '../platform/locale.svelte.ts';

export interface SettingsStore {
  readonly current: Settings;
  /** Takes effect at once and is stored by the main process. */
  change(changes: Partial<Settings>): Promise<void>;
  start(): () => void;
}

export interface SettingsOptions {
  readonly contract: Contract;
  readonly locale: LocaleStore;
  readonly initial: Settings;
  readonly onFailed: (error: CallError) => void;
  /** The element that bears theme and density for the style sheets. */
  readonly root?: HTMLElement | undefined;
}

export const createSettings = ({
  contract,
  locale,
  initial,
  onFailed,
  root = document.documentElement,
}: SettingsOptions): SettingsStore => {
  let current = $state.raw(initial);

  const apply = (settings: Settings): void => {
    current = settings;
    if (locale.current !== settings.locale) locale.set(settings.locale);
    root.dataset['theme'] = settings.theme;
    root.dataset['density'] = settings.density;
  };
  apply(initial);

  return {
    get current() {
      return current;
    },
    change: async (changes) => {
      const before = current;
      apply({ ...current, ...changes });
      const answer = await contract.call('settings.change', changes);
      apply(answer.ok ? answer.value : before);
      if (!answer.ok) onFailed(answer.error);
    },
    start: () => contract.subscribe('settings.changed', apply),
  };
};
