import type { CallError } from '../../shared/ipc/errors.ts';
import type { SessionState } from '../../shared/ipc/state.ts';
import type { Contract } from '../platform/contract.ts';

export interface SessionView {
  /** Null until the first answer. */
  readonly state: SessionState | null;
  readonly error: CallError | null;
  /** Follows the session. Returns the end of it. */
  start(): () => void;
}

/**
 * The session as the main process tells it.
 * @param onChange told of every change before the screen follows it
 */
export const createSessionView = (
  contract: Contract,
  onChange: (next: SessionState, before: SessionState | null) => void,
): SessionView => {
  let state = $state.raw<SessionState | null>(null);
  let error = $state.raw<CallError | null>(null);

  const follow = (next: SessionState): void => {
    onChange(next, state);
    state = next;
  };

  return {
    get state() {
      return state;
    },
    get error() {
      return error;
    },
    start: () => {
      const stop = contract.subscribe('session.changed', follow);
      void contract.call('session.state', undefined).then((answer) => {
        // An event may have told a newer state meanwhile.
        if (answer.ok && state === null) follow(answer.value);
        else if (!answer.ok) error = answer.error;
      });
      return stop;
    },
  };
};
