import { m } from '../../../shared/messages/generated/messages.js';
import type { PageName } from './claim-groups.ts';

const titles: Readonly<Record<PageName, () => string>> = {
  situation: m.claim_wizard_group_situation,
  benefit: m.claim_wizard_group_benefit,
  assistance: m.claim_wizard_group_assistance,
  care: m.claim_wizard_group_care,
  children: m.claim_wizard_group_children,
  maintenance: m.claim_wizard_group_maintenance,
  agreement: m.claim_wizard_group_agreement,
  reasons: m.claim_wizard_group_reasons,
  period: m.claim_wizard_group_period,
  payee: m.claim_wizard_group_payee,
  handler: m.claim_wizard_group_handler,
  paper: m.claim_wizard_group_paper,
  review: m.claims_review_heading,
};

/** Name of a group of questions, or of the review. */
export const groupTitle = (page: PageName): string => titles[page]();
