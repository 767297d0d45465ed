import { documentLimits } from '../../shared/domain/documents/document-rules.ts';
import type { Result } from '../../shared/domain/result.ts';
import type { CallRequest, CallResponse } from '../../shared/ipc/contract.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import type { Desk, DeskParts } from './desk.ts';
import type { StoredDraft } from './draft-calls.ts';
import { createFileMemory, type FileMemory } from './file-memory.ts';
import { KEPT_FOR, type Place, type Shelf } from './shelves.ts';

type Content = Omit<CallRequest<'document-drafts.save'>, 'draftId'>;
type Answer<Value> = Promise<Result<Value, CallError>>;

/** Documents of the person and the role of the session that are not sent yet. */
export interface DocumentDrafts {
  save(request: CallRequest<'document-drafts.save'>): Answer<CallResponse<'document-drafts.save'>>;
  list(): Answer<CallResponse<'document-drafts.list'>>;
  open(draftId: string): Answer<CallResponse<'document-drafts.open'>>;
  remove(draftId: string): Answer<{ done: true }>;
  /** The user has read how many went for their age. */
  forgetExpired(): Answer<{ done: true }>;
  /** Answers where the bytes are now. */
  keepFile(draftId: string, fileId: string, bytes: Uint8Array): Answer<{ place: Place }>;
  /** The bytes of a file; null where they are not kept. */
  file(draftId: string, fileId: string): Answer<{ bytes: Uint8Array | null }>;
}

export interface DocumentDraftsParts extends DeskParts {
  readonly desk: Desk;
  /** Whether the administrators allow the files on disk; a draft without its files they may allow all the same. */
  readonly filesAllowed: () => boolean;
}

const done = { done: true } as const;

/** Drafts of documents stand on the shelf of the claims under an owner of their own. */
const ownerOf = (owner: string): string => `documents ${owner}`;

const contentOf = ({ content }: StoredDraft): Content => JSON.parse(content) as Content;

type FileCalls = Pick<DocumentDrafts, 'keepFile' | 'file'>;

const onDisk = ({ place }: Shelf, { filesAllowed }: DocumentDraftsParts): boolean =>
  place === 'disk' && filesAllowed();

const createFiles = (parts: DocumentDraftsParts, memory: FileMemory): FileCalls => ({
  keepFile: (draftId, fileId, bytes) =>
    parts.desk.now(async (shelf, user) => {
      const owner = ownerOf(user);
      const drafts = await shelf.list(owner);
      const draft = drafts?.find((one) => one.draftId === draftId);
      // Removed meanwhile: nothing may be left of it.
      const isWanted = draft !== undefined && contentOf(draft).files.includes(fileId);
      if (!isWanted || bytes.length > documentLimits.fileBytes) return null;
      const file = { owner, draftId, fileId };
      if (onDisk(shelf, parts) && (await shelf.keepFile(file, bytes))) return { place: 'disk' };
      return memory.keep(file, bytes) ? { place: 'memory' } : null;
    }),
  file: (draftId, fileId) =>
    parts.desk.now(async (shelf, user) => {
      const file = { owner: ownerOf(user), draftId, fileId };
      return { bytes: memory.read(file) ?? (await shelf.file(file)) };
    }),
});

const listOf = (drafts: readonly StoredDraft[]): CallResponse<'document-drafts.list'>['drafts'] =>
  drafts.map((draft) => {
    const { client, files } = contentOf(draft);
    return { draftId: draft.draftId, savedAt: draft.savedAt, client, files: files.length };
  });

export function createDocumentDrafts(parts: DocumentDraftsParts): DocumentDrafts {
  const { desk, clock, session, filesAllowed } = parts;
  const memory = createFileMemory();
  // A lock keeps them for the same person; whoever leaves the role or signs out leaves nothing here.
  session.onChange(({ phase }) => {
    if (phase === 'signed-out' || phase === 'choosing-role') memory.clear();
  });
  const oldest = (): number => clock.now() - KEPT_FOR;

  return {
    ...createFiles(parts, memory),
    save: ({ draftId, ...content }) => {
      const savedAt = clock.now();
      return desk.late(async (shelf, user) => {
        const draft = { owner: ownerOf(user), draftId };
        const place = await shelf.save({ ...draft, content: JSON.stringify(content), savedAt });
        memory.drop(draft, content.files);
        await shelf.dropFiles({ draft, fileIds: content.files });
        return place && { savedAt, place };
      });
    },
    list: () =>
      desk.now(async (shelf, user) => {
        await shelf.expire(oldest());
        // Taken back by the administrators: what was kept before goes.
        if (!filesAllowed()) await shelf.dropFiles(null);
        const drafts = await shelf.list(ownerOf(user));
        const expired = await shelf.expired(ownerOf(user));
        const filesPlace = onDisk(shelf, parts) ? 'disk' : 'memory';
        return drafts && { drafts: listOf(drafts), expired, filesPlace };
      }),
    open: (draftId) =>
      desk.now(async (shelf, user) => {
        const drafts = await shelf.list(ownerOf(user));
        const draft = drafts?.find((one) => one.draftId === draftId && one.savedAt >= oldest());
        const found = draft && { ...contentOf(draft), draftId, savedAt: draft.savedAt };
        return drafts && { draft: found ?? null };
      }),
    forgetExpired: () =>
      desk.now(async (shelf, user) => ((await shelf.forgetExpired(ownerOf(user))) ? done : null)),
    remove: (draftId) =>
      desk.now(async (shelf, user) => {
        const draft = { owner: ownerOf(user), draftId };
        memory.drop(draft, []);
        return (await shelf.remove(draft)) ? done : null;
      }),
  };
}

const PATH = /^\/data\/document-drafts\/([0-9a-f-]{36})\/([0-9a-f-]{36})$/;

const refused = (error: CallError, status: number): Response =>
  new Response(JSON.stringify(error), { status, headers: { 'Content-Type': 'application/json' } });

/**
 * `/data/document-drafts/DRAFT/FILE`: takes the bytes of a file (POST, answers `{ place }`) and gives them back
 * (GET, 404 where they are not kept). Null for another path.
 */
export function createDocumentDraftData(
  drafts: DocumentDrafts,
): (request: Request) => Promise<Response | null> {
  return async (request) => {
    const [, draftId, fileId] = PATH.exec(new URL(request.url).pathname) ?? [];
    if (draftId === undefined || fileId === undefined) return null;
    if (request.method === 'POST') {
      const kept = await drafts.keepFile(draftId, fileId, new Uint8Array(await request.arrayBuffer()));
      return kept.ok ? Response.json(kept.value) : refused(kept.error, 507);
    }
    const found = await drafts.file(draftId, fileId);
    if (!found.ok) return refused(found.error, 403);
    if (found.value.bytes === null) return new Response(null, { status: 404 });
    return new Response(new Uint8Array(found.value.bytes), {
      headers: { 'Content-Type': 'application/octet-stream' },
    });
  };
}
