import {
  claimAttachments,
  legalBases,
  type ClaimAttachmentRow,
  type LegalBaseCode,
  type TrilingualName,
} from '../../codes/index.ts';
import { matrixCell } from './guide.ts';

/** A letter without a form; Kela takes it for every base when it holds the same facts. */
export const FREE_FORM = 'FREE_FORM';

/**
 * Forms on which a request may go to Kela on paper, codes of claim-forms.json, the usual one first and the
 * free-form letter last. Agreements and claims on basic social assistance have the letter alone.
 */
export const paperFormsOf = (benefitCode: string | null, legalBase: LegalBaseCode): readonly string[] => {
  const ofCell = benefitCode === null ? [] : (matrixCell(benefitCode, legalBase)?.forms ?? []);
  const ofBase = legalBases.find(legalBase)?.forms ?? [];
  return [...(ofCell.length > 0 ? ofCell : ofBase), FREE_FORM];
};

/** Papers that go with a request on a base: the needed ones, and those that usually do. */
export const attachmentsOf = (legalBase: string): readonly ClaimAttachmentRow[] =>
  claimAttachments.rows.filter(({ bases }) => bases.some((base) => base === legalBase));

/** Title of a paper that goes along, from its code; a title of the user's own stays as it is. */
export const attachmentTitle = (given: string, language: keyof TrilingualName): string =>
  claimAttachments.find(given)?.[language] ?? given;

/** Words of a section, Finnish and Swedish, as the two texts of an act write them. */
const SECTION_WORDS: readonly (readonly [RegExp, RegExp, fi: string, sv: string])[] = [
  [/\bluku(?![a-zåäö])/gi, /\bkap(?:itlet|itel|\.)?(?![a-zåäö])/gi, 'luku', 'kap.'],
  [/\b(?:momentti|mom)\b\.?/gi, /\b(?:momentet|moment|mom)\b\.?/gi, 'mom.', 'mom.'],
  [/\bkohta(?![a-zåäö])/gi, /\bpunkten(?![a-zåäö])/gi, 'kohta', 'punkten'],
];

/** The section in the language of the paper, whatever language it was typed in. */
const sectionIn = (typed: string, language: keyof TrilingualName): string =>
  language === 'en'
    ? typed
    : SECTION_WORDS.reduce(
        (text, [finnish, swedish, fi, sv]) =>
          language === 'sv' ? text.replace(finnish, sv) : text.replace(swedish, fi),
        typed,
      );

/** The paragraph as it is printed: the base's name, with the section that the signer has written. */
export const paragraphText = (
  { legalBase, provision }: { readonly legalBase: string; readonly provision: string | null },
  language: keyof TrilingualName,
): string => {
  const base = legalBases.find(legalBase);
  if (base === null) return legalBase;
  const section = base.provisionNeeded === true ? sectionIn(provision ?? '', language) : '';
  return `${base[language]} ${section}`.trim();
};
