export {
  benefitError,
  benefitOf,
  benefitsForSituation,
  claimableBenefits,
  isClaimable,
  legalBaseOf,
  matrixCell,
  replacementOf,
  routeOf,
  type ClaimRoute,
  type LegalBaseFailure,
  type StopReason,
} from './guide.ts';
export { whyNoClaims, type ClaimingRole } from './entitlement.ts';
export { explain, explainLaw, explainRule, type LawExplanation, type RuleExplanation } from './explain.ts';
export { completeClaim, type IncompleteClaim } from './complete.ts';
export {
  actionsOf,
  isReminder,
  lastSafeDayOf,
  tasksOf,
  type ClaimAction,
  type ClaimInRegister,
  type ClaimTask,
  type ClaimTaskKind,
} from './life.ts';
export {
  paperDocument,
  postalAddress,
  SECURE_MAIL,
  type PaperColumnKey,
  type PaperDocument,
  type PaperKind,
  type PaperLanguage,
  type PaperParties,
  type PaperRowKey,
  type PaperSection,
  type PaperSectionKey,
  type PaperSentence,
  type PaperTable,
  type PaperValue,
} from './paper-document.ts';
export { attachmentsOf, attachmentTitle, FREE_FORM, paperFormsOf, paragraphText } from './paper-forms.ts';
export { competingClaims, monthsOf, overlappingClaim, periodsOverlap } from './periods.ts';
export { validateClaim } from './validate.ts';
export type * from './types.ts';
