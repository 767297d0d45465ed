import type { ClaimWizard } from './claim-wizard.svelte.ts';
import { idOfField } from './claim-groups.ts';
import { problemText } from './problem-texts.ts';

/** Properties that tie a control to its field: its id and its error while one is shown. */
export const fieldProperties = (
  wizard: ClaimWizard,
  field: string,
): { readonly id: string; readonly error: string | undefined } => {
  const found = wizard.place.shownErrors.find((problem) => problem.field === field);
  return { id: idOfField(wizard.scope, field), error: found && problemText(found, 'field') };
};

/** Lines of the error summary. */
export const summaryOf = ({
  scope,
  place,
}: ClaimWizard): readonly { readonly fieldId: string; readonly text: string }[] =>
  place.shownErrors.map((problem) => ({
    fieldId: idOfField(scope, problem.field),
    text: problemText(problem),
  }));
