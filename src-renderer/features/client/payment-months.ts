import { addMonths, firstOfMonth, type IsoDate } from '../../../shared/domain/dates.ts';
import { cents, type Cents } from '../../../shared/domain/money.ts';
import type { Payment } from '../../../shared/service-api/benefit-sections.ts';

/** What was paid in one calendar month, `YYYY-MM`. */
export interface PaymentMonth {
  readonly month: string;
  readonly toClient: Cents;
  readonly toOthers: Cents;
  readonly deductions: Cents;
  readonly count: number;
}

/**
 * Net payments of each of the `length` months that end in the month of `today`, oldest first. Planned
 * payments of this month count, cancelled and returned ones do not.
 */
export const paymentMonths = (
  payments: readonly Payment[],
  today: IsoDate,
  length = 24,
): readonly PaymentMonth[] => {
  const first = addMonths(firstOfMonth(today), 1 - length);
  const valid = payments.filter(({ status }) => status !== 'CANCELLED' && status !== 'RETURNED');
  return Array.from({ length }, (_, index) => {
    const month = addMonths(first, index).slice(0, 7);
    const paid = valid.filter(({ payDate }) => payDate.startsWith(month));
    const sum = (amount: (payment: Payment) => number): Cents =>
      cents(paid.reduce((total, payment) => total + amount(payment), 0));
    return {
      month,
      count: paid.length,
      toClient: sum(({ net, payee }) => (payee.kind === 'CLIENT' ? net : 0)),
      toOthers: sum(({ net, payee }) => (payee.kind === 'CLIENT' ? 0 : net)),
      deductions: sum(({ deductions }) => deductions.reduce((total, { amount }) => total + amount, 0)),
    };
  });
};

/** A round amount at or above the highest month, for the axis: 1, 2, 2.5 or 5 times a power of ten euros. */
export const axisTop = (months: readonly PaymentMonth[]): Cents => {
  const highest = Math.max(0, ...months.map(({ toClient, toOthers }) => toClient + toOthers));
  if (highest === 0) return cents(100_00);
  const power = 10 ** Math.floor(Math.log10(highest));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= highest) ?? 10;
  return cents(Math.round(step * power));
};
