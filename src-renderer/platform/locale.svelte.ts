import type { Locale } from '../../shared/ipc/state.ts';
import { isLoaded, loadLocale, overwriteGetLocale } from '../../shared/messages/generated/runtime.js';

export interface LocaleStore {
  readonly current: Locale;
  /** Takes effect at once, or when the language's texts are there in the first moments of the program. */
  set(locale: Locale): void;
}

/**
 * The language of the screen. Every message function reads it, so that a template which shows a message is
 * drawn again when the language changes.
 */
export const createLocale = (initial: Locale): LocaleStore => {
  let current = $state<Locale>(initial);
  let wanted = initial;
  overwriteGetLocale(() => current);
  document.documentElement.lang = initial;
  const apply = (): void => {
    current = wanted;
    document.documentElement.lang = wanted;
  };
  return {
    get current() {
      return current;
    },
    set: (locale) => {
      wanted = locale;
      if (isLoaded(locale)) apply();
      else void loadLocale(locale).then(() => isLoaded(wanted) && apply());
    },
  };
};
