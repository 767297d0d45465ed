import {
  validateClaim,
  type ClaimContext,
  type ClaimRoute,
  type StopReason,
} from '../../../shared/domain/payment-claim/index.ts';
import type { ReadForm } from './read-form.ts';

/** Something that keeps the claim from going on (error), or that the user should know (warning). */
export interface ClaimProblem {
  /** A code of the guide, of the service, or UNREADABLE for what is no date, month or amount. */
  readonly code: string;
  readonly field: string;
  readonly severity: 'error' | 'warning';
  readonly params: Readonly<Record<string, string | number>>;
}

/** Where the answer stands that ends the guide without a claim. */
const fieldOfStop: Readonly<Record<StopReason, string>> = {
  'assistance-after-decision': 'assistanceRows.0.decisionDate',
  'child-also-in-care': 'answers.childInCareOverThreeMonths',
  'paid-to-foster-carer': 'answers.childBenefitPayee',
  'guardian-must-apply': 'answers.childBenefitPayee',
  'care-not-over-one-month': 'answers.careOverOneMonth',
  'allowance-not-in-payment': 'answers.allowanceInPayment',
  'consent-missing': 'answers.clientConsents',
  'no-agreement-for-benefit': 'benefitCode',
  'benefit-not-in-base': 'benefitCode',
  'benefit-not-claimable': 'benefitCode',
};

const error = (code: string, field: string, params: ClaimProblem['params'] = {}): ClaimProblem => ({
  code,
  field,
  severity: 'error',
  params,
});

/** What the guide itself says of the answers: a question that is open, or an answer that ends it. */
const guideProblems = (route: ClaimRoute, benefitCode: string | null): readonly ClaimProblem[] => {
  if (route.kind === 'stop') {
    const params = { reason: route.reason, ...(benefitCode !== null && { benefit: benefitCode }) };
    return [error(route.error, fieldOfStop[route.reason], params)];
  }
  if (route.kind !== 'incomplete' || route.question === 'situation') return [];
  const field = route.question === 'benefitCode' ? 'benefitCode' : `answers.${route.question}`;
  return [error('FIELD_REQUIRED', field)];
};

/** True for what the guide's own problem says better. */
const isSaidByGuide =
  (route: ClaimRoute) =>
  ({ code, field, params }: ClaimProblem): boolean => {
    if (field === 'legalBase' && code === 'FIELD_REQUIRED')
      return route.kind !== 'incomplete' || route.question !== 'situation';
    if (route.kind !== 'stop' || code !== route.error) return false;
    return field === 'benefitCode' || params['reason'] === route.reason;
  };

const distinct = (problems: readonly ClaimProblem[]): readonly ClaimProblem[] =>
  problems.filter(
    ({ code, field }, at) =>
      problems.findIndex((other) => other.code === code && other.field === field) === at,
  );

/** Every problem of the claim as it stands, in the order of the form. */
export const problemsOf = (
  { draft, route, unreadable }: ReadForm,
  context: ClaimContext,
): readonly ClaimProblem[] => {
  const said = isSaidByGuide(route);
  const found = validateClaim(draft, context).filter(
    (problem) => !said(problem) && !(problem.code === 'FIELD_REQUIRED' && unreadable.includes(problem.field)),
  );
  const byGuide = guideProblems(route, draft.benefitCode ?? null);
  return distinct([...unreadable.map((field) => error('UNREADABLE', field)), ...byGuide, ...found]);
};
