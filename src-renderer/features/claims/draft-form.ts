import { emptyForm, emptyRow, type ClaimForm } from './claim-form.ts';
import { claimSteps, type ClaimStep } from './claim-steps.ts';
import type { Draft } from './draft-keeper.svelte.ts';

const membersOf = (json: string): Record<string, unknown> => {
  const value: unknown = JSON.parse(json);
  return typeof value === 'object' && value !== null ? { ...value } : {};
};

/** Takes from a draft what the form of this version knows. */
export const fillForm = (form: ClaimForm, stored: Draft['form']): void => {
  const known = emptyForm();
  const { rows, ...fields } = membersOf(stored);
  const same = Object.entries(fields).filter(
    ([name, value]) => name in known && typeof value === typeof known[name as keyof ClaimForm],
  );
  Object.assign(form, Object.fromEntries(same));
  if (!Array.isArray(rows) || rows.length === 0) return;
  form.rows = rows.map((row: unknown, key) => ({ ...emptyRow(key), ...membersOf(JSON.stringify(row)), key }));
};

export const stepOfDraft = ({ step }: Draft): ClaimStep =>
  claimSteps.find((known) => known === step) ?? 'situation';
