import { success, type Result } from './result.ts';

declare const referenceNumberBrand: unique symbol;
/**
 * A payment reference with right check digits: Finnish national (4-20 digits, no leading zeros) or ISO
 * 11649 ('RF' + 2 check digits + up to 21 characters). Compact, upper case.
 */
export type ReferenceNumber = string & { readonly [referenceNumberBrand]: true };

export type ReferenceNumberFailure = { readonly code: 'length' | 'characters' | 'check-digits' };

const ZERO = 0x30;
const UPPER_A = 0x41;
const SHORTEST_NATIONAL = 4;
const LONGEST_NATIONAL = 20;
const SHORTEST_RF = 5;
const LONGEST_RF = 25;

type Refusal = { readonly ok: false; readonly error: ReferenceNumberFailure };
// Made once: invoice lists are checked row by row.
const refusal = (code: ReferenceNumberFailure['code']): Refusal =>
  Object.freeze({ ok: false, error: Object.freeze({ code }) });
const LENGTH = refusal('length');
const CHARACTERS = refusal('characters');
const CHECK_DIGITS = refusal('check-digits');

const compact = (text: string): string => text.replace(/[\s\u200B\uFEFF]/g, '').toUpperCase();

/** Weights 7, 3, 1 from the right over the digits before `end`; -1 when a character is no digit. */
const weightedSum = (text: string, from: number, end: number): number => {
  let sum = 0;
  let weight = 7;
  for (let at = end - 1; at >= from; at -= 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit >>> 0 > 9) return -1;
    sum += digit * weight;
    weight = weight === 7 ? 3 : weight === 3 ? 1 : 7;
  }
  return sum;
};

const checkDigitOf = (sum: number): number => (10 - (sum % 10)) % 10;

const firstNonZero = (text: string): number => {
  let at = 0;
  while (at < text.length && text.charCodeAt(at) === ZERO) at += 1;
  return at;
};

const checkNational = (text: string): Result<ReferenceNumber, ReferenceNumberFailure> => {
  const from = firstNonZero(text);
  const last = text.length - 1;
  const sum = weightedSum(text, from, last);
  const checkDigit = text.charCodeAt(last) - ZERO;
  if (sum < 0 || checkDigit >>> 0 > 9) return CHARACTERS;
  const length = text.length - from;
  if (length < SHORTEST_NATIONAL || length > LONGEST_NATIONAL) return LENGTH;
  if (checkDigit !== checkDigitOf(sum)) return CHECK_DIGITS;
  return success((from === 0 ? text : text.slice(from)) as ReferenceNumber);
};

/** ISO 7064 mod 97-10, with the first four characters read last; -1 when a character is not 0-9 or A-Z. */
const remainder97 = (text: string): number => {
  let remainder = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt((at + 4) % text.length);
    const digit = code - ZERO;
    const letter = code - UPPER_A;
    if (digit >>> 0 <= 9) remainder = (remainder * 10 + digit) % 97;
    else if (letter >>> 0 <= 25) remainder = (remainder * 100 + letter + 10) % 97;
    else return -1;
  }
  return remainder;
};

const checkRf = (text: string): Result<ReferenceNumber, ReferenceNumberFailure> => {
  if (text.length < SHORTEST_RF || text.length > LONGEST_RF) return LENGTH;
  const remainder = remainder97(text);
  if (remainder < 0 || (text.charCodeAt(2) - ZERO) >>> 0 > 9 || (text.charCodeAt(3) - ZERO) >>> 0 > 9)
    return CHARACTERS;
  return remainder === 1 ? success(text as ReferenceNumber) : CHECK_DIGITS;
};

const startsWithRf = (text: string): boolean => text.charCodeAt(0) === 0x52 && text.charCodeAt(1) === 0x46;

/**
 * Checks a national or an RF reference. Spaces, lower case and leading zeros of a national reference are
 * tolerated; the value is compact. Empty text fails with `length`.
 */
export const parseReferenceNumber = (text: string): Result<ReferenceNumber, ReferenceNumberFailure> => {
  const quick = checkCompact(text);
  return quick === CHARACTERS ? checkCompact(compact(text)) : quick;
};

const checkCompact = (text: string): Result<ReferenceNumber, ReferenceNumberFailure> => {
  if (text.length === 0) return LENGTH;
  return startsWithRf(text) ? checkRf(text) : checkNational(text);
};

export const isRfReference = (reference: ReferenceNumber): boolean => startsWithRf(reference);

/** National: groups of five from the right. RF: groups of four from the left. No-break spaces. */
export const formatReferenceNumber = (reference: ReferenceNumber): string =>
  startsWithRf(reference)
    ? reference.replace(/(.{4})(?=.)/g, '$1\u00A0')
    : reference.replace(/\B(?=(.{5})+$)/g, '\u00A0');

/** Adds the check digit to 3-19 digits. Other text is a bug, so it throws. */
export const nationalReferenceOf = (base: string): ReferenceNumber => {
  if (!/^[1-9]\d{2,18}$/.test(base)) throw new RangeError('The base of a reference has 3-19 digits');
  return `${base}${checkDigitOf(weightedSum(base, 0, base.length))}` as ReferenceNumber;
};

/** The ISO 11649 form of a national reference; an RF reference stays as it is. */
export const toRfReference = (reference: ReferenceNumber): ReferenceNumber => {
  if (startsWithRf(reference)) return reference;
  const checkDigits = 98 - remainder97(`RF00${reference}`);
  return `RF${String(checkDigits).padStart(2, '0')}${reference}` as ReferenceNumber;
};
