import { failure, success, type Result } from './result.ts';

declare const centsBrand: unique symbol;
/** Euro cents as a safe integer. Money is never a fraction of a cent and never a floating euro. */
export type Cents = number & { readonly [centsBrand]: true };

/**
 * Why a text is not an amount of money.
 * `grouping`: thousands not in groups of three. `decimals`: more than two, or none after the mark.
 * `separator`: both a comma and a dot, or one of them twice. `negative`: a minus sign.
 */
export type MoneyFailure = {
  readonly code: 'empty' | 'characters' | 'grouping' | 'decimals' | 'separator' | 'negative' | 'too-large';
};

/** Largest amount that a user may type: 9 999 999 999,99 €. Sums stay far inside safe integers. */
export const LARGEST_AMOUNT = 999_999_999_999;

const NO_BREAK_SPACE = '\u00A0';
const MINUS = '\u2212';
const SPACES = /[ \t\u00A0\u2007\u2009\u202F]/g;
const GROUPED = /^\d{1,3}( \d{3})+$/;

/** For amounts that the program itself writes. A wrong one is a bug, so it throws. */
export const cents = (value: number): Cents => {
  if (!Number.isSafeInteger(value)) throw new RangeError('Cents must be a safe integer');
  // Minus zero would print a sign and fail equality in tests.
  return (value === 0 ? 0 : value) as Cents;
};

const splitAtMark = (text: string): Result<{ whole: string; decimals: string }, MoneyFailure> => {
  const marks = text.match(/[.,]/g) ?? [];
  if (marks.length > 1) return failure({ code: 'separator' });
  const at = text.search(/[.,]/);
  if (at < 0) return success({ whole: text, decimals: '' });
  const decimals = text.slice(at + 1);
  if (!/^\d{1,2}$/.test(decimals)) return failure({ code: 'decimals' });
  return success({ whole: text.slice(0, at), decimals });
};

/**
 * Reads a non-negative euro amount as people in Finland type or paste it: '320', '1 234,50', '1234.5',
 * '12,00 €'. Any of the usual spaces may part the thousands. '1.234' is refused (code `decimals`), because
 * it could mean both one euro and a thousand.
 */
export const parseMoney = (text: string): Result<Cents, MoneyFailure> => {
  const trimmed = text.replace(SPACES, ' ').replace(/^€/, '').replace(/€ *$/, '').trim();
  if (trimmed === '') return failure({ code: 'empty' });
  if (/^[-\u2212\u2013]/.test(trimmed)) return failure({ code: 'negative' });
  if (!/^[\d .,]+$/.test(trimmed)) return failure({ code: 'characters' });
  const split = splitAtMark(trimmed);
  if (!split.ok) return split;
  const { whole, decimals } = split.value;
  if (!/^\d+$/.test(whole) && !GROUPED.test(whole)) return failure({ code: 'grouping' });
  const digits = whole.replaceAll(' ', '').replace(/^0+(?=\d)/, '');
  if (digits.length > 10) return failure({ code: 'too-large' });
  return success(cents(Number(digits) * 100 + Number(decimals.padEnd(2, '0'))));
};

/**
 * '1 234,50 €' with no-break spaces and a true minus sign. One form for all three languages: the English
 * texts serve the same Finnish offices, and two number forms on one screen would invite misreading.
 */
export const formatMoney = (amount: Cents): string => `${formatAmount(amount)}${NO_BREAK_SPACE}€`;

/** As {@link formatMoney} without the currency, for table columns whose heading says €. */
export const formatAmount = (amount: Cents): string => {
  const absolute = Math.abs(amount);
  const whole = String(Math.floor(absolute / 100)).replace(/\B(?=(\d{3})+$)/g, NO_BREAK_SPACE);
  const decimals = String(absolute % 100).padStart(2, '0');
  return `${amount < 0 ? MINUS : ''}${whole},${decimals}`;
};

export const sumCents = (amounts: Iterable<Cents>): Cents => {
  let sum = 0;
  for (const amount of amounts) sum += amount;
  return cents(sum);
};
