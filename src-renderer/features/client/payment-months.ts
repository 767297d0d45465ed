import { addMonths, firstOfMonth, type IsoDate } from '../../../shared/domain/dates.ts';
import { cents, type Cents } from '../../../shared/domain/money.ts';
import type { Payment } from '../../../shared/service-api/benefit-sections.ts';

/** What was paid in one calendar month, `YYYY-MM`. */
export interface PaymentMonth {
  readonly month: string;
  readonly toClient: Cents;
  readonly toOthers: Cents;
  readonly deductions: Cents;
  /** Net by code of the benefit; benefits without a payment in the month are left out. */
  readonly byBenefit: ReadonlyMap<string, Cents>;
}

/** Net of a month, to whomever it was paid. */
export const paidIn = ({ toClient, toOthers }: PaymentMonth): number => toClient + toOthers;

const addUp = (amounts: readonly (readonly [code: string, amount: number])[]): Map<string, Cents> => {
  const sums = new Map<string, Cents>();
  for (const [code, amount] of amounts) sums.set(code, cents((sums.get(code) ?? 0) + amount));
  return sums;
};

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
      byBenefit: addUp(paid.map(({ benefitCode, net }) => [benefitCode, net])),
      toClient: sum(({ net, payee }) => (payee.kind === 'CLIENT' ? net : 0)),
      toOthers: sum(({ net, payee }) => (payee.kind === 'CLIENT' ? 0 : net)),
      deductions: sum(({ deductions }) => deductions.reduce((total, { amount }) => total + amount, 0)),
    };
  });
};

/** Benefits told apart in a picture; the smaller ones together are one more. */
const TOLD_APART = 5;

/** Codes of the benefits of the months, most euros first, and which of them are shown as "other". */
export const benefitsOf = (
  months: readonly PaymentMonth[],
): { readonly named: readonly string[]; readonly others: readonly string[] } => {
  const sums = addUp(months.flatMap(({ byBenefit }) => [...byBenefit]));
  const codes = [...sums.keys()].sort((one, other) => (sums.get(other) ?? 0) - (sums.get(one) ?? 0));
  return codes.length <= TOLD_APART + 1
    ? { named: codes, others: [] }
    : { named: codes.slice(0, TOLD_APART), others: codes.slice(TOLD_APART) };
};

/**
 * A round amount at or above the highest month, for the axis: 1, 2, 2.5 or 5 times a power of ten euros. Its half is
 * in whole cents too.
 */
export const axisTop = (months: readonly PaymentMonth[]): Cents => {
  const highest = Math.max(0, ...months.map(paidIn));
  if (highest === 0) return cents(100_00);
  if (highest < 1_00) return cents(1_00);
  const power = 10 ** Math.floor(Math.log10(highest));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= highest) ?? 10;
  return cents(Math.round(step * power));
};
