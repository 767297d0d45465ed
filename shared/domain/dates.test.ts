import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  addYears,
  compare,
  dateOf,
  daysBetween,
  firstOfMonth,
  formatFinnish,
  isLeapYear,
  isoDate,
  lastOfMonth,
  parseFinnish,
  parseIsoDate,
  startOfDayInHelsinki,
  todayInHelsinki,
  weekday,
} from './dates.ts';

const anyDate = fc
  .date({ min: new Date('1800-01-01T00:00:00Z'), max: new Date('2200-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => isoDate(date.toISOString().slice(0, 10)));

describe('parseIsoDate', () => {
  it.each(['2026-02-28', '2024-02-29', '2000-02-29', '1899-12-31'])('reads %s', (text) => {
    expect(parseIsoDate(text)).toEqual({ ok: true, value: text });
  });
  it.each(['2026-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '0000-01-01'])(
    'knows that there is no %s',
    (text) => expect(parseIsoDate(text)).toEqual({ ok: false, error: { code: 'no-such-day' } }),
  );
  it.each(['', '2026-1-1', '1.1.2026', '2026-01-01T00:00', ' 2026-01-01', '2026-01-01\n'])(
    'refuses the form of "%s"',
    (text) => expect(parseIsoDate(text)).toEqual({ ok: false, error: { code: 'format' } }),
  );
});

describe('Finnish dates', () => {
  it.each([
    ['1.3.2026', '2026-03-01'],
    ['01.03.2026', '2026-03-01'],
    [' 31. 12. 2026 ', '2026-12-31'],
  ])('reads %s', (text, expected) => expect(parseFinnish(text)).toEqual({ ok: true, value: expected }));
  it.each([
    ['29.2.2026', 'no-such-day'],
    ['1.3.26', 'format'],
    ['2026-03-01', 'format'],
    ['1/3/2026', 'format'],
  ])('refuses %s', (text, code) => expect(parseFinnish(text)).toEqual({ ok: false, error: { code } }));
  it('writes without leading zeros', () => expect(formatFinnish(isoDate('2026-03-01'))).toBe('1.3.2026'));
  it('reads back what it writes', () =>
    fc.assert(
      fc.property(anyDate, (date) => {
        expect(parseFinnish(formatFinnish(date))).toEqual({ ok: true, value: date });
      }),
    ));
});

describe('calendar arithmetic', () => {
  it('agrees with the engine on weekdays and on added days', () =>
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -40_000, max: 40_000 }), (date, days) => {
        const instant = new Date(`${date}T00:00:00Z`);
        expect(weekday(date)).toBe(instant.getUTCDay() === 0 ? 7 : instant.getUTCDay());
        const moved = addDays(date, days);
        expect(moved).toBe(new Date(instant.getTime() + days * 86_400_000).toISOString().slice(0, 10));
        expect(daysBetween(date, moved)).toBe(days);
      }),
    ));
  it('keeps to the last day of a short month', () => {
    expect(addMonths(isoDate('2026-01-31'), 1)).toBe('2026-02-28');
    expect(addMonths(isoDate('2026-03-31'), -1)).toBe('2026-02-28');
    expect(addMonths(isoDate('2025-11-30'), 3)).toBe('2026-02-28');
    expect(addMonths(isoDate('2026-01-15'), -1)).toBe('2025-12-15');
    expect(addYears(isoDate('2024-02-29'), 1)).toBe('2025-02-28');
  });
  it('finds the ends of a month', () => {
    expect(firstOfMonth(isoDate('2024-02-17'))).toBe('2024-02-01');
    expect(lastOfMonth(isoDate('2024-02-17'))).toBe('2024-02-29');
  });
  it('sorts by time', () => {
    expect([isoDate('2026-10-01'), isoDate('2026-09-30'), isoDate('2026-10-01')].sort(compare)).toEqual([
      '2026-09-30',
      '2026-10-01',
      '2026-10-01',
    ]);
  });
  it('knows the century rule', () =>
    expect([1900, 2000, 2024, 2026].map(isLeapYear)).toEqual([false, true, true, false]));
  it('throws on a day that the program made wrong', () => {
    expect(() => dateOf(2026, 2, 30)).toThrow(RangeError);
    expect(() => isoDate('30.2.2026')).toThrow(RangeError);
  });
});

describe('todayInHelsinki', () => {
  it.each([
    ['2026-06-30T20:59:59Z', '2026-06-30'],
    ['2026-06-30T21:00:00Z', '2026-07-01'],
    ['2026-12-31T21:59:59Z', '2026-12-31'],
    ['2026-12-31T22:00:00Z', '2027-01-01'],
    ['2026-03-29T00:59:59Z', '2026-03-29'],
    ['2026-10-24T21:00:00Z', '2026-10-25'],
  ])('%s is %s', (instant, day) => expect(todayInHelsinki(new Date(instant))).toBe(day));
});

describe('startOfDayInHelsinki', () => {
  it.each([
    ['2026-01-01', '2025-12-31T22:00:00.000Z'],
    ['2026-03-29', '2026-03-28T22:00:00.000Z'],
    ['2026-03-30', '2026-03-29T21:00:00.000Z'],
    ['2026-10-25', '2026-10-24T21:00:00.000Z'],
    ['2026-10-26', '2026-10-25T22:00:00.000Z'],
  ])('%s begins at %s', (day, instant) =>
    expect(startOfDayInHelsinki(isoDate(day)).toISOString()).toBe(instant),
  );
});
