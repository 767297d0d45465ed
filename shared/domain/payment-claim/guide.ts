import {
  benefits,
  claimMatrix,
  isValidOn,
  legalBases,
  type BenefitRow,
  type ClaimErrorCode,
  type ClaimMatrixRow,
  type LegalBaseCode,
  type SituationCode,
} from '../../codes/index.ts';
import type { IsoDate } from '../dates.ts';
import { failure, success, type Result } from '../result.ts';
import type { ClaimAnswers, PaymentClaimDraft, QuestionName } from './types.ts';
import { isUnfilled } from './violations.ts';

/** Why the guide ends without a claim. */
export type StopReason =
  | 'assistance-after-decision'
  | 'child-also-in-care'
  | 'paid-to-foster-carer'
  | 'guardian-must-apply'
  | 'care-not-over-one-month'
  | 'allowance-not-in-payment'
  | 'consent-missing'
  | 'no-agreement-for-benefit'
  | 'benefit-not-in-base'
  | 'benefit-not-claimable';

export type LegalBaseFailure =
  | { readonly code: 'answer-needed'; readonly question: QuestionName | 'benefitCode' | 'situation' }
  | { readonly code: 'stop'; readonly reason: StopReason; readonly error: ClaimErrorCode };

export type ClaimRoute =
  | { readonly kind: 'electronic'; readonly legalBase: LegalBaseCode }
  | { readonly kind: 'paper-form'; readonly legalBase: LegalBaseCode; readonly forms: readonly string[] }
  /** F: agreement by secure e-mail or post. G: signed free-form letter. */
  | { readonly kind: 'letter'; readonly legalBase: LegalBaseCode }
  | { readonly kind: 'stop'; readonly reason: StopReason; readonly error: ClaimErrorCode }
  | { readonly kind: 'incomplete'; readonly question: QuestionName | 'benefitCode' | 'situation' };

type BaseResult = Result<LegalBaseCode, LegalBaseFailure>;

const needed = (question: QuestionName | 'benefitCode' | 'situation'): BaseResult =>
  failure({ code: 'answer-needed', question });
const stop = (reason: StopReason, error: ClaimErrorCode): BaseResult =>
  failure({ code: 'stop', reason, error });

/** The matrix cell of a benefit and a base; null where the sources say nothing. */
export const matrixCell = (benefitCode: string, base: string): ClaimMatrixRow | null =>
  claimMatrix.find((row) => row.benefit === benefitCode && row.base === base) ?? null;

/** True when the benefit may be claimed on the base. What the sources do not name may not. */
export const isClaimable = (benefitCode: string, base: string): boolean =>
  matrixCell(benefitCode, base)?.allowed === 'yes';

/** True when the benefit may be paid to the county by agreement, or the sources do not say that it may not. */
const isAgreeable = (benefitCode: string): boolean => {
  const agreement = benefits.find(benefitCode)?.agreement;
  return agreement === 'YES' || agreement === 'NOT_FOUND';
};

/** Benefits that may be claimed on a base and are in force on a day. */
export const claimableBenefits = (base: LegalBaseCode, day: IsoDate): readonly BenefitRow[] => {
  if (legalBases.find(base, day) === null) return [];
  return benefits.validOn(day).filter(({ code }) => isClaimable(code, base));
};

/**
 * Error of a benefit that a base does not cover; null when it does. What may be agreed on stands with the
 * benefit itself; basic social assistance has its letter.
 */
export const benefitError = (benefitCode: string, base: string): ClaimErrorCode | null => {
  if (base === 'AGREEMENT') return isAgreeable(benefitCode) ? null : 'CLAIM_BENEFIT_NOT_CLAIMABLE';
  if (isClaimable(benefitCode, base)) return null;
  if (matrixCell(benefitCode, base)?.allowed === 'written-only') return null;
  const claim = benefits.find(benefitCode)?.claim ?? 'NOT_APPLICABLE';
  return claim === 'BY_MATRIX' || claim === 'NOT_FOUND'
    ? 'CLAIM_BENEFIT_NOT_IN_BASE'
    : 'CLAIM_BENEFIT_NOT_CLAIMABLE';
};

/** Benefit-specific provision on securing the livelihood. */
const livelihoodBaseOf = (benefitCode: string): LegalBaseCode | null =>
  claimMatrix.find(
    (row) =>
      row.benefit === benefitCode && row.allowed === 'yes' && legalBases.find(row.base)?.livelihood === true,
  )?.base ?? null;

const childCareAllowanceBase = (answers: ClaimAnswers, benefitCode: string | null): BaseResult => {
  if (benefitCode !== 'KHT') return success('AML_14');
  if (isUnfilled(answers.childInCareOverThreeMonths)) return needed('childInCareOverThreeMonths');
  return answers.childInCareOverThreeMonths
    ? stop('child-also-in-care', 'CLAIM_BENEFIT_NOT_CLAIMABLE')
    : success('AML_14');
};

const childBenefitBase = (answers: ClaimAnswers): BaseResult => {
  if (isUnfilled(answers.childBenefitGround)) return needed('childBenefitGround');
  if (answers.childBenefitGround === 'payee-in-care') return success('AML_14');
  if (isUnfilled(answers.childBenefitPayee)) return needed('childBenefitPayee');
  if (answers.childBenefitPayee === 'foster-carer')
    return stop('paid-to-foster-carer', 'CLAIM_BENEFIT_NOT_CLAIMABLE');
  if (answers.childBenefitPayee === 'nobody')
    return stop('guardian-must-apply', 'CLAIM_BENEFIT_NOT_CLAIMABLE');
  if (answers.childBenefitGround === 'weighty-reason') return success('LAPSILISAL_12_2');
  if (isUnfilled(answers.careOverOneMonth)) return needed('careOverOneMonth');
  return answers.careOverOneMonth
    ? success('LAPSILISAL_11_1')
    : stop('care-not-over-one-month', 'CLAIM_BENEFIT_NOT_CLAIMABLE');
};

const maintenanceBase = (answers: ClaimAnswers): BaseResult => {
  if (isUnfilled(answers.allowanceInPayment)) return needed('allowanceInPayment');
  if (!answers.allowanceInPayment) return stop('allowance-not-in-payment', 'CLAIM_BENEFIT_NOT_CLAIMABLE');
  if (isUnfilled(answers.maintenanceBase)) return needed('maintenanceBase');
  return success(answers.maintenanceBase === 'allowance-only' ? 'ELATUSTUKIL_11_4' : 'AML_7_14');
};

const livelihoodBase = (benefitCode: string | null): BaseResult => {
  if (benefitCode === null) return needed('benefitCode');
  const base = livelihoodBaseOf(benefitCode);
  if (base !== null) return success(base);
  const claim = benefits.find(benefitCode)?.claim;
  return claim === 'BY_MATRIX' || claim === 'NOT_FOUND'
    ? stop('benefit-not-in-base', 'CLAIM_BENEFIT_NOT_IN_BASE')
    : stop('benefit-not-claimable', 'CLAIM_BENEFIT_NOT_CLAIMABLE');
};

const agreementBase = (answers: ClaimAnswers, benefitCode: string | null): BaseResult => {
  if (benefitCode === null) return needed('benefitCode');
  if (!isAgreeable(benefitCode)) return stop('no-agreement-for-benefit', 'CLAIM_BENEFIT_NOT_CLAIMABLE');
  if (isUnfilled(answers.clientConsents)) return needed('clientConsents');
  return answers.clientConsents
    ? success('AGREEMENT')
    : stop('consent-missing', 'CLAIM_BENEFIT_NOT_CLAIMABLE');
};

/**
 * The legal base that a situation and its answers lead to, or the question that is still open, or why there
 * is no base. The benefit matters in situations B, E and F; its place in the matrix is {@link benefitError}'s
 * matter.
 */
export const legalBaseOf = (
  situation: SituationCode,
  answers: ClaimAnswers,
  benefitCode: string | null = null,
): BaseResult => {
  switch (situation) {
    case 'A':
      return success('TOTUL_23');
    case 'B':
      return childCareAllowanceBase(answers, benefitCode);
    case 'C':
      return childBenefitBase(answers);
    case 'D':
      return maintenanceBase(answers);
    case 'E':
      return livelihoodBase(benefitCode);
    case 'F':
      return agreementBase(answers, benefitCode);
    case 'G':
      return success('TOTU_LETTER');
  }
};

/** Rows of assistance that were decided after Kela's own decision: no advance (guide, rule G12). */
export const rowsAfterDecision = (draft: PaymentClaimDraft): readonly number[] => {
  const decided = draft.answers?.benefitDecision;
  if (draft.situation !== 'A' || decided?.state !== 'decided' || isUnfilled(decided.decisionDate)) return [];
  const limit = decided.decisionDate;
  return (draft.assistanceRows ?? []).flatMap((row, at) =>
    !isUnfilled(row.decisionDate) && row.decisionDate > limit ? [at] : [],
  );
};

const openQuestionOfAdvance = (draft: PaymentClaimDraft): ClaimRoute | null => {
  const decided = draft.answers?.benefitDecision;
  if (isUnfilled(decided) || (decided.state === 'decided' && decided.decisionDate === null))
    return { kind: 'incomplete', question: 'benefitDecision' };
  const rows = draft.assistanceRows ?? [];
  return rows.length > 0 && rowsAfterDecision(draft).length === rows.length
    ? { kind: 'stop', reason: 'assistance-after-decision', error: 'CLAIM_AFTER_DECISION' }
    : null;
};

const ONLY_BENEFIT: Partial<Record<SituationCode, string>> = { C: 'LL', G: 'TOTU' };

/** What the draft says, or the one benefit of situations C and G. */
export const benefitOf = ({ benefitCode, situation }: PaymentClaimDraft): string | null =>
  benefitCode || (isUnfilled(situation) ? null : (ONLY_BENEFIT[situation] ?? null));

/** Where the guide leads with the answers so far: which channel, a stop, or the next open question. */
export const routeOf = (draft: PaymentClaimDraft): ClaimRoute => {
  const { situation } = draft;
  if (isUnfilled(situation)) return { kind: 'incomplete', question: 'situation' };
  const benefitCode = benefitOf(draft);
  const base = legalBaseOf(situation, draft.answers ?? {}, benefitCode);
  if (!base.ok)
    return base.error.code === 'answer-needed'
      ? { kind: 'incomplete', question: base.error.question }
      : { kind: 'stop', reason: base.error.reason, error: base.error.error };
  const legalBase = base.value;
  if (benefitCode === null) return { kind: 'incomplete', question: 'benefitCode' };
  const error = benefitError(benefitCode, legalBase);
  if (error !== null) {
    const reason = error === 'CLAIM_BENEFIT_NOT_IN_BASE' ? 'benefit-not-in-base' : 'benefit-not-claimable';
    return { kind: 'stop', reason, error };
  }
  if (legalBase === 'TOTU_LETTER' || legalBase === 'AGREEMENT') return { kind: 'letter', legalBase };
  const blocked = situation === 'A' ? openQuestionOfAdvance(draft) : null;
  if (blocked !== null) return blocked;
  if (legalBases.find(legalBase)?.route === 'ELECTRONIC') return { kind: 'electronic', legalBase };
  return { kind: 'paper-form', legalBase, forms: matrixCell(benefitCode, legalBase)?.forms ?? [] };
};

/** Benefits to offer in a situation on a day, in the order of the list. */
export const benefitsForSituation = (situation: SituationCode, day: IsoDate): readonly BenefitRow[] => {
  const current = benefits.validOn(day).filter((row) => row.historic !== true);
  switch (situation) {
    case 'A':
      return claimableBenefits('TOTUL_23', day);
    case 'B':
      return claimableBenefits('AML_14', day);
    case 'C':
      return current.filter(({ code }) => code === 'LL');
    case 'D':
      return claimableBenefits('AML_7_14', day);
    case 'E':
      return current.filter(({ code }) => livelihoodBaseOf(code) !== null);
    case 'F':
      return current.filter(({ code }) => isAgreeable(code));
    case 'G':
      return current.filter(({ code }) => code === 'TOTU');
  }
};

/**
 * The benefit that has replaced that of a claim in force, so that the claim must be looked at; null while
 * nothing has changed. (Labour market subsidy and basic allowance end on 30.4.2026.)
 */
export const replacementOf = (benefitCode: string, today: IsoDate): string | null => {
  const benefit = benefits.find(benefitCode);
  return benefit === null || isValidOn(benefit, today) ? null : (benefit.replacedBy ?? null);
};
