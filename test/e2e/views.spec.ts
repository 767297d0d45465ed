import type { KelmuTransport } from '../../shared/ipc/contract.ts';
import type { Locale } from '../../shared/ipc/state.ts';
import { expectAccessible, expectColours } from './accessibility.ts';
import { everyView } from './every-view.ts';
import { expect, test } from './product.ts';
import { chooseLanguage, type Walk } from './walk.ts';
import { expectFits, expectFocusInSight, expectTableUsable } from './window-fit.ts';

/** Changes the language of what is on the screen, whatever it is, as the settings do. */
async function speak({ page }: Walk, locale: Locale): Promise<void> {
  await page.evaluate(
    (chosen) =>
      (window as unknown as { kelmu: KelmuTransport }).kelmu.call('settings.change', { locale: chosen }),
    locale,
  );
  await expect(page.locator('html')).toHaveAttribute('lang', locale);
}

test('every view is accessible in Finnish and light, and has the colours for it in English and dark', async ({
  walk: started,
  shell,
  service,
}) => {
  test.setTimeout(600_000);
  const walk: Walk = { ...started, locale: 'en' };
  await chooseLanguage(walk);
  for await (const view of everyView(walk, { shell, service })) {
    await expectColours(walk.page, view, 'dark');
    await speak(walk, 'fi');
    await expectAccessible(walk.page, view, 'light');
    await speak(walk, 'en');
  }
});

/** In Swedish, which has the longest words of the interface. */
test('every view is accessible in Swedish; it fits 400 % zoom, 1366x768 and 2560x1440, and its focus stays in sight with forced colours', async ({
  walk: started,
  shell,
  service,
}) => {
  test.setTimeout(600_000);
  const walk: Walk = { ...started, locale: 'sv' };
  const { page } = walk;
  await chooseLanguage(walk);
  for await (const view of everyView(walk, { shell, service })) {
    await expectAccessible(page, view, 'dark');
    await expectFits(page, view);
    if (view === 'list') await expectTableUsable(page);
    await expectFocusInSight(page, view, view === 'start' ? 12 : 2);
  }
});
