import { emptyForm, emptyRows, listNames, type ClaimForm } from './claim-form.ts';
import { groupNames, type PageName } from './claim-groups.ts';

export type Mode = 'guided' | 'fast';

const membersOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** Members of the same name and kind as in a pattern. */
const likeIn = (pattern: object, stored: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(pattern).flatMap(([name, value]) =>
      !Array.isArray(value) && typeof stored[name] === typeof value ? [[name, stored[name]]] : [],
    ),
  );

/** A draft of the version before had no marks of what the user has set: what it holds is the user's own. */
const ownOf = (form: ClaimForm, stored: Record<string, unknown>): Partial<ClaimForm> => ({
  ...(!('periodOwn' in stored) && { periodOwn: form.periodStart !== '' || form.periodEnd !== '' }),
  ...(!('amountOwn' in stored) && { amountOwn: form.amount !== '' }),
  ...(!('benefitOwn' in stored) && { benefitOwn: form.benefitCode !== '' }),
  ...(!('decisionOwn' in stored) && { decisionOwn: form.decisionState !== '' }),
});

/**
 * Takes from a draft what the form of this version knows.
 * @returns what it does not know: another version of the program wrote it, and it is saved along
 */
export const fillForm = (form: ClaimForm, json: string): Record<string, unknown> => {
  const stored = membersOf(JSON.parse(json));
  Object.assign(form, likeIn(emptyForm(), stored));
  for (const name of listNames) {
    const rows = stored[name];
    if (!Array.isArray(rows) || (rows.length === 0 && name !== 'attachments')) continue;
    const filled = rows.map((row: unknown, key) => ({
      ...emptyRows[name](key),
      ...likeIn(emptyRows[name](key), membersOf(row)),
      key,
    }));
    Object.assign(form, { [name]: filled });
  }
  Object.assign(form, ownOf(form, stored));
  const known = emptyForm();
  return Object.fromEntries(Object.entries(stored).filter(([name]) => !(name in known)));
};

const FAST = 'fast ';

/** Where the wizard stands, as one word of a draft. */
export const placeText = (mode: Mode, page: PageName): string => (mode === 'fast' ? FAST + page : page);

/** Steps of the version before this one. */
const renamed: Readonly<Record<string, PageName>> = { claim: 'period' };

/** Reads a place; what this version does not know begins at the situation. */
export const placeOf = (text: string): { readonly mode: Mode; readonly page: PageName } => {
  const mode = text.startsWith(FAST) ? 'fast' : 'guided';
  const name = mode === 'fast' ? text.slice(FAST.length) : text;
  const pages: readonly PageName[] = [...groupNames, 'review'];
  return { mode, page: pages.find((page) => page === name) ?? renamed[name] ?? 'situation' };
};
