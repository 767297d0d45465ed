import { setImmediate as breathe } from 'node:timers/promises';

const SLICE_MS = 8;

/** Does the work for each item and lets other requests in between. */
export const inSlices = async <Item>(items: Iterable<Item>, work: (item: Item) => void): Promise<void> => {
  let sliceEnd = performance.now() + SLICE_MS;
  for (const item of items) {
    work(item);
    if (performance.now() <= sliceEnd) continue;
    await breathe();
    sliceEnd = performance.now() + SLICE_MS;
  }
};

export function* numbersBelow(end: number): Generator<number> {
  for (let number = 0; number < end; number += 1) yield number;
}
