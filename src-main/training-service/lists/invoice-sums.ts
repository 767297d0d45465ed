import { addMonths, isoDate, type IsoDate } from '../../../shared/domain/dates.ts';
import type { InvoiceSum } from '../../../shared/service-api/invoices.ts';
import { publishedPeriods } from '../information/information-handlers.ts';
import { listColumns } from './list-columns.ts';
import type { ListRow } from './row-source.ts';

export type InvoiceLine = InvoiceSum;

/** A list whose rows stand behind an invoice, and the columns that the invoice is summed up from. */
interface InvoiceView extends Pick<InvoiceSum, 'listId' | 'view' | 'period' | 'dueDate'> {
  readonly invoiceNumber: number;
  readonly benefit: number;
  /** Added up; those that an invoice takes off are counted as less. */
  readonly amounts: readonly { readonly place: number; readonly sign: 1 | -1 }[];
}

const AMOUNTS: Readonly<Record<string, Readonly<Record<string, 1 | -1>>>> = {
  'L3/persons': { municipalityShare: 1 },
  'L4/payments': { paid: 1, corrections: 1, recovered: -1 },
  'L5/persons': { reimbursement: 1 },
  'L6/persons': { municipalityShare: 1 },
};
/** Months and half-years that are summed up. */
const PERIODS = 12;

/** Unemployment benefits are invoiced in arrears, due on the 28th; child care support in advance, due about the 20th. */
const dueDateOf = (listId: string, period: string): IsoDate | null => {
  if (listId === 'L5') return null;
  if (listId === 'L4') return isoDate(`${period}-20`);
  return isoDate(`${addMonths(isoDate(`${period}-01`), 1).slice(0, 7)}-28`);
};

export const invoiceViews = (listIds: readonly string[], today: IsoDate): readonly InvoiceView[] =>
  Object.entries(AMOUNTS).flatMap(([name, amounts]) => {
    const [listId = '', view = ''] = name.split('/');
    if (!listIds.includes(listId)) return [];
    const placeOf = (key: string): number =>
      (listColumns[name] ?? []).findIndex((column) => column.key === key);
    return publishedPeriods(listId, today)
      .slice(0, PERIODS)
      .map((period) => ({
        listId,
        view: view as InvoiceSum['view'],
        period,
        dueDate: dueDateOf(listId, period),
        invoiceNumber: placeOf('invoiceNumber'),
        benefit: placeOf('benefit'),
        amounts: Object.entries(amounts).map(([key, sign]) => ({ place: placeOf(key), sign })),
      }));
  });

/** Adds the rows of one person to the sums. */
export const addUp = (lines: Map<string, InvoiceLine>, view: InvoiceView, rows: readonly ListRow[]): void => {
  const counted = new Set<string>();
  for (const row of rows) {
    const invoiceNumber = String(row[view.invoiceNumber] ?? '');
    const benefitCode = view.benefit < 0 ? null : String(row[view.benefit] ?? '');
    const key = `${view.listId} ${view.period} ${invoiceNumber} ${benefitCode ?? ''}`;
    const { listId, period, dueDate } = view;
    const line = lines.get(key) ?? {
      invoiceNumber,
      listId,
      view: view.view,
      period,
      benefitCode,
      rows: 0,
      persons: 0,
      amount: 0,
      dueDate,
    };
    const amount = view.amounts.reduce((sum, { place, sign }) => sum + sign * Number(row[place] ?? 0), 0);
    lines.set(key, {
      ...line,
      rows: line.rows + 1,
      persons: line.persons + (counted.has(key) ? 0 : 1),
      amount: line.amount + amount,
    });
    counted.add(key);
  }
};
