import { claimForms } from '../../../shared/codes/index.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import { getLocale } from '../../../shared/messages/generated/runtime.js';
import { localName } from '../../platform/code-names.ts';

/** 'EV 241N, Esitys etuuden maksamisesta'; the free-form letter where there is no form. */
export const paperFormName = (code: string): string => {
  const row = claimForms.find(code);
  if (row === null) return m.claim_wizard_free_form();
  return `${getLocale() === 'sv' ? row.swedishForm : row.code}, ${localName(row)}`;
};
