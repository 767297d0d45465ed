import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLocale } from '../platform/locale.svelte.ts';
import DataTable from './DataTable.svelte';
import { nextSort, sortRows, type Column } from './table.ts';

interface Payment {
  readonly id: string;
  readonly benefit: string;
  readonly day: string | null;
  readonly cents: number;
}
const rows: readonly Payment[] = [
  { id: '1', benefit: 'Äitiysavustus', day: '2026-02-05', cents: 1000 },
  { id: '2', benefit: 'Asumistuki', day: null, cents: 90_000 },
  { id: '3', benefit: 'Zeta', day: '2025-12-01', cents: 250 },
];
const columns: readonly Column<Payment>[] = [
  { key: 'benefit', label: 'Etuus', text: ({ benefit }) => benefit, sortValue: ({ benefit }) => benefit },
  { key: 'day', label: 'Maksupäivä', text: ({ day }) => day ?? '', sortValue: ({ day }) => day },
  { key: 'cents', label: 'Määrä', numeric: true, text: ({ cents }) => String(cents) },
];
const ids = (sorted: readonly Payment[]): string => sorted.map(({ id }) => id).join('');

beforeEach(() => void createLocale('fi'));
afterEach(cleanup);

describe('sortRows', () => {
  it('sorts by the alphabet of the language: Ä comes last in Finnish', () => {
    const sort = { column: 'benefit', direction: 'ascending' } as const;
    expect(ids(sortRows(rows, columns, sort, 'fi'))).toBe('231');
    expect(ids(sortRows(rows, columns, sort, 'en'))).toBe('123');
  });
  it('puts rows without a value last in both directions', () => {
    expect(ids(sortRows(rows, columns, { column: 'day', direction: 'ascending' }, 'fi'))).toBe('312');
    expect(ids(sortRows(rows, columns, { column: 'day', direction: 'descending' }, 'fi'))).toBe('132');
  });
  it('leaves rows as they came for a column that cannot be sorted', () => {
    expect(sortRows(rows, columns, { column: 'cents', direction: 'ascending' }, 'fi')).toBe(rows);
  });
  it('turns round on the second press', () => {
    const first = nextSort(null, 'day');
    expect(first.direction).toBe('ascending');
    expect(nextSort(first, 'day').direction).toBe('descending');
    expect(nextSort(nextSort(first, 'day'), 'benefit')).toEqual({
      column: 'benefit',
      direction: 'ascending',
    });
  });
});

describe('DataTable', () => {
  const shown = (): string[] =>
    screen.getAllByRole('rowheader').map((cell) => cell.textContent?.trim() ?? '');
  const base = {
    caption: 'Maksut',
    columns: columns as never,
    rows,
    rowKey: (row: unknown) => (row as Payment).id,
  };
  const details = createRawSnippet((row: () => unknown) => ({
    render: () => `<p>Lisätiedot ${(row() as Payment).id}</p>`,
  }));

  it('is a table with a name, row headings and sortable headings that tell their order', async () => {
    render(DataTable, base);
    expect(screen.getByRole('table', { name: 'Maksut' })).toBeTruthy();
    const heading = screen.getByRole('columnheader', { name: /Etuus/ });
    expect(heading.getAttribute('aria-sort')).toBe('none');
    await fireEvent.click(within(heading).getByRole('button'));
    expect(heading.getAttribute('aria-sort')).toBe('ascending');
    expect(shown()).toEqual(['Asumistuki', 'Zeta', 'Äitiysavustus']);
    await fireEvent.click(within(heading).getByRole('button'));
    expect(heading.getAttribute('aria-sort')).toBe('descending');
    expect(screen.getByRole('columnheader', { name: 'Määrä' }).getAttribute('aria-sort')).toBeNull();
  });

  it('says that there is nothing', () => {
    render(DataTable, { ...base, rows: [], emptyText: 'Ei maksuja' });
    expect(screen.getByText('Ei maksuja')).toBeTruthy();
  });

  it('opens and closes the details of a row by its one control', async () => {
    render(DataTable, { ...base, details });
    const control = screen.getByRole('button', { name: 'Zeta' });
    expect(control.getAttribute('aria-expanded')).toBe('false');
    await fireEvent.click(control);
    expect(control.getAttribute('aria-expanded')).toBe('true');
    const opened = document.getElementById(control.getAttribute('aria-controls') ?? '');
    expect(opened?.textContent).toContain('Lisätiedot 3');
    await fireEvent.click(control);
    expect(screen.queryByText('Lisätiedot 3')).toBeNull();
  });

  it('moves between rows by arrows, Home and End', async () => {
    render(DataTable, { ...base, details });
    const controls = rows.map(({ benefit }) => screen.getByRole('button', { name: benefit }));
    controls[0]?.focus();
    await fireEvent.keyDown(controls[0] as HTMLElement, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(controls[1]);
    await fireEvent.keyDown(controls[1] as HTMLElement, { key: 'End' });
    expect(document.activeElement).toBe(controls[2]);
    await fireEvent.keyDown(controls[2] as HTMLElement, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(controls[2]);
    // A command of the program, which the row leaves to it.
    expect(await fireEvent.keyDown(controls[2] as HTMLElement, { key: 'Home', altKey: true })).toBe(true);
    expect(document.activeElement).toBe(controls[2]);
    await fireEvent.keyDown(controls[2] as HTMLElement, { key: 'Home' });
    expect(document.activeElement).toBe(controls[0]);
  });

  it('opens a row by a press anywhere on it', async () => {
    const onOpen = vi.fn();
    render(DataTable, { ...base, onOpen });
    await fireEvent.click(screen.getByText('90000'));
    expect(onOpen).toHaveBeenCalledWith(rows[1]);
  });
});
