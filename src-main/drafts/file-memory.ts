import { documentLimits } from '../../shared/domain/documents/document-rules.ts';
import type { DraftName, FileName } from './draft-calls.ts';

/** The files of three batches, for whoever prepares documents of several clients. */
const LARGEST_SUM = 3 * documentLimits.batchBytes;

/** Bytes of files that may not be on the disk; they last until the session is left or the program ends. */
export interface FileMemory {
  /** False where there is no room. */
  keep(file: FileName, bytes: Uint8Array): boolean;
  read(file: FileName): Uint8Array | null;
  /** Drops the files of a draft but those. */
  drop(draft: DraftName, but: readonly string[]): void;
  clear(): void;
}

const draftKey = ({ owner, draftId }: DraftName): string => `${owner} ${draftId}`;

export function createFileMemory(): FileMemory {
  const drafts = new Map<string, Map<string, Uint8Array>>();
  const sum = (): number =>
    [...drafts.values()].flatMap((files) => [...files.values()]).reduce((all, { length }) => all + length, 0);
  return {
    keep: (file, bytes) => {
      if (sum() + bytes.length > LARGEST_SUM) return false;
      const files = drafts.get(draftKey(file)) ?? new Map<string, Uint8Array>();
      drafts.set(draftKey(file), files.set(file.fileId, bytes));
      return true;
    },
    read: (file) => drafts.get(draftKey(file))?.get(file.fileId) ?? null,
    drop: (draft, but) => {
      const files = drafts.get(draftKey(draft));
      for (const [fileId, bytes] of files ?? [])
        if (!but.includes(fileId)) {
          bytes.fill(0);
          files?.delete(fileId);
        }
      if (files?.size === 0) drafts.delete(draftKey(draft));
    },
    clear: () => {
      for (const files of drafts.values()) for (const bytes of files.values()) bytes.fill(0);
      drafts.clear();
    },
  };
}
