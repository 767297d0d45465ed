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
