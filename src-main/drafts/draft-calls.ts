/** A half-filled payment claim, or documents that are not sent yet, as they are kept. */
export interface StoredDraft {
  readonly draftId: string;
  /** The organisation and the purpose that it was begun for. */
  readonly owner: string;
  /** JSON text. */
  readonly content: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  /** When it was sent, where it is not known to have been refused; milliseconds since 1970. */
  readonly sentAt: number | null;
}

/** What saving writes: it never touches whether the claim was sent. */
export type SavedDraft = Omit<StoredDraft, 'sentAt'>;

export interface DraftName {
  readonly owner: string;
  readonly draftId: string;
}

export interface FileName extends DraftName {
  readonly fileId: string;
}

export interface DraftsOpening {
  /** `nowhere`: without a key or a disk nothing is written, and the caller keeps drafts in its memory. */
  readonly place: 'disk' | 'nowhere';
  readonly problem?: 'keychain-unavailable' | 'storage-failed' | 'drafts-unreadable';
}

/** What the drafts' helper process can do. */
export type DraftCalls = {
  readonly open: {
    readonly request: { readonly file: string; readonly keychainService: string };
    readonly response: DraftsOpening;
  };
  readonly save: { readonly request: SavedDraft; readonly response: true };
  /** Does nothing where there is no such draft. */
  readonly mark: {
    readonly request: DraftName & Pick<StoredDraft, 'sentAt'>;
    readonly response: true;
  };
  readonly list: { readonly request: { readonly owner: string }; readonly response: readonly StoredDraft[] };
  readonly remove: { readonly request: DraftName; readonly response: true };
  /** Removes what was saved before the time and is not under way, of every owner, and counts it for each. */
  readonly expire: { readonly request: { readonly before: number }; readonly response: true };
  /** How many of the owner's have gone so since that was told. */
  readonly expired: { readonly request: { readonly owner: string }; readonly response: number };
  readonly forgetExpired: { readonly request: { readonly owner: string }; readonly response: true };
  /** Everything, for the caller to keep from now on; the file is removed. */
  readonly takeAway: {
    readonly request: null;
    readonly response: { readonly drafts: readonly StoredDraft[]; readonly habits: string | null };
  };
  /** JSON text of the user's habits. */
  readonly habits: { readonly request: null; readonly response: string | null };
  readonly keepHabits: { readonly request: { readonly habits: string }; readonly response: true };
  /** Fails where there is no such draft. */
  readonly keepFile: {
    readonly request: FileName & { readonly bytes: Uint8Array };
    readonly response: true;
  };
  readonly file: { readonly request: FileName; readonly response: Uint8Array | null };
  /** Of every draft where none is named. */
  readonly dropFiles: {
    readonly request: (DraftName & { readonly fileIds: readonly string[] }) | null;
    readonly response: true;
  };
};
