import type { PasteChange } from '../../../shared/domain/personal-identity-code.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import type { CodeProblem } from './look-up.svelte.ts';

/** Why a text is no personal identity code, in the language of the screen. */
export const codeProblemTexts: Readonly<Record<CodeProblem, () => string>> = {
  length: m.home_code_length,
  characters: m.home_code_characters,
  separator: m.home_code_separator,
  date: m.home_code_date,
  'individual-number': m.home_code_individual_number,
  'check-character': m.home_code_check_character,
  'artificial-not-allowed': m.home_code_artificial,
  'in-the-future': m.home_code_future,
};

/** What was done to a pasted text so that it is a code. */
export const cleanedTexts: Readonly<Record<PasteChange, () => string>> = {
  spaces: m.home_code_cleaned_spaces,
  'dash-variant': m.home_code_cleaned_dash,
  'lower-case': m.home_code_cleaned_case,
};
