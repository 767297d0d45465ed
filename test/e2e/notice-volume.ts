/** A queue of ten thousand open notices, worked as by a hurried user, for the tests and for the guard of its speed. */
import { expect, type Locator, type Page } from '@playwright/test';
import { m } from '../../shared/messages/generated/messages.js';

export const OPEN_NOTICES = 10_000;
/** What a training service is started with, so that Helsinki has the queue. */
export const largeQueue = {
  largeCityPersons: OPEN_NOTICES + 2_000,
  notices: { '09': 80, '90': OPEN_NOTICES },
};

const fi = { locale: 'fi' } as const;

export const queueTable = (page: Page): Locator => page.getByRole('table', { name: m.notices_queue({}, fi) });
export const countOf = async (table: Locator): Promise<number> =>
  Number(await table.getAttribute('aria-rowcount')) - 1;

/** The whole queue is there. */
export async function openLargeQueue(page: Page): Promise<number> {
  await page.keyboard.press('Alt+n');
  await expect(queueTable(page)).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });
  return countOf(queueTable(page));
}

/**
 * Searches by a name letter by letter, filters by type, and spins the wheel through the whole list.
 * @returns the durations of the tasks of over 50 ms meanwhile, milliseconds
 */
export async function filterAndScroll(page: Page): Promise<readonly number[]> {
  const table = queueTable(page);
  const all = await countOf(table);
  await page.evaluate(() => {
    const tasks: number[] = [];
    const note = (list: PerformanceObserverEntryList): void =>
      void tasks.push(...list.getEntries().map(({ duration }) => duration));
    new PerformanceObserver(note).observe({ type: 'longtask' });
    Object.assign(globalThis, { longTasks: tasks });
  });
  const someone = (await page.locator('tr[aria-rowindex="2"] button').textContent()) ?? '';
  const search = page.getByRole('searchbox');
  await search.focus();
  for (const letter of someone.split(' ')[0] ?? '') {
    await page.keyboard.type(letter);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await expect.poll(() => countOf(table)).toBeLessThan(all / 10);
  await search.fill('');
  const type = page.getByLabel(m.notices_type({}, fi), { exact: true });
  await type.selectOption('N2');
  await type.selectOption('');
  await expect(table).toHaveAttribute('aria-rowcount', String(all + 1));
  // 900 pixels a frame.
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
  return page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks);
}
