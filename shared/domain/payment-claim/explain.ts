import {
  benefits,
  claimRules,
  lawTexts,
  legalBases,
  type ClaimRuleRow,
  type LawTextRow,
  type LegalBaseCode,
  type LegalBaseRow,
} from '../../codes/index.ts';
import type { StopReason } from './guide.ts';
import type { ClaimViolation } from './types.ts';

/** The paragraph behind a rule or a claim. */
export type LawExplanation = {
  readonly base: LegalBaseRow;
  readonly text: LawTextRow | null;
  /** Only a confirmed text may stand as what the law says; any other must be marked as unconfirmed. */
  readonly confirmed: boolean;
};

/** Why a rule bites (the names of `rule`), what to do instead (`rule.instead`) and the paragraph behind it. */
export type RuleExplanation = {
  readonly rule: ClaimRuleRow;
  readonly confirmed: boolean;
  readonly law: LawExplanation | null;
};

/** What tells which rule bit. */
type Bite =
  Pick<ClaimViolation, 'code' | 'params'> | { readonly stop: StopReason; readonly benefit?: string };

/** Rules that a code alone tells. */
const RULE_OF_CODE: Readonly<Partial<Record<string, string>>> = {
  CLAIM_BASE_NOT_ELECTRONIC: 'base-not-electronic',
  CLAIM_BENEFIT_NOT_IN_BASE: 'benefit-not-in-base',
  CLAIM_WRONG_PERSON: 'wrong-person',
  CLAIM_PERIOD_OUTSIDE_ADVANCE: 'period-outside-advance',
  CLAIM_AMOUNT_EXCEEDS_ADVANCE: 'amount-exceeds-advance',
  CLAIM_AFTER_DECISION: 'assistance-after-decision',
  CLAIM_DUPLICATE: 'duplicate',
  CLAIM_COMPETING: 'competing',
  CLAIM_ACCOUNT_UNKNOWN: 'account-unknown',
  CLAIM_ORG_NOT_ENTITLED: 'organisation-not-entitled',
  MANDATE_MISSING: 'mandate-missing',
  CLIENT_NOT_FOUND: 'client-not-found',
  CLIENT_DECEASED: 'client-deceased',
  CLAIM_BENEFIT_NOT_APPLIED: 'benefit-not-applied',
  CLAIM_LATE_FOR_NEXT_PAYDAY: 'late-for-next-payday',
};

/** Rules on the period, by the value that the violation carries. */
const RULE_OF_PERIOD: readonly (readonly [param: string, rule: string])[] = [
  ['earliest', 'period-too-old'],
  ['careStart', 'period-before-care'],
  ['expectedEnd', 'period-past-care'],
  ['validTo', 'benefit-not-in-force'],
  ['validFrom', 'benefit-not-in-force'],
  ['legalBase', 'base-not-in-force'],
];

const ruleOfStop = (stop: string, benefit: string): string =>
  stop === 'no-agreement-for-benefit' && benefits.find(benefit)?.agreement === 'NO_OLD'
    ? 'no-agreement-for-family-benefit'
    : stop;

const ruleCodeOf = (bite: Bite): string | null => {
  if ('stop' in bite) return ruleOfStop(bite.stop, bite.benefit ?? '');
  const { code, params } = bite;
  if (code === 'CLAIM_PERIOD_INVALID') return RULE_OF_PERIOD.find(([param]) => param in params)?.[1] ?? null;
  if (code === 'CLAIM_BENEFIT_NOT_CLAIMABLE') {
    if ('reason' in params) return ruleOfStop(String(params['reason']), String(params['benefit'] ?? ''));
    return 'validTo' in params || 'validFrom' in params ? 'benefit-not-in-force' : 'benefit-not-claimable';
  }
  return RULE_OF_CODE[code] ?? null;
};

/** The paragraph of a legal base with its text, and whether the text is confirmed. */
export const explainLaw = (legalBase: string): LawExplanation | null => {
  const base = legalBases.find(legalBase);
  if (base === null) return null;
  const text = lawTexts.find(legalBase);
  return { base, text, confirmed: text?.evidence === 'V' };
};

/** A rule by its code in claim-rules.json; `legalBase` where the rule itself names no paragraph. */
export const explainRule = (code: string, legalBase?: LegalBaseCode | null): RuleExplanation | null => {
  const rule = claimRules.find(code);
  if (rule === null) return null;
  const base = rule.base ?? legalBase;
  return {
    rule,
    confirmed: rule.evidence === 'V',
    law: base === null || base === undefined ? null : explainLaw(base),
  };
};

/**
 * Why a violation or a stop of the guide is one, and what to do instead. Null for what needs no rule of the
 * guide: a field left empty, a date that is none.
 */
export const explain = (bite: Bite, legalBase?: LegalBaseCode | null): RuleExplanation | null => {
  const code = ruleCodeOf(bite);
  return code === null ? null : explainRule(code, legalBase);
};
