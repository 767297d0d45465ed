import { benefits, municipalities, smallCodeLists, type CodeRow } from '../../../shared/codes/index.ts';
import {
  isNumeric,
  type ListColumn,
  type PersonChange,
  type RowStore,
} from '../../../shared/domain/lists/index.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import { countryName, languageName, localName } from '../../platform/code-names.ts';
import { formatCents, formatDate } from '../../platform/format.ts';

const columnLabels: Readonly<Record<string, () => string>> = {
  personalIdentityCode: m.lists_column_identity_code,
  name: m.lists_column_name,
  address: m.lists_column_address,
  municipality: m.lists_column_municipality,
  language: m.lists_column_language,
  daysPaid: m.lists_column_days_paid,
  firstDay: m.lists_column_first_day,
  latestPayDate: m.lists_column_latest_pay_date,
  ageGroup: m.lists_column_age_group,
  inService: m.lists_column_in_service,
  supplement: m.lists_column_supplement,
  additionalSupplement: m.lists_column_additional_supplement,
  invoiceNumber: m.lists_column_invoice_number,
  benefit: m.lists_column_benefit,
  event: m.lists_column_event,
  periodStart: m.lists_column_period_start,
  periodEnd: m.lists_column_period_end,
  days: m.lists_column_days,
  gross: m.lists_column_gross,
  accumulatedDays: m.lists_column_accumulated_days,
  sharePercent: m.lists_column_share_percent,
  municipalityShare: m.lists_column_municipality_share,
  law: m.lists_column_law,
  fundNumber: m.lists_column_fund_number,
  childIdentityCode: m.lists_column_child_identity_code,
  childName: m.lists_column_child_name,
  start: m.lists_column_start,
  end: m.lists_column_end,
  monthlyAmount: m.lists_column_monthly_amount,
  municipalSupplement: m.lists_column_municipal_supplement,
  paid: m.lists_column_paid,
  corrections: m.lists_column_corrections,
  recovered: m.lists_column_recovered,
  invoiceRow: m.lists_column_invoice_row,
  country: m.lists_column_country,
  treatment: m.lists_column_treatment,
  kind: m.lists_column_kind,
  cost: m.lists_column_cost,
  clientFee: m.lists_column_client_fee,
  reimbursement: m.lists_column_reimbursement,
  decisionDate: m.lists_column_decision_date,
  change: m.lists_change,
  changedFields: m.lists_changed_fields,
};

/** Heading of a column; a column that this version does not know has its key. */
export const columnLabel = ({ key }: Pick<ListColumn, 'key'>): string => columnLabels[key]?.() ?? key;

const eventNames: Readonly<Record<string, () => string>> = {
  PAID: m.lists_event_paid,
  RETURNED: m.lists_event_returned,
  CORRECTED: m.lists_event_corrected,
};
const lawNames: Readonly<Record<string, () => string>> = { NEW: m.lists_law_new, OLD: m.lists_law_old };
export const changeNames: Readonly<Record<PersonChange['change'] | 'unchanged', () => string>> = {
  added: m.lists_change_added,
  removed: m.lists_change_removed,
  changed: m.lists_change_changed,
  unchanged: m.lists_change_unchanged,
};
const languageNames: Readonly<Record<string, () => string>> = {
  fi: m.client_language_fi,
  sv: m.client_language_sv,
  en: m.client_language_en,
  se: m.client_language_se,
  ru: m.client_language_ru,
  uk: m.client_language_uk,
  ar: m.client_language_ar,
  so: m.client_language_so,
  et: m.client_language_et,
};

/** Small lists of codes that columns name. */
const codeLists: Readonly<Record<string, keyof typeof smallCodeLists>> = {
  treatments: 'treatments',
  'treatment-kinds': 'treatment-abroad-kinds',
};

const rowName = (row: CodeRow | null, code: string): string => (row === null ? code : localName(row));

/** Name of a benefit in the language of the screen. */
export const benefitName = (code: string): string =>
  rowName(benefits.find(code) ?? smallCodeLists['fund-benefits'].find(code), code);

/** Name of a code in the language of the screen; an unknown code is shown as it is. */
const codeText = (list: string | undefined, code: string): string => {
  if (code === '') return '';
  if (list === 'municipalities') return rowName(municipalities.find(code), code);
  if (list === 'benefits') return benefitName(code);
  if (list === 'countries') return countryName(code);
  const small = codeLists[list ?? ''];
  if (small !== undefined) return rowName(smallCodeLists[small].find(code), code);
  if (list === 'list-events') return eventNames[code]?.() ?? code;
  if (list === 'list-laws') return lawNames[code]?.() ?? code;
  if (list === 'list-changes') return changeNames[code as PersonChange['change']]?.() ?? code;
  if (list === 'languages') return languageNames[code]?.() ?? languageName(code);
  return code;
};

/** What is shown of a text of the store. */
export const entryText = ({ type, codeList }: ListColumn, entry: string): string => {
  if (entry === '') return '';
  if (type === 'date') return formatDate(entry);
  if (type === 'code') return codeText(codeList, entry);
  if (type === 'boolean') return entry === 'true' ? m.lists_yes() : m.lists_no();
  return entry;
};

/** What is shown of a number of a column. */
export const numberText = ({ type }: Pick<ListColumn, 'type'>, value: number): string => {
  if (type === 'money') return formatCents(value);
  return type === 'percent' ? `${value} %` : String(value);
};

export type CellText = (row: number) => string;

/** Texts of a column's cells; what several rows share is worked out once. */
export const columnTexts = (store: RowStore, column: ListColumn): CellText => {
  if (isNumeric(column))
    return (row) => {
      const value = store.value(row, column.key);
      return typeof value === 'number' ? numberText(column, value) : '';
    };
  if (column.type === 'text' || column.type === 'identity-code')
    return (row) => String(store.value(row, column.key) ?? '');
  const known = new Map<string, string>();
  return (row) => {
    const entry = String(store.value(row, column.key) ?? '');
    const found = known.get(entry);
    if (found !== undefined) return found;
    const text = entryText(column, entry);
    known.set(entry, text);
    return text;
  };
};
