import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { m } from '../../shared/messages/generated/messages.js';
import { heading, test, toQueue } from './notice-walk.ts';
import { expect } from './product.ts';
import { launchShell } from './shell.ts';
import { signInWithPracticeCard, type Walk } from './walk.ts';

const fi = { locale: 'fi' } as const;
const STEP = { timeout: 30_000 };

test('two users open the same notice: one takes it, the other is told; both hear of new ones', async ({
  signedIn,
  service,
  shell,
  launchEnv,
}) => {
  const userData = mkdtempSync(join(tmpdir(), 'kelmu-e2e-second-'));
  const second = await launchShell({ appDir: process.cwd(), userData, env: launchEnv });
  try {
    const window = await second.firstWindow();
    await window.setViewportSize({ width: 1366, height: 768 });
    const other: Walk = { page: window, locale: 'fi' };
    await signInWithPracticeCard(other, 'Eino Valtuudeton');
    // He has one role, which opens by itself.
    const { page } = signedIn;
    for (const each of [page, window]) {
      await expect(each.getByRole('banner').getByRole('button', { name: /Ilmoitukset/ })).toBeVisible(STEP);
      await toQueue(each);
      await each.locator('tr[aria-rowindex="3"] button').click();
      await expect(heading(each)).toBeVisible();
    }
    await page.keyboard.press('t');
    await expect(page.locator('tr[aria-rowindex="3"]')).toContainText('Testi Esimerkki');
    await window.keyboard.press('t');
    // Inline, with who and when; the notice is shown as it is now, and is still the faster one's.
    await expect(window.locator('.detail').getByText(/Testi Esimerkki.*Mitään ei tallennettu/)).toBeVisible();
    await expect(window.locator('tr[aria-rowindex="3"]')).toContainText('Testi Esimerkki');
    // A transfer of what is moved already changes nothing either.
    await page.keyboard.press('x');
    await page.keyboard.type('turku');
    await expect(page.getByRole('dialog').getByRole('option').first()).toContainText('Turku');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect(page.locator('tr[aria-rowindex="3"]')).toContainText(m.notices_state_transferred({}, fi));
    await window.keyboard.press('t');
    await expect(window.locator('.detail').getByText(/on jo siirretty: Testi Esimerkki/)).toBeVisible();
    await expect(heading(window)).toHaveCount(0);

    // New ones: counted in the bar and at the icon, shown when asked for; the list stays as it was.
    const before = await page.locator('tr[aria-rowindex="2"]').textContent();
    const total = await page.getByRole('table').getAttribute('aria-rowcount');
    await page.keyboard.press('Alt+Home');
    for (const at of [1, 2, 3])
      service.notices.receive({
        id: `n-new-${at}`,
        type: 'N1',
        urgent: false,
        madeAt: new Date(),
        municipality: '837',
        personNumber: 1,
      });
    await shell.main(({ BrowserWindow }) => {
      for (const each of BrowserWindow.getAllWindows()) each.isFocused = () => false;
    }, undefined);
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    await expect(page.getByRole('banner')).toContainText(m.notices_new_count({ count: 3 }, fi));
    const shown = () =>
      shell.main(
        ({ Notification }) =>
          (Notification as unknown as { shown: { body: string }[] }).shown.map(({ body }) => body),
        undefined,
      );
    if (shell.runtime === 'stand-in') await expect.poll(shown).toEqual([m.notices_alert({ count: 3 }, fi)]);
    await toQueue(page);
    expect(await page.locator('tr[aria-rowindex="2"]').textContent()).toBe(before);
    await page.getByRole('button', { name: m.notices_new({ count: 3 }, fi) }).click();
    // Three come; the one that is open keeps its place, though it was transferred.
    await expect(page.getByRole('table')).toHaveAttribute('aria-rowcount', String(Number(total) + 3));
  } finally {
    await second.close();
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 });
  }
});
