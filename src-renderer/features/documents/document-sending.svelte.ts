import {
  documentLimits,
  photoWarnings,
  refusalOfSize,
  type DocumentKind,
  type FileRefusal,
  type PhotoWarning,
} from '../../../shared/domain/documents/document-rules.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { CallError } from '../../../shared/ipc/errors.ts';
import type { BatchState, DocumentBatch, DocumentReceipt } from '../../../shared/service-api/documents.ts';
import type { Contract } from '../../platform/contract.ts';
import type { previewOf, PreviewRefusal } from '../../platform/previews.ts';

/** What the pictures of the browser tell of a photo; null when it cannot be decoded. */
export interface DecodedPhoto {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray;
}
export type DecodePhoto = (bytes: Uint8Array<ArrayBuffer>, type: string) => Promise<DecodedPhoto | null>;

export interface DraftFile {
  readonly key: string;
  readonly name: string;
  readonly kind: DocumentKind;
  /** Read once; checks, preview, hash and upload all use these. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly picture: Blob;
  readonly pages: number;
  readonly sha256: string;
  readonly warnings: readonly PhotoWarning[];
  documentType: DocumentBatch['files'][number]['documentType'] | '';
  /** As typed, m/yyyy. */
  month: string;
  rotation: 0 | 90 | 180 | 270;
}

export interface RefusedFile {
  readonly name: string;
  readonly reason: PreviewRefusal | 'hash' | 'unreadable';
}

export interface Sending {
  readonly files: readonly DraftFile[];
  readonly refused: readonly RefusedFile[];
  /** 0 to 1 while bytes are sent; null otherwise. */
  readonly progress: number | null;
  readonly error: CallError | null;
  readonly receipt: DocumentReceipt | null;
  add(files: readonly File[]): Promise<void>;
  remove(key: string): void;
  move(key: string, step: 1 | -1): void;
  change(key: string, part: Partial<Pick<DraftFile, 'documentType' | 'month' | 'rotation'>>): void;
  /** Sends, or goes on with what was cut. The same draft gives one batch and one receipt. */
  send(details: Omit<DocumentBatch, 'files'>): Promise<void>;
  cancel(): Promise<void>;
}

/** A month as typed, m/yyyy, as the contract has it; null when it is none. */
export const monthOf = (typed: string): string | null => {
  const found = /^\s*(0?[1-9]|1[0-2])\s*\/\s*(\d{4})\s*$/.exec(typed);
  return found === null ? null : `${found[2]}-${String(found[1]).padStart(2, '0')}`;
};

const mediaTypes: Readonly<Record<DocumentKind, string>> = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
};

const hashOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

type Upload = Result<number, CallError>;

const sendPart = async (
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Promise<Upload> => {
  try {
    const response = await fetch(path, { method: 'POST', body: bytes, signal });
    const body = (await response.json()) as { received: number } & CallError;
    return response.ok ? { ok: true, value: body.received } : { ok: false, error: body };
  } catch {
    // The way into the main process broke, or the user cancelled; what has come stays with the service.
    return {
      ok: false,
      error: { code: signal.aborted ? 'cancelled' : 'service-unreachable', retriable: true },
    };
  }
};

/** Documents of one client that are chosen and not sent yet. Nothing of them is written to the disk. */
export const createSending = (
  contract: Contract,
  clientHandle: string,
  decode: DecodePhoto,
  preview: typeof previewOf,
): Sending => {
  let files = $state.raw<readonly DraftFile[]>([]);
  let refused = $state.raw<readonly RefusedFile[]>([]);
  let progress = $state<number | null>(null);
  let error = $state.raw<CallError | null>(null);
  let receipt = $state.raw<DocumentReceipt | null>(null);
  let abort: AbortController | null = null;
  /** The key belongs to what is sent: another content is another batch. */
  let started: { readonly content: string; readonly key: string; batchId: string | null } | null = null;

  const refuse = (name: string, reason: RefusedFile['reason']): void => {
    refused = [...refused, { name, reason }];
  };

  const addOne = async (file: File): Promise<void> => {
    const tooMuch = refusalOfSize(
      files.map(({ bytes }) => bytes.length),
      file.size,
    );
    if (tooMuch !== null) return refuse(file.name, tooMuch);
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = new Uint8Array(await file.arrayBuffer());
    } catch {
      // A folder, or a file that changed or went away between choice and reading.
      return refuse(file.name, 'unreadable');
    }
    const seen = await preview(bytes);
    if (!seen.ok) return refuse(file.name, seen.error.code);
    const { kind, picture, pages, script } = seen.value;
    if (script) return refuse(file.name, 'pdf-script');
    const photo = kind === 'pdf' ? null : await decode(bytes, mediaTypes[kind]);
    if (kind !== 'pdf' && photo === null) return refuse(file.name, 'image-damaged');
    const warnings = photo === null ? [] : photoWarnings(photo.width, photo.height, photo.pixels);
    const draft: DraftFile = {
      key: crypto.randomUUID(),
      name: file.name.slice(0, 200),
      kind,
      bytes,
      picture,
      pages,
      sha256: await hashOf(bytes),
      warnings,
      documentType: '',
      month: '',
      rotation: 0,
    };
    files = [...files, draft];
  };

  const batchOf = (details: Omit<DocumentBatch, 'files'>): DocumentBatch => ({
    ...details,
    files: files.map(({ name, kind, bytes, sha256, documentType, month, rotation }) => {
      const read = monthOf(month);
      return {
        name,
        kind,
        bytes: bytes.length,
        sha256,
        documentType: documentType === '' ? 'OTHER' : documentType,
        months: read === null ? [] : [read],
        rotation,
      };
    }),
  });

  const upload = async ({ batchId, files: states }: BatchState, signal: AbortSignal): Promise<boolean> => {
    const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
    let before = 0;
    for (const [index, file] of files.entries()) {
      const fileId = states[index]?.fileId ?? '';
      for (let at = states[index]?.received ?? 0; at < file.bytes.length;) {
        progress = (before + at) / total;
        const part = file.bytes.slice(at, at + documentLimits.partBytes);
        const sent = await sendPart(
          `/data/documents/${clientHandle}/${batchId}/${fileId}/${at}`,
          part,
          signal,
        );
        if (!sent.ok) {
          error = sent.error;
          return false;
        }
        at = sent.value;
      }
      before += file.bytes.length;
    }
    return true;
  };

  const send = async (details: Omit<DocumentBatch, 'files'>, signal: AbortSignal): Promise<void> => {
    const batch = batchOf(details);
    const content = JSON.stringify(batch);
    if (started?.content !== content) started = { content, key: crypto.randomUUID(), batchId: null };
    const begun = await contract.call('documents.begin', {
      clientHandle,
      idempotencyKey: started.key,
      batch,
    });
    if (!begun.ok) {
      error = begun.error;
      return;
    }
    const { batchId } = begun.value;
    started.batchId = batchId;
    if (begun.value.receipt !== null) {
      receipt = begun.value.receipt;
      return;
    }
    if (signal.aborted || !(await upload(begun.value, signal))) return;
    const done = await contract.call('documents.complete', { clientHandle, batchId });
    if (!done.ok) error = done.error;
    else if (done.value.outcome === 'SENT') receipt = done.value.receipt;
    else if (done.value.outcome === 'INCOMPLETE') error = { code: 'service-reply-mismatch', retriable: true };
    else
      for (const { fileId, reason } of done.value.files)
        refuse(files[Number(fileId.slice(1)) - 1]?.name ?? '', reason as FileRefusal);
    if (receipt !== null) files = [];
  };

  return {
    get files() {
      return files;
    },
    get refused() {
      return refused;
    },
    get progress() {
      return progress;
    },
    get error() {
      return error;
    },
    get receipt() {
      return receipt;
    },
    add: async (added) => {
      refused = [];
      receipt = null;
      for (const file of added) await addOne(file);
    },
    remove: (key) => {
      files = files.filter((file) => file.key !== key);
    },
    move: (key, step) => {
      const at = files.findIndex((file) => file.key === key);
      const other = at + step;
      const [one, two] = [files[at], files[other]];
      if (one && two) files = files.with(at, two).with(other, one);
    },
    change: (key, part) => {
      files = files.map((file) => (file.key === key ? { ...file, ...part } : file));
    },
    send: async (details) => {
      if (progress !== null || files.length === 0) return;
      abort = new AbortController();
      error = null;
      refused = [];
      progress = 0;
      await send(details, abort.signal);
      progress = null;
    },
    cancel: async () => {
      abort?.abort();
      const batchId = started?.batchId;
      started = null;
      if (batchId) await contract.call('documents.cancel', { clientHandle, batchId });
    },
  };
};
