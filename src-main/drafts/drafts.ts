import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { success, type Result } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallRequest, CallResponse } from '../../shared/ipc/contract.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import type { Diagnostic, SessionState } from '../../shared/ipc/state.ts';
import type { Clock } from '../clock.ts';
import type { StartHelper } from '../helper-process/helper-process.ts';
import { createRequestChannel, type RequestChannel } from '../helper-process/request-channel.ts';
import type { DraftCalls, StoredDraft } from './draft-calls.ts';

type Content = Omit<CallRequest<'drafts.save'>, 'draftId'>;
type Answer<Value> = Promise<Result<Value, CallError>>;

/** Half-filled payment claims of the person and the role of the session. */
export interface Drafts {
  save(request: CallRequest<'drafts.save'>): Answer<CallResponse<'drafts.save'>>;
  list(): Answer<CallResponse<'drafts.list'>>;
  open(draftId: string): Answer<CallResponse<'drafts.open'>>;
  remove(draftId: string): Answer<{ done: true }>;
  diagnostics(): readonly Diagnostic[];
  close(): void;
}

export interface DraftsParts {
  /** Starts the program drafts-helper.ts. */
  readonly startHelper: StartHelper;
  /** Folder of the users' files. */
  readonly folder: string;
  /** Name of the program in the operating system's key store. */
  readonly keychainService: string;
  /** Whether the administrators allow drafts on disk. */
  readonly diskAllowed: () => boolean;
  readonly session: { state(): SessionState };
  readonly clock: Clock;
}

const KEPT_FOR = 30 * 24 * 3600 * 1000;
/** Up to three answers of the key store at five seconds each. */
const OPEN_DEADLINE = 20_000;
const CALL_DEADLINE = 5_000;

/** Where one user's drafts are. */
interface Shelf {
  save(draft: StoredDraft): Promise<boolean>;
  list(owner: string): Promise<readonly StoredDraft[] | null>;
  remove(owner: string, draftId: string): Promise<boolean>;
  /** Owners of the drafts that went. */
  expire(before: number): Promise<readonly string[]>;
}

function memoryShelf(): Shelf {
  const all = new Map<string, StoredDraft>();
  const keyOf = (owner: string, draftId: string): string => `${owner} ${draftId}`;
  return {
    save: (draft) => Promise.resolve(!!all.set(keyOf(draft.owner, draft.draftId), draft)),
    list: (owner) =>
      Promise.resolve(
        [...all.values()].filter((one) => one.owner === owner).sort((a, b) => b.savedAt - a.savedAt),
      ),
    remove: (owner, draftId) => {
      all.delete(keyOf(owner, draftId));
      return Promise.resolve(true);
    },
    expire: (before) => {
      const old = [...all].filter(([, { savedAt }]) => savedAt < before);
      for (const [key] of old) all.delete(key);
      return Promise.resolve(old.map(([, { owner }]) => owner));
    },
  };
}

const diskShelf = (channel: RequestChannel<DraftCalls>): Shelf => ({
  save: async (draft) => (await channel.call('save', draft, CALL_DEADLINE)).ok,
  list: async (owner) => {
    const answer = await channel.call('list', { owner }, CALL_DEADLINE);
    return answer.ok ? answer.value : null;
  },
  remove: async (owner, draftId) => (await channel.call('remove', { owner, draftId }, CALL_DEADLINE)).ok,
  expire: async (before) => {
    const answer = await channel.call('expire', { before }, CALL_DEADLINE);
    return answer.ok ? answer.value : [];
  },
});

/** Names a user on disk and in the key store without telling who it is. */
const userMark = (userId: string): string =>
  createHash('sha256').update(`kelmu drafts ${userId}`).digest('hex').slice(0, 32);

const summaryOf = ({
  draftId,
  savedAt,
  content,
}: StoredDraft): CallResponse<'drafts.list'>['drafts'][number] => {
  const { client } = JSON.parse(content) as Content;
  return { draftId, savedAt, client };
};

type Problem = 'keychain-unavailable' | 'storage-failed';

interface Shelves {
  /** The user's shelf; null while the helper cannot be asked. */
  of(user: string): Promise<Shelf | null>;
  /** The shelf is opened anew at the next use. */
  forget(): void;
  problem(): Problem | undefined;
  close(): void;
}

/** Each user has a file and a key of one's own; the helper holds the file of the user of the session. */
function createShelves(parts: DraftsParts): Shelves {
  const channel = createRequestChannel<DraftCalls>(parts.startHelper);
  const inMemory = new Map<string, Shelf>();
  let opened: { readonly user: string; readonly shelf: Promise<Shelf | null> } | undefined;
  let problem: Problem | undefined;
  const forget = (): void => {
    opened = undefined;
  };
  channel.onCrash(forget);

  const memoryOf = (user: string): Shelf => {
    const shelf = inMemory.get(user) ?? memoryShelf();
    inMemory.set(user, shelf);
    return shelf;
  };

  const openShelf = async (user: string): Promise<Shelf | null> => {
    const request = {
      file: join(parts.folder, `drafts-${user}.db`),
      keychainService: `${parts.keychainService} drafts ${user}`,
    };
    const answer = await channel.call('open', request, OPEN_DEADLINE);
    problem = answer.ok ? answer.value.problem : 'storage-failed';
    // A helper that died is started again by the next call; what is on disk must not be hidden by memory.
    if (!answer.ok) return null;
    return answer.value.place === 'disk' ? diskShelf(channel) : memoryOf(user);
  };

  return {
    of: (user) => {
      if (!parts.diskAllowed()) return Promise.resolve(memoryOf(user));
      if (opened?.user !== user) opened = { user, shelf: openShelf(user) };
      return opened.shelf;
    },
    forget,
    problem: () => problem,
    close: () => channel.close(),
  };
}

export function createDrafts(parts: DraftsParts): Drafts {
  const { clock, session } = parts;
  const shelves = createShelves(parts);

  const withShelf = async <Value>(
    work: (shelf: Shelf, owner: string) => Promise<Value | null>,
  ): Answer<Value> => {
    const state = session.state();
    if (state.phase !== 'active') return callFailure('role-missing');
    const shelf = await shelves.of(userMark(state.user.userId));
    const owner = JSON.stringify([state.role.organisation.organisationId, state.role.purpose]);
    const value = shelf && (await work(shelf, owner));
    // Locked, or someone else at work meanwhile: what was asked for belongs to nobody here any more.
    const now = session.state();
    if (now.phase !== 'active' || now.user.userId !== state.user.userId) return callFailure('session-locked');
    if (value !== null) return success(value);
    shelves.forget();
    return callFailure('storage-failed', { retriable: true });
  };

  return {
    save: ({ draftId, ...content }) =>
      withShelf(async (shelf, owner) => {
        const savedAt = clock.now();
        return (await shelf.save({ draftId, owner, content: JSON.stringify(content), savedAt }))
          ? { savedAt }
          : null;
      }),
    list: () =>
      withShelf(async (shelf, owner) => {
        const gone = await shelf.expire(clock.now() - KEPT_FOR);
        const drafts = await shelf.list(owner);
        return (
          drafts && { drafts: drafts.map(summaryOf), expired: gone.filter((one) => one === owner).length }
        );
      }),
    open: async (draftId) => {
      const found = await withShelf((shelf, owner) => shelf.list(owner));
      if (!found.ok) return found;
      const draft = found.value.find((one) => one.draftId === draftId);
      if (draft === undefined || draft.savedAt < clock.now() - KEPT_FOR) return success({ draft: null });
      const content = JSON.parse(draft.content) as Content;
      return success({ draft: { draftId, savedAt: draft.savedAt, ...content } });
    },
    remove: (draftId) =>
      withShelf(async (shelf, owner) =>
        (await shelf.remove(owner, draftId)) ? { done: true as const } : null,
      ),
    diagnostics: () => {
      const problem = shelves.problem();
      return problem === undefined ? [] : [{ code: problem, severity: 'warning', detail: 'drafts' }];
    },
    close: shelves.close,
  };
}
