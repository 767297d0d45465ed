import type { Locale } from '../../shared/ipc/state.ts';
import { overwriteGetLocale } from '../../shared/messages/generated/runtime.js';

export interface LocaleStore {
  readonly current: Locale;
  set(locale: Locale): void;
}

/**
 * The language of the screen. Every message function reads it, so that a template which shows a message is
 * drawn again when the language changes.
 */
export const createLocale = (initial: Locale): LocaleStore => {
  let current = $state<Locale>(initial);
  overwriteGetLocale(() => current);
  document.documentElement.lang = initial;
  return {
    get current() {
      return current;
    },
    set: (locale) => {
      current = locale;
      document.documentElement.lang = locale;
    },
  };
};
