import { describe, expect, it } from 'vitest';
import { createCalendar } from '../benefits/calendar.ts';
import { longUnemployedOfCity } from './large-city-list.ts';
import { createLargeCity, END_CODES, START_DAYS, timeCode } from './large-city.ts';
import { isLongUnemployed } from './list-rows.ts';

const calendar = createCalendar();

describe('the list of the large city', () => {
  it.each(['2024-12', '2026-04', '2026-05', '2026-10'])('in %s has all who belong there', (period) => {
    const city = createLargeCity(4_000, 0);
    const expected = Array.from({ length: city.count }, (_, at) => at).filter(
      (at) => isLongUnemployed(city.entitlementsOfTime(city.timeCode(at)), period, calendar) !== null,
    );
    const { total, rows } = longUnemployedOfCity(city, period, calendar);
    expect(total).toBe(expected.length);
    expect(total).toBeGreaterThan(0);
    expect([...rows()].map(([code]) => code)).toEqual(
      expected.map((at) => city.person(at).personalIdentityCode),
    );
  });

  it('may judge by the start: who began earlier has at least as many days', () => {
    const city = createLargeCity(1, 0);
    for (const end of [0, 1, 6, 7, END_CODES - 1]) {
      const days = Array.from(
        { length: START_DAYS },
        (_, start) =>
          isLongUnemployed(city.entitlementsOfTime(timeCode(start, end)), '2026-10', calendar)?.days ?? 0,
      );
      expect(days).toEqual(days.toSorted((one, other) => other - one));
    }
  });
});
