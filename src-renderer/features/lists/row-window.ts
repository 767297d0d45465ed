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

/**
 * The rows of a table that are in sight, drawn into elements that are used again as the rows go by: the document
 * holds some dozens of rows, however long the list is. Styles are set through the object model, which the content
 * security policy allows.
 * @param scroller element that scrolls; @param body element in it that is as high as all rows
 * @param headHeight pixels of the header that sticks above the rows
 */
export const createRowWindow = (
  scroller: HTMLElement,
  body: HTMLElement,
  id: string,
  rowHeight: () => number,
  headHeight: () => number,
  model: () => RowWindowModel,
): RowWindow => {
  let slots: Slot[] = [];
  let frame = 0;
  let columnKeys = '';
  let height = rowHeight();
  let viewHeight = scroller.clientHeight;

  const newCell = (column: RowWindowModel['columns'][number], at: number): HTMLElement => {
    const cell = document.createElement('div');
    cell.setAttribute('role', at === 0 ? 'rowheader' : 'gridcell');
    cell.setAttribute('aria-colindex', String(at + 1));
    cell.className = column.numeric ? 'cell numeric' : 'cell';
    cell.append(document.createTextNode(''));
    return cell;
  };
  const newSlot = (): Slot => {
    const element = document.createElement('div');
    element.setAttribute('role', 'row');
    element.className = 'row';
    const cells = model().columns.map(newCell);
    element.append(...cells);
    body.append(element);
    return { element, cells, position: -1 };
  };

  const drawRow = (slot: Slot, position: number, current: RowWindowModel): void => {
    const { element, cells } = slot;
    if (slot.position !== position) {
      element.style.transform = `translateY(${position * height}px)`;
      element.setAttribute('aria-rowindex', String(position + 2));
      element.hidden = false;
      slot.position = position;
    }
    const selected = current.isSelected(position);
    element.setAttribute('aria-selected', String(selected));
    element.classList.toggle('selected', selected);
    const isActive = position === current.active.position;
    for (const [at, cell] of cells.entries()) {
      const node = cell.firstChild as Text;
      const text = current.text(position, at);
      if (node.data !== text) node.data = text;
      cell.id = `${id}-${position}-${at}`;
      cell.classList.toggle('active', isActive && at === current.active.column);
    }
  };

  const mark = (current: RowWindowModel): void => {
    if (!('highlights' in CSS)) return;
    const ranges: Range[] = [];
    if (current.terms.length > 0)
      for (const { element, cells } of slots)
        if (!element.hidden)
          for (const cell of cells) {
            const node = cell.firstChild as Text;
            for (const [start, end] of matchRanges(node.data, current.terms)) {
              const range = new Range();
              range.setStart(node, start);
              range.setEnd(node, end);
              ranges.push(range);
            }
          }
    if (ranges.length === 0) CSS.highlights.delete(HIGHLIGHT);
    else CSS.highlights.set(HIGHLIGHT, new Highlight(...ranges));
  };

  const fit = (current: RowWindowModel): void => {
    const keys = current.columns.map(({ key }) => key).join();
    if (keys !== columnKeys) {
      columnKeys = keys;
      body.replaceChildren();
      slots = [];
    }
    const needed = Math.min(current.rowCount, Math.ceil(viewHeight / height) + 2 * OVERSCAN + 1);
    // Places follow from the count of slots: another count means other places for all.
    if (needed !== slots.length) {
      while (slots.length < needed) slots.push(newSlot());
      for (const { element } of slots.splice(needed)) element.remove();
      for (const slot of slots) slot.position = -1;
    }
  };

  const draw = (everything: boolean): void => {
    const current = model();
    fit(current);
    if (slots.length === 0) return mark(current);
    const top = Math.floor(scroller.scrollTop / height) - OVERSCAN;
    const first = Math.max(0, Math.min(top, current.rowCount - slots.length));
    for (let position = first; position < first + slots.length; position += 1) {
      const slot = slots[position % slots.length];
      if (slot !== undefined && (everything || slot.position !== position)) drawRow(slot, position, current);
    }
    if (everything || current.terms.length > 0) mark(current);
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

  const refresh = (): void => {
    height = rowHeight();
    body.style.height = `${model().rowCount * height}px`;
    draw(true);
  };

  return {
    refresh,
    reveal: (position) => {
      const top = position * height;
      const space = viewHeight - headHeight();
      if (top < scroller.scrollTop) scroller.scrollTop = top;
      else if (top + height > scroller.scrollTop + space) scroller.scrollTop = top + height - space;
      draw(true);
    },
    pageSize: () => Math.max(1, Math.floor((viewHeight - headHeight()) / height) - 1),
    cellId: (position, column) => {
      const slot = slots.length === 0 ? undefined : slots[position % slots.length];
      return slot?.position === position ? `${id}-${position}-${column}` : null;
    },
    destroy: () => {
      cancelAnimationFrame(frame);
      scroller.removeEventListener('scroll', onScroll);
      resized.disconnect();
      CSS.highlights?.delete(HIGHLIGHT);
      body.replaceChildren();
    },
  };
};
