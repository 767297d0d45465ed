import type { CallResponse } from '../../../shared/ipc/contract.ts';
import type { ClientView } from '../client/index.ts';
import { emptyForm, emptyRow, type ClaimForm } from './claim-form.ts';
import { claimSteps, type ClaimStep } from './claim-steps.ts';

type Draft = NonNullable<CallResponse<'drafts.open'>['draft']>;

/** A pause in typing after which the claim is saved; milliseconds. */
const PAUSE = 500;

/** What the keeper needs to know of a claim; read reactively. */
export interface KeptClaim {
  readonly draftId: () => string;
  readonly form: ClaimForm;
  readonly step: () => ClaimStep;
  /** There is something to keep: begun and not registered. */
  readonly worthKeeping: () => boolean;
}

export interface DraftKeeper {
  /** Milliseconds since 1970; null while nothing is saved. */
  readonly savedAt: number | null;
  /** The newest draft of the client, if there is one. */
  find(): Promise<Draft | null>;
  continued(draft: Draft): void;
  /** The claim is registered or discarded. */
  remove(): void;
}

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

/** Saves a claim a moment after each change, and at once when its client is left. */
export const createDraftKeeper = (client: ClientView, claim: KeptClaim): DraftKeeper => {
  const { contract, header } = client;
  const person = {
    name: `${header.lastName} ${header.calledName}`,
    personalIdentityCode: header.personalIdentityCode,
  };
  let savedAt = $state<number | null>(null);
  let pending: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    pending?.();
    pending = null;
  };

  // A root of its own: the claim also lives outside components. It rests when the client is closed.
  $effect.root(() => {
    $effect(() => {
      if (client.closed) return flush();
      if (!claim.worthKeeping()) return;
      const request = {
        draftId: claim.draftId(),
        client: person,
        step: claim.step(),
        form: JSON.stringify($state.snapshot(claim.form)),
      };
      pending = () =>
        void contract.call('drafts.save', request).then((answer) => {
          if (answer.ok) savedAt = answer.value.savedAt;
        });
      clearTimeout(timer);
      timer = setTimeout(flush, PAUSE);
    });
  });

  return {
    get savedAt() {
      return savedAt;
    },
    find: async () => {
      const list = await contract.call('drafts.list', undefined);
      const found = list.ok
        ? list.value.drafts.find(
            ({ client: { personalIdentityCode } }) => personalIdentityCode === person.personalIdentityCode,
          )
        : undefined;
      if (found === undefined) return null;
      const answer = await contract.call('drafts.open', { draftId: found.draftId });
      return answer.ok ? answer.value.draft : null;
    },
    continued: (draft) => {
      savedAt = draft.savedAt;
    },
    remove: () => {
      clearTimeout(timer);
      pending = null;
      savedAt = null;
      void contract.call('drafts.remove', { draftId: claim.draftId() });
    },
  };
};
