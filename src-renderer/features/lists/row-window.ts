import { matchRanges } from '../../../shared/domain/lists/index.ts';

/** Rows drawn beyond either edge, so that a scroll finds them there. */
const OVERSCAN = 6;
const HIGHLIGHT = 'list-match';

export interface RowWindowModel {
  readonly rowCount: number;
  readonly columns: readonly { readonly key: string; readonly numeric: boolean }[];
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
  /** Id of a cell's element, where the cell is drawn. */
  cellId(position: number, column: number): string | null;
  destroy(): void;
}

interface Slot {
  readonly element: HTMLElement;
  cells: readonly HTMLElement[];
  position: number;
}

const createSlot = (body: HTMLElement, { columns }: RowWindowModel): Slot => {
  const element = document.createElement('div');
  element.setAttribute('role', 'row');
  element.className = 'row';
  const cells = columns.map(({ numeric }, at) => {
    const cell = document.createElement('div');
    cell.setAttribute('role', at === 0 ? 'rowheader' : 'gridcell');
    cell.setAttribute('aria-colindex', String(at + 1));
    cell.className = numeric ? 'cell numeric' : 'cell';
    cell.append(document.createTextNode(''));
    return cell;
  });
  element.append(...cells);
  body.append(element);
  return { element, cells, position: -1 };
};

const drawSlot = (slot: Slot, position: number, model: RowWindowModel, id: string, height: number): void => {
  const { element, cells } = slot;
  element.style.transform = `translateY(${position * height}px)`;
  element.setAttribute('aria-rowindex', String(position + 2));
  slot.position = position;
  const selected = model.isSelected(position);
  element.setAttribute('aria-selected', String(selected));
  element.classList.toggle('selected', selected);
  const isActive = position === model.active.position;
  for (const [at, cell] of cells.entries()) {
    const node = cell.firstChild as Text;
    const text = model.text(position, at);
    if (node.data !== text) node.data = text;
    cell.id = `${id}-${position}-${at}`;
    cell.classList.toggle('active', isActive && at === model.active.column);
  }
};

/** Marks what the search has found by the highlight registry: the document itself does not change. */
const markMatches = (slots: readonly Slot[], terms: readonly string[]): void => {
  if (!('highlights' in CSS)) return;
  const nodes =
    terms.length === 0 ? [] : slots.flatMap(({ cells }) => cells.map((cell) => cell.firstChild as Text));
  const ranges = nodes.flatMap((node) =>
    matchRanges(node.data, terms).map(([start, end]) => {
      const range = new Range();
      range.setStart(node, start);
      range.setEnd(node, end);
      return range;
    }),
  );
  if (ranges.length === 0) CSS.highlights.delete(HIGHLIGHT);
  else CSS.highlights.set(HIGHLIGHT, new Highlight(...ranges));
};

interface SlotPool {
  readonly slots: readonly Slot[];
  /** Has as many rows in the document as are needed, with the columns of the model. */
  fit(model: RowWindowModel, needed: number): void;
}

const createSlotPool = (body: HTMLElement): SlotPool => {
  let slots: Slot[] = [];
  let columnKeys = '';
  return {
    get slots() {
      return slots;
    },
    fit: (model, needed) => {
      const keys = model.columns.map(({ key }) => key).join();
      if (keys !== columnKeys) {
        columnKeys = keys;
        body.replaceChildren();
        slots = [];
      }
      if (needed === slots.length) return;
      while (slots.length < needed) slots.push(createSlot(body, model));
      for (const { element } of slots.splice(needed)) element.remove();
      // Places follow from the count of slots: another count means other places for all.
      for (const slot of slots) slot.position = -1;
    },
  };
};

/** Draws the rows around a scroll position; those that are there already stay unless `everything` changes. */
const drawRows = (
  { slots }: SlotPool,
  model: RowWindowModel,
  id: string,
  height: number,
  scrollTop: number,
  everything: boolean,
): void => {
  const top = Math.floor(scrollTop / height) - OVERSCAN;
  const first = Math.max(0, Math.min(top, model.rowCount - slots.length));
  for (let position = first; position < first + slots.length; position += 1) {
    const slot = slots[position % slots.length];
    if (slot !== undefined && (everything || slot.position !== position))
      drawSlot(slot, position, model, id, height);
  }
  if (everything || model.terms.length > 0) markMatches(slots, model.terms);
};

export interface RowWindowParts {
  /** Element that scrolls. */
  readonly scroller: HTMLElement;
  /** Element in it that is as high as all rows. */
  readonly body: HTMLElement;
  /** Begins the ids of the cells. */
  readonly id: string;
  readonly rowHeight: () => number;
  /** Pixels of the header that sticks above the rows. */
  readonly headHeight: () => number;
  readonly model: () => RowWindowModel;
}

/**
 * The rows of a table that are in sight, drawn into elements that are used again as the rows go by: the document
 * holds some dozens of rows, however long the list is. Styles are set through the object model, which the content
 * security policy allows.
 */
export const createRowWindow = (parts: RowWindowParts): RowWindow => {
  const { scroller, body, id, rowHeight, headHeight, model } = parts;
  const pool = createSlotPool(body);
  let frame = 0;
  let height = rowHeight();
  let viewHeight = scroller.clientHeight;
  const space = (): number => viewHeight - headHeight();

  const draw = (everything: boolean): void => {
    const current = model();
    pool.fit(current, Math.min(current.rowCount, Math.ceil(viewHeight / height) + 2 * OVERSCAN + 1));
    drawRows(pool, current, id, height, scroller.scrollTop, everything);
  };
  const refresh = (): void => {
    height = rowHeight();
    body.style.height = `${model().rowCount * height}px`;
    draw(true);
  };
  const onScroll = (): void => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      draw(false);
    });
  };
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
    cellId: (position, column) => {
      const slot = pool.slots.find((each) => each.position === position);
      return slot === undefined ? null : `${id}-${position}-${column}`;
    },
    destroy: () => {
      cancelAnimationFrame(frame);
      scroller.removeEventListener('scroll', onScroll);
      resized.disconnect();
      markMatches([], []);
      body.replaceChildren();
    },
  };
};
