import { addDays, firstOfMonth, type IsoDate } from '../../../shared/domain/dates.ts';
import { isBankDay } from '../../../shared/domain/bank-days.ts';
import { paydaysOf } from '../../../shared/domain/payday-calendar.ts';

/** The payday calendar with a memory: the same months are asked for thousands of times. */
export interface Calendar {
  /** Normal payday of a benefit in the month of a day; null where it has no fixed one. */
  payday(benefitCode: string, day: IsoDate, surnameInitial: string): IsoDate | null;
  /** The bank day `count` bank days after a day. */
  bankDaysAfter(day: IsoDate, count: number): IsoDate;
}

export const createCalendar = (): Calendar => {
  const paydays = new Map<string, IsoDate | null>();
  const bankDays = new Map<string, boolean>();
  const isOpen = (day: IsoDate): boolean => {
    const known = bankDays.get(day);
    if (known !== undefined) return known;
    const open = isBankDay(day);
    bankDays.set(day, open);
    return open;
  };
  return {
    payday: (benefitCode, day, surnameInitial) => {
      const key = `${benefitCode}|${day.slice(0, 7)}|${surnameInitial}`;
      const known = paydays.get(key);
      if (known !== undefined) return known;
      const found = paydaysOf(benefitCode, firstOfMonth(day), 1, { surnameInitial });
      const payday = found.ok ? (found.value[0] ?? null) : null;
      paydays.set(key, payday);
      return payday;
    },
    bankDaysAfter: (day, count) => {
      let current = day;
      for (let left = count; left > 0;) {
        current = addDays(current, 1);
        if (isOpen(current)) left -= 1;
      }
      return current;
    },
  };
};
