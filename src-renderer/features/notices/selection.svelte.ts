/* eslint-disable svelte/prefer-svelte-reactivity -- the set is replaced, never changed, once it is shown */
import { isOver } from '../../../shared/domain/notices/handling.ts';
import type { NoticeRow } from '../../../shared/service-api/notices.ts';

/** Notices that are marked for an act on many. They stay marked when a filter hides them. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  toggle(id: string): void;
  /** From the last toggled notice to this one, instead of what was marked before. */
  extendTo(id: string): void;
  /** Every notice that the filter shows. */
  all(): void;
  /** Takes the mark from these alone. */
  drop(ids: Iterable<string>): void;
  clear(): void;
}

/** @param shown the rows as they stand on the screen */
export const createSelection = (shown: () => readonly NoticeRow[]): Selection => {
  let ids = $state.raw<ReadonlySet<string>>(new Set());
  let anchor: string | null = null;
  const markable = (rows: readonly NoticeRow[]): string[] =>
    rows.filter(({ state }) => !isOver(state)).map(({ id }) => id);
  return {
    get ids() {
      return ids;
    },
    toggle: (id) => {
      const next = new Set(ids);
      if (!next.delete(id)) next.add(id);
      ids = next;
      anchor = id;
    },
    extendTo: (id) => {
      const rows = shown();
      const to = rows.findIndex((row) => row.id === id);
      const from = rows.findIndex((row) => row.id === anchor);
      const [first, last] = from === -1 ? [to, to] : [Math.min(from, to), Math.max(from, to)];
      anchor ??= id;
      ids = new Set(markable(rows.slice(first, last + 1)));
    },
    all: () => {
      ids = new Set(markable(shown()));
    },
    drop: (gone) => {
      const next = new Set(ids);
      for (const id of gone) next.delete(id);
      ids = next;
    },
    clear: () => {
      ids = new Set();
      anchor = null;
    },
  };
};
