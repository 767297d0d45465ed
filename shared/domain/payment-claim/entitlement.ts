import { organisationTypes, purposes } from '../../codes/index.ts';
import type { Feature } from '../access-rules.ts';

/** A role as the session has it. */
export type ClaimingRole = {
  /** Code of organisation-types.json. */
  readonly organisationType: string;
  /** Code of purposes.json. */
  readonly purpose: string;
  /** What a mandate that is not held keeps closed, see `rightsOf`. */
  readonly missing: readonly { readonly feature: Feature | (string & {}) }[];
};

/**
 * The rule, a code of claim-rules.json, that keeps a role from making claims; null where it may. Claims are
 * made by counties, Helsinki and Åland's bodies, in a purpose of use that has them, with the mandate M1.
 */
export const whyNoClaims = ({ organisationType, purpose, missing }: ClaimingRole): string | null => {
  if (organisationTypes.find(organisationType)?.paymentClaims !== true) return 'organisation-not-entitled';
  if (purposes.find(purpose)?.paymentClaims !== true) return 'purpose-without-claims';
  return missing.some(({ feature }) => feature === 'payment-claims') ? 'mandate-missing' : null;
};
