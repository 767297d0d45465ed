import { benefits, type SituationCode } from '../../../shared/codes/index.ts';
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
  /** False: offered so that the guide can say why it may not be claimed, and what to do. */
  readonly claimable: boolean;
}

const closed = new Set(['DECIDED', 'WITHDRAWN']);
const granting = new Set(['GRANTED', 'PARTLY', 'ADJUSTED']);
/** Situations whose claim takes from a benefit that is not decided yet. */
const expectsPending = (situation: SituationCode): boolean => situation === 'A';

const openFor = (known: KnownOfClient, benefitCode: string): boolean =>
  known.pending.some((matter) => matter.benefitCode === benefitCode && !closed.has(matter.status));

/** The client gets the benefit now, as far as the decisions tell. */
export const inPayment = (known: KnownOfClient, benefitCode: string, today: IsoDate): boolean =>
  known.decisions.some(
    ({ benefitCode: decided, result, period }) =>
      decided === benefitCode && granting.has(result) && (period.end === null || period.end >= today),
  );

/**
 * Benefits to choose from in a situation on a day: those that may be claimed, of them first what the client waits
 * for or gets; then the others.
 */
export const benefitChoices = (
  situation: SituationCode,
  day: IsoDate,
  today: IsoDate,
  known: KnownOfClient,
): readonly BenefitChoice[] => {
  const markOf = (code: string): BenefitChoice['mark'] => {
    if (openFor(known, code)) return 'pending';
    return inPayment(known, code, today) ? 'in-payment' : null;
  };
  const current = benefitsForSituation(situation, day).map(({ code }) => code);
  // What the client still waits for may have been replaced meanwhile: it is claimed for its own time.
  const replaced = known.pending.flatMap(({ benefitCode }) => {
    const lastDay = benefits.find(benefitCode)?.validTo;
    if (lastDay === undefined || !openFor(known, benefitCode) || current.includes(benefitCode)) return [];
    const then = benefitsForSituation(situation, isoDate(lastDay));
    return then.some(({ code }) => code === benefitCode) ? [benefitCode] : [];
  });
  const claimable = [...current, ...new Set(replaced)];
  const others = benefits
    .validOn(day)
    .filter(({ code, historic }) => historic !== true && !claimable.includes(code))
    .map(({ code }) => code);
  const first = expectsPending(situation) ? 'pending' : 'in-payment';
  const rank = ({ mark }: BenefitChoice): number => (mark === first ? 0 : mark === null ? 2 : 1);
  const marked = (codes: readonly string[], isClaimable: boolean): readonly BenefitChoice[] =>
    codes
      .map((code) => ({ code, mark: markOf(code), claimable: isClaimable }))
      .sort((left, right) => rank(left) - rank(right));
  return [...marked(claimable, true), ...marked(others, false)];
};

/** The one benefit that stands out for the situation; null when there is none or a choice to make. */
export const onlyBenefit = (situation: SituationCode, choices: readonly BenefitChoice[]): string | null => {
  const wanted = expectsPending(situation) ? 'pending' : 'in-payment';
  const marked = choices.filter(({ mark, claimable }) => claimable && mark === wanted);
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
