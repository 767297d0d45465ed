import type { IsoDate } from '../../../shared/domain/dates.ts';

/** Reads 'm/yyyy', 'mm.yyyy' or 'yyyy-mm' as 'yyyy-mm'; null when it is no month. */
export const parseMonth = (text: string): string | null => {
  const finnish = /^(\d{1,2})\s*[/.]\s*(\d{4})$/.exec(text.trim());
  const [month, year] = finnish === null ? text.trim().split('-').reverse() : [finnish[1], finnish[2]];
  if (month === undefined || year === undefined || !/^\d{1,2}$/.test(month) || !/^\d{4}$/.test(year))
    return null;
  const number = Number(month);
  return number >= 1 && number <= 12 ? `${year}-${String(number).padStart(2, '0')}` : null;
};

/** '2/2026' of what is typed short: a month that is not in the future gets the latest year that it can have. */
export const fullMonth = (typed: string, today: IsoDate): string => {
  const number = /^\s*(\d{1,2})\s*[/.]?\s*$/.exec(typed)?.[1];
  const month = Number(number);
  if (number === undefined || month < 1 || month > 12) return typed;
  const [year, current] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  return `${month}/${month > current ? year - 1 : year}`;
};
