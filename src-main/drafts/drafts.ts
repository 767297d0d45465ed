import { success, type Result } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import { claimHabits } from '../../shared/ipc/calls/drafts.ts';
import type { CallRequest, CallResponse } from '../../shared/ipc/contract.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import type { Diagnostic, SessionState } from '../../shared/ipc/state.ts';
import type { Clock } from '../clock.ts';
import type { StoredDraft } from './draft-calls.ts';
import { createShelves, type Shelf, type Shelves, type ShelvesParts } from './shelves.ts';

type Content = Omit<CallRequest<'drafts.save'>, 'draftId'>;
type Answer<Value> = Promise<Result<Value, CallError>>;

/** Half-filled payment claims of the person and the role of the session. */
export interface Drafts {
  save(request: CallRequest<'drafts.save'>): Answer<CallResponse<'drafts.save'>>;
  /**
   * Writes down, before a claim goes out, that it does, and takes that back when the service refused it: what is
   * marked after a crash or a broken connection is asked about by its key.
   * @param sentAt milliseconds since 1970
   */
  mark(draftId: string, sentAt: number | null): Answer<{ done: true }>;
  list(): Answer<CallResponse<'drafts.list'>>;
  open(draftId: string): Answer<CallResponse<'drafts.open'>>;
  remove(draftId: string): Answer<{ done: true }>;
  habits(): Answer<CallResponse<'drafts.habits'>>;
  keepHabits(habits: CallRequest<'drafts.keep-habits'>): Answer<{ done: true }>;
  diagnostics(): readonly Diagnostic[];
  close(): void;
}

export interface DraftsParts extends ShelvesParts {
  readonly session: {
    state(): SessionState;
    onChange(listener: (state: SessionState) => void): () => void;
  };
  readonly clock: Clock;
}

const KEPT_FOR = 30 * 24 * 3600 * 1000;
/** How long after a lock or a sign-out the window may still hand over what was typed before; milliseconds. */
const LATE_SAVE = 5_000;

/** Who fills claims in, and for whom. */
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
function lastWriter({ session, clock }: DraftsParts): () => Writer | null {
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

const contentOf = ({ content }: StoredDraft): Content => JSON.parse(content) as Content;

/** Drafts of versions before these members have none. */
const summaryOf = (draft: StoredDraft): CallResponse<'drafts.list'>['drafts'][number] => {
  const { draftId, savedAt, sentAt } = draft;
  const { client, situation = '', benefitCode = '' } = contentOf(draft);
  return { draftId, savedAt, sentAt, client, situation, benefitCode };
};

const habitsOf = (text: string | null): CallResponse<'drafts.habits'> => {
  const parsed = claimHabits.safeParse(text === null ? null : JSON.parse(text));
  return { habits: parsed.success ? parsed.data : null };
};

type Work<Value> = (shelf: Shelf, owner: string) => Promise<Value | null>;

/** Work on the shelf of the writer; what fails is `storage-failed`. */
function createDesk(parts: DraftsParts, shelves: Shelves) {
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
    /** Also for a moment after the session was left. */
    late: async <Value>(work: Work<Value>): Answer<Value> => {
      const writer = lateWriter();
      return writer === null ? callFailure('role-missing') : onShelfOf(writer, work);
    },
  };
}

const done = { done: true } as const;

export function createDrafts(parts: DraftsParts): Drafts {
  const { clock } = parts;
  const shelves = createShelves(parts);
  const desk = createDesk(parts, shelves);

  return {
    save: ({ draftId, ...content }) => {
      const savedAt = clock.now();
      return desk.late(async (shelf, owner) => {
        const place = await shelf.save({ draftId, owner, content: JSON.stringify(content), savedAt });
        return place && { savedAt, place };
      });
    },
    mark: (draftId, sentAt) =>
      desk.late(async (shelf, owner) => ((await shelf.mark({ owner, draftId }, sentAt)) ? done : null)),
    list: () =>
      desk.now(async (shelf, owner) => {
        const gone = await shelf.expire(clock.now() - KEPT_FOR);
        const drafts = await shelf.list(owner);
        const expired = gone.filter((one) => one === owner).length;
        return drafts && { drafts: drafts.map(summaryOf), expired, place: shelf.place };
      }),
    open: async (draftId) => {
      const found = await desk.now((shelf, owner) => shelf.list(owner));
      if (!found.ok) return found;
      const draft = found.value.find((one) => one.draftId === draftId);
      const isOld = draft?.sentAt === null && draft.savedAt < clock.now() - KEPT_FOR;
      if (draft === undefined || isOld) return success({ draft: null });
      return success({ draft: { ...contentOf(draft), ...summaryOf(draft) } });
    },
    remove: (draftId) =>
      desk.now(async (shelf, owner) => ((await shelf.remove({ owner, draftId })) ? done : null)),
    habits: () => desk.now(async (shelf) => habitsOf(await shelf.habits())),
    keepHabits: (habits) =>
      desk.now(async (shelf) => ((await shelf.keepHabits(JSON.stringify(habits))) ? done : null)),
    diagnostics: () => {
      const problem = shelves.problem();
      return problem === undefined ? [] : [{ code: problem, severity: 'warning', detail: 'drafts' }];
    },
    close: shelves.close,
  };
}
