import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ListColumns } from '../../../shared/ipc/state.ts';
import { createLists, type Lists } from './lists.svelte.ts';
import { changeColumn, HEADINGS, placeOfKey } from './table-keys.ts';

const key = { listId: 'L1', view: 'persons', period: '2026-10' };
const columns = [
  { key: 'personalIdentityCode', type: 'identity-code' },
  { key: 'name', type: 'text' },
  { key: 'daysPaid', type: 'number' },
];
type Row = readonly [string, string, number];
const october: readonly Row[] = [
  ['010190U900A', 'Öhman Åke', 320],
  ['010190U901B', 'Äijälä Anna', 900],
  ['010190U902C', 'Zander Olli', 340],
];
const september: readonly Row[] = [
  ['010190U901B', 'Äijälä Anna', 880],
  ['010190U902C', 'Zander Olli', 340],
  ['010190U903D', 'Aalto Aino', 400],
];

const linesOf = (period: string, rows: readonly Row[]): string[] => [
  JSON.stringify({
    kind: 'header',
    ...key,
    period,
    asOf: '2026-11-01T00:00:00Z',
    total: rows.length,
    columns,
  }),
  ...rows.map((row) => JSON.stringify(row)),
  JSON.stringify({ kind: 'end', rows: rows.length, sha256: '' }),
];
const answer = (lines: readonly string[], headers: Record<string, string> = {}): Response =>
  new Response(lines.map((line) => `${line}\n`).join(''), { headers: { etag: '"1"', ...headers } });

/** The main process as the window sees it: answers by period, or by a function. */
const listsWith = (
  answers: (period: string, request: RequestInit) => Response | Promise<Response>,
  locale = (): string => 'fi',
): Lists =>
  createLists({
    locale,
    fetch: async (input, init) => answers(String(input).split('/').at(-1) ?? '', init ?? {}),
  });
const openOf = (lists: Lists) => {
  if (lists.state.phase !== 'open') throw new Error(`the list is ${lists.state.phase}`);
  return lists.state.open;
};
const names = (lists: Lists): string[] => {
  const open = openOf(lists);
  return Array.from(open.rows, (row) => open.text(row, 'name'));
};

describe('a list', () => {
  it('is opened when its end fits the rows, and is cut where any line is missing', async () => {
    const whole = linesOf('2026-10', october);
    const lists = listsWith(() => answer(whole));
    await lists.open(key);
    expect(names(lists)).toEqual(['Öhman Åke', 'Äijälä Anna', 'Zander Olli']);
    for (let at = 1; at < whole.length; at += 1) {
      const cut = listsWith(() => answer(whole.toSpliced(at, 1)));
      await cut.open(key);
      expect(cut.state.phase).toBe('cut');
      expect(cut.partial).toBeNull();
    }
  });

  /** A list of which the first rows have come, and what brings the rest. */
  const halfway = async (rows: number) => {
    const pieces = new TransformStream<string, string>();
    const writer = pieces.writable.getWriter();
    const send = (lines: readonly string[]) => writer.write(lines.map((line) => `${line}\n`).join(''));
    const lines = linesOf('2026-10', october);
    const lists = listsWith(
      () => new Response(pieces.readable.pipeThrough(new TextEncoderStream()), { headers: { etag: '"1"' } }),
    );
    const opening = lists.open(key);
    await send(lines.slice(0, 1));
    await send(lines.slice(1, 1 + rows));
    const partial = await vi.waitUntil(() => lists.partial);
    const rest = async (): Promise<void> => {
      await send(lines.slice(1 + rows));
      await writer.close();
      await opening;
    };
    return { lists, partial, rest };
  };

  it('shows the first rows while the others are still to come, and grows in one table', async () => {
    // A slow computer, and a service that sends the header before any row.
    let time = 0;
    const now = vi.spyOn(performance, 'now').mockImplementation(() => (time += 20));
    onTestFinished(() => now.mockRestore());
    const { lists, partial, rest } = await halfway(1);
    expect(Array.from(partial.rows, (row) => partial.text(row, 'name'))).toEqual(['Öhman Åke']);
    expect(lists.state).toMatchObject({ phase: 'loading', rows: 1, total: 3 });
    await rest();
    expect(lists.partial).toBeNull();
    expect(names(lists)).toEqual(['Öhman Åke', 'Äijälä Anna', 'Zander Olli']);
  });

  it('keeps order, search, filter, selection, columns and place that were chosen before it was whole', async () => {
    const { lists, partial, rest } = await halfway(2);
    await partial.sortBy('name', false);
    await partial.setFilter('daysPaid', { kind: 'range', column: 'daysPaid', from: 330, to: null });
    await partial.search('a');
    partial.selection.toggle(0);
    partial.setColumns(partial.columns.filter(({ column }) => column.key !== 'personalIdentityCode'));
    partial.active = { position: 0, column: 1 };
    await rest();
    expect(names(lists)).toEqual(['Zander Olli', 'Äijälä Anna']);
    const open = openOf(lists);
    expect(open.query).toBe('a');
    expect(Array.from(open.selection.rows, (row) => open.text(row, 'name'))).toEqual(['Äijälä Anna']);
    expect(open.columns.map(({ column }) => column.key)).toEqual(['name', 'daysPaid']);
    // The active cell stays with its row.
    expect(open.active).toEqual({ position: 1, column: 1 });
    await open.setFilter('daysPaid', null);
    await open.search('');
    expect(names(lists)).toEqual(['Zander Olli', 'Äijälä Anna', 'Öhman Åke']);
  });

  it('has the columns that the user has set, also in another period and at the next start', async () => {
    vi.useFakeTimers();
    let stored: readonly ListColumns[] = [];
    const store = {
      get current() {
        return stored;
      },
      change: (next: readonly ListColumns[]) => void (stored = next),
    };
    const started = () =>
      createLists({
        locale: () => 'fi',
        columns: store,
        fetch: async () => answer(linesOf('2026-10', october)),
      });
    const lists = started();
    await lists.open(key);
    const [name, code, days] = openOf(lists).columns;
    openOf(lists).setColumns([
      { ...days!, width: 110 },
      { ...name!, width: 300 },
      { ...code!, shown: false },
    ]);
    const shown = (of: Lists) => openOf(of).shownColumns.map(({ column, width }) => [column.key, width]);
    await lists.open({ ...key, period: '2026-09' });
    expect(shown(lists)).toEqual([
      ['daysPaid', 110],
      ['name', 300],
    ]);
    vi.runAllTimers();
    expect(stored.map(({ list }) => list)).toEqual(['L1/persons']);
    const again = started();
    await again.open(key);
    expect(shown(again)).toEqual(shown(lists));
    openOf(again).resetColumns();
    expect(shown(again).map(([each]) => each)).toEqual(['name', 'personalIdentityCode', 'daysPaid']);
    // A column that the program did not know when they were set comes last; one that is gone is forgotten.
    stored = [
      {
        list: 'L1/persons',
        columns: [
          { key: 'gone', width: 100, shown: true },
          { key: 'daysPaid', width: 100, shown: true },
        ],
      },
    ];
    const later = started();
    await later.open(key);
    expect(shown(later).map(([each]) => each)).toEqual(['daysPaid', 'name', 'personalIdentityCode']);
    vi.useRealTimers();
  });

  it('stays as it is where the service says "unchanged", without a transfer', async () => {
    const asked: (string | null)[] = [];
    const lists = listsWith((_, { headers }) => {
      const etag = new Headers(headers).get('if-none-match');
      asked.push(etag);
      return etag === '"1"' ? new Response(null, { status: 204 }) : answer(linesOf('2026-10', october));
    });
    await lists.open(key);
    const opened = openOf(lists);
    await opened.search('anna');
    await lists.open(key);
    expect(openOf(lists)).toBe(opened);
    expect(names(lists)).toEqual(['Äijälä Anna']);
    expect(asked).toEqual([null, '"1"']);
  });

  it('tells what was refused, and lets a cancelled one go', async () => {
    const error = { code: 'mandate-missing', retriable: false };
    const refused = listsWith(() => new Response(JSON.stringify(error), { status: 403 }));
    await refused.open(key);
    expect(refused.state).toMatchObject({ phase: 'failed', error });
    const waiting = listsWith(
      (_, { signal }) =>
        new Promise((_resolve, reject) =>
          signal?.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError'))),
        ),
    );
    const opening = waiting.open(key);
    waiting.cancel();
    await opening;
    expect(waiting.state).toEqual({ phase: 'none' });
  });

  it('says so where it comes from the workstation', async () => {
    const headers = { 'kelmu-source': 'cache', 'kelmu-as-of': '2026-11-02T08:00:00Z' };
    const lists = listsWith(() => answer(linesOf('2026-10', october), headers));
    await lists.open(key);
    expect(lists.state).toMatchObject({ away: { source: 'cache', asOf: '2026-11-02T08:00:00Z' } });
    // The same rows again, on the return from another view: they stay as they were left.
    const opened = openOf(lists);
    await opened.search('anna');
    await lists.open(key);
    expect(openOf(lists)).toBe(opened);
    expect(names(lists)).toEqual(['Äijälä Anna']);
    expect(lists.state).toMatchObject({ away: { source: 'cache' } });
  });

  it('stays, and says so, while the service is away; it goes with the right to it', async () => {
    let error: { code: string; retriable: boolean } | null = null;
    const lists = listsWith(() =>
      error === null
        ? answer(linesOf('2026-10', october))
        : new Response(JSON.stringify(error), { status: 502 }),
    );
    await lists.open(key);
    const opened = openOf(lists);
    error = { code: 'service-closed', retriable: true };
    await lists.open(key);
    expect(openOf(lists)).toBe(opened);
    expect(lists.state).toMatchObject({ away: { source: 'window', asOf: '2026-11-01T00:00:00Z' } });
    error = { code: 'mandate-missing', retriable: false };
    await lists.open(key);
    expect(lists.state).toMatchObject({ phase: 'failed', error });
  });

  it('is sorted anew by the alphabet of another language, and keeps filter and selection', async () => {
    let locale = 'en';
    const lists = listsWith(
      () => answer(linesOf('2026-10', october)),
      () => locale,
    );
    await lists.open(key);
    const open = openOf(lists);
    await open.sortBy('name', false);
    expect(names(lists)).toEqual(['Äijälä Anna', 'Öhman Åke', 'Zander Olli']);
    open.selection.toggle(0);
    locale = 'sv';
    await lists.showIn('sv');
    expect(names(lists)).toEqual(['Zander Olli', 'Äijälä Anna', 'Öhman Åke']);
    expect(Array.from(open.selection.rows, (row) => open.text(row, 'name'))).toEqual(['Äijälä Anna']);
  });

  it('begins a range at the row where it was begun, wherever an order or a filter has put it', async () => {
    const lists = listsWith(() => answer(linesOf('2026-10', october)));
    await lists.open(key);
    const open = openOf(lists);
    const selected = () => Array.from(open.selection.rows, (row) => open.text(row, 'name'));
    open.selection.startAt(0);
    await open.sortBy('daysPaid', false);
    await open.sortBy('daysPaid', false);
    expect(names(lists)).toEqual(['Äijälä Anna', 'Zander Olli', 'Öhman Åke']);
    open.selection.extendTo(1);
    expect(selected()).toEqual(['Zander Olli', 'Öhman Åke']);
    await open.setFilter('daysPaid', { kind: 'range', column: 'daysPaid', from: 330, to: null });
    open.selection.extendTo(1);
    expect(selected()).toEqual(['Zander Olli']);
  });

  it('is compared with another period of it, whichever is open', async () => {
    const lists = listsWith((period) =>
      answer(
        linesOf(period, period === '2026-10' ? october : september),
        period === '2026-09' ? { 'kelmu-source': 'cache', 'kelmu-as-of': '2026-11-02T08:00:00Z' } : {},
      ),
    );
    await lists.open(key);
    await lists.compareWith('2026-09');
    if (lists.comparison.phase !== 'ready') throw new Error(lists.comparison.phase);
    const { before, after, counts, open, keptAt } = lists.comparison.comparison;
    expect(keptAt).toBe('2026-11-02T08:00:00Z');
    expect([before, after]).toEqual(['2026-09', '2026-10']);
    expect(counts).toEqual({ added: 1, removed: 1, changed: 1, unchanged: 1 });
    expect(open.rows).toHaveLength(3);
    await lists.open({ ...key, period: '2026-09' });
    await lists.compareWith('2026-10');
    expect(lists.comparison).toMatchObject({ comparison: { counts, before, after } });
  });

  it('is not compared with a period that did not come whole', async () => {
    const lists = listsWith((period) =>
      answer(period === '2026-10' ? linesOf(period, october) : linesOf(period, september).slice(0, -1)),
    );
    await lists.open(key);
    await lists.compareWith('2026-09');
    expect(lists.comparison.phase).toBe('cut');
    expect(names(lists)).toHaveLength(3);
  });
});

describe('keys', () => {
  const press = (name: string, modifiers: { ctrlKey?: boolean; shiftKey?: boolean } = {}) => ({
    key: name,
    ctrlKey: false,
    shiftKey: false,
    ...modifiers,
  });
  const opened = async () => {
    const lists = listsWith(() => answer(linesOf('2026-10', october)));
    await lists.open(key);
    return openOf(lists);
  };

  it('go from cell to cell, never out of the table', async () => {
    const open = await opened();
    const after = (name: string, modifiers = {}) => {
      const place = placeOfKey(press(name, modifiers), open, 2);
      return [place?.position, place?.column];
    };
    expect(after('ArrowUp')).toEqual([HEADINGS, 0]);
    expect(after('ArrowLeft')).toEqual([0, 0]);
    expect(after('PageDown')).toEqual([2, 0]);
    expect(after('End')).toEqual([0, 2]);
    expect(after('End', { ctrlKey: true })).toEqual([2, 2]);
    expect(placeOfKey(press('x'), open, 2)).toBeNull();
  });

  it('move and widen the column of a heading past columns that are hidden, and nothing elsewhere', async () => {
    const open = await opened();
    const order = () => open.columns.map(({ column }) => column.key);
    expect(changeColumn(press('ArrowRight', { ctrlKey: true }), open)).toBe(false);
    open.setColumns(open.columns.map((view, at) => (at === 1 ? { ...view, shown: false } : view)));
    open.active = { position: HEADINGS, column: 0 };
    expect(changeColumn(press('ArrowRight', { ctrlKey: true }), open)).toBe(true);
    expect(order()).toEqual(['personalIdentityCode', 'daysPaid', 'name']);
    expect(open.active).toEqual({ position: HEADINGS, column: 1 });
    changeColumn(press('ArrowLeft', { ctrlKey: true }), open);
    expect(open.shownColumns.map(({ column }) => column.key)).toEqual(['name', 'daysPaid']);
    for (let step = 0; step < 40; step += 1) changeColumn(press('ArrowLeft', { shiftKey: true }), open);
    expect(open.shownColumns[0]?.width).toBe(60);
  });
});
