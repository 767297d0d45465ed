import type { FoundPerson, KeptListHead } from './list-file.ts';

/** Classes of single values; recipient lists have files of their own, `client` and `secret` are never on disk. */
export type StoredSensitivity = 'open' | 'internal';

export interface CacheEntry {
  readonly key: string;
  readonly sensitivity: StoredSensitivity;
  /** JSON text. */
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
  readonly expiresAt: number;
}

export type LossReason = 'key-lost' | 'key-wrong' | 'damaged';

export interface CacheOpening {
  /** Where the entries are: encrypted on disk, or in memory where the key store is not to be had. */
  readonly place: 'disk' | 'memory';
  /** Why the old content was thrown away, where it was. */
  readonly rebuilt?: LossReason;
  readonly problem?: 'keychain-unavailable' | 'storage-failed';
}

/** What the cache's helper process can do. */
export type CacheCalls = {
  readonly open: {
    readonly request: { readonly file: string; readonly keychainService: string };
    readonly response: CacheOpening;
  };
  readonly read: {
    readonly request: { readonly key: string; readonly now: number };
    readonly response: CacheEntry | null;
  };
  readonly write: { readonly request: CacheEntry; readonly response: true };
  /** Removes what is too old, then the oldest until the rest fits. */
  readonly prune: { readonly request: { readonly now: number }; readonly response: true };
};

/** Where the key of the lists comes from: a `session` key is lost with the program, and its lists with it. */
export type ListKeySource =
  | { readonly kind: 'session'; readonly hex: string }
  | { readonly kind: 'keychain'; readonly service: string };

/** What the same process does for kept recipient lists. */
export type ListCalls = {
  readonly 'lists.open': {
    readonly request: { readonly folder: string; readonly key: ListKeySource; readonly now: number };
    /** `lost`: why a list of an earlier run was thrown away, where one was. */
    readonly response: { readonly place: 'disk' | 'nowhere'; readonly lost: LossReason | null };
  };
  readonly 'lists.heads': {
    readonly request: { readonly now: number };
    readonly response: readonly KeptListHead[];
  };
  /** Begins a list; answers its number, 0 where nothing can be kept. */
  readonly 'lists.begin': { readonly request: null; readonly response: number };
  /** Bytes of the stream as they come from the service. */
  readonly 'lists.append': {
    readonly request: { readonly id: number; readonly bytes: Uint8Array };
    readonly response: true;
  };
  readonly 'lists.finish': {
    readonly request: { readonly id: number; readonly head: KeptListHead };
    readonly response: true;
  };
  readonly 'lists.abandon': { readonly request: { readonly id: number }; readonly response: true };
  /** A piece of the stream, from 0; null after the last one. */
  readonly 'lists.piece': {
    readonly request: { readonly name: string; readonly at: number; readonly now: number };
    readonly response: string | null;
  };
  /** Persons by parts of name or identity code. */
  readonly 'lists.find': {
    readonly request: { readonly names: readonly string[]; readonly text: string; readonly now: number };
    /** `list` is the name of the list. */
    readonly response: readonly (FoundPerson & { readonly list: string })[];
  };
  readonly 'lists.prune': { readonly request: { readonly now: number }; readonly response: true };
  /** Removes all of them. */
  readonly 'lists.wipe': { readonly request: null; readonly response: true };
};
