import {
  addMonths,
  dateOf,
  daysBetween,
  firstOfMonth,
  isoDate,
  type IsoDate,
} from '../../../shared/domain/dates.ts';
import type { Decision } from '../../../shared/service-api/benefit-sections.ts';

/** A decision's period on a line of time; places are shares of the line's length, 0 to 1. */
export interface DecisionBar {
  readonly decision: Decision;
  readonly from: number;
  readonly to: number;
  /** The period goes on beyond the line's end. */
  readonly open: boolean;
}

export interface BenefitLine {
  readonly benefitCode: string;
  readonly bars: readonly DecisionBar[];
}

export interface Timeline {
  readonly lines: readonly BenefitLine[];
  readonly today: number;
  /** First days of Januaries and Julys on the line. */
  readonly ticks: readonly { readonly date: IsoDate; readonly at: number }[];
}

const MONTHS_BACK = 24;
const MONTHS_AHEAD = 6;

/** Periods of the decisions by benefit, from 24 months back to six ahead; what lies outside is left out. */
export const timelineOf = (decisions: readonly Decision[], today: IsoDate): Timeline => {
  const start = addMonths(firstOfMonth(today), -MONTHS_BACK);
  const end = addMonths(firstOfMonth(today), MONTHS_AHEAD);
  const days = daysBetween(start, end);
  const at = (day: IsoDate): number => Math.max(0, Math.min(1, daysBetween(start, day) / days));
  const bars = decisions
    .filter(({ period }) => period.start < end && (period.end === null || period.end >= start))
    .map((decision): DecisionBar => {
      const until = decision.period.end === null ? end : isoDate(decision.period.end);
      return { decision, from: at(isoDate(decision.period.start)), to: at(until), open: until >= end };
    })
    .sort((one, other) => one.from - other.from);
  const byBenefit = Map.groupBy(bars, ({ decision }) => decision.benefitCode);
  const firstYear = Number(start.slice(0, 4));
  const ticks = [0, 1, 2, 3, 4]
    .flatMap((year) => [dateOf(firstYear + year, 1, 1), dateOf(firstYear + year, 7, 1)])
    .filter((date) => date >= start && date < end)
    .map((date) => ({ date, at: at(date) }));
  return {
    lines: [...byBenefit].map(([benefitCode, ofBenefit]) => ({ benefitCode, bars: ofBenefit })),
    today: at(today),
    ticks,
  };
};
