import type { Result } from '../../shared/domain/result.ts';
import { claimHabits } from '../../shared/ipc/calls/drafts.ts';
import type { CallRequest, CallResponse } from '../../shared/ipc/contract.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import type { Diagnostic } from '../../shared/ipc/state.ts';
import { createDesk, type DeskParts } from './desk.ts';
import { createDocumentDrafts, type DocumentDrafts } from './document-drafts.ts';
import type { StoredDraft } from './draft-calls.ts';
import { removeForgottenDrafts } from './forgotten-drafts.ts';
import { createShelves, KEPT_FOR, type ShelvesParts } from './shelves.ts';

export { createDocumentDraftData } from './document-drafts.ts';

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
  /** The user has read how many went for their age. */
  forgetExpired(): Answer<{ done: true }>;
  open(draftId: string): Answer<CallResponse<'drafts.open'>>;
  remove(draftId: string): Answer<{ done: true }>;
  habits(): Answer<CallResponse<'drafts.habits'>>;
  keepHabits(habits: CallRequest<'drafts.keep-habits'>): Answer<{ done: true }>;
  /** Documents that are not sent yet. */
  readonly documents: DocumentDrafts;
  diagnostics(): readonly Diagnostic[];
  close(): void;
}

export interface DraftsParts extends ShelvesParts, DeskParts {
  /** Whether the administrators allow the files of unsent documents on disk. */
  readonly filesAllowed: () => boolean;
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

const done = { done: true } as const;

export function createDrafts(parts: DraftsParts): Drafts {
  const { clock } = parts;
  // By the workstation's own clock, as the times of files are.
  removeForgottenDrafts(parts.folder, Date.now() - KEPT_FOR);
  const shelves = createShelves(parts);
  const desk = createDesk(parts, shelves);

  return {
    documents: createDocumentDrafts({ ...parts, desk }),
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
        await shelf.expire(clock.now() - KEPT_FOR);
        const drafts = await shelf.list(owner);
        const expired = await shelf.expired(owner);
        const forgotten = shelf.forgotten();
        return drafts && { drafts: drafts.map(summaryOf), expired, forgotten, place: shelf.place };
      }),
    forgetExpired: () => desk.now(async (shelf, owner) => ((await shelf.forgetExpired(owner)) ? done : null)),
    open: (draftId) =>
      desk.now(async (shelf, owner) => {
        const drafts = await shelf.list(owner);
        const draft = drafts?.find((one) => one.draftId === draftId);
        const isOld = draft?.sentAt === null && draft.savedAt < clock.now() - KEPT_FOR;
        const found = draft === undefined || isOld ? null : { ...contentOf(draft), ...summaryOf(draft) };
        return drafts && { draft: found, place: shelf.place };
      }),
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
