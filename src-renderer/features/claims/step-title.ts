import { m } from '../../../shared/messages/generated/messages.js';
import type { ClaimStep } from './claim-steps.ts';

const titles: Readonly<Record<ClaimStep, () => string>> = {
  situation: m.claims_step_situation,
  benefit: m.claims_step_benefit,
  claim: m.claims_step_claim,
  payee: m.claims_step_payee,
  review: m.claims_step_review,
};

/** Name of a step of the wizard. */
export const stepTitle = (step: ClaimStep): string => titles[step]();
