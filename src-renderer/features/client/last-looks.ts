import type { SectionName } from '../../../shared/domain/sections.ts';
import type { SectionReply } from '../../../shared/ipc/contract.ts';

/** What tells a row of a section and its state: when it changes, the row is new. Holds no name and no amount. */
export type RowMark = string;

type Item = SectionReply<SectionName>['items'][number];

/** The part of a row that stays the same as long as it is the same row. */
export const rowId = (item: Item): string => ('id' in item ? item.id : `year ${item.year}`);

const stateOf = (item: Item): string => {
  if ('status' in item) return item.status;
  if ('result' in item) return item.result;
  return 'annualFilled' in item ? String(item.purchases.length) : '';
};

export const rowMark = (item: Item): RowMark => `${rowId(item)} ${stateOf(item)}`;

export const marksOf = (items: readonly Item[]): ReadonlySet<RowMark> => new Set(items.map(rowMark));

/** Ids of the rows that were not seen, or not in their present state. */
export const unseen = (items: readonly Item[], seen: ReadonlySet<RowMark>): ReadonlySet<string> =>
  new Set(items.filter((item) => !seen.has(rowMark(item))).map(rowId));

export interface Look {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly rows: ReadonlyMap<SectionName, ReadonlySet<RowMark>>;
}

/**
 * What the user has seen of the clients before, so that news can be told. In memory only, and emptied with every
 * lock, change of role and sign-out.
 */
export interface LastLooks {
  of(clientId: string): Look | null;
  keep(clientId: string, look: Look): void;
  clear(): void;
}

const KEPT = 50;

export const createLastLooks = (): LastLooks => {
  const looks = new Map<string, Look>();
  return {
    of: (clientId) => looks.get(clientId) ?? null,
    keep: (clientId, look) => {
      looks.delete(clientId);
      looks.set(clientId, look);
      const oldest = looks.keys().next().value;
      if (looks.size > KEPT && oldest !== undefined) looks.delete(oldest);
    },
    clear: () => looks.clear(),
  };
};
