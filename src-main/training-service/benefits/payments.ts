import {
  addDays,
  addMonths,
  daysBetween,
  earlier,
  firstOfMonth,
  isoDate,
  lastOfMonth,
  later,
  type IsoDate,
} from '../../../shared/domain/dates.ts';
import type { Decision, Payment } from '../../../shared/service-api/benefit-sections.ts';
import type { Person } from '../population/person.ts';
import { withholdingOf } from './amounts.ts';
import type { Calendar } from './calendar.ts';
import { countWeekdays, isFourWeekBenefit } from './decisions.ts';

export interface PaymentContext {
  readonly person: Person;
  readonly calendar: Calendar;
  readonly today: IsoDate;
}

const MONTHS_OF_HISTORY = 36;
const PLANNED_DAYS_MONTHLY = 62;
const PLANNED_DAYS_DAILY = 35;
const FOUR_WEEKS = 28;
/** Twenty-five working days, Monday to Saturday, are four weeks and a day. */
const ARREARS_DAYS = 29;
/** A backdated payment goes out within about two bank days of the decision. */
const BANK_DAYS_AFTER_DECISION = 2;

interface Part {
  readonly start: IsoDate;
  readonly end: IsoDate;
  readonly gross: number;
  readonly payDate: IsoDate;
}

const maskedAccountOf = (person: Person): string =>
  `FI ···· ${String(1000 + ((person.number * 7919) % 9000))}`;

const monthlyParts = (decision: Decision, gross: number, context: PaymentContext): readonly Part[] => {
  const { calendar, person, today } = context;
  const windowEnd = addDays(today, PLANNED_DAYS_MONTHLY);
  const start = isoDate(decision.period.start);
  const end = isoDate(decision.period.end ?? windowEnd);
  const parts: Part[] = [];
  const first = later(firstOfMonth(start), firstOfMonth(addMonths(today, -MONTHS_OF_HISTORY)));
  for (let month = first; month <= earlier(end, windowEnd); month = addMonths(month, 1)) {
    const partStart = later(start, month);
    const partEnd = decision.period.end === null ? lastOfMonth(month) : earlier(end, lastOfMonth(month));
    const days = daysBetween(partStart, partEnd) + 1;
    const isWhole = partStart === month && partEnd === lastOfMonth(month);
    const payday =
      calendar.payday(decision.benefitCode, month, person.lastName.charAt(0)) ??
      calendar.bankDaysAfter(addDays(month, -1), 1);
    parts.push({
      start: partStart,
      end: partEnd,
      gross: isWhole ? gross : Math.min(gross, Math.round((gross * days) / 30)),
      payDate: payday,
    });
  }
  return parts;
};

const dailyParts = (decision: Decision, gross: number, context: PaymentContext): readonly Part[] => {
  const { calendar, today } = context;
  const isFourWeek = isFourWeekBenefit(decision.benefitCode);
  const length = isFourWeek ? FOUR_WEEKS : ARREARS_DAYS;
  const windowEnd = addDays(today, PLANNED_DAYS_DAILY);
  const end = isoDate(decision.period.end ?? windowEnd);
  const horizon = addMonths(today, -MONTHS_OF_HISTORY);
  const parts: Part[] = [];
  for (let start = isoDate(decision.period.start); start <= end; start = addDays(start, length)) {
    const natural = addDays(start, length - 1);
    const partEnd = decision.period.end === null ? natural : earlier(natural, end);
    if (start > windowEnd) break;
    const days = countWeekdays(start, partEnd, isFourWeek ? 5 : 6);
    if (partEnd >= horizon && days > 0)
      parts.push({ start, end: partEnd, gross: gross * days, payDate: calendar.bankDaysAfter(partEnd, 2) });
  }
  return parts;
};

const partsOf = (decision: Decision, context: PaymentContext): readonly Part[] => {
  if (decision.amount === null) return [];
  const { unit, gross } = decision.amount;
  if (unit === 'month') return monthlyParts(decision, gross, context);
  if (unit === 'day') return dailyParts(decision, gross, context);
  const start = isoDate(decision.period.start);
  const payDate = context.calendar.bankDaysAfter(isoDate(decision.decisionDate), BANK_DAYS_AFTER_DECISION);
  return [{ start, end: isoDate(decision.period.end ?? start), gross, payDate }];
};

/** One payment in a few hundred came back from the bank. */
const isReturned = (id: string): boolean => {
  let sum = 0;
  for (let at = 0; at < id.length; at += 1) sum = (sum * 31 + id.charCodeAt(at)) % 997;
  return sum === 13;
};

/** Payments of a decision without deductions: past ones, and planned ones of the next two months. */
export const paymentsOf = (decision: Decision, context: PaymentContext): readonly Payment[] => {
  const { calendar, person, today } = context;
  const decisionDate = isoDate(decision.decisionDate);
  const backdated = calendar.bankDaysAfter(decisionDate, BANK_DAYS_AFTER_DECISION);
  const lastPlanned = addDays(today, PLANNED_DAYS_MONTHLY);
  return partsOf(decision, context)
    .map((part) => ({ ...part, payDate: part.payDate <= decisionDate ? backdated : part.payDate }))
    .filter(({ payDate, gross }) => payDate <= lastPlanned && gross > 0)
    .map((part): Payment => {
      const withholdingTax = withholdingOf(decision.benefitCode, part.gross);
      const id = `${decision.id}-${part.start.replaceAll('-', '')}`;
      return {
        id,
        decisionId: decision.id,
        benefitCode: decision.benefitCode,
        payDate: part.payDate,
        period: { start: part.start, end: part.end },
        gross: part.gross,
        withholdingTax,
        deductions: [],
        net: part.gross - withholdingTax,
        payee: {
          ...decision.payee,
          maskedAccount: decision.payee.kind === 'CLIENT' ? maskedAccountOf(person) : null,
        },
        status: part.payDate > today ? 'PLANNED' : isReturned(id) ? 'RETURNED' : 'SENT',
      };
    });
};
