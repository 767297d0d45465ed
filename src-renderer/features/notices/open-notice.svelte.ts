import type { CallError } from '../../../shared/ipc/errors.ts';
import type { Notice, NoticeAction, NoticeChange, NoticeRow } from '../../../shared/service-api/notices.ts';
import type { Contract } from '../../platform/contract.ts';
import type { RetryKeys } from './retry-keys.ts';

/** Why an action was not done: somebody was faster. */
export interface Conflict {
  readonly outcome: 'NOTICE_CHANGED' | 'NOTICE_MOVED' | 'NOTICE_CLOSED';
  readonly change: NoticeChange;
}

/** What is typed about a notice and not sent yet; it is there again when the notice is. */
export interface Typed {
  note: string;
  handler: string;
  result: string;
}

export interface OpenNotice {
  readonly id: string | null;
  readonly notice: Notice | null;
  readonly conflict: Conflict | null;
  /** Why it could not be opened, or why the last act on it was not done. */
  readonly error: CallError | null;
  /** It has been asked for and is not here yet. */
  readonly loading: boolean;
  /** Does again what `error` is about; a lost act under its first key. */
  retry(): Promise<boolean>;
  /** Of the notice that is open. */
  readonly typed: Typed;
  open(id: string): Promise<void>;
  /** Leaves the notice; what is typed stays. */
  leave(): void;
  act(action: NoticeAction): Promise<boolean>;
  /** The organisation has it no more: nothing of it stays. */
  moved(conflict: Conflict | null): void;
  /** Shows the notice as it is now, under why an act on it was not done. */
  refused(conflict: Conflict): Promise<void>;
  clear(): void;
}

export interface OpenNoticeParts {
  readonly contract: Contract;
  readonly era: () => number;
  readonly keys: RetryKeys;
  /** `isShown`: it stands at the notice that is open. */
  readonly onError: (error: CallError, isShown: boolean) => void;
  /** The row of the queue follows. */
  readonly onRow: (row: NoticeRow) => void;
}

const rowOf = (notice: Notice): NoticeRow => {
  const { id, type, state, urgent, clientName, municipality, visibleFrom, due, owner, version } = notice;
  return { id, type, state, urgent, clientName, municipality, visibleFrom, due, owner, version };
};

const nothingTyped = (): Typed => ({ note: '', handler: '', result: '' });

/** The kinds of an action that take what is typed along. */
const taken: Readonly<Record<NoticeAction['kind'], readonly (keyof Typed)[]>> = {
  take: [],
  'hand-over': ['handler'],
  note: ['note'],
  contact: ['note'],
  close: ['note', 'result'],
  reopen: [],
};

export const createOpenNotice = ({ contract, era, keys, onError, onRow }: OpenNoticeParts): OpenNotice => {
  let id = $state<string | null>(null);
  let notice = $state.raw<Notice | null>(null);
  let conflict = $state.raw<Conflict | null>(null);
  let error = $state.raw<CallError | null>(null);
  let loading = $state(false);
  let retry: OpenNotice['retry'] = () => Promise.resolve(false);
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- what is typed is reactive, its index is not
  const texts = new Map<string, Typed>();

  const typedOf = (noticeId: string): Typed => {
    const known = texts.get(noticeId);
    if (known !== undefined) return known;
    const typed = $state(nothingTyped());
    texts.set(noticeId, typed);
    return typed;
  };
  const typed = $derived(typedOf(id ?? ''));

  const show = (next: Notice | null, found: Conflict | null): void => {
    conflict = found;
    notice = next;
    if (next !== null) onRow(rowOf(next));
  };

  const fail = (failed: CallError, again: OpenNotice['retry']): void => {
    error = failed;
    retry = again;
    onError(failed, true);
  };

  const open = async (wanted: string): Promise<void> => {
    const started = era();
    id = wanted;
    if (notice?.id !== wanted) notice = null;
    conflict = null;
    error = null;
    loading = true;
    const answer = await contract.call('notices.open', { noticeId: wanted });
    if (started !== era() || id !== wanted) return;
    loading = false;
    if (!answer.ok) {
      notice = null;
      fail(answer.error, async () => {
        await open(wanted);
        return false;
      });
    } else if (answer.value.outcome === 'DONE') show(answer.value.notice, null);
    else show(answer.value.notice, answer.value);
  };

  const act = async (action: NoticeAction): Promise<boolean> => {
    const acted = notice;
    if (acted === null) return false;
    const started = era();
    const request = { noticeId: acted.id, version: acted.version, action };
    const answer = await contract.call('notices.handle', { ...request, idempotencyKey: keys.of(request) });
    if (started !== era()) return false;
    if (id === acted.id) error = null;
    if (!answer.ok) {
      // The error stands at the notice that it is about.
      if (id === acted.id) fail(answer.error, () => act(action));
      else onError(answer.error, false);
      return false;
    }
    keys.forget(request);
    const outcome = answer.value;
    if (outcome.outcome === 'DONE') for (const name of taken[action.kind]) typedOf(acted.id)[name] = '';
    if (id !== acted.id) {
      if (outcome.notice !== null) onRow(rowOf(outcome.notice));
    } else show(outcome.notice, outcome.outcome === 'DONE' ? null : outcome);
    return outcome.outcome === 'DONE';
  };

  const nothingOpen = (): void => {
    id = null;
    notice = null;
    conflict = null;
    error = null;
    loading = false;
  };

  return {
    get id() {
      return id;
    },
    get notice() {
      return notice;
    },
    get conflict() {
      return conflict;
    },
    get error() {
      return error;
    },
    get loading() {
      return loading;
    },
    retry: () => retry(),
    get typed() {
      return typed;
    },
    open,
    act,
    leave: nothingOpen,
    moved: (found) => {
      if (id !== null) texts.delete(id);
      notice = null;
      conflict = found;
      error = null;
    },
    refused: async (found) => {
      if (id === null) return;
      await open(id);
      conflict = found;
    },
    clear: () => {
      nothingOpen();
      texts.clear();
    },
  };
};
