import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoDate } from './dates.ts';
import {
  birthDate,
  checkCharacterFor,
  cleanPastedIdentityCode,
  generateArtificialIdentityCode,
  identityCodeFailureSoFar,
  isArtificial,
  parsePersonalIdentityCode,
  type PersonalIdentityCode,
} from './personal-identity-code.ts';

const training = { allowArtificial: true };
const parse = (text: string) => parsePersonalIdentityCode(text, training);
const accepted = (text: string): PersonalIdentityCode => {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(parsed.error.code);
  return parsed.value;
};

describe('parsePersonalIdentityCode', () => {
  it.each([
    ['010594Y9032', '1994-05-01'],
    ['020594X903P', '1994-05-02'],
    ['010516B903X', '2016-05-01'],
    ['010180-9015', '1980-01-01'],
    ['010180Y9015', '1980-01-01'],
    ['150691X912D', '1991-06-15'],
    ['290296-944J', '1996-02-29'],
    ['241204A905C', '2004-12-24'],
    ['241204B905C', '2004-12-24'],
    ['030312C9182', '2012-03-03'],
    ['080855-930T', '1955-08-08'],
    ['050594V903M', '1994-05-05'],
    ['311299+950V', '1899-12-31'],
  ])('accepts %s, born %s', (text, born) => {
    const code = accepted(text);
    expect(code).toBe(text);
    expect(birthDate(code)).toBe(born);
    expect(isArtificial(code)).toBe(true);
  });

  it.each([
    ['', 'length'],
    ['010180-901', 'length'],
    ['010180-9015 ', 'length'],
    ['O10180-9015', 'characters'],
    ['010180-9O15', 'characters'],
    ['01018/-9015', 'characters'],
    ['\uFF1010180-9015', 'characters'],
    ['010180G9015', 'separator'],
    ['010180a9015', 'separator'],
    ['010180\u20139015', 'separator'],
    ['010180 9015', 'separator'],
    ['000180-9015', 'date'],
    ['310480-9015', 'date'],
    ['011380-9015', 'date'],
    ['010080-9015', 'date'],
    ['290295-944J', 'date'],
    ['290200-9015', 'date'],
    ['010180-0001', 'individual-number'],
    ['010180-0012', 'individual-number'],
    ['010180-9016', 'check-character'],
    ['241204A905c', 'check-character'],
    ['010180-901I', 'check-character'],
  ])('refuses "%s" for its %s', (text, code) => expect(parse(text)).toEqual({ ok: false, error: { code } }));

  it('keeps artificial codes out of real use, and lets a real number through', () => {
    const real = { allowArtificial: false };
    expect(parsePersonalIdentityCode('010180-9015', real)).toEqual({
      ok: false,
      error: { code: 'artificial-not-allowed' },
    });
    const lastRealNumber = `010180-899${checkCharacterFor('010180899')}`;
    expect(parsePersonalIdentityCode(lastRealNumber, real)).toEqual({ ok: true, value: lastRealNumber });
    expect(isArtificial(accepted(lastRealNumber))).toBe(false);
  });

  it('refuses a birth after the given day only', () => {
    const today = isoDate('2026-03-01');
    const born = (day: string) =>
      parsePersonalIdentityCode(generateArtificialIdentityCode(isoDate(day), 901), { ...training, today });
    expect(born('2026-03-01').ok).toBe(true);
    expect(born('2026-03-02')).toEqual({ ok: false, error: { code: 'in-the-future' } });
  });

  it('knows 29.2.2000 and not 29.2.1900', () => {
    expect(parse(`290200A901${checkCharacterFor('290200901')}`).ok).toBe(true);
    expect(parse(`290200-901${checkCharacterFor('290200901')}`)).toEqual({
      ok: false,
      error: { code: 'date' },
    });
  });
});

const anyArtificial = fc
  .tuple(
    fc.date({ min: new Date('1800-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
    fc.integer({ min: 900, max: 999 }),
    fc.nat(),
  )
  .map(([date, number, pick]) => {
    const born = isoDate(date.toISOString().slice(0, 10));
    const separators = { '18': '+', '19': '-YXWVU', '20': 'ABCDEF' }[born.slice(0, 2)] ?? '';
    return {
      born,
      code: generateArtificialIdentityCode(born, number, separators.charAt(pick % separators.length)),
    };
  });

describe('generateArtificialIdentityCode', () => {
  it('makes codes that are accepted and state the birth date', () =>
    fc.assert(
      fc.property(anyArtificial, ({ born, code }) => {
        expect(accepted(code)).toBe(code);
        expect(birthDate(code)).toBe(born);
      }),
    ));
  it('catches every single wrong digit', () =>
    fc.assert(
      fc.property(
        anyArtificial,
        fc.constantFrom(0, 1, 2, 3, 4, 5, 7, 8, 9),
        fc.integer({ min: 1, max: 9 }),
        ({ code }, at, step) => {
          const wrong = `${code.slice(0, at)}${(Number(code[at]) + step) % 10}${code.slice(at + 1)}`;
          expect(parse(wrong).ok).toBe(false);
        },
      ),
    ));
  it('never answers but with a value for any text', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 14 }), (text) => {
        expect(typeof parse(text).ok).toBe('boolean');
      }),
    ));
  it('refuses what is not artificial or not of the century', () => {
    expect(() => generateArtificialIdentityCode(isoDate('1980-01-01'), 899)).toThrow(RangeError);
    expect(() => generateArtificialIdentityCode(isoDate('1980-01-01'), 901, 'A')).toThrow(RangeError);
    expect(() => generateArtificialIdentityCode(isoDate('2101-01-01'), 901)).toThrow(RangeError);
  });
  it('defaults to the first separator of the century', () =>
    expect(generateArtificialIdentityCode(isoDate('2004-12-24'), 905)).toBe('241204A905C'));
});

describe('identityCodeFailureSoFar', () => {
  it('lets every code be typed to its end', () =>
    fc.assert(
      fc.property(anyArtificial, ({ code }) => {
        for (let length = 0; length <= code.length; length += 1)
          expect(identityCodeFailureSoFar(code.slice(0, length))).toBeNull();
      }),
    ));
  it.each([
    ['3204', 'date'],
    ['3104', 'date'],
    ['2902', undefined],
    ['290200A', undefined],
    ['290200-', 'date'],
    ['010180?', 'separator'],
    ['01O180-', 'characters'],
    ['010180-001', 'individual-number'],
  ])('says of "%s" %s', (typed, code) => expect(identityCodeFailureSoFar(typed)?.code).toBe(code));
});

describe('cleanPastedIdentityCode', () => {
  it.each([
    ['010180-9015', '010180-9015', []],
    [' 010180 - 9015\u00A0', '010180-9015', ['spaces']],
    ['010180\u20139015', '010180-9015', ['dash-variant']],
    ['010180\u22129015', '010180-9015', ['dash-variant']],
    ['241204b905c', '241204B905C', ['lower-case']],
    ['\uFEFF150691x912d\n', '150691X912D', ['spaces', 'lower-case']],
    ['010180+901', '010180+901', []],
  ])('cleans "%s"', (text, cleaned, changes) => {
    const result = cleanPastedIdentityCode(text);
    expect(result.text).toBe(cleaned);
    expect([...result.changes].sort()).toEqual([...changes].sort());
  });
  it('leaves two codes that differ by the separator different', () =>
    expect(cleanPastedIdentityCode('010180y9015').text).not.toBe(
      cleanPastedIdentityCode('010180-9015').text,
    ));
});
