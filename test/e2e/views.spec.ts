import type { Locale } from '../../shared/ipc/state.ts';
import { expectAccessible, themes } from './accessibility.ts';
import { everyView } from './every-view.ts';
import { expect, test } from './product.ts';
import { chooseLanguage } from './walk.ts';

/** The colours of a view are the same in each language, so both themes are looked at in one of them. */
const themesIn: Readonly<Record<Locale, readonly (typeof themes)[number][]>> = {
  fi: themes,
  sv: ['dark'],
  en: ['light'],
};

for (const [locale, inThemes] of Object.entries(themesIn) as [Locale, typeof themes][]) {
  test(`every view is accessible in ${locale}, ${inThemes.join(' and ')}`, async ({ walk: started }) => {
    test.setTimeout(600_000);
    const walk = { ...started, locale };
    await chooseLanguage(walk);
    for await (const view of everyView(walk)) await expectAccessible(walk.page, view, inThemes);
  });
}

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
