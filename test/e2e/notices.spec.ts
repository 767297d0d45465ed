import { m } from '../../shared/messages/generated/messages.js';
import { expect, test } from './product.ts';

const fi = { locale: 'fi' } as const;

test('a notice is taken and transferred by keys, at most eight for the transfer', async ({
  signedIn,
  service,
}) => {
  const { page } = signedIn;
  await page.keyboard.press('Alt+n');
  await expect(page.getByRole('heading', { level: 1, name: m.notices_title({}, fi) })).toBeVisible();
  const row = page.locator('tr[aria-rowindex="2"]');
  await expect(row).toBeVisible();
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('j');
  const name = (await row.getByRole('button').textContent()) ?? '';
  await expect(page.locator('#notice-heading')).toContainText(name.split(' ')[0] ?? '');
  await page.keyboard.press('t');
  await expect(row).toContainText('Testi Esimerkki');
  for (const key of ['x', 't', 'u', 'r', 'k', 'Enter', 'Enter']) {
    await page.keyboard.press(key);
    if (key === 'x')
      await expect(page.getByRole('combobox', { name: m.notices_search_municipality({}, fi) })).toBeFocused();
    if (key === 'Enter') await page.waitForFunction(() => document.activeElement?.tagName !== 'INPUT');
  }
  await expect(row).toContainText(m.notices_state_transferred({}, fi));
  await expect(page.locator('#notice-heading')).toHaveCount(0);
  const moved = service.auditRecords().filter(({ operation }) => operation === 'transferNotice');
  expect(moved).toHaveLength(1);
});
