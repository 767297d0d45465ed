import { legalBases } from '../../../shared/codes/index.ts';
import { getLocale } from '../../../shared/messages/generated/runtime.js';
import { localName } from '../../platform/code-names.ts';

export interface BaseTexts {
  /** In the language of the screen. */
  readonly name: string;
  /** In the other official language; English shows the Finnish name, which is the law's own. */
  readonly other: string;
  readonly otherLanguage: 'fi' | 'sv';
}

/** A legal base in two languages, because decisions and letters are written in either. */
export const baseTexts = (code: string): BaseTexts => {
  const row = legalBases.find(code);
  const otherLanguage = getLocale() === 'fi' ? 'sv' : 'fi';
  return row === null
    ? { name: code, other: '', otherLanguage }
    : { name: localName(row), other: row[otherLanguage], otherLanguage };
};
