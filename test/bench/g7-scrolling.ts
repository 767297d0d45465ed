import { on, withPages } from './list-page/serve.ts';
import { compare, type Benchmark, type Measurement } from './measure.ts';

export const benchmark: Benchmark = {
  id: 'G7',
  title: 'scroll of 900 px a frame for 3 s: time a frame, and frames over 50 ms',
  peer: 'ag-grid-community',
  run: () =>
    withPages(async (ours, peer) => {
      const scroll = on((page) => page.scroll(3_000));
      const long = { ours: 0, peer: 0 };
      const frames = async (side: 'ours' | 'peer'): Promise<number> => {
        const found = await scroll(side === 'ours' ? ours : peer);
        long[side] += found.long;
        return 3_000 / found.frames;
      };
      // Twice the frames is half the time of a frame.
      const shown = await compare({
        name: 'frame',
        goal: 0.5,
        warmUp: 1,
        ours: () => frames('ours'),
        peer: () => frames('peer'),
      });
      const late: Measurement = {
        name: 'long',
        goal: 0.1,
        unit: 'ms',
        ratio: long.peer === 0 ? (long.ours === 0 ? 0 : Number.POSITIVE_INFINITY) : long.ours / long.peer,
        ours: long.ours,
        peer: long.peer,
      };
      return [shown, late];
    }),
};
