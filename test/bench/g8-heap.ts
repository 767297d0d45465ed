import { heapOf, on, withPages } from './list-page/serve.ts';
import { compare, type Benchmark } from './measure.ts';

export const benchmark: Benchmark = {
  id: 'G8',
  title: 'memory of JavaScript with the list of 200,000 rows open and searched, typed arrays included',
  peer: 'ag-grid-community',
  run: () =>
    withPages(async (ours, peer) => {
      const search = on(async (page) => {
        await page.type('äijälä');
        await page.type('');
      });
      await search(ours);
      await search(peer);
      const side = { name: 'heap', goal: 0.45, unit: 'MB' } as const;
      return [await compare({ ...side, ours: () => heapOf(ours), peer: () => heapOf(peer) })];
    }),
};
