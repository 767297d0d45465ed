import { paragraphText } from '../../../shared/domain/payment-claim/index.ts';
import { getLocale } from '../../../shared/messages/generated/runtime.js';

export interface BaseTexts {
  /** In the language of the screen. */
  readonly name: string;
  /** In the other official language; English shows the Finnish name, which is the law's own. */
  readonly other: string;
  readonly otherLanguage: 'fi' | 'sv';
}

/**
 * A legal base in two languages, because decisions and letters are written in either.
 * @param provision the section that the signer has written, where the code list names the act alone
 */
export const baseTexts = (legalBase: string, provision = ''): BaseTexts => {
  const locale = getLocale();
  const otherLanguage = locale === 'fi' ? 'sv' : 'fi';
  const claim = { legalBase, provision: provision.trim() };
  const [name, other] = [paragraphText(claim, locale), paragraphText(claim, otherLanguage)];
  return { name, other, otherLanguage };
};
