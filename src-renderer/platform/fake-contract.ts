import type {
  CallAnswer,
  CallName,
  CallRequest,
  EventName,
  EventPayload,
} from '../../shared/ipc/contract.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import type { Contract } from './contract.ts';

type Answerer<Name extends CallName> = (
  request: CallRequest<Name>,
) => CallAnswer<Name> | Promise<CallAnswer<Name>>;
type Answerers = { [Name in CallName]?: Answerer<Name> };

export interface FakeContract extends Contract {
  /** Requests so far, by call. */
  readonly requests: readonly { readonly name: CallName; readonly request: unknown }[];
  /** What the next calls of a name answer. */
  answer<Name extends CallName>(name: Name, answerer: Answerer<Name>): void;
  tell<Name extends EventName>(name: Name, payload: EventPayload<Name>): void;
  /** Number of listeners that have not unsubscribed. */
  listenerCount(): number;
}

const unanswered: CallError = { code: 'service-unreachable', retriable: true };

/** The main process as unit tests need it: answers are told beforehand, events at will. */
export const createFakeContract = (initial: Answerers = {}): FakeContract => {
  const answerers: Answerers = { ...initial };
  const requests: { name: CallName; request: unknown }[] = [];
  const listeners = new Set<{ name: EventName; listener: (payload: never) => void }>();
  return {
    requests,
    call: async (name, request) => {
      requests.push({ name, request });
      const answerer = answerers[name];
      return answerer ? await answerer(request) : { ok: false, error: unanswered };
    },
    subscribe: (name, listener) => {
      const entry = { name, listener };
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    answer: (name, answerer) => {
      Object.assign(answerers, { [name]: answerer });
    },
    tell: (name, payload) => {
      for (const entry of [...listeners])
        if (entry.name === name) (entry.listener as (told: unknown) => void)(payload);
    },
    listenerCount: () => listeners.size,
  };
};

/** A promise that the test settles when it wants. */
export const deferred = <Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } => {
  const { promise, resolve } = Promise.withResolvers<Value>();
  return { promise, resolve };
};

/** Lets everything that waits for answered promises go on. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};
