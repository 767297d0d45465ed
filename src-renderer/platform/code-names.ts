import { purposes, type TrilingualName } from '../../shared/codes/index.ts';
import { getLocale } from '../../shared/messages/generated/runtime.js';

/** The name in the language of the screen. */
export const localName = (name: TrilingualName): string => name[getLocale()];

/** A name in the two official languages, in the language of the screen; English reads the Finnish name. */
export const officialName = (name: { readonly fi: string; readonly sv: string }): string =>
  getLocale() === 'sv' ? name.sv : name.fi;

/** Name of a purpose of use; an unknown code as it is. */
export const purposeName = (code: string): string => {
  const row = purposes.find(code);
  return row ? localName(row) : code;
};

/** What the names of regions call a code that they know to be none. */
const NO_COUNTRY = 'ZZ';

/** Name of a country of its ISO 3166 code; what is no country's code, as it is. */
export const countryName = (code: string): string => {
  if (!/^[A-Z]{2}$/.test(code) || code === NO_COUNTRY) return code;
  return new Intl.DisplayNames([getLocale()], { type: 'region', fallback: 'code' }).of(code) ?? code;
};

/** Name of a language of its ISO 639 code; what is no language's code, as it is. */
export const languageName = (code: string): string =>
  /^[a-z]{2,3}$/.test(code)
    ? (new Intl.DisplayNames([getLocale()], { type: 'language', fallback: 'code' }).of(code) ?? code)
    : code;
