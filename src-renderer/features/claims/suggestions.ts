import { formatFinnish, isoDate, lastOfMonth } from '../../../shared/domain/dates.ts';
import { formatAmount, parseMoney, sumCents, type Cents } from '../../../shared/domain/money.ts';
import type { ClaimForm } from './claim-form.ts';
import { parseMonth } from './month.ts';

/** Sum of the assistance that was paid; null while no row has an amount. */
export const assistanceSumOf = ({ rows }: ClaimForm): Cents | null => {
  const amounts = rows
    .map(({ amount }) => parseMoney(amount))
    .flatMap((read) => (read.ok ? [read.value] : []));
  return amounts.length === 0 ? null : sumCents(amounts);
};

/** The months of the assistance from the first to the last, as d.m.yyyy; empty texts while no row has one. */
export const assistancePeriodOf = ({ rows }: ClaimForm): { readonly start: string; readonly end: string } => {
  const months = rows
    .map(({ month }) => parseMonth(month))
    .filter((month) => month !== null)
    .sort();
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return { start: '', end: '' };
  return {
    start: formatFinnish(isoDate(`${first}-01`)),
    end: formatFinnish(lastOfMonth(isoDate(`${last}-01`))),
  };
};

/**
 * The form with what follows from other fields where the user has set nothing: an advance is collected for the
 * months and up to the sum of the assistance.
 */
export const withSuggestions = (form: ClaimForm): ClaimForm => {
  if (form.situation !== 'A') return form;
  const period = assistancePeriodOf(form);
  const sum = assistanceSumOf(form);
  return {
    ...form,
    ...(!form.periodOwn && { periodStart: period.start, periodEnd: period.end }),
    ...(!form.amountOwn && { amount: sum === null ? '' : formatAmount(sum) }),
  };
};
