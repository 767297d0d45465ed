import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bankPrefixes } from '../codes/index.ts';
import {
  bankNameOf,
  finnishIbanOf,
  formatIban,
  maskIban,
  parseFinnishIban,
  parseIban,
  type Iban,
} from './iban.ts';

const accepted = (text: string): Iban => {
  const parsed = parseIban(text);
  if (!parsed.ok) throw new Error(parsed.error.code);
  return parsed.value;
};

describe('parseIban', () => {
  it.each([
    ['FI21 1234 5600 0007 85', 'FI2112345600000785'],
    ['FI87 5000 0120 3432 63', 'FI8750000120343263'],
    ['fi6550000120496046', 'FI6550000120496046'],
    ['DE89 3704 0044 0532 0130 00', 'DE89370400440532013000'],
    ['GB82 WEST 1234 5698 7654 32', 'GB82WEST12345698765432'],
    ['NO93 8601 1117 947', 'NO9386011117947'],
  ])('accepts %s', (text, iban) => expect(parseIban(text)).toEqual({ ok: true, value: iban }));

  it.each([
    ['FI21 1234 5600 0007 86', 'check-digits'],
    ['FI00 1234 5600 0007 85', 'check-digits'],
    ['FI21 1234 5600 0007 8', 'length'],
    ['FI21 1234 5600 0007 850', 'length'],
    ['FI21 1234 5600 000O 85', 'characters'],
    ['GB82 WEST 1234 5698 7654 33', 'check-digits'],
    ['GB82-WEST-1234-5698', 'characters'],
    ['2112345600000785', 'country'],
    ['', 'length'],
    ['GB82 WEST', 'length'],
  ])('refuses "%s" for its %s', (text, code) =>
    expect(parseIban(text)).toEqual({ ok: false, error: { code } }),
  );
});

describe('parseFinnishIban', () => {
  it('accepts with and without spaces', () => {
    expect(parseFinnishIban('FI2112345600000785').ok).toBe(true);
    expect(parseFinnishIban('FI21\u00A01234 5600 0007 85').ok).toBe(true);
  });
  it('refuses another country', () =>
    expect(parseFinnishIban('DE89370400440532013000')).toEqual({ ok: false, error: { code: 'country' } }));
  it('catches every single wrong digit', () => {
    const account = fc.stringMatching(/^\d{14}$/);
    fc.assert(
      fc.property(
        account,
        fc.integer({ min: 2, max: 17 }),
        fc.integer({ min: 1, max: 9 }),
        (digits, at, step) => {
          const iban = finnishIbanOf(digits);
          expect(parseFinnishIban(iban)).toEqual({ ok: true, value: iban });
          const wrong = `${iban.slice(0, at)}${(Number(iban[at]) + step) % 10}${iban.slice(at + 1)}`;
          expect(parseFinnishIban(wrong)).toEqual({ ok: false, error: { code: 'check-digits' } });
          expect(parseIban(wrong).ok).toBe(false);
        },
      ),
    );
  });
});

describe('on the screen', () => {
  const iban = accepted('FI2112345600000785');
  it('groups by four', () => expect(formatIban(iban)).toBe('FI21\u00A01234\u00A05600\u00A00007\u00A085'));
  it('hides the middle', () => expect(maskIban(iban)).not.toContain('1234'));
  it.each([
    ['12345600000785', 'Nordea'],
    ['31300000000001', 'Handelsbanken'],
    ['34300000000001', 'Danske Bank'],
    ['36300000000001', 'S-Pankki'],
    ['39300000000001', 'S-Pankki'],
    ['50000120343263', 'OP'],
  ])('names the bank of %s', (account, name) =>
    expect(bankNameOf(finnishIbanOf(account), bankPrefixes)).toBe(name),
  );
  it('does not guess a bank', () => {
    expect(bankNameOf(finnishIbanOf('99999900000785'), bankPrefixes)).toBeNull();
    expect(bankNameOf(accepted('DE89370400440532013000'), bankPrefixes)).toBeNull();
  });
});
