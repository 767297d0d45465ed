import { expectAccessible } from './accessibility.ts';
import { everyView } from './every-view.ts';
import { expect, test } from './product.ts';
import { chooseLanguage, type Walk } from './walk.ts';
import { expectFits, expectFocusInSight, expectTableUsable } from './window-fit.ts';

test('every view is accessible in Finnish, in light and dark', async ({ walk }) => {
  test.setTimeout(600_000);
  for await (const view of everyView(walk)) await expectAccessible(walk.page, view);
});

/** In Swedish, which has the longest words of the interface. */
test('every view is accessible in Swedish; it fits 400 % zoom, 1366x768 and 2560x1440, and its focus stays in sight with forced colours', async ({
  walk: started,
}) => {
  test.setTimeout(600_000);
  const walk: Walk = { ...started, locale: 'sv' };
  const { page } = walk;
  await chooseLanguage(walk);
  for await (const view of everyView(walk)) {
    await expectAccessible(page, view, ['dark']);
    await expectFits(page, view);
    if (view === 'list') await expectTableUsable(page);
    await expectFocusInSight(page, view, view === 'start' ? 12 : 2);
  }
});

test('every view is accessible in English', async ({ walk: started }) => {
  test.setTimeout(600_000);
  const walk: Walk = { ...started, locale: 'en' };
  await chooseLanguage(walk);
  for await (const view of everyView(walk)) await expectAccessible(walk.page, view, ['light']);
});

test('the language changes live, and what is typed stays', async ({ walk }) => {
  const { page } = walk;
  await page.locator('.practice-pin').waitFor();
  const pinField = page.locator('input[type=password]');
  await pinField.fill('12');
  for (const locale of ['sv', 'en', 'fi'] as const) {
    await chooseLanguage({ ...walk, locale });
    await expect(pinField).toHaveValue('12');
  }
});
