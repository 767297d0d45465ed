/** Classes that may ever be on disk; `client` and `secret` are missing on purpose. */
export type StoredSensitivity = 'open' | 'internal' | 'personal';

export interface CacheEntry {
  readonly key: string;
  readonly sensitivity: StoredSensitivity;
  /** JSON text. */
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
  readonly expiresAt: number;
}

export interface CacheOpening {
  /** Where the entries are: encrypted on disk, or in memory where the key store is not to be had. */
  readonly place: 'disk' | 'memory';
  /** Why the old content was thrown away, where it was. */
  readonly rebuilt?: 'key-lost' | 'key-wrong' | 'damaged';
  readonly problem?: 'keychain-unavailable' | 'storage-failed';
}

/** What the cache's helper process can do. */
export type CacheCalls = {
  readonly open: {
    readonly request: { readonly file: string; readonly keychainService: string; readonly now: number };
    readonly response: CacheOpening;
  };
  readonly read: {
    readonly request: { readonly key: string; readonly now: number };
    readonly response: CacheEntry | null;
  };
  readonly write: { readonly request: CacheEntry; readonly response: true };
  /** Removes everything of a class. */
  readonly wipe: { readonly request: { readonly sensitivity: StoredSensitivity }; readonly response: true };
};
