import { AllCommunityModule, createGrid, ModuleRegistry, type GridApi } from 'ag-grid-community';
import { columns, makeRows, painted, ROW_HEIGHT, scrollBy, type ListPage } from './rows.ts';

ModuleRegistry.registerModules([AllCommunityModule]);
const collator = new Intl.Collator('fi');
const rowData = Array.from(makeRows(), (row) =>
  Object.fromEntries(columns.map(({ key }, at) => [key, row[at]])),
);
const target = document.querySelector<HTMLElement>('#table');
if (target === null) throw new Error('no place for the table');
const api: GridApi = createGrid(target, {
  columnDefs: columns.map(({ key }) => ({
    field: key,
    // A new one for each column: the grid's own text order is not Finnish.
    ...(key === 'name' && { comparator: (left: string, right: string) => collator.compare(left, right) }),
  })),
  rowData,
  rowHeight: ROW_HEIGHT,
  cacheQuickFilter: true,
  animateRows: false,
});
await painted();
const scroller = document.querySelector('.ag-grid-viewport');
if (scroller === null) throw new Error('the grid has another element that scrolls');

const timed = async (work: () => void): Promise<number> => {
  const started = performance.now();
  work();
  await painted();
  return performance.now() - started;
};
const page: ListPage = {
  type: (query) => timed(() => api.setGridOption('quickFilterText', query)),
  sort: async () => {
    api.applyColumnState({ state: [{ colId: 'name', sort: null }] });
    await painted();
    return timed(() => api.applyColumnState({ state: [{ colId: 'name', sort: 'asc' }] }));
  },
  scroll: (milliseconds) => scrollBy(scroller, milliseconds),
  count: () => api.getDisplayedRowCount(),
  firstName: () => String(api.getDisplayedRowAtIndex(0)?.data?.name),
};
Object.assign(globalThis, { bench: page });
