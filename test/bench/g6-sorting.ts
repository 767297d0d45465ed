import { on, withPages } from './list-page/serve.ts';
import { compare, type Benchmark } from './measure.ts';

export const benchmark: Benchmark = {
  id: 'G6',
  title: 'cold sort by name in Finnish order, 200,000 rows',
  peer: 'ag-grid-community with Intl.Collator as comparator',
  run: () =>
    withPages(async (ours, peer) => {
      const sort = on((page) => page.sort());
      const first = on((page) => page.firstName());
      await sort(ours);
      await sort(peer);
      const names = [await first(ours), await first(peer)];
      if (names[0] !== names[1]) throw new Error(`the two orders differ: ${names.join(', ')}`);
      // Ours turns the direction at every press; either takes the same work.
      return [await compare({ name: 'sort', goal: 0.55, ours: () => sort(ours), peer: () => sort(peer) })];
    }),
};
