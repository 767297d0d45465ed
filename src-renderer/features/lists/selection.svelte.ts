/** Selected rows of a list; they stay selected when a filter hides them. */
export interface Selection {
  readonly count: number;
  readonly rows: Uint32Array;
  has(row: number): boolean;
  toggle(position: number): void;
  /** Where a range will begin. */
  startAt(position: number): void;
  /** From where a range begins to this place, instead of what was selected before. */
  extendTo(position: number): void;
  /** Every row that passes the filter. */
  all(): void;
  clear(): void;
}

/**
 * @param rows those that pass the filter, in order; positions are places in them
 * @param onChange told after each change
 */
export const createSelection = (length: number, rows: () => Uint32Array, onChange: () => void): Selection => {
  const marks = new Uint8Array(length);
  let count = $state(0);
  /** A row, not a place: an order or a filter puts it elsewhere. */
  let anchor: number | undefined;
  const set = (row: number | undefined, mark: 0 | 1): void => {
    if (row === undefined || marks[row] === mark) return;
    marks[row] = mark;
    count += mark === 1 ? 1 : -1;
  };
  const clear = (): void => {
    marks.fill(0);
    count = 0;
  };
  return {
    get count() {
      return count;
    },
    get rows() {
      const selected = new Uint32Array(count);
      let at = 0;
      for (const row of rows()) if (marks[row] === 1) selected[at++] = row;
      return selected.slice(0, at);
    },
    has: (row) => marks[row] === 1,
    startAt: (position) => {
      anchor = rows()[position];
    },
    toggle: (position) => {
      const row = rows()[position];
      if (row === undefined) return;
      set(row, marks[row] === 1 ? 0 : 1);
      anchor = row;
      onChange();
    },
    extendTo: (position) => {
      clear();
      const all = rows();
      anchor ??= all[0];
      const from = anchor === undefined ? -1 : all.indexOf(anchor);
      // Hidden by a filter: the range begins anew.
      if (from < 0) anchor = all[position];
      const first = from < 0 ? position : Math.min(from, position);
      for (let at = first; at <= Math.max(from, position); at += 1) set(all[at], 1);
      onChange();
    },
    all: () => {
      clear();
      for (const row of rows()) set(row, 1);
      onChange();
    },
    clear: () => {
      clear();
      onChange();
    },
  };
};
