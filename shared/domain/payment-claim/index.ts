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
export { monthsOf, overlappingClaim, periodsOverlap } from './periods.ts';
export { completeClaim, validateClaim, type IncompleteClaim } from './validate.ts';
export type * from './types.ts';
