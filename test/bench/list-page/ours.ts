import { mount } from 'svelte';
import { createRowStore } from '../../../shared/domain/lists/index.ts';

import { createOpenList } from '../../../src-renderer/features/lists/open-list.svelte.ts';
import RecipientTable from '../../../src-renderer/features/lists/RecipientTable.svelte';
import { columns, makeRows, painted, ROWS, scrollBy, type ListPage } from './rows.ts';

const store = createRowStore(columns);
for (const row of makeRows()) store.append(row);
store.seal();
const header = {
  kind: 'header',
  listId: 'L1',
  view: 'persons',
  period: '2026-10',
  asOf: '2026-11-01T00:00:00Z',
  total: ROWS,
  columns: [...columns],
} as const;
const newList = () =>
  createOpenList({ header, store, etag: '', keptAt: null, exportAllowed: false } as never, () => 'fi');
const open = newList();
await open.search('');
const target = document.querySelector('#table');
if (target === null) throw new Error('no place for the table');
mount(RecipientTable, { target, props: { open, label: 'Luettelo' } });
await painted();

const timed = async (work: () => Promise<void>): Promise<number> => {
  const started = performance.now();
  await work();
  await painted();
  return performance.now() - started;
};
const page: ListPage = {
  type: (query) => timed(() => open.search(query)),
  sort: async () => {
    // Forgets the ranks that it has: every sort is the first one.
    await open.relabel();
    return timed(() => open.sortBy('name', false));
  },
  scroll: (milliseconds) => scrollBy(document.querySelector('[role="grid"]') ?? document.body, milliseconds),
  count: () => open.rows.length,
  firstName: () => open.text(open.rows[0] ?? 0, 'name'),
};
Object.assign(globalThis, { bench: page });
