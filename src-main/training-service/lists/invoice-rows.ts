import { isoDate, type IsoDate } from '../../../shared/domain/dates.ts';
import type { CellValue } from '../../../shared/domain/lists/columns.ts';
import { fundPaymentsOf } from '../benefits/fund-allowance.ts';
import { identity, isInForceAround, paidIn, type ListRow, type RowSource } from './row-source.ts';
import { fiveDayWeeks, NEW_LAW, oldSharePercentOf, paidBy, sharePercentOf } from './paid-days.ts';

/** What the municipality pays its share of, or gets it back from. */
interface Invoiced {
  readonly invoice: string;
  readonly benefitCode: string;
  readonly event: 'PAID' | 'RETURNED' | 'CORRECTED';
  readonly start: IsoDate;
  readonly end: IsoDate;
  /** Euro cents; negative where money came back. */
  readonly gross: number;
  readonly accumulatedDays: number;
}

const rowOf = (source: RowSource, item: Invoiced, period: string, last: CellValue): ListRow => {
  const isOldLaw = item.start < NEW_LAW;
  const percent = isOldLaw ? oldSharePercentOf(item.accumulatedDays) : sharePercentOf(item.accumulatedDays);
  // Times before the law changed come on a second invoice.
  const suffix = isOldLaw && period >= NEW_LAW.slice(0, 7) ? 'V' : '';
  return [
    ...identity(source.person),
    `${item.invoice}-${period.replace('-', '')}${suffix}`,
    item.benefitCode,
    item.event,
    item.start,
    item.end,
    fiveDayWeeks(item.start, item.end),
    item.gross,
    item.accumulatedDays,
    percent,
    Math.round((item.gross * percent) / 100),
    last,
  ];
};

/** Days of all of them are counted together for the municipality's share. */
const UNEMPLOYMENT = ['TMT', 'PPR', 'YLT'];

/** Kela's own unemployment benefits: paid, returned, and corrected by a recovery, in the invoicing month. */
const invoicedByKela = (source: RowSource, period: string, codes: readonly string[]): readonly Invoiced[] => {
  const { life, calendar } = source;
  const invoice = codes[0] ?? '';
  const relevant = life.entitlements.filter(({ benefitCode }) => codes.includes(benefitCode));
  if (relevant.length === 0) return [];
  const counted = life.entitlements.filter(({ benefitCode }) => UNEMPLOYMENT.includes(benefitCode));
  const accumulatedBy = (day: IsoDate): number =>
    counted.reduce((sum, entitlement) => sum + (paidBy(entitlement, day, calendar)?.days ?? 0), 0);
  const corrected = life.recoveries
    .filter(({ benefitCode, decidedOn }) => codes.includes(benefitCode) && decidedOn.startsWith(period))
    .filter(({ decidedOn }) => decidedOn <= source.today)
    .map(({ benefitCode, periodStart, periodEnd, amount }): Invoiced => ({
      invoice,
      benefitCode,
      event: 'CORRECTED',
      start: periodStart,
      end: periodEnd,
      gross: -amount,
      accumulatedDays: accumulatedBy(periodEnd),
    }));
  if (!isInForceAround(relevant, period)) return corrected;
  const paid = paidIn(source, codes, period).map((payment): Invoiced => {
    const isReturned = payment.status === 'RETURNED';
    return {
      invoice,
      benefitCode: payment.benefitCode,
      event: isReturned ? 'RETURNED' : 'PAID',
      start: isoDate(payment.period.start),
      end: isoDate(payment.period.end ?? payment.period.start),
      gross: isReturned ? -payment.gross : payment.gross,
      accumulatedDays: accumulatedBy(isoDate(payment.payDate)),
    };
  });
  return [...paid, ...corrected];
};

/**
 * L3. The general support has one person list, whatever it came in the place of: the subsidy's, as the law that sets
 * its invoice is not known yet (assumption of training).
 */
export const subsidyInvoice = (source: RowSource, period: string): readonly ListRow[] =>
  invoicedByKela(source, period, ['TMT', 'YLT']).map((item) =>
    rowOf(source, item, period, item.start < NEW_LAW ? 'OLD' : 'NEW'),
  );

/**
 * L6: basic allowance by Kela, which is not paid for times after April 2026, and earnings-related allowance by the
 * funds. Before 2025 neither was invoiced.
 */
export const allowanceInvoice = (source: RowSource, period: string): readonly ListRow[] => {
  const basic = invoicedByKela(source, period, ['PPR']);
  const earningsRelated = fundPaymentsOf(source.person, source.life, source.calendar, source.today)
    .filter(({ payDate, start }) => payDate.startsWith(period) && start >= NEW_LAW)
    .map((payment) =>
      rowOf(
        source,
        { ...payment, invoice: 'ANSIO', benefitCode: 'ANSIO', event: 'PAID' },
        period,
        payment.fundNumber,
      ),
    );
  return [
    ...basic.filter(({ start }) => start >= NEW_LAW).map((item) => rowOf(source, item, period, null)),
    ...earningsRelated,
  ];
};
