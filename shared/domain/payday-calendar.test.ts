import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bankHolidaysOf, countBankDays, easterSunday, isBankDay } from './bank-days.ts';
import { addDays, daysBetween, formatFinnish, isoDate, weekday, type IsoDate } from './dates.ts';
import { lastSafeArrival, paydaysOf, timingOf, timingState } from './payday-calendar.ts';

const day = isoDate;
const yearOf = (benefit: string, surnameInitial?: string): string => {
  const found = paydaysOf(
    benefit,
    day('2026-01-01'),
    12,
    surnameInitial === undefined ? {} : { surnameInitial },
  );
  if (!found.ok) return found.error.code;
  return found.value.map((date) => formatFinnish(date).replace('.2026', '')).join(', ');
};
const first = (benefit: string, from: string): IsoDate | undefined => {
  const found = paydaysOf(benefit, day(from), 1);
  return found.ok ? found.value[0] : undefined;
};

describe('bank days', () => {
  it.each([
    [2000, '2000-04-23'],
    [2008, '2008-03-23'],
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
  ])('Easter of %i is %s', (year, sunday) => expect(easterSunday(year)).toBe(sunday));
  it('knows the holidays of 2026', () =>
    expect(bankHolidaysOf(2026)).toEqual([
      '2026-01-01',
      '2026-01-06',
      '2026-04-03',
      '2026-04-06',
      '2026-05-01',
      '2026-05-14',
      '2026-06-19',
      '2026-12-06',
      '2026-12-24',
      '2026-12-25',
      '2026-12-26',
    ]));
  it('closes on weekends and stays open on New Year’s Eve', () => {
    expect(isBankDay(day('2026-03-07'))).toBe(false);
    expect(isBankDay(day('2026-03-08'))).toBe(false);
    expect(isBankDay(day('2026-12-31'))).toBe(true);
  });
  it('a weekday is closed exactly when the list of its year has it', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 36_500 }), (offset) => {
        const date = addDays(day('1990-01-01'), offset);
        const holiday = bankHolidaysOf(Number(date.slice(0, 4))).includes(date);
        expect(isBankDay(date)).toBe(weekday(date) < 6 && !holiday);
      }),
      { numRuns: 2000 },
    ));
  it('counts both ends', () => {
    expect(countBankDays(day('2026-04-02'), day('2026-04-07'))).toBe(2);
    expect(countBankDays(day('2026-04-07'), day('2026-04-02'))).toBe(0);
  });
});

describe('paydays of 2026', () => {
  it.each([
    ['ELT', '9.1, 10.2, 10.3, 10.4, 8.5, 10.6, 10.7, 10.8, 10.9, 9.10, 10.11, 10.12'],
    ['KE-V', '7.1, 6.2, 6.3, 7.4, 7.5, 5.6, 7.7, 7.8, 7.9, 7.10, 6.11, 7.12'],
    ['TAKE', '22.1, 20.2, 20.3, 22.4, 22.5, 22.6, 22.7, 21.8, 22.9, 22.10, 20.11, 22.12'],
    ['KHT', '30.1, 27.2, 31.3, 30.4, 29.5, 30.6, 31.7, 31.8, 30.9, 30.10, 30.11, 31.12'],
  ])('%s: %s', (benefit, days) => expect(yearOf(benefit)).toBe(days));

  it('general housing allowance comes on the first bank day', () =>
    expect(yearOf('YAT')).toBe('2.1, 2.2, 2.3, 1.4, 4.5, 1.6, 1.7, 3.8, 1.9, 1.10, 2.11, 1.12'));

  it('child benefit avoids Mondays beside closed days', () => {
    // 26.1 and 26.10 are Mondays, 26.4 and 26.7 are Sundays, 26.9 is a Saturday, 26.12 is Boxing Day.
    expect(yearOf('LL')).toBe('23.1, 26.2, 26.3, 24.4, 26.5, 26.6, 24.7, 26.8, 25.9, 23.10, 26.11, 23.12');
    expect(first('LL', '2023-12-01')).toBe('2023-12-22');
  });

  it.each([
    ['Aalto', '2026-05-04'],
    ['Korhonen', '2026-05-04'],
    ['lahti', '2026-05-14'],
    ['Rinne', '2026-05-14'],
    ['Salo', '2026-05-20'],
    ['Åkerman', '2026-05-20'],
    ['Äijälä', '2026-05-20'],
    ['Öhman', '2026-05-20'],
    ['Élise', '2026-05-04'],
  ])('survivors’ pension of %s is due on or just before %s', (surname, nominal) => {
    const found = paydaysOf('LESKE', day('2026-05-01'), 1, { surnameInitial: surname });
    // 14.5.2026 is Ascension Day.
    expect(found).toEqual({ ok: true, value: [nominal === '2026-05-14' ? '2026-05-13' : nominal] });
  });

  it.each([
    ['LESKE', 'surname-needed'],
    ['SPR', 'no-fixed-payday'],
    ['TMT', 'no-fixed-payday'],
    ['XYZ', 'unknown-benefit'],
  ])('%s has none: %s', (benefit, code) => expect(yearOf(benefit)).toBe(code));
  it('does not take a hyphen for a letter', () => expect(yearOf('LESKE', '-')).toBe('surname-needed'));

  it('are bank days, in order, none before the asked day', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('YAT', 'EAT', 'KE-V', 'TAKE', 'LL', 'ELT', 'ELA', 'KHT', 'OPR'),
        fc.integer({ min: 0, max: 7000 }),
        (benefit, offset) => {
          const from = addDays(day('2015-01-01'), offset);
          const found = paydaysOf(benefit, from, 4);
          const days = found.ok ? found.value : [];
          expect(days).toHaveLength(4);
          expect(days.every((payday) => isBankDay(payday) && payday >= from)).toBe(true);
          expect([...days].sort()).toEqual(days);
          expect(daysBetween(from, days[0] as IsoDate)).toBeLessThan(40);
        },
      ),
    ));
});

describe('timing', () => {
  it('the last safe day is two weeks before', () =>
    expect(lastSafeArrival(day('2026-04-07'))).toBe('2026-03-24'));
  it.each([
    ['2026-03-19', 'IN_TIME'],
    ['2026-03-20', 'TIGHT'],
    ['2026-03-24', 'TIGHT'],
    ['2026-03-25', 'LATE_FOR_NEXT'],
  ])('on %s for the payday 7.4.2026: %s', (today, state) =>
    expect(timingState(day(today), day('2026-04-07'))).toBe(state),
  );
  it('is unknown without a payday', () => expect(timingState(day('2026-03-01'), null)).toBe('UNKNOWN'));
  it('names the payday that can still be hit', () => {
    const timing = timingOf('KE-V', day('2026-03-25'));
    expect(timing.state).toBe('LATE_FOR_NEXT');
    expect(timing.firstSafePayday).toBe('2026-05-07');
    expect(timing.paydays.map(({ payday }) => payday)).toEqual(['2026-04-07', '2026-05-07', '2026-06-05']);
    // A claim from May on has nothing to do with the payday of April.
    expect(timingOf('KE-V', day('2026-03-25'), { from: day('2026-05-01') })).toMatchObject({
      state: 'IN_TIME',
      firstSafePayday: '2026-05-07',
    });
    expect(timingOf('KE-V', day('2026-03-25'), { from: day('2026-01-01') })).toEqual(timing);
    expect(timingOf('SPR', day('2026-03-25'))).toMatchObject({
      state: 'UNKNOWN',
      unknownBecause: 'no-fixed-payday',
    });
  });
});
