/** A half-filled payment claim as it is kept. */
export interface StoredDraft {
  readonly draftId: string;
  /** The organisation and the purpose that it was begun for. */
  readonly owner: string;
  /** JSON text. */
  readonly content: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

export interface DraftsOpening {
  /** `nowhere`: without a key or a disk nothing is written, and the caller keeps drafts in its memory. */
  readonly place: 'disk' | 'nowhere';
  readonly problem?: 'keychain-unavailable' | 'storage-failed';
}

/** What the drafts' helper process can do. */
export type DraftCalls = {
  readonly open: {
    readonly request: { readonly file: string; readonly keychainService: string };
    readonly response: DraftsOpening;
  };
  readonly save: { readonly request: StoredDraft; readonly response: true };
  readonly list: { readonly request: { readonly owner: string }; readonly response: readonly StoredDraft[] };
  readonly remove: {
    readonly request: { readonly owner: string; readonly draftId: string };
    readonly response: true;
  };
  /** Removes what was saved before the time, of every owner; answers their owners. */
  readonly expire: { readonly request: { readonly before: number }; readonly response: readonly string[] };
};
