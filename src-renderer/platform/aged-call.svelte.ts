import type { CallName, CallResponse } from '../../shared/ipc/contract.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import type { Contract } from './contract.ts';

type AgedName = Extract<
  CallName,
  'announcements.list' | 'codes.list' | 'guides.list' | 'lists.catalogue' | 'lists.invoices'
>;

export type AgedState<Name extends AgedName> =
  | { readonly phase: 'loading' }
  | { readonly phase: 'ready'; readonly answer: CallResponse<Name> }
  | { readonly phase: 'failed'; readonly error: CallError };

export interface AgedCall<Name extends AgedName> {
  readonly state: AgedState<Name>;
  load(): Promise<void>;
}

/** A call without a request whose answer tells its age. */
export const createAgedCall = <Name extends AgedName>(contract: Contract, name: Name): AgedCall<Name> => {
  let state = $state.raw<AgedState<Name>>({ phase: 'loading' });
  return {
    get state() {
      return state;
    },
    load: async () => {
      if (state.phase === 'failed') state = { phase: 'loading' };
      const answer = await contract.call<AgedName>(name, undefined);
      state = answer.ok
        ? { phase: 'ready', answer: answer.value as CallResponse<Name> }
        : { phase: 'failed', error: answer.error };
    },
  };
};
