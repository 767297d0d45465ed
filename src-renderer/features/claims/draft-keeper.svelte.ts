import { untrack } from 'svelte';
import type { CallRequest, CallResponse } from '../../../shared/ipc/contract.ts';
import type { CallError } from '../../../shared/ipc/errors.ts';
import type { ClientView } from '../client/index.ts';

export type Draft = NonNullable<CallResponse<'drafts.open'>['draft']>;
type SaveRequest = CallRequest<'drafts.save'>;
type Saved = CallResponse<'drafts.save'>;

/** Milliseconds between two savings: the first change is saved at once, what is typed on a little later. */
const PAUSE = 400;
/** Milliseconds to the next try after a failed one; doubled up to the longest. */
const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 30_000;

/** What the keeper needs to know of a claim; read reactively. */
export interface KeptClaim {
  readonly content: () => Omit<SaveRequest, 'client'>;
  /** Something was typed or chosen. */
  readonly begun: () => boolean;
}

export interface DraftKeeper {
  /** Null while nothing is saved. */
  readonly saved: Saved | null;
  /** Why the newest changes are not saved; they are tried again by themselves. */
  readonly failed: CallError | null;
  /** The draft, or the newest one of the client; null where there is none. */
  find(draftId: string | null): Promise<Draft | null>;
  continued(draft: Draft): void;
  /** Saves what is not saved yet; false if that failed. */
  flush(): Promise<boolean>;
  /** The draft stays; what is typed from now on is another claim. */
  restart(): void;
  /** The claim is registered or discarded. */
  remove(): void;
}

/** Saves one request after the other, the newest only, and tries again what failed. */
const createSaver = (save: (request: SaveRequest) => Promise<CallError | null>) => {
  let newest: SaveRequest | null = null;
  let saving: Promise<CallError | null> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retry = FIRST_RETRY;
  let lastSaving = -Infinity;
  /** The claim is left or gone: whoever is at work later must not get what could not be saved. */
  let ended = false;

  const schedule = (delay: number): void => {
    if (!ended) timer ??= setTimeout(() => void run(), delay);
  };
  const forget = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const run = async (): Promise<boolean> => {
    forget();
    if (saving !== null) await saving;
    if (newest === null) return true;
    const request = newest;
    newest = null;
    lastSaving = performance.now();
    saving = save(request);
    const error = await saving;
    saving = null;
    if (error === null) {
      retry = FIRST_RETRY;
      return true;
    }
    if (ended) return false;
    newest ??= request;
    schedule(retry);
    retry = Math.min(retry * 2, LONGEST_RETRY);
    return false;
  };
  return {
    put: (request: SaveRequest): void => {
      newest = request;
      schedule(Math.max(0, PAUSE - (performance.now() - lastSaving)));
    },
    flush: run,
    /** The last words, without waiting for an answer to those before: the window may be gone by then. */
    end: (): void => {
      ended = true;
      forget();
      if (newest !== null) void save(newest);
      newest = null;
    },
    drop: (): void => {
      ended = true;
      forget();
      newest = null;
    },
  };
};

/** Saves a claim within a second of each change, and at once when its client is left. */
export const createDraftKeeper = (client: ClientView, claim: KeptClaim): DraftKeeper => {
  const { contract, header } = client;
  const person = {
    name: `${header.lastName} ${header.calledName}`,
    personalIdentityCode: header.personalIdentityCode,
  };
  let saved = $state.raw<Saved | null>(null);
  let failed = $state.raw<CallError | null>(null);
  let onDisk = '';
  let removed = false;
  let place: Saved['place'] = 'disk';

  const saver = createSaver(async (request) => {
    const answer = await contract.call('drafts.save', request);
    if (answer.ok) saved = answer.value;
    failed = answer.ok ? null : answer.error;
    return failed;
  });

  $effect(() => {
    // What was saved once follows its form to the end, even if that is emptied.
    if (!claim.begun() && untrack(() => saved) === null) return;
    const request = { ...claim.content(), client: person };
    const text = JSON.stringify(request);
    // A draft that is only looked at keeps its age.
    if (removed || text === onDisk) return;
    onDisk = text;
    untrack(() => saver.put(request));
  });
  $effect(() => () => saver.end());

  return {
    get saved() {
      return saved;
    },
    get failed() {
      return failed;
    },
    find: async (draftId) => {
      const list = draftId === null ? await contract.call('drafts.list', undefined) : null;
      const newest = list?.ok
        ? list.value.drafts.find(
            ({ client: { personalIdentityCode } }) => personalIdentityCode === person.personalIdentityCode,
          )
        : undefined;
      const wanted = draftId ?? newest?.draftId;
      if (wanted === undefined) return null;
      const answer = await contract.call('drafts.open', { draftId: wanted });
      if (!answer.ok) return null;
      ({ place } = answer.value);
      return answer.value.draft;
    },
    continued: ({ savedAt }) => {
      saved = { savedAt, place };
      onDisk = JSON.stringify({ ...claim.content(), client: person });
    },
    flush: saver.flush,
    restart: () => {
      saved = null;
      onDisk = '';
    },
    remove: () => {
      removed = true;
      saver.drop();
      saved = null;
      void contract.call('drafts.remove', { draftId: claim.content().draftId });
    },
  };
};
