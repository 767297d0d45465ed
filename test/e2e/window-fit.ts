import { expect, type Page } from '@playwright/test';

/** Sides that scroll where only tables may: what does not fit into the width of the window. */
const overflowing = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const scrolls = (element: Element): boolean => element.scrollWidth > element.clientWidth + 1;
    const found = [
      document.documentElement,
      ...document.querySelectorAll('main, [data-region=client] > *, [role=dialog]'),
    ].filter(scrolls);
    return found.map(({ tagName, scrollWidth, clientWidth }) => `${tagName} ${scrollWidth} > ${clientWidth}`);
  });

/** The heading of what is open can be brought into sight, however much stands above it. */
const headingInSight = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const dialog = document.querySelector('[role=dialog]');
    const heading = [...(dialog ?? document).querySelectorAll(dialog ? 'h2' : '[data-view-heading]')].find(
      // What is there for screen readers alone is a pixel wide.
      (each) => each.getBoundingClientRect().width > 1,
    );
    if (heading === undefined) return dialog !== null;
    heading.scrollIntoView({ block: 'center' });
    const { left, top, width, height } = heading.getBoundingClientRect();
    const there = document.elementFromPoint(left + Math.min(width, 100) / 2, top + height / 2);
    return there !== null && (heading.contains(there) || there.contains(heading));
  });

/** 400 per cent of 1280x1024, the smallest and the largest screen that the program is made for. */
const sizes = [
  { width: 320, height: 256 },
  { width: 1366, height: 768 },
  { width: 2560, height: 1440 },
] as const;

export async function expectFits(page: Page, view: string): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    await expect.poll(() => overflowing(page), { message: `${view} at ${size.width}` }).toEqual([]);
    // The warning before a lock lies over whatever it is.
    if (view === 'idle warning') continue;
    await expect
      .poll(() => headingInSight(page), { message: `${view}, heading at ${size.width}` })
      .toBe(true);
  }
  await page.setViewportSize(sizes[1]);
}

/** A part of a table that is wider than the window can be scrolled to, and its rows can be reached. */
export async function expectTableUsable(page: Page): Promise<void> {
  await page.setViewportSize(sizes[0]);
  const grid = page.getByRole('grid');
  const cell = grid.getByRole('row').nth(1).getByRole('gridcell').last();
  await cell.scrollIntoViewIfNeeded();
  await expect(cell).toBeInViewport();
  await page.setViewportSize(sizes[1]);
}

/** What the next steps by Tab lead to is outlined, and nothing moves. */
export async function expectFocusInSight(page: Page, view: string, steps: number): Promise<void> {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return null;
      // A row of a table is outlined as a whole, a part of a picture in itself.
      const outlined = [element, element.closest('tr')].some(
        (each) => each !== null && getComputedStyle(each).outlineStyle !== 'none',
      );
      const moving = document.getAnimations().filter(({ playState, effect }) => {
        const { duration = 0 } = effect?.getTiming() ?? {};
        return playState === 'running' && Number(duration) > 10;
      });
      return { outlined, moving: moving.length };
    });
    if (focus !== null) expect(focus, view).toEqual({ outlined: true, moving: 0 });
  }
  await page.emulateMedia({ forcedColors: 'none', reducedMotion: 'no-preference' });
}
