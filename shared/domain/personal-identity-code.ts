import { dateParts, daysInMonth, type IsoDate } from './dates.ts';
import { success, type Result } from './result.ts';

declare const personalIdentityCodeBrand: unique symbol;
/**
 * A Finnish personal identity code (henkilötunnus) that passed {@link parsePersonalIdentityCode}:
 * DDMMYY + separator + 3 digits + check character. The separator is part of the identity: two living
 * persons may differ by it alone (DVV's reform, in force 1.1.2023), so it is never normalised.
 */
export type PersonalIdentityCode = string & { readonly [personalIdentityCodeBrand]: true };

export type PersonalIdentityCodeFailure = {
  readonly code:
    | 'length'
    | 'characters'
    | 'separator'
    | 'date'
    | 'individual-number'
    | 'check-character'
    | 'artificial-not-allowed'
    | 'in-the-future';
};

export type IdentityCodeOptions = {
  /** Individual numbers 900-999 are never given to anyone: tests and training only. */
  readonly allowArtificial: boolean;
  /** When given, a birth date after this day is refused. */
  readonly today?: IsoDate;
};

export type PasteChange = 'spaces' | 'dash-variant' | 'lower-case';

const CHECK_CHARACTERS = '0123456789ABCDEFHJKLMNPRSTUVWXY';
const CHECK_CODES = Uint8Array.from(CHECK_CHARACTERS, (character) => character.charCodeAt(0));
const FIRST_ARTIFICIAL = 900;
const PLUS = 0x2b;
const ZERO = 0x30;

/** Century (18, 19, 20) by char code of the separator; 0 where the character is no separator. */
const CENTURY_BY_CODE = new Uint8Array(128);
CENTURY_BY_CODE[PLUS] = 18;
for (const separator of '-YXWVU') CENTURY_BY_CODE[separator.charCodeAt(0)] = 19;
for (const separator of 'ABCDEF') CENTURY_BY_CODE[separator.charCodeAt(0)] = 20;

type Refusal = { readonly ok: false; readonly error: PersonalIdentityCodeFailure };
// Made once: the hot path validates whole lists and must not allocate for each refusal.
const refusal = (code: PersonalIdentityCodeFailure['code']): Refusal =>
  Object.freeze({ ok: false, error: Object.freeze({ code }) });
const LENGTH = refusal('length');
const CHARACTERS = refusal('characters');
const SEPARATOR = refusal('separator');
const DATE = refusal('date');
const INDIVIDUAL_NUMBER = refusal('individual-number');
const CHECK_CHARACTER = refusal('check-character');
const ARTIFICIAL = refusal('artificial-not-allowed');
const FUTURE = refusal('in-the-future');

const OUT_OF_RANGE = 1000;

/** Two digits as a number; anything else makes the value at least {@link OUT_OF_RANGE}. */
const twoDigits = (text: string, at: number): number => {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >>> 0 > 9 || ones >>> 0 > 9 ? OUT_OF_RANGE : tens * 10 + ones;
};

/**
 * Checks a personal identity code exactly as written: no trimming, no case change. First failure wins, in
 * the order length, characters, separator, date, individual number (002-999), check character (DDMMYYNNN
 * mod 31), birth date in the future, artificial code not allowed. Use {@link cleanPastedIdentityCode} on
 * typed or pasted text before.
 */
export const parsePersonalIdentityCode = (
  text: string,
  options: IdentityCodeOptions,
): Result<PersonalIdentityCode, PersonalIdentityCodeFailure> => {
  if (text.length !== 11) return LENGTH;
  const day = twoDigits(text, 0);
  const month = twoDigits(text, 2);
  const shortYear = twoDigits(text, 4);
  const firstTwo = twoDigits(text, 7);
  const lastDigit = text.charCodeAt(9) - ZERO;
  if (day + month + shortYear + firstTwo >= OUT_OF_RANGE || lastDigit >>> 0 > 9) return CHARACTERS;
  const separatorCode = text.charCodeAt(6);
  const century = separatorCode < 128 ? CENTURY_BY_CODE[separatorCode]! : 0;
  if (century === 0) return SEPARATOR;
  if (month === 0 || month > 12 || day === 0) return DATE;
  // Every month has 28 days: the year matters only for the rest.
  if (day > 28 && day > daysInMonth(century * 100 + shortYear, month)) return DATE;
  const individualNumber = firstTwo * 10 + lastDigit;
  if (individualNumber < 2) return INDIVIDUAL_NUMBER;
  const remainder = (((day * 100 + month) * 100 + shortYear) * 1000 + individualNumber) % 31;
  if (text.charCodeAt(10) !== CHECK_CODES[remainder]) return CHECK_CHARACTER;
  const code = text as PersonalIdentityCode;
  if (options.today !== undefined && birthDate(code) > options.today) return FUTURE;
  if (individualNumber >= FIRST_ARTIFICIAL && !options.allowArtificial) return ARTIFICIAL;
  return success(code);
};

/** Fills up what is typed so far to a text that has no fault but, perhaps, its check character. */
const REST = '010104-0020';
/** Characters after which another part is whole: day and month, date with separator, individual number. */
const WHOLE_PARTS = [10, 7, 4];

/**
 * Why what is typed so far can no longer become a code, as soon as that is certain; null while it can. Day and month
 * are looked at when both are there, date and separator together, because the century tells leap years.
 */
export const identityCodeFailureSoFar = (typed: string): PersonalIdentityCodeFailure | null => {
  const whole = WHOLE_PARTS.find((length) => length <= typed.length) ?? 0;
  const parsed = parsePersonalIdentityCode(typed.slice(0, whole) + REST.slice(whole), {
    allowArtificial: true,
  });
  return parsed.ok || parsed.error.code === 'check-character' ? null : parsed.error;
};

const isPastedSpace = (code: number): boolean =>
  code === 0x20 ||
  (code >= 0x09 && code <= 0x0d) ||
  code === 0xa0 ||
  (code >= 0x2000 && code <= 0x200d) ||
  code === 0x202f ||
  code === 0x2060 ||
  code === 0xfeff;

const isDashVariant = (code: number): boolean => (code >= 0x2010 && code <= 0x2015) || code === 0x2212;

/**
 * Undoes what e-mail, word processors and keyboards do to a code: drops spaces and invisible characters,
 * turns other dashes into '-', and lower-case letters a-z into upper case. Tells what it did, so that the
 * screen can show it. Never turns one separator into another.
 */
export const cleanPastedIdentityCode = (
  text: string,
): { readonly text: string; readonly changes: readonly PasteChange[] } => {
  const changes = new Set<PasteChange>();
  let cleaned = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (isPastedSpace(code)) changes.add('spaces');
    else if (isDashVariant(code)) {
      changes.add('dash-variant');
      cleaned += '-';
    } else if (code >= 0x61 && code <= 0x7a) {
      changes.add('lower-case');
      cleaned += character.toUpperCase();
    } else cleaned += character;
  }
  return { text: cleaned, changes: [...changes] };
};

/** Birth date that a code states. */
export const birthDate = (code: PersonalIdentityCode): IsoDate =>
  `${CENTURY_BY_CODE[code.charCodeAt(6)]}${code.slice(4, 6)}-${code.slice(2, 4)}-${code.slice(0, 2)}` as IsoDate;

/** True for individual numbers 900-999, which are never given to a person. */
export const isArtificial = (code: PersonalIdentityCode): boolean => code.charCodeAt(7) === ZERO + 9;

/** Check character for the nine digits DDMMYYNNN. Other text is a bug, so it throws. */
export const checkCharacterFor = (nineDigits: string): string => {
  if (!/^\d{9}$/.test(nineDigits)) throw new RangeError('Nine digits DDMMYYNNN are needed');
  return CHECK_CHARACTERS.charAt(Number(nineDigits) % 31);
};

const firstSeparatorOf = (century: number): string => {
  if (century === 18) return '+';
  if (century === 19) return '-';
  if (century === 20) return 'A';
  throw new RangeError('Identity codes exist for births in 1800-2099 only');
};

/**
 * Makes a code for training and tests. `individualNumber` is 900-999; `separator` defaults to the first of
 * the century (+, -, A) and must belong to the century of the birth date. Other values throw.
 */
export const generateArtificialIdentityCode = (
  birth: IsoDate,
  individualNumber: number,
  separator?: string,
): PersonalIdentityCode => {
  if (!Number.isInteger(individualNumber) || individualNumber < FIRST_ARTIFICIAL || individualNumber > 999)
    throw new RangeError('An artificial individual number is 900-999');
  const century = Math.floor(dateParts(birth).year / 100);
  const chosen = separator ?? firstSeparatorOf(century);
  if (chosen.length !== 1 || CENTURY_BY_CODE[chosen.charCodeAt(0)] !== century)
    throw new RangeError('The separator is not of the century of birth');
  const sixDigits = `${birth.slice(8, 10)}${birth.slice(5, 7)}${birth.slice(2, 4)}`;
  const check = checkCharacterFor(`${sixDigits}${individualNumber}`);
  return `${sixDigits}${chosen}${individualNumber}${check}` as PersonalIdentityCode;
};
