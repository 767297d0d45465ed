import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cents, formatAmount, formatMoney, LARGEST_AMOUNT, parseMoney, sumCents } from './money.ts';

describe('parseMoney', () => {
  it.each([
    ['320', 32_000],
    ['1 234,50', 123_450],
    ['1\u00A0234,50\u00A0€', 123_450],
    ['1\u202F234\u202F567,89', 123_456_789],
    ['1234.5', 123_450],
    ['€ 12,00', 1_200],
    ['12,00€', 1_200],
    ['0,01', 1],
    ['007', 700],
    ['9999999999,99', LARGEST_AMOUNT],
  ])('reads "%s"', (text, expected) => expect(parseMoney(text)).toEqual({ ok: true, value: expected }));

  it.each([
    ['', 'empty'],
    ['  € ', 'empty'],
    ['-5', 'negative'],
    ['\u22125,00', 'negative'],
    ['12e3', 'characters'],
    ['12 $', 'characters'],
    ['\u0661', 'characters'],
    ['1.234,50', 'separator'],
    ['1,234,567', 'separator'],
    ['1.234', 'decimals'],
    ['12,', 'decimals'],
    ['12,3 4', 'decimals'],
    [',50', 'grouping'],
    ['1 23,00', 'grouping'],
    ['1234 567', 'grouping'],
    ['12345678901', 'too-large'],
  ])('refuses "%s" as %s', (text, code) => expect(parseMoney(text)).toEqual({ ok: false, error: { code } }));
});

describe('formatMoney', () => {
  it.each([
    [0, '0,00\u00A0€'],
    [5, '0,05\u00A0€'],
    [32_000, '320,00\u00A0€'],
    [123_450, '1\u00A0234,50\u00A0€'],
    [-123_456_789, '\u22121\u00A0234\u00A0567,89\u00A0€'],
  ])('writes %i', (amount, text) => expect(formatMoney(cents(amount))).toBe(text));
  it('can leave the currency to the heading', () => expect(formatAmount(cents(100))).toBe('1,00'));
  it('is read back to the same cent', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LARGEST_AMOUNT }), (amount) => {
        expect(parseMoney(formatMoney(cents(amount)))).toEqual({ ok: true, value: amount });
      }),
    ));
});

describe('cents', () => {
  it('refuses fractions and unsafe integers', () => {
    expect(() => cents(0.5)).toThrow(RangeError);
    expect(() => cents(2 ** 53)).toThrow(RangeError);
    expect(() => cents(Number.NaN)).toThrow(RangeError);
  });
  it('has one zero', () => expect(Object.is(cents(-0), 0)).toBe(true));
  it('sums exactly where floating euros would not', () => expect(sumCents([10, 20, 30].map(cents))).toBe(60));
});
