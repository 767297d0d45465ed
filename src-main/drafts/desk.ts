import { success, type Result } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import type { SessionState } from '../../shared/ipc/state.ts';
import type { Clock } from '../clock.ts';
import type { Shelf, Shelves } from './shelves.ts';

type Answer<Value> = Promise<Result<Value, CallError>>;

export interface DeskParts {
  readonly session: {
    state(): SessionState;
    onChange(listener: (state: SessionState) => void): () => void;
  };
  readonly clock: Clock;
}

/** How long after a lock or a sign-out the window may still hand over what was typed before; milliseconds. */
const LATE_SAVE = 5_000;

/** Who is at work, and for whom. */
interface Writer {
  readonly userId: string;
  /** The organisation and the purpose, as drafts are marked. */
  readonly owner: string;
}

const writerOf = (state: SessionState): Writer | null =>
  state.phase === 'active'
    ? {
        userId: state.user.userId,
        owner: JSON.stringify([state.role.organisation.organisationId, state.role.purpose]),
      }
    : null;

/** The writer of the session, also for a moment after it was left. */
function lastWriter({ session, clock }: DeskParts): () => Writer | null {
  let last = writerOf(session.state());
  let leftAt: number | null = null;
  session.onChange((state) => {
    const writer = writerOf(state);
    if (writer !== null) last = writer;
    leftAt = writer === null ? (leftAt ?? clock.monotonic()) : null;
  });
  return () =>
    writerOf(session.state()) ?? (leftAt !== null && clock.monotonic() - leftAt < LATE_SAVE ? last : null);
}

/** What is done on the writer's shelf; null where it failed. */
export type Work<Value> = (shelf: Shelf, owner: string) => Promise<Value | null>;

export interface Desk {
  now<Value>(work: Work<Value>): Answer<Value>;
  /** Also for a moment after the session was left. */
  late<Value>(work: Work<Value>): Answer<Value>;
}

/** Work on the shelf of the writer; what fails is `storage-failed`. */
export function createDesk(parts: DeskParts, shelves: Shelves): Desk {
  const { session } = parts;
  const lateWriter = lastWriter(parts);

  const onShelfOf = async <Value>({ userId, owner }: Writer, work: Work<Value>): Answer<Value> => {
    const shelf = await shelves.of(userId);
    const value = shelf && (await work(shelf, owner));
    if (value !== null) return success(value);
    shelves.forget();
    return callFailure('storage-failed', { retriable: true });
  };

  return {
    now: async <Value>(work: Work<Value>): Answer<Value> => {
      const writer = writerOf(session.state());
      if (writer === null) return callFailure('role-missing');
      const answer = await onShelfOf(writer, work);
      // Locked, or someone else at work meanwhile: what was asked for belongs to nobody here any more.
      const now = session.state();
      const isSame = now.phase === 'active' && now.user.userId === writer.userId;
      return isSame ? answer : callFailure('session-locked');
    },
    late: async <Value>(work: Work<Value>): Answer<Value> => {
      const writer = lateWriter();
      return writer === null ? callFailure('role-missing') : onShelfOf(writer, work);
    },
  };
}
