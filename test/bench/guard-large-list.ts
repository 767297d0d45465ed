import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { buildAll } from '../../build/build.ts';
import { launchStandIn } from '../../build/electron-stand-in/launch-stand-in.ts';
import { repository } from '../../build/repository.ts';
import { missingPackages } from '../../build/system-packages.ts';
import { m } from '../../shared/messages/generated/messages.js';
import { choosePurpose, fi, toLists, toListView } from '../e2e/list-walk.ts';
import { inTemporaryFolder, type Guard, type GuardReading } from './measure.ts';

/** Months that are opened one after another. */
const OPENINGS = 3;
/** Somebody reads the view before choosing a list; the embedded service makes itself ready meanwhile. */
const CHOICE = 6_000;

/** Milliseconds from the press of the button to the first row in the document, and to the whole list. */
const openNext = (page: Page): Promise<{ readonly first: number; readonly whole: number }> =>
  page.evaluate(
    async (label) => {
      const until = (selector: string): Promise<number> =>
        new Promise((resolve) => {
          const look = (): void =>
            document.querySelector(selector) === null
              ? void requestAnimationFrame(look)
              : resolve(performance.now());
          look();
        });
      const button = [...document.querySelectorAll<HTMLElement>('main button')].find(
        ({ textContent }) => textContent.trim() === label,
      );
      const started = performance.now();
      button?.click();
      // A list that was open before goes first.
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const first = (await until('[role="rowgroup"] [role="row"]')) - started;
      return { first, whole: (await until('[data-testid="list-sums"]')) - started };
    },
    m.lists_open({}, fi),
  );

interface Held {
  /** MB after collection: objects, the document's, and the bytes of arrays. */
  readonly heap: number;
  readonly nodes: number;
}

async function heldBy(page: Page): Promise<Held> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage');
  const { usedSize, embedderHeapUsedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
  const { nodes } = await session.send('Memory.getDOMCounters');
  await session.detach();
  return { heap: (usedSize + embedderHeapUsedSize + backingStorageSize) / 2 ** 20, nodes };
}

async function measure(page: Page): Promise<readonly GuardReading[]> {
  const walk = { page, locale: 'fi' } as const;
  await page.setViewportSize({ width: 1366, height: 768 });
  await toLists(walk, 'TOIMEENTULO');
  await pause(CHOICE);
  const before = await heldBy(page);
  const firsts: number[] = [];
  for (let at = 0; at < OPENINGS; at += 1) {
    await page.getByLabel(m.lists_period({}, fi), { exact: true }).selectOption({ index: at });
    const { first, whole } = await openNext(page);
    const rows = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1;
    console.log(
      `list of ${rows} rows: first after ${Math.round(first)} ms, whole after ${Math.round(whole)} ms`,
    );
    firsts.push(first);
  }
  const open = await heldBy(page);
  console.log(`open: ${Math.round(open.heap - before.heap)} MB more than before, ${open.nodes} nodes`);
  // Another role lets the list go.
  await page
    .getByRole('banner')
    .getByRole('button', { name: m.app_switch_role({}, fi) })
    .click();
  await choosePurpose(walk, 'TOIMEENTULO');
  await toListView(walk);
  await pause(1_000);
  const after = await heldBy(page);
  return [
    { name: 'first-rows', value: Math.max(...firsts), goal: 300, unit: 'ms' },
    { name: 'heap-left-after-closing', value: after.heap - before.heap, goal: 10, unit: 'MB' },
    { name: 'nodes-left-after-closing', value: after.nodes - before.nodes, goal: 500, unit: 'nodes' },
  ];
}

export const guard: Guard = {
  title: 'the product with its embedded service: lists of about 200,000 rows opened, and closed',
  run: async () => {
    const missing = missingPackages(['app']);
    if (missing.length > 0) return `needs ${missing.join(' and ')}`;
    await buildAll();
    return inTemporaryFolder(async (folder) => {
      const env = {
        ...process.env,
        KELMU_HEADLESS: '1',
        KELMU_USER_DATA: join(folder, 'app'),
        LANG: 'fi_FI.UTF-8',
      };
      const app = await launchStandIn({ appDir: repository, env });
      try {
        return await measure(await app.firstWindow());
      } finally {
        await app.close();
      }
    });
  },
};
