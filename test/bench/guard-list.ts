import type { Page } from 'playwright-core';
import { on, withPages } from './list-page/serve.ts';
import type { Guard, GuardReading } from './measure.ts';

const WORDS = ['äijälä aino tampere', 'ko', 'virtala 1234'];
const SCROLLING = 3_000;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly args: { readonly name?: string };
}

/** Milliseconds of the longest task of the page's own thread while the work runs, from Chromium's trace. */
async function longestTask(page: Page, work: () => Promise<unknown>): Promise<number> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('the page has no browser of its own');
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
  await work();
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const threads = new Set(
    trace.traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = trace.traceEvents.filter(
    ({ name, ph, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && threads.has(`${pid} ${tid}`),
  );
  if (tasks.length === 0) throw new Error('the trace has no task');
  return Math.max(...tasks.map(({ dur = 0 }) => dur)) / 1_000;
}

const type = (query: string) =>
  on(new Function('page', `return page.type(${JSON.stringify(query)})`) as never);

/** Key by key, as a hand types. */
async function typeAll(page: Page): Promise<void> {
  for (const word of WORDS)
    for (let length = 1; length <= word.length; length += 1) await type(word.slice(0, length))(page);
  await type('')(page);
}

export const guard: Guard = {
  title: 'the longest task of the window in a list of 200,000 rows, 7 columns',
  run: () =>
    withPages(async (page): Promise<readonly GuardReading[]> => {
      await type('a')(page);
      await type('')(page);
      const typing = await longestTask(page, () => typeAll(page));
      const scroll = on(new Function('page', `return page.scroll(${SCROLLING})`) as never);
      const scrolling = await longestTask(page, () => scroll(page));
      return [
        { name: 'task-while-typing', value: typing, goal: 50, unit: 'ms' },
        { name: 'task-while-scrolling', value: scrolling, goal: 50, unit: 'ms' },
      ];
    }),
};
