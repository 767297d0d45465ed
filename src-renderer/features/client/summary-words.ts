import { benefits, smallCodeLists, type SmallListName } from '../../../shared/codes/index.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import { learnedName } from '../../platform/service-codes.ts';
import { date } from './words.ts';

/** The languages that a client gets a summary in, whatever the screen's. */
export type SummaryLocale = 'fi' | 'sv';

export interface SummaryWords {
  benefit(code: string): string;
  code(list: SmallListName, code: string): string;
  period(period: { readonly start: string; readonly end: string | null }): string;
}

/** Names and periods in the language of the summary; an unknown code as it is. */
export const summaryWords = (locale: SummaryLocale): SummaryWords => ({
  benefit: (code) => (benefits.find(code) ?? learnedName('benefits', code))?.[locale] ?? code,
  code: (list, code) => (smallCodeLists[list].find(code) ?? learnedName(list, code))?.[locale] ?? code,
  period: ({ start, end }) =>
    end === null ? m.client_period_open({ start: date(start) }, { locale }) : `${date(start)}–${date(end)}`,
});
