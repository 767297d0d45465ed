import { readFileSync } from 'node:fs';
import { roleChoice, type RoleChoice } from '../../shared/ipc/state.ts';
import { createWholeFile } from '../files.ts';

/** The organisation and the purpose that were chosen last on this workstation; says nothing of by whom. */
export interface LastChoice {
  get(): RoleChoice | undefined;
  set(choice: RoleChoice): void;
}

export function createLastChoice(path: string): LastChoice {
  const file = createWholeFile(path);
  let current: RoleChoice | undefined;
  try {
    current = roleChoice.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    // Nothing was chosen yet, or somebody damaged the file: then no choice comes first.
  }
  return {
    get: () => current,
    set: ({ organisationId, purpose }) => {
      if (current?.organisationId === organisationId && current.purpose === purpose) return;
      current = { organisationId, purpose };
      // A full or read-only disk costs the order of a list, nothing else.
      file.write(JSON.stringify(current)).catch(() => undefined);
    },
  };
}
