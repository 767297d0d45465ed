import {
  addDays,
  addMonths,
  dateOf,
  dateParts,
  earlier,
  later,
  weekday,
  type IsoDate,
} from '../../../shared/domain/dates.ts';
import type { Decision } from '../../../shared/service-api/benefit-sections.ts';
import type { Person } from '../population/person.ts';
import type { Entitlement } from './entitlement.ts';
import grounds from './grounds.json' with { type: 'json' };

/** A decision together with the right that it grants. */
export interface GrantedDecision {
  readonly decision: Decision;
  readonly entitlement: Entitlement;
}

const MONTHS_OF_HISTORY = 40;
const APPEAL_DAYS = 37;
const REVIEW_NOTICE_DAYS = 21;

interface Ground {
  readonly law: string;
  readonly fi: string;
  readonly sv: string;
}
const groundOf = (key: string): Ground => (grounds as Record<string, Ground>)[key] ?? grounds.default;

/** Grounds in the client's language of service; Kela writes Finnish and Swedish. */
export const groundsText = (person: Person, key: string): string =>
  person.language === 'sv' ? groundOf(key).sv : groundOf(key).fi;

export const lawOf = (benefitCode: string): string => groundOf(benefitCode).law;

export const clientPayee = (person: Person): { kind: string; name: string } => ({
  kind: 'CLIENT',
  name: `${person.lastName} ${person.calledName}`,
});

export const appealDeadline = (decisionDate: IsoDate): IsoDate => addDays(decisionDate, APPEAL_DAYS);

/** Weekdays in a time, both ends included; `lastWeekday` 5 counts Monday to Friday, 6 also Saturday. */
export const countWeekdays = (start: IsoDate, end: IsoDate, lastWeekday: 5 | 6): number => {
  let count = 0;
  for (let day = start; day <= end; day = addDays(day, 1)) if (weekday(day) <= lastWeekday) count += 1;
  return count;
};

export const isFourWeekBenefit = (benefitCode: string): boolean =>
  benefitCode === 'TMT' || benefitCode === 'PPR' || benefitCode === 'YLT';

interface Span {
  readonly start: IsoDate;
  readonly end: IsoDate | null;
  readonly decidedOn: IsoDate;
  readonly isFirst: boolean;
}

const nextReview = (entitlement: Entitlement, start: IsoDate): IsoDate | null => {
  if (entitlement.review === 'none') return null;
  if (entitlement.review === 'january') return dateOf(dateParts(start).year + 1, 1, 1);
  return addMonths(start, 12);
};

const spansOf = (entitlement: Entitlement, decidedOn: IsoDate, today: IsoDate): readonly Span[] => {
  const horizon = addMonths(today, -MONTHS_OF_HISTORY);
  const spans: Span[] = [];
  let start = entitlement.start;
  let decided = decidedOn;
  while (decided <= today && (entitlement.end === null || start <= entitlement.end)) {
    const review = nextReview(entitlement, start);
    const lastBeforeReview = review === null ? null : addDays(review, -1);
    const { end: rightEnd } = entitlement;
    const end =
      lastBeforeReview === null
        ? rightEnd
        : rightEnd === null
          ? lastBeforeReview
          : earlier(rightEnd, lastBeforeReview);
    if (end === null || end >= horizon)
      spans.push({ start, end, decidedOn: decided, isFirst: start === entitlement.start });
    if (review === null) break;
    start = review;
    decided = later(decidedOn, addDays(review, -REVIEW_NOTICE_DAYS));
  }
  return spans;
};

const decisionOf = (person: Person, entitlement: Entitlement, span: Span): Decision => {
  const { benefitCode, unit } = entitlement;
  const isRejected = entitlement.rejected === true;
  const isDaily = unit === 'day' && span.end !== null && !isFourWeekBenefit(benefitCode) && !isRejected;
  const ground = isRejected ? 'rejected' : span.isFirst ? benefitCode : 'adjusted';
  return {
    id: `d-${person.number}-${entitlement.key}-${span.start.replaceAll('-', '')}`,
    benefitCode,
    decisionDate: span.decidedOn,
    result: isRejected ? 'REJECTED' : span.isFirst ? 'GRANTED' : 'ADJUSTED',
    period: { start: span.start, end: span.end },
    amount: isRejected ? null : { unit, gross: entitlement.amountOn(span.start) },
    numberOfDays: isDaily && span.end !== null ? countWeekdays(span.start, span.end, 6) : null,
    payee: entitlement.payee ?? clientPayee(person),
    grounds: groundsText(person, ground),
    lawReference: lawOf(benefitCode),
    appealDeadline: appealDeadline(span.decidedOn),
    calculation: null,
  };
};

/** Decisions that were made by `today` and reach into the last 40 months. */
export const decisionsOf = (
  person: Person,
  entitlements: readonly Entitlement[],
  today: IsoDate,
): readonly GrantedDecision[] =>
  entitlements.flatMap((entitlement) =>
    entitlement.decidedOn === null
      ? []
      : spansOf(entitlement, entitlement.decidedOn, today).map((span) => ({
          decision: decisionOf(person, entitlement, span),
          entitlement,
        })),
  );
