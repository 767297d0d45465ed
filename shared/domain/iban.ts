import { success, type Result } from './result.ts';

declare const ibanBrand: unique symbol;
/** An IBAN (ISO 13616) with right check digits: compact, upper case. Print it with {@link formatIban}. */
export type Iban = string & { readonly [ibanBrand]: true };

export type IbanFailure = { readonly code: 'length' | 'characters' | 'country' | 'check-digits' };

/** A bank's range of Finnish account numbers: digits from the fifth character of the IBAN on. */
export type BankPrefix = { readonly prefix: string; readonly name: string };

const FINNISH_LENGTH = 18;
const SHORTEST = 15;
const LONGEST = 34;
const ZERO = 0x30;
const UPPER_A = 0x41;

type Refusal = { readonly ok: false; readonly error: IbanFailure };
// Made once: lists of accounts are checked row by row.
const refusal = (code: IbanFailure['code']): Refusal =>
  Object.freeze({ ok: false, error: Object.freeze({ code }) });
const LENGTH = refusal('length');
const CHARACTERS = refusal('characters');
const COUNTRY = refusal('country');
const CHECK_DIGITS = refusal('check-digits');

const compact = (text: string): string => text.replace(/[\s\u200B\uFEFF]/g, '').toUpperCase();

const isCompact = (text: string): boolean => {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if ((code - ZERO) >>> 0 > 9 && (code - UPPER_A) >>> 0 > 25) return false;
  }
  return true;
};

/** Value of the characters in [from, to) as digits, or -1. The caller keeps it within 15 digits. */
const digitsValue = (text: string, from: number, to: number): number => {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit >>> 0 > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
};

const checkFinnish = (iban: string): Result<Iban, IbanFailure> => {
  if (iban.length !== FINNISH_LENGTH) return LENGTH;
  const checkDigits = digitsValue(iban, 2, 4);
  const account = digitsValue(iban, 4, FINNISH_LENGTH);
  if (checkDigits < 0 || account < 0) return CHARACTERS;
  // 'FI' reads as 1518 in ISO 7064; check digits 00, 01 and 99 satisfy the division but are never given.
  if (checkDigits < 2 || checkDigits > 98) return CHECK_DIGITS;
  const remainder = ((account % 97) * 1_000_000 + 151_800 + checkDigits) % 97;
  return remainder === 1 ? success(iban as Iban) : CHECK_DIGITS;
};

/** ISO 7064 mod 97-10 over the rearranged IBAN. */
const remainder97 = (iban: string): number => {
  let remainder = 0;
  for (let at = 0; at < iban.length; at += 1) {
    const code = iban.charCodeAt((at + 4) % iban.length);
    const value = code >= UPPER_A ? code - UPPER_A + 10 : code - ZERO;
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
};

const checkForeign = (iban: string): Result<Iban, IbanFailure> => {
  if (iban.length < SHORTEST || iban.length > LONGEST) return LENGTH;
  const checkDigits = digitsValue(iban, 2, 4);
  if (checkDigits < 0) return CHARACTERS;
  if (checkDigits < 2 || checkDigits > 98) return CHECK_DIGITS;
  return remainder97(iban) === 1 ? success(iban as Iban) : CHECK_DIGITS;
};

const isFinnishText = (text: string): boolean => text.charCodeAt(0) === 0x46 && text.charCodeAt(1) === 0x49;

const isLetter = (code: number): boolean => (code - UPPER_A) >>> 0 <= 25;

/**
 * Checks an IBAN of any country: characters, check digits (mod 97), and the length of Finnish ones (18).
 * Spaces and lower case are tolerated; the value is compact. Other countries' lengths are not checked.
 */
export const parseIban = (text: string): Result<Iban, IbanFailure> => {
  const iban = isCompact(text) ? text : compact(text);
  if (isFinnishText(iban)) return checkFinnish(iban);
  if (iban.length < 2) return LENGTH;
  if (!isCompact(iban)) return CHARACTERS;
  if (!isLetter(iban.charCodeAt(0)) || !isLetter(iban.charCodeAt(1))) return COUNTRY;
  return checkForeign(iban);
};

/** As {@link parseIban}, but any country other than Finland is refused (code `country`). */
export const parseFinnishIban = (text: string): Result<Iban, IbanFailure> => {
  if (text.length === FINNISH_LENGTH && isFinnishText(text)) {
    const quick = checkFinnish(text);
    if (quick.ok || quick.error.code === 'check-digits') return quick;
  }
  const iban = compact(text);
  return isFinnishText(iban) ? checkFinnish(iban) : COUNTRY;
};

export const isFinnishIban = (iban: Iban): boolean => isFinnishText(iban);

/** Groups of four with no-break spaces: 'FI21 1234 5600 0007 85'. */
export const formatIban = (iban: Iban): string => iban.replace(/(.{4})(?=.)/g, '$1\u00A0');

/** Keeps the country and the last four characters: enough to tell accounts apart, not enough to pay to. */
export const maskIban = (iban: Iban): string => `${iban.slice(0, 2)}\u00A0••••\u00A0${iban.slice(-4)}`;

/** Name of the bank by the longest fitting prefix of a Finnish account number, else null. */
export const bankNameOf = (iban: Iban, banks: readonly BankPrefix[]): string | null => {
  if (!isFinnishText(iban)) return null;
  let best: BankPrefix | null = null;
  for (const bank of banks) {
    if (iban.startsWith(bank.prefix, 4) && bank.prefix.length > (best?.prefix.length ?? 0)) best = bank;
  }
  return best?.name ?? null;
};

/** Makes an IBAN of a 14-digit Finnish account number. Other text is a bug, so it throws. */
export const finnishIbanOf = (fourteenDigits: string): Iban => {
  if (!/^\d{14}$/.test(fourteenDigits)) throw new RangeError('A Finnish account number has 14 digits');
  const remainder = ((Number(fourteenDigits) % 97) * 1_000_000 + 151_800) % 97;
  return `FI${String(98 - remainder).padStart(2, '0')}${fourteenDigits}` as Iban;
};
