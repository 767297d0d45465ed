import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { buildAll } from '../../build/build.ts';
import { missingPackages } from '../../build/system-packages.ts';
import { workedExamples } from '../../src-main/training-service/worked-examples.ts';
import { lookUpField } from '../e2e/walk.ts';
import { median, type Guard } from './measure.ts';
import { withSignedInProgram } from './signed-in-program.ts';

/** Milliseconds from Enter to the client's frame on the screen: who it is, the heading, the summary's places. */
const GOAL = 100;
const STARTS = 3;
/** Between sign-in and the first look-up: less than anybody needs to type a code. */
const BEFORE_FIRST = 1500;
const BETWEEN = 1000;

declare global {
  interface Window {
    clientFrame?: Promise<number>;
  }
}

/** Begins to measure with the next Enter: the time of the key press as the system tells it, and of the paint. */
const arm = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const before = document.querySelector('[data-region=client]');
    window.clientFrame = new Promise((resolve) => {
      let pressed = 0;
      const onKey = ({ key, timeStamp }: KeyboardEvent): void => {
        if (key === 'Enter' && pressed === 0) pressed = timeStamp;
      };
      window.addEventListener('keydown', onKey, true);
      const observer = new MutationObserver(() => {
        const pane = document.querySelector('[data-region=client]');
        if (pane === before || !pane?.querySelector('[data-view-heading]')) return;
        observer.disconnect();
        window.removeEventListener('keydown', onKey, true);
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - pressed);
          port2.postMessage(null);
        });
      });
      observer.observe(document.body, { childList: true, subtree: true });
    });
  });

async function frameOf(page: Page, code: string): Promise<number> {
  const field = lookUpField({ page, locale: 'fi' });
  await field.fill(code);
  await arm(page);
  await field.press('Enter');
  return page.evaluate(() => window.clientFrame ?? Promise.reject(new Error('not armed')));
}

interface Frames {
  /** Of the first client after the sign-in, which nothing has been drawn like before. */
  readonly first: number;
  readonly later: readonly number[];
}

const measureStart = (): Promise<Frames> =>
  withSignedInProgram(async (walk) => {
    const { page } = walk;
    await pause(BEFORE_FIRST);
    const frames: number[] = [];
    for (const { personalIdentityCode } of workedExamples.slice(0, 4)) {
      frames.push(await frameOf(page, personalIdentityCode));
      await pause(BETWEEN);
      await page.keyboard.press('Alt+Home');
      await lookUpField(walk).waitFor();
    }
    const [first = Number.NaN, ...later] = frames;
    return { first, later };
  });

export const guard: Guard = {
  title: `Enter to the painted frame of a client in the stand-in, medians of ${STARTS} starts`,
  run: async () => {
    const missing = missingPackages(['browser']);
    if (missing.length > 0) return `needs ${missing.join(' and ')}`;
    await buildAll();
    const starts: Frames[] = [];
    for (let start = 0; start < STARTS; start += 1) starts.push(await measureStart());
    const reading = (name: string, values: readonly number[]) =>
      ({ name, value: median(values), goal: GOAL, unit: 'ms' }) as const;
    return [
      reading(
        'frame of the first client',
        starts.map(({ first }) => first),
      ),
      reading(
        'frame of a later client',
        starts.flatMap(({ later }) => later),
      ),
    ];
  },
};
