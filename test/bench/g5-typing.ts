import { on, withPages } from './list-page/serve.ts';
import { compare, median, type Benchmark, type Measurement } from './measure.ts';

const SEQUENCE = ['ä', 'äi', 'äijälä', 'äijälä a', 'äijälä aino', 'äijälä aino tampere'];

const type = (query: string) =>
  on(new Function('page', `return page.type(${JSON.stringify(query)})`) as never);

export const benchmark: Benchmark = {
  id: 'G5',
  title: 'key press to painted rows, 200,000 rows of 7 columns',
  peer: 'ag-grid-community quick filter with cacheQuickFilter',
  run: () =>
    withPages(async (ours, peer) => {
      const worst: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
      const typed = async (side: 'ours' | 'peer'): Promise<number> => {
        const page = side === 'ours' ? ours : peer;
        const times: number[] = [];
        for (const query of SEQUENCE) times.push(Number(await type(query)(page)));
        await type('')(page);
        worst[side].push(Math.max(...times));
        return times.reduce((sum, time) => sum + time, 0);
      };
      for (const query of SEQUENCE) {
        await type(query)(ours);
        await type(query)(peer);
        const counts = [await on((page) => page.count())(ours), await on((page) => page.count())(peer)];
        if (counts[0] !== counts[1])
          throw new Error(`the two searches differ for ${query}: ${counts.join()}`);
      }
      const sum = await compare({
        name: 'sum',
        goal: 0.3,
        ours: () => typed('ours'),
        peer: () => typed('peer'),
      });
      const [ourWorst, peerWorst] = [worst.ours.slice(2), worst.peer.slice(2)];
      const worstKey: Measurement = {
        name: 'worst',
        goal: 0.3,
        unit: 'ms',
        ratio: median(ourWorst.map((value, at) => value / (peerWorst[at] ?? Number.NaN))),
        ours: median(ourWorst),
        peer: median(peerWorst),
      };
      return [sum, worstKey];
    }),
};
