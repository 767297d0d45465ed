import { ON_ITS_WAY } from '../../../shared/ipc/claim-outcome.ts';
import type { CallResponse } from '../../../shared/ipc/contract.ts';
import type { CallError } from '../../../shared/ipc/errors.ts';
import type { ClaimReceipt } from '../../../shared/service-api/payment-claims.ts';
import type { Contract } from '../../platform/contract.ts';
import { now } from '../../platform/service-time.svelte.ts';

/** Milliseconds between the questions about claims whose outcome is not known. */
const CHECK_EVERY = 15_000;

export type ListedDraft = CallResponse<'drafts.list'>['drafts'][number];

/** What is known of a claim that was sent. */
export type SentState =
  | { readonly phase: 'checking' }
  | { readonly phase: 'unknown' }
  | { readonly phase: 'not-registered' }
  | { readonly phase: 'registered'; readonly receipt: ClaimReceipt };

export interface DraftList {
  readonly drafts: readonly ListedDraft[];
  /** How many went because of their age since the user was told. */
  readonly expired: number;
  /** The user was away so long that all of them went. */
  readonly forgotten: boolean;
  readonly place: 'disk' | 'memory';
  readonly error: CallError | null;
  /** Null for a draft that was not sent. */
  sentState(draft: ListedDraft): SentState | null;
  load(): Promise<void>;
  /** The user has read that drafts went. */
  forgetExpired(): Promise<void>;
  check(draft: ListedDraft): Promise<void>;
  remove(draft: ListedDraft): Promise<void>;
  /** Stops asking. */
  end(): void;
}

/** The drafts of the user; what became of those that were sent is asked until it is known. */
export const createDraftList = (contract: Pick<Contract, 'call'>): DraftList => {
  let list = $state.raw<CallResponse<'drafts.list'>>({
    drafts: [],
    expired: 0,
    forgotten: false,
    place: 'disk',
  });
  let states = $state.raw<Readonly<Record<string, SentState>>>({});
  let error = $state.raw<CallError | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  const put = (draftId: string, state: SentState): void => {
    states = { ...states, [draftId]: state };
  };

  const check = async ({ draftId, sentAt }: ListedDraft): Promise<void> => {
    put(draftId, { phase: 'checking' });
    const answer = await contract.call('claims.find-receipt', { idempotencyKey: draftId });
    const { receipt } = answer.ok ? answer.value : { receipt: null };
    const mayArrive = sentAt !== null && now() - sentAt < ON_ITS_WAY;
    if (receipt !== null) put(draftId, { phase: 'registered', receipt });
    else put(draftId, { phase: answer.ok && !mayArrive ? 'not-registered' : 'unknown' });
  };

  const checkOpen = async (): Promise<void> => {
    clearTimeout(timer);
    const open = list.drafts.filter(
      ({ draftId, sentAt }) => sentAt !== null && (states[draftId]?.phase ?? 'unknown') === 'unknown',
    );
    await Promise.all(open.map(check));
    const isOpen = Object.values(states).some(({ phase }) => phase === 'unknown');
    if (isOpen && !ended) timer = setTimeout(() => void checkOpen(), CHECK_EVERY);
  };

  return {
    get drafts() {
      return list.drafts;
    },
    get expired() {
      return list.expired;
    },
    get forgotten() {
      return list.forgotten;
    },
    get place() {
      return list.place;
    },
    get error() {
      return error;
    },
    sentState: ({ draftId, sentAt }) => (sentAt === null ? null : (states[draftId] ?? { phase: 'unknown' })),
    load: async () => {
      const answer = await contract.call('drafts.list', undefined);
      error = answer.ok ? null : answer.error;
      if (!answer.ok) return;
      list = answer.value;
      await checkOpen();
    },
    forgetExpired: async () => {
      const answer = await contract.call('drafts.forget-expired', undefined);
      error = answer.ok ? null : answer.error;
      if (answer.ok) list = { ...list, expired: 0, forgotten: false };
    },
    check,
    remove: async ({ draftId }) => {
      const answer = await contract.call('drafts.remove', { draftId });
      error = answer.ok ? null : answer.error;
      if (answer.ok) list = { ...list, drafts: list.drafts.filter((one) => one.draftId !== draftId) };
    },
    end: () => {
      ended = true;
      clearTimeout(timer);
    },
  };
};
