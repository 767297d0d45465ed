import { m } from '../../shared/messages/generated/messages.js';
import { startTrainingService } from '../../src-main/training-service/start-training-service.ts';
import { expect, test as base } from './product.ts';
import { chooseRole, signInWithPracticeCard } from './walk.ts';

const fi = { locale: 'fi' } as const;
const OPEN_NOTICES = 10_000;

const test = base.extend({
  service: async ({}, use) => {
    const service = await startTrainingService({
      dataFolder: null,
      largeCityPersons: OPEN_NOTICES + 2_000,
      notices: { '90': OPEN_NOTICES },
    });
    await use(service);
    await service.close();
  },
});

test('ten thousand open notices: few rows in the document, and what long tasks there were', async ({
  walk,
}) => {
  const { page } = walk;
  await signInWithPracticeCard(walk, 'Stina Stadilainen');
  await chooseRole(walk);
  await page.keyboard.press('Alt+n');
  const table = page.getByRole('table', { name: m.notices_queue({}, fi) });
  await expect(table).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });
  const all = Number(await table.getAttribute('aria-rowcount')) - 1;
  expect(all).toBeGreaterThanOrEqual(OPEN_NOTICES);
  expect(await table.getByRole('row').count()).toBeLessThan(80);

  await page.evaluate(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      type: 'longtask',
    });
    Object.assign(globalThis, { longTasks: tasks });
  });
  const search = page.getByRole('searchbox');
  const someone = (await page.locator('tr[aria-rowindex="2"] button').textContent()) ?? '';
  await search.focus();
  for (const letter of someone.split(' ')[0] ?? '') {
    await page.keyboard.type(letter);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await expect.poll(async () => Number(await table.getAttribute('aria-rowcount')) - 1).toBeLessThan(all / 10);
  await search.fill('');
  await page.getByLabel(m.notices_type({}, fi), { exact: true }).selectOption('N2');
  await page.getByLabel(m.notices_type({}, fi), { exact: true }).selectOption('');
  await expect(table).toHaveAttribute('aria-rowcount', String(all + 1));
  // 900 pixels a frame through the whole list, as by a wheel that is spun.
  await table.evaluate(async (element) => {
    const scroller = element.parentElement;
    if (scroller === null) return;
    for (let frame = 0; frame < 180; frame += 1) {
      scroller.scrollTop += 900;
      await new Promise(requestAnimationFrame);
    }
    scroller.scrollTop = scroller.scrollHeight;
  });
  await expect(page.locator(`tr[aria-rowindex="${all + 1}"]`)).toBeVisible();
  expect(await table.getByRole('row').count()).toBeLessThan(80);
  const tasks = await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks);
  // Times are for the eye: only benchmarks judge them, on a machine that has nothing else to do.
  process.stdout.write(
    `queue of ${all}: ${tasks.length} long tasks, longest ${Math.round(Math.max(0, ...tasks))} ms\n`,
  );
});
