import { matchRanges } from '../../../shared/domain/lists/index.ts';

/** Rows drawn beyond either edge, so that a scroll finds them there. */
const OVERSCAN = 4;
const HIGHLIGHT = 'list-match';

export interface RowWindowModel {
  readonly rowCount: number;
  /** Widths in pixels. */
  readonly columns: readonly { readonly key: string; readonly numeric: boolean; readonly width: number }[];
  readonly terms: readonly string[];
  /** Position and column of the active cell. */
  readonly active: { readonly position: number; readonly column: number };
  text(position: number, column: number): string;
  isSelected(position: number): boolean;
}

export interface RowWindow {
  /** Draws what is in sight anew from the model. */
  refresh(): void;
  /** Brings a row into sight. */
  reveal(position: number): void;
  /** Rows that fit into the window. */
  pageSize(): number;
  destroy(): void;
}

interface Slot {
  readonly element: HTMLElement;
  readonly cells: readonly HTMLElement[];
  readonly texts: readonly Text[];
  position: number;
  selected: boolean;
}

const createSlot = ({ columns }: RowWindowModel): Slot => {
  const element = document.createElement('div');
  element.setAttribute('role', 'row');
  element.setAttribute('aria-selected', 'false');
  element.className = 'row';
  const texts: Text[] = [];
  const cells = columns.map(({ numeric, width }, at) => {
    const cell = document.createElement('div');
    cell.setAttribute('role', at === 0 ? 'rowheader' : 'gridcell');
    cell.setAttribute('aria-colindex', String(at + 1));
    cell.className = numeric ? 'cell numeric' : 'cell';
    cell.style.width = `${width}px`;
    const text = document.createTextNode('');
    texts.push(text);
    cell.append(text);
    return cell;
  });
  element.append(...cells);
  return { element, cells, texts, position: -1, selected: false };
};

/** Touches what has changed only: another class or style of a cell costs more than its text. */
const drawSlot = (slot: Slot, position: number, model: RowWindowModel): void => {
  const { element, texts } = slot;
  if (slot.position !== position) element.setAttribute('aria-rowindex', String(position + 2));
  slot.position = position;
  for (const [at, node] of texts.entries()) {
    const text = model.text(position, at);
    if (node.data !== text) node.data = text;
  }
  const selected = model.isSelected(position);
  if (selected === slot.selected) return;
  slot.selected = selected;
  element.setAttribute('aria-selected', String(selected));
  element.classList.toggle('selected', selected);
};

/** Of every table in the document: a list and its comparison are marked together. */
const marked = new Map<HTMLElement, readonly Range[]>();

/** Marks what the search has found by the highlight registry: the document itself does not change. */
const markMatches = (table: HTMLElement, slots: readonly Slot[], terms: readonly string[]): void => {
  if (!('highlights' in CSS)) return;
  const nodes = terms.length === 0 ? [] : slots.flatMap(({ texts }) => texts);
  const ranges = nodes.flatMap((node) =>
    matchRanges(node.data, terms).map(([start, end]) => {
      const range = new Range();
      range.setStart(node, start);
      range.setEnd(node, end);
      return range;
    }),
  );
  if (ranges.length > 0) marked.set(table, ranges);
  else if (!marked.delete(table)) return;
  CSS.highlights.set(HIGHLIGHT, new Highlight(...[...marked.values()].flat()));
};

/** Slots in the order of the document, the first one at the row `first`. */
interface SlotPool {
  readonly slots: readonly Slot[];
  /** Has as many rows in the document as are needed, with the columns of the model. */
  fit(model: RowWindowModel, needed: number): void;
  /** Draws the rows from `first` on; those that are there already stay as they are unless `everything` changes. */
  draw(model: RowWindowModel, first: number, everything: boolean): void;
}

const createSlotPool = (rows: HTMLElement): SlotPool => {
  let slots: Slot[] = [];
  let columnKeys = '';
  /** Takes the slots that go out of sight to the other end. */
  const rotate = (by: number): void => {
    const moved = slots.splice(by > 0 ? 0 : by, Math.abs(by));
    const elements = moved.map(({ element }) => element);
    if (by > 0) {
      slots.push(...moved);
      rows.append(...elements);
    } else {
      slots.unshift(...moved);
      rows.prepend(...elements);
    }
  };
  return {
    get slots() {
      return slots;
    },
    fit: (model, needed) => {
      const keys = JSON.stringify(model.columns);
      if (keys !== columnKeys) {
        columnKeys = keys;
        rows.replaceChildren();
        slots = [];
      }
      while (slots.length < needed) {
        const slot = createSlot(model);
        slots.push(slot);
        rows.append(slot.element);
      }
      for (const { element } of slots.splice(needed)) element.remove();
    },
    draw: (model, first, everything) => {
      const by = first - (slots[0]?.position ?? first);
      // A jump changes most rows: they are written where they are.
      if (by !== 0 && Math.abs(by) * 2 < slots.length) rotate(by);
      for (const [at, slot] of slots.entries())
        if (everything || slot.position !== first + at) drawSlot(slot, first + at, model);
      if (everything || model.terms.length > 0) markMatches(rows, slots, model.terms);
    },
  };
};

/** Names the active cell while it is drawn; every place has an id of its own, so that a move is read out. */
const createActiveMark = (id: string) => {
  let marked: HTMLElement | null = null;
  return {
    /** @returns the id of the active cell; null while it is out of sight */
    put: (slots: readonly Slot[], { position, column }: RowWindowModel['active']): string | null => {
      const cell = slots.find((slot) => slot.position === position)?.cells[column] ?? null;
      if (marked !== null && marked !== cell) {
        marked.removeAttribute('id');
        marked.classList.remove('active');
      }
      marked = cell;
      if (cell === null) return null;
      cell.id = `${id}-${position}-${column}`;
      cell.classList.add('active');
      return cell.id;
    },
  };
};

export interface RowWindowParts {
  /** Element that scrolls. */
  readonly scroller: HTMLElement;
  /** Element in it that is as high as all rows. */
  readonly body: HTMLElement;
  /** Element in the body that holds the rows in sight and moves with them. */
  readonly rows: HTMLElement;
  /** Begins the ids of the cells. */
  readonly id: string;
  readonly rowHeight: () => number;
  /** Pixels of the header that sticks above the rows. */
  readonly headHeight: () => number;
  readonly model: () => RowWindowModel;
  /** Told the id of the active cell's element; null while it is out of sight. */
  readonly onActiveCell: (id: string | null) => void;
}

/**
 * The rows of a table that are in sight, drawn into elements that are used again as the rows go by: the document
 * holds some dozens of rows, however long the list is. Styles are set through the object model, which the content
 * security policy allows.
 */
export const createRowWindow = (parts: RowWindowParts): RowWindow => {
  const { scroller, body, rows, rowHeight, headHeight, model } = parts;
  const pool = createSlotPool(rows);
  const activeMark = createActiveMark(parts.id);
  let height = rowHeight();
  let viewHeight = scroller.clientHeight;
  let drawnFrom = -1;
  const space = (): number => viewHeight - headHeight();

  const draw = (everything: boolean): void => {
    const current = model();
    pool.fit(current, Math.min(current.rowCount, Math.ceil(viewHeight / height) + 2 * OVERSCAN + 1));
    const top = Math.floor(scroller.scrollTop / height) - OVERSCAN;
    const first = Math.max(0, Math.min(top, current.rowCount - pool.slots.length));
    if (!everything && first === drawnFrom) return;
    pool.draw(current, first, everything);
    if (everything || first !== drawnFrom) rows.style.transform = `translateY(${first * height}px)`;
    drawnFrom = first;
    parts.onActiveCell(activeMark.put(pool.slots, current.active));
  };
  const refresh = (): void => {
    height = rowHeight();
    body.style.height = `${model().rowCount * height}px`;
    draw(true);
  };
  // Scroll events come once a frame, before it is painted.
  const onScroll = (): void => draw(false);
  scroller.addEventListener('scroll', onScroll, { passive: true });
  const resized = new ResizeObserver(() => {
    viewHeight = scroller.clientHeight;
    refresh();
  });
  resized.observe(scroller);

  return {
    refresh,
    reveal: (position) => {
      const top = position * height;
      if (top < scroller.scrollTop) scroller.scrollTop = top;
      else if (top + height > scroller.scrollTop + space()) scroller.scrollTop = top + height - space();
      draw(true);
    },
    pageSize: () => Math.max(1, Math.floor(space() / height) - 1),
    destroy: () => {
      scroller.removeEventListener('scroll', onScroll);
      resized.disconnect();
      markMatches(rows, [], []);
      rows.replaceChildren();
    },
  };
};
