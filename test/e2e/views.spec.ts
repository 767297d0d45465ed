import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { m } from '../../shared/messages/generated/messages.js';
import { locales } from '../../shared/messages/generated/runtime.js';
import { clientNamed, expect, test } from './product.ts';
import {
  advanceClaimOfToday,
  chooseLanguage,
  chooseRole,
  fillAdvanceClaim,
  lookUp,
  readSections,
  sendClaim,
  signInWithPracticeCard,
} from './walk.ts';

const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Serious faults of a view in the theme that is on. */
async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(levels).analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await faults(page), colorScheme).toEqual([]);
  }
}

for (const locale of locales) {
  test(`every view is accessible in ${locale}, light and dark`, async ({ walk: started }) => {
    test.setTimeout(240_000);
    const walk = { ...started, locale };
    const { page } = walk;
    await chooseLanguage(walk);
    await expectAccessible(page);
    await signInWithPracticeCard(walk);
    await expect(page.getByRole('banner').getByText('Testi Esimerkki')).toBeVisible({ timeout: 30_000 });
    await expectAccessible(page);
    await chooseRole(walk);
    await expectAccessible(page);
    await lookUp(walk, clientNamed('Demonen').personalIdentityCode);
    await readSections(walk);
    await expectAccessible(page);
    await fillAdvanceClaim(walk, advanceClaimOfToday());
    await expectAccessible(page);
    await sendClaim(walk);
    await expectAccessible(page);
    await page.keyboard.press('Alt+n');
    await expect(
      page.getByRole('heading', { level: 1, name: m.notices_title({}, { locale }) }),
    ).toBeVisible();
    await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible();
    await page.keyboard.press('j');
    await expect(page.locator('#notice-heading')).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('x');
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.type('turku');
    await expectAccessible(page);
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
