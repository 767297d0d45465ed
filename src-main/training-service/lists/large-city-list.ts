import type { Calendar } from '../benefits/calendar.ts';
import { END_CODES, START_DAYS, timeCode, type LargeCity } from './large-city.ts';
import { isLongUnemployed, longUnemploymentRow, type LongUnemployment } from './list-rows.ts';
import type { ListRow } from './row-source.ts';

export interface CityRows {
  readonly total: number;
  rows(): Generator<ListRow>;
}

/**
 * Persons of the large city on the list of a month. Who began earlier has been paid for more days: for each end the
 * last start that is on the list is found by halving, so that the first row need not wait until all are judged.
 */
export const longUnemployedOfCity = (city: LargeCity, period: string, calendar: Calendar): CityRows => {
  const judge = (code: number): LongUnemployment | null =>
    isLongUnemployed(city.entitlementsOfTime(code), period, calendar);
  const lastStarts = Array.from({ length: END_CODES }, (_, end) => {
    let low = -1;
    let high = START_DAYS;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (judge(timeCode(middle, end)) === null) high = middle;
      else low = middle;
    }
    return low;
  });
  const isOn = (code: number): boolean =>
    Math.floor(code / END_CODES) <= (lastStarts[code % END_CODES] ?? -1);
  let total = 0;
  for (let at = 0; at < city.count; at += 1) if (isOn(city.timeCode(at))) total += 1;
  return {
    total,
    rows: function* () {
      const known = new Map<number, LongUnemployment | null>();
      for (let at = 0; at < city.count; at += 1) {
        const code = city.timeCode(at);
        if (!isOn(code)) continue;
        const paid = known.get(code) ?? judge(code);
        known.set(code, paid);
        if (paid !== null) yield longUnemploymentRow(city.person(at), paid, period);
      }
    },
  };
};
