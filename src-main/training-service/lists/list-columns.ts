import type { ListColumn } from '../../../shared/domain/lists/columns.ts';

const column = (key: string, type: ListColumn['type'], codeList?: string): ListColumn => ({
  key,
  type,
  ...(codeList === undefined ? {} : { codeList }),
});

const person = [column('personalIdentityCode', 'identity-code'), column('name', 'text')];
const home = [column('address', 'text'), column('municipality', 'code', 'municipalities')];
const period = [column('periodStart', 'date'), column('periodEnd', 'date')];

const invoiceRows = [
  ...person,
  column('invoiceNumber', 'code'),
  column('benefit', 'code', 'benefits'),
  column('event', 'code', 'list-events'),
  ...period,
  column('days', 'number'),
  column('gross', 'money'),
  column('accumulatedDays', 'number'),
  column('sharePercent', 'percent'),
  column('municipalityShare', 'money'),
];

/** Columns of each view, in the order of the cells of its rows; proposals of training, not Kela's. */
export const listColumns: Readonly<Record<string, readonly ListColumn[]>> = {
  'L1/persons': [
    ...person,
    ...home,
    column('language', 'code', 'languages'),
    column('daysPaid', 'number'),
    column('firstDay', 'date'),
    column('latestPayDate', 'date'),
    column('ageGroup', 'code'),
    column('inService', 'boolean'),
  ],
  'L2/persons': [
    ...person,
    ...home,
    column('supplement', 'money'),
    column('additionalSupplement', 'boolean'),
    column('language', 'code', 'languages'),
    column('ageGroup', 'code'),
  ],
  'L3/persons': [...invoiceRows, column('law', 'code', 'list-laws')],
  'L4/recipients': [
    ...person,
    column('childIdentityCode', 'identity-code'),
    column('childName', 'text'),
    column('benefit', 'code', 'benefits'),
    column('start', 'date'),
    column('end', 'date'),
    column('monthlyAmount', 'money'),
    column('municipalSupplement', 'money'),
  ],
  'L4/payments': [
    ...person,
    column('invoiceNumber', 'code'),
    column('benefit', 'code', 'benefits'),
    ...period,
    column('paid', 'money'),
    column('corrections', 'money'),
    column('recovered', 'money'),
    column('invoiceRow', 'number'),
  ],
  'L5/persons': [
    ...person,
    ...period,
    column('country', 'code', 'countries'),
    column('treatment', 'code', 'treatments'),
    column('kind', 'code', 'treatment-kinds'),
    column('cost', 'money'),
    column('clientFee', 'money'),
    column('reimbursement', 'money'),
    column('decisionDate', 'date'),
    column('invoiceNumber', 'code'),
  ],
  'L6/persons': [...invoiceRows, column('fundNumber', 'code')],
};
