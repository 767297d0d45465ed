import { documentKinds } from '../../../shared/domain/documents/document-rules.ts';
import type { PhotoWarning } from '../../../shared/domain/documents/photo-quality.ts';
import type { CallResponse } from '../../../shared/ipc/contract.ts';
import type { Contract } from '../../platform/contract.ts';
import type { DraftFile, KeptFile } from './document-files.svelte.ts';
import { emptyDocumentForm, type DocumentForm } from './document-form.ts';

/** A sending that has been begun: the same content is the same batch to the service. */
export interface StartedBatch {
  readonly key: string;
  /** JSON of the batch. */
  readonly content: string;
  /** Null until the service has answered. */
  readonly batchId: string | null;
}

/** When the draft was saved, milliseconds since 1970, and where it is. */
export type SavedDraft = CallResponse<'document-drafts.save'>;

export interface DocumentDraft {
  readonly draftId: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly form: DocumentForm;
  readonly files: readonly KeptFile[];
  readonly started: StartedBatch | null;
}

/** Where the bytes of a file are kept: `none` only as long as the client is open. */
export type BytesPlace = 'disk' | 'memory' | 'none';

export interface DocumentDrafts {
  /** The newest draft of the client, and where files are kept; null where that is not known. */
  find(): Promise<{ readonly draft: DocumentDraft | null; readonly place: BytesPlace | null }>;
  /** Null where it failed. */
  save(draft: Omit<DocumentDraft, 'savedAt'>): Promise<SavedDraft | null>;
  remove(draftId: string): Promise<void>;
  keepBytes(draftId: string, key: string, bytes: Uint8Array<ArrayBuffer>): Promise<BytesPlace>;
  bytesOf(draftId: string, key: string): Promise<Uint8Array<ArrayBuffer> | null>;
}

interface Person {
  readonly name: string;
  readonly personalIdentityCode: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

const rotations: ReadonlyMap<unknown, DraftFile['rotation']> = new Map(
  ([0, 90, 180, 270] as const).map((angle) => [angle, angle]),
);
const warningCodes: readonly PhotoWarning[] = ['too-small', 'too-dark', 'blurred'];

/** A file as another version of the program may have kept it; null where it makes no sense. */
const keptFile = (value: unknown): KeptFile[] => {
  if (!isRecord(value)) return [];
  const kind = documentKinds.find((each) => each === value['kind']);
  const [key, sha256] = [textOf(value['key']), textOf(value['sha256'])];
  if (kind === undefined || key === '' || sha256 === '') return [];
  const told = value['warnings'];
  return [
    {
      key,
      kind,
      sha256,
      name: textOf(value['name']),
      size: numberOf(value['size']),
      pages: numberOf(value['pages']),
      warnings: warningCodes.filter((code) => Array.isArray(told) && told.includes(code)),
      documentType: textOf(value['documentType']),
      months: textOf(value['months']),
      rotation: rotations.get(value['rotation']) ?? 0,
    },
  ];
};

const startedOf = (value: unknown): StartedBatch | null =>
  isRecord(value) && typeof value['key'] === 'string' && typeof value['content'] === 'string'
    ? { key: value['key'], content: value['content'], batchId: textOf(value['batchId']) || null }
    : null;

const readDraft = (draftId: string, savedAt: number, text: string): DocumentDraft => {
  const stored: unknown = JSON.parse(text);
  const { form, files, started } = isRecord(stored) ? stored : {};
  const typed = isRecord(form) ? form : {};
  const empty = emptyDocumentForm();
  const names = Object.keys(empty) as (keyof DocumentForm)[];
  const filled = Object.fromEntries(names.map((name) => [name, textOf(typed[name])]));
  return {
    draftId,
    savedAt,
    form: { ...empty, ...filled },
    files: Array.isArray(files) ? files.flatMap(keptFile) : [],
    started: startedOf(started),
  };
};

const bytesPath = (draftId: string, key: string): string => `/data/document-drafts/${draftId}/${key}`;

/** The unsent documents of one client, as the main process keeps them. */
export const createDocumentDrafts = (contract: Pick<Contract, 'call'>, client: Person): DocumentDrafts => ({
  find: async () => {
    const list = await contract.call('document-drafts.list', undefined);
    if (!list.ok) return { draft: null, place: null };
    const { drafts, filesPlace: place } = list.value;
    const { personalIdentityCode } = client;
    const found = drafts.find((draft) => draft.client.personalIdentityCode === personalIdentityCode);
    if (found === undefined) return { draft: null, place };
    const answer = await contract.call('document-drafts.open', { draftId: found.draftId });
    const draft = answer.ok ? answer.value.draft : null;
    return { draft: draft && readDraft(draft.draftId, draft.savedAt, draft.form), place };
  },
  save: async ({ draftId, form, files, started }) => {
    const keys = files.map(({ key }) => key);
    const text = JSON.stringify({ form, files, started });
    const answer = await contract.call('document-drafts.save', { draftId, client, files: keys, form: text });
    return answer.ok ? answer.value : null;
  },
  remove: async (draftId) => {
    await contract.call('document-drafts.remove', { draftId });
  },
  keepBytes: async (draftId, key, bytes) => {
    try {
      const response = await fetch(bytesPath(draftId, key), { method: 'POST', body: bytes });
      if (!response.ok) return 'none';
      return ((await response.json()) as { place: BytesPlace }).place;
    } catch {
      return 'none';
    }
  },
  bytesOf: async (draftId, key) => {
    try {
      const response = await fetch(bytesPath(draftId, key));
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
    } catch {
      return null;
    }
  },
});
