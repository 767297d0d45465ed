/** The functions that give the texts of the catalogues; `generated/messages.js` holds them with their types. */
import type { Locale } from '../ipc/state.ts';

/**
 * Texts of one language by key; `{name}` stands for a value, and `{name|word|words}` for the first where the value is
 * one and the second where it is any other number: what all three languages distinguish.
 */
export type Catalogue = Readonly<Record<string, string>>;
/** The texts, or how they are loaded: the window loads a language when it is asked for. */
export type CatalogueSource = Catalogue | (() => Promise<Catalogue>);

export interface MessageOptions {
  /** The language of the screen where it is left out. */
  readonly locale?: Locale;
}
export type Inputs = Readonly<Record<string, unknown>>;
type Message = (inputs?: Inputs, options?: MessageOptions) => string;

/** A value, or the words that follow its number. */
export const placeholder = /\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g;

const fill = (text: string, inputs: Inputs): string =>
  text.replaceAll(placeholder, (_, name: string, one: string | undefined, many: string) => {
    const value = String(inputs[name]);
    return one === undefined ? value : value === '1' ? one : many;
  });

export function createMessages(sources: Readonly<Record<Locale, CatalogueSource>>) {
  const loaded = new Map<Locale, Catalogue>();
  for (const [locale, source] of Object.entries(sources))
    if (typeof source !== 'function') loaded.set(locale as Locale, source);
  let readLocale = (): Locale => 'fi';

  const textOf = (key: string, locale: Locale): string => {
    const text = loaded.get(locale)?.[key];
    if (text === undefined) throw new Error(`The text ${key} was asked for before ${locale} was loaded`);
    return text;
  };
  const messageOf =
    (key: string): Message =>
    (inputs = {}, { locale = readLocale() } = {}) =>
      fill(textOf(key, locale), inputs);
  const isKey = (key: string): boolean => {
    const [table] = loaded.values();
    // Before the first language is there a message can be named, but not read.
    return table === undefined || Object.hasOwn(table, key);
  };

  const made = new Map<string, Message>();
  const m = new Proxy<Record<string, Message>>(Object.freeze({}), {
    get: (_, key) => {
      if (typeof key !== 'string' || !isKey(key)) return undefined;
      const message = made.get(key) ?? messageOf(key);
      made.set(key, message);
      return message;
    },
  });
  return {
    /** A function a key; undefined for what is no key. */
    m,
    locales: Object.keys(sources) as readonly Locale[],
    getLocale: (): Locale => readLocale(),
    overwriteGetLocale: (read: () => Locale): void => {
      readLocale = read;
    },
    isLoaded: (locale: Locale): boolean => loaded.has(locale),
    /** Resolves when the texts of the language can be read. */
    loadLocale: async (locale: Locale): Promise<void> => {
      const source = sources[locale];
      if (typeof source === 'function' && !loaded.has(locale)) loaded.set(locale, await source());
    },
  };
}
