import type { Diagnostic } from '../../shared/ipc/state.ts';
import type { Sensitivity } from '../../shared/service-api/contract.ts';
import type { KeptLists } from './kept-lists.ts';

export interface CachedValue {
  /** What JSON made of it; the reader checks it against its schema. */
  readonly value: unknown;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
}

/** What the program may keep between starts, encrypted; a cache that is out of order is merely empty. */
export interface Cache {
  read(key: string): Promise<CachedValue | null>;
  /** @returns false when the class of the value forbids it or the cache is out of order */
  write(key: string, sensitivity: Sensitivity, value: unknown): Promise<boolean>;
  readonly lists: KeptLists;
  diagnostics(): readonly Diagnostic[];
  close(): void;
}
