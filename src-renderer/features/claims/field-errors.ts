import type { ClaimWizard } from './claim-wizard.svelte.ts';
import type { ClaimProblem } from './claim-problems.ts';
import { idOfField } from './claim-groups.ts';
import { problemText } from './problem-texts.ts';

/** Properties that tie a control to its field: its id and its error while one is shown. */
export const fieldProperties = (
  wizard: ClaimWizard,
  field: string,
): { readonly id: string; readonly error: string | undefined } => {
  const found = wizard.place.shownErrors.find((problem) => problem.field === field);
  return { id: idOfField(field), error: found === undefined ? undefined : problemText(found) };
};

/** Lines of the error summary. */
export const summaryOf = (
  problems: readonly ClaimProblem[],
): readonly { readonly fieldId: string; readonly text: string }[] =>
  problems.map((problem) => ({ fieldId: idOfField(problem.field), text: problemText(problem) }));
