import { legalBases, type LegalBaseCode } from '../../codes/index.ts';
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
