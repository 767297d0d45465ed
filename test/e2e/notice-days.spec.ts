import { todayInHelsinki } from '../../shared/domain/dates.ts';
import { generateArtificialIdentityCode } from '../../shared/domain/personal-identity-code.ts';
import { m } from '../../shared/messages/generated/messages.js';
import { startTrainingService } from '../../src-main/training-service/start-training-service.ts';
import { expect, test as base } from './product.ts';
import { chooseRole, lookUpField, signInWithPracticeCard } from './walk.ts';

const fi = { locale: 'fi' } as const;
const STEP = { timeout: 30_000 };

/** A clock of the service's own, which the workstation's does not follow. */
const test = base.extend<{ clock: { now: Date } }>({
  clock: async ({}, use) => use({ now: new Date() }),
  service: async ({ clock }, use) => {
    const service = await startTrainingService({
      dataFolder: null,
      notices: { '09': 3 },
      now: () => clock.now,
    });
    await use(service);
    await service.close();
  },
});

/** Midnights in Finland (UTC), and the last moment of the day before on which a decision was made. */
const edges = [
  { name: 'the day of 25 hours begins', madeAt: '2026-10-24T20:59:00Z', midnight: '2026-10-24T21:00:00Z' },
  { name: 'the day of 25 hours ends', madeAt: '2026-10-25T21:59:00Z', midnight: '2026-10-25T22:00:00Z' },
  { name: 'the year ends', madeAt: '2026-12-31T21:59:00Z', midnight: '2026-12-31T22:00:00Z' },
  { name: 'the day of 23 hours ends', madeAt: '2027-03-28T20:59:00Z', midnight: '2027-03-28T21:00:00Z' },
] as const;

/** Nobody has it before the midnight. */
const codeOfBirthAt = (midnight: string): string =>
  generateArtificialIdentityCode(todayInHelsinki(new Date(midnight)), 901);

test('a notice of the day after shows, and the window’s own day turns, at midnight in Finland, whatever the workstation’s clock says', async ({
  clock,
  service,
  walk,
}) => {
  const { page } = walk;
  for (const [at, { name, madeAt, midnight }] of edges.entries()) {
    await test.step(name, async () => {
      clock.now = new Date(Date.parse(midnight) - 30_000);
      await signInWithPracticeCard(walk);
      await chooseRole(walk);
      await lookUpField(walk).fill(codeOfBirthAt(midnight));
      await expect(page.getByText(m.home_code_future({}, fi))).toBeVisible();
      await page.keyboard.press('Alt+n');
      const table = page.getByRole('table', { name: m.notices_queue({}, fi) });
      await expect(table).toBeVisible(STEP);
      const rows = await table.getAttribute('aria-rowcount');
      service.notices.receive({
        id: `n-edge-${at}`,
        type: 'N3',
        urgent: false,
        madeAt: new Date(madeAt),
        municipality: '837',
        personNumber: 1,
      });
      const ask = (): Promise<boolean> => page.evaluate(() => dispatchEvent(new Event('focus')));
      const asked = (): number =>
        service.auditRecords().filter(({ operation }) => operation === 'listNotices').length;
      const before = asked();
      await page.getByRole('button', { name: m.notices_refresh({}, fi) }).click();
      await expect.poll(asked).toBeGreaterThan(before);
      await expect(table).toHaveAttribute('aria-busy', 'false');
      await expect(table).toHaveAttribute('aria-rowcount', String(rows));

      clock.now = new Date(midnight);
      await ask();
      await page.getByRole('button', { name: m.notices_new({ count: 1 }, fi) }).click(STEP);
      await expect(page.locator(`#notice-n-edge-${at}`)).toBeVisible();
      // Its age is counted by the service's day too.
      const row = page.locator('tr', { has: page.locator(`#notice-n-edge-${at}`) });
      await expect(row).toContainText(m.notices_age_days({ days: 0 }, fi));
      // So are the dates that the window computes with.
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByLabel(m.home_code_label({}, fi)).fill(codeOfBirthAt(midnight));
      await page.keyboard.press('Enter');
      await expect(page.getByText(m.error_client_not_found({}, fi)).first()).toBeVisible(STEP);
      await expect(page.getByText(m.home_code_future({}, fi))).toBeHidden();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: m.app_sign_out({}, fi) }).click();
    });
  }
});
