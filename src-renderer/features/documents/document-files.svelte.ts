import {
  nameOfFile,
  refusalOfSize,
  roomFor,
  type DocumentKind,
} from '../../../shared/domain/documents/document-rules.ts';
import {
  photoWarnings,
  type PhotoSample,
  type PhotoWarning,
} from '../../../shared/domain/documents/photo-quality.ts';
import type { previewOf, PreviewRefusal } from '../../platform/previews.ts';

/** What a picture shows; null where it cannot be decoded. */
export type DecodePhoto = (
  picture: Blob,
) => Promise<{ readonly width: number; readonly height: number; readonly sample: PhotoSample } | null>;

export interface FileContent {
  /** Read once; checks, preview, hash and upload all use these. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly picture: Blob;
}

export interface DraftFile {
  readonly key: string;
  readonly name: string;
  readonly kind: DocumentKind;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly pages: number;
  readonly warnings: readonly PhotoWarning[];
  /** A code of the document types; empty while none is chosen. */
  readonly documentType: string;
  /** As typed, m/yyyy; several with commas. */
  readonly months: string;
  /** Clockwise. */
  readonly rotation: 0 | 90 | 180 | 270;
  /** Null where the draft outlived the bytes: the user chooses the same file again. */
  readonly content: FileContent | null;
}
/** What a draft keeps of a file. */
export type KeptFile = Omit<DraftFile, 'content'>;

/** `malware`: the service's virus scan found something. */
export type RefusalReason = PreviewRefusal | 'hash' | 'malware' | 'folder' | 'unreadable' | 'already-there';
export interface RefusedFile {
  readonly name: string;
  readonly reason: RefusalReason;
}

export interface RemovedFile {
  readonly file: DraftFile;
  /** Its place in the list. */
  readonly at: number;
}

export interface DocumentFiles {
  readonly list: readonly DraftFile[];
  /** What still fits in. */
  readonly room: ReturnType<typeof roomFor>;
  /** The file that the user removed last, as long as it can be put back. */
  readonly removed: RemovedFile | null;
  readonly refused: readonly RefusedFile[];
  /** Files that are being read and looked into. */
  readonly reading: number;
  /** Reads and checks the files one after the other. */
  add(files: readonly File[]): Promise<void>;
  /** Takes the files of a draft; what has no bytes has to be chosen again. */
  restore(
    kept: readonly KeptFile[],
    bytesOf: (key: string) => Promise<Uint8Array<ArrayBuffer> | null>,
  ): Promise<void>;
  /** Takes a file away; the user can put it back. */
  remove(key: string): void;
  putBack(): void;
  /** Takes a file away for good. */
  drop(key: string): void;
  move(key: string, step: 1 | -1): void;
  change(key: string, part: Partial<Pick<DraftFile, 'documentType' | 'months' | 'rotation'>>): void;
  /** Gives every file the type and the months of this one. */
  sameForAll(key: string): void;
  refuse(name: string, reason: RefusalReason): void;
  forgetRefusals(): void;
  clear(): void;
}

export interface DocumentFilesParts {
  readonly preview: typeof previewOf;
  readonly decode: DecodePhoto;
  readonly newKey: () => string;
  /** Told of bytes that were accepted. */
  readonly onAdded: (key: string, bytes: Uint8Array<ArrayBuffer>) => void;
}

/** A picture from the clipboard has no name of its own: the browser calls each `image.png`. */
export const namedAsPasted = (file: File, name: string): File => {
  const [, ending] = /^image(\.\w+)$/.exec(file.name) ?? [];
  return ending === undefined ? file : new File([file], name + ending, { type: file.type });
};

const hashOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

type Facts = Pick<DraftFile, 'kind' | 'size' | 'sha256' | 'pages' | 'warnings'> & {
  readonly content: FileContent;
};

/** Looks into the bytes of a file: what it is, or why it cannot be sent. */
const examine = async (
  bytes: Uint8Array<ArrayBuffer>,
  { preview, decode }: DocumentFilesParts,
): Promise<Facts | RefusalReason> => {
  const seen = await preview(bytes);
  if (!seen.ok) return seen.error.code;
  const { kind, picture, pages, script, attachments } = seen.value;
  if (script) return 'pdf-script';
  if (attachments) return 'pdf-attachments';
  const photo = kind === 'pdf' ? null : await decode(picture);
  if (kind !== 'pdf' && photo === null) return 'image-damaged';
  const warnings = photo === null ? [] : photoWarnings(photo.width, photo.height, photo.sample);
  const content = { bytes, picture };
  return { kind, size: bytes.length, sha256: await hashOf(bytes), pages, warnings, content };
};

/** The files of one batch on their way from the choice to the service. */
export const createDocumentFiles = (parts: DocumentFilesParts): DocumentFiles => {
  let list = $state.raw<readonly DraftFile[]>([]);
  let refused = $state.raw<readonly RefusedFile[]>([]);
  let removed = $state.raw<RemovedFile | null>(null);
  let reading = $state(0);
  /** Files are taken one after the other: the limits of the batch depend on those before. */
  let before: Promise<unknown> = Promise.resolve();

  const refuse = (name: string, reason: RefusalReason): void => {
    refused = [...refused, { name: nameOfFile(name, []), reason }];
  };
  const sizes = (): number[] => list.map(({ size }) => size);
  const names = (): string[] => list.map(({ name }) => name);

  /** True where the file is one of the draft's whose bytes were missing, or there already. */
  const known = (facts: Facts, name: string): boolean => {
    const same = list.find(({ sha256 }) => sha256 === facts.sha256);
    if (same === undefined) return false;
    if (same.content !== null) refuse(name, 'already-there');
    else {
      list = list.map((file) => (file === same ? { ...file, content: facts.content } : file));
      parts.onAdded(same.key, facts.content.bytes);
    }
    return true;
  };

  const addOne = async (file: File): Promise<void> => {
    const missing = list.some(({ content, size }) => content === null && size === file.size);
    const early = missing ? null : refusalOfSize(sizes(), file.size);
    // Of a file that is gone the browser says that it is empty: reading it tells.
    if (early !== null && early !== 'empty') return refuse(file.name, early);
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = new Uint8Array(await file.arrayBuffer());
    } catch {
      // It changed or went away between choice and reading.
      return refuse(file.name, 'unreadable');
    }
    if (bytes.length === 0) return refuse(file.name, 'empty');
    const facts = await examine(bytes, parts);
    if (typeof facts === 'string') return refuse(file.name, facts);
    if (known(facts, file.name)) return;
    // What was read counts, not what the file said before.
    const late = refusalOfSize(sizes(), facts.size);
    if (late !== null) return refuse(file.name, late);
    const key = parts.newKey();
    const own = {
      key,
      name: nameOfFile(file.name, names()),
      documentType: '',
      months: '',
      rotation: 0,
    } as const;
    list = [...list, { ...facts, ...own }];
    parts.onAdded(key, bytes);
  };

  const drop = (key: string): void => {
    list = list.filter((file) => file.key !== key);
  };
  const putBack = (): void => {
    if (removed === null) return;
    const { file, at } = removed;
    removed = null;
    const reason = list.some(({ sha256 }) => sha256 === file.sha256)
      ? 'already-there'
      : refusalOfSize(sizes(), file.size);
    if (reason !== null) return refuse(file.name, reason);
    list = list.toSpliced(at, 0, { ...file, name: nameOfFile(file.name, names()) });
    if (file.content !== null) parts.onAdded(file.key, file.content.bytes);
  };

  const add = async (files: readonly File[]): Promise<void> => {
    for (const file of files) {
      await addOne(file);
      reading -= 1;
    }
  };

  return {
    get list() {
      return list;
    },
    get room() {
      return roomFor(sizes());
    },
    get removed() {
      return removed;
    },
    get refused() {
      return refused;
    },
    get reading() {
      return reading;
    },
    add: (files) => {
      reading += files.length;
      const added = before.then(() => add(files));
      before = added;
      return added;
    },
    restore: async (kept, bytesOf) => {
      for (const file of kept) {
        const bytes = await bytesOf(file.key);
        const facts = bytes === null ? null : await examine(bytes, parts);
        // Other bytes than were kept are as good as none.
        const found = facts !== null && typeof facts !== 'string' && facts.sha256 === file.sha256;
        list = [...list, { ...file, content: found ? facts.content : null }];
      }
    },
    remove: (key) => {
      const at = list.findIndex((file) => file.key === key);
      const file = list[at];
      removed = file === undefined ? null : { file, at };
      drop(key);
    },
    putBack,
    drop,
    move: (key, step) => {
      const at = list.findIndex((file) => file.key === key);
      const [one, two] = [list[at], list[at + step]];
      if (one && two) list = list.with(at, two).with(at + step, one);
    },
    change: (key, part) => {
      list = list.map((file) => (file.key === key ? { ...file, ...part } : file));
    },
    sameForAll: (key) => {
      const model = list.find((file) => file.key === key);
      if (model)
        list = list.map((file) => ({ ...file, documentType: model.documentType, months: model.months }));
    },
    refuse,
    forgetRefusals: () => {
      refused = [];
    },
    clear: () => {
      list = [];
      refused = [];
      removed = null;
    },
  };
};
