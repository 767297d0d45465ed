import { formatFinnish, isoDate, type IsoDate } from '../../../shared/domain/dates.ts';
import { benefitsForSituation } from '../../../shared/domain/payment-claim/index.ts';
import type { Decision, PendingMatter } from '../../../shared/service-api/benefit-sections.ts';
import type { ClaimForm } from './claim-form.ts';

/** What the client's page already knows; empty where a section is not visible or not loaded. */
export interface KnownOfClient {
  readonly pending: readonly PendingMatter[];
  readonly decisions: readonly Decision[];
}

export interface BenefitChoice {
  readonly code: string;
  /** Why the benefit stands first: the client waits for it, or it is in payment. */
  readonly mark: 'pending' | 'in-payment' | null;
}

const closed = new Set(['DECIDED', 'WITHDRAWN']);
const granting = new Set(['GRANTED', 'PARTLY', 'ADJUSTED']);

const openFor = (known: KnownOfClient, benefitCode: string): boolean =>
  known.pending.some((matter) => matter.benefitCode === benefitCode && !closed.has(matter.status));

const inPayment = (known: KnownOfClient, benefitCode: string, today: IsoDate): boolean =>
  known.decisions.some(
    ({ benefitCode: decided, result, period }) =>
      decided === benefitCode && granting.has(result) && (period.end === null || period.end >= today),
  );

/** Benefits of a situation in force on a day; those that the client waits for or gets come first. */
export const benefitChoices = (
  situation: 'A' | 'B',
  day: IsoDate,
  today: IsoDate,
  known: KnownOfClient,
): readonly BenefitChoice[] => {
  const markOf = (code: string): BenefitChoice['mark'] => {
    if (openFor(known, code)) return 'pending';
    return inPayment(known, code, today) ? 'in-payment' : null;
  };
  const choices = benefitsForSituation(situation, day).map(({ code }) => ({ code, mark: markOf(code) }));
  const first = situation === 'A' ? 'pending' : 'in-payment';
  const rank = ({ mark }: BenefitChoice): number => (mark === first ? 0 : mark === null ? 2 : 1);
  return choices.sort((left, right) => rank(left) - rank(right));
};

/** The one benefit that stands out for the situation; null when there is none or a choice to make. */
export const onlyBenefit = (situation: 'A' | 'B', choices: readonly BenefitChoice[]): string | null => {
  const marked = choices.filter(({ mark }) => mark === (situation === 'A' ? 'pending' : 'in-payment'));
  return marked.length === 1 ? (marked[0]?.code ?? null) : null;
};

/** Answer to "has Kela decided the benefit?" as the client's data tells it. */
export const decisionAnswer = (
  benefitCode: string,
  known: KnownOfClient,
): Pick<ClaimForm, 'decisionState' | 'decisionDate'> | null => {
  if (openFor(known, benefitCode)) return { decisionState: 'pending', decisionDate: '' };
  const newest = known.decisions
    .filter((decision) => decision.benefitCode === benefitCode)
    .sort((a, b) => (a.decisionDate < b.decisionDate ? 1 : -1))[0];
  return newest === undefined
    ? null
    : { decisionState: 'decided', decisionDate: formatFinnish(isoDate(newest.decisionDate)) };
};
