import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatReferenceNumber,
  isRfReference,
  nationalReferenceOf,
  parseReferenceNumber,
  toRfReference,
} from './reference-number.ts';

describe('parseReferenceNumber', () => {
  it.each([
    ['1234561', '1234561'],
    ['20260008', '20260008'],
    ['100200302', '100200302'],
    ['10020 0302', '100200302'],
    ['0000 1234561', '1234561'],
    ['RF341234561', 'RF341234561'],
    ['rf36 2026 0008', 'RF3620260008'],
    ['RF32100200302', 'RF32100200302'],
    ['RF18539007547034', 'RF18539007547034'],
  ])('accepts %s', (text, value) => expect(parseReferenceNumber(text)).toEqual({ ok: true, value }));

  it.each([
    ['', 'length'],
    ['000', 'length'],
    ['123', 'length'],
    ['123456789012345678901', 'length'],
    ['RF34', 'length'],
    ['1234562', 'check-digits'],
    ['RF341234562', 'check-digits'],
    ['12345-61', 'characters'],
    ['ABCD', 'characters'],
    ['RFAB1234561', 'characters'],
    ['RF34 1234 56Ä', 'characters'],
  ])('refuses "%s" for its %s', (text, code) =>
    expect(parseReferenceNumber(text)).toEqual({ ok: false, error: { code } }),
  );

  it('accepts what it makes, in both forms, and no single wrong digit', () => {
    const base = fc.stringMatching(/^[1-9]\d{2,18}$/);
    fc.assert(
      fc.property(base, fc.nat(), fc.integer({ min: 1, max: 9 }), (digits, where, step) => {
        const reference = nationalReferenceOf(digits);
        expect(parseReferenceNumber(reference)).toEqual({ ok: true, value: reference });
        const rf = toRfReference(reference);
        expect(parseReferenceNumber(rf)).toEqual({ ok: true, value: rf });
        const at = where % reference.length;
        const wrong = `${reference.slice(0, at)}${(Number(reference[at]) + step) % 10}${reference.slice(at + 1)}`;
        expect(parseReferenceNumber(wrong).ok).toBe(false);
      }),
    );
  });
});

describe('on the screen', () => {
  it('groups a national reference from the right', () => {
    expect(formatReferenceNumber(nationalReferenceOf('123456'))).toBe('12\u00A034561');
    expect(formatReferenceNumber(nationalReferenceOf('1234'))).not.toContain('\u00A0');
  });
  it('groups an RF reference from the left', () => {
    const rf = toRfReference(nationalReferenceOf('123456'));
    expect(isRfReference(rf)).toBe(true);
    expect(formatReferenceNumber(rf)).toBe('RF34\u00A01234\u00A0561');
  });
});
