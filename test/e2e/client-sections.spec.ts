/** What the sections of a client's page do beside showing rows: news, pictures by keyboard, paper. */
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { todayInHelsinki } from '../../shared/domain/dates.ts';
import { m } from '../../shared/messages/generated/messages.js';
import { clientNamed, expect, test } from './product.ts';
import { answerSaveDialog, readPdf } from './saved-file.ts';
import { expectClientPage, lookUp, readSections } from './walk.ts';

const fi = { locale: 'fi' } as const;
const section = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });

test('recent clients have no names until asked for; what came since the last look is marked; details are printed', async ({
  signedIn,
  service,
  shell,
  temporaryFolder,
}) => {
  const { page } = signedIn;
  await lookUp(signedIn, clientNamed('Yleistuki').personalIdentityCode);
  await readSections(signedIn);
  await expect(page.getByText(m.client_news_since({ time: '' }, fi).slice(0, 10))).toHaveCount(0);
  service.moveClaim('pc-9-TMT1c', 'ENDED');

  await page.keyboard.press('Alt+Home');
  const recents = page.getByRole('region', { name: m.home_recent({}, fi) });
  const recent = recents.getByRole('button');
  await expect(recent).toHaveText(new RegExp(`^\\s*${m.home_recent_client({ number: 1 }, fi)} \\d`));
  await recent.hover();
  await expect(recent).toContainText('Yleistuki Yrjö');
  await page.mouse.move(0, 0);
  await expect(recents).not.toContainText('Yrjö');
  await recent.focus();
  await expect(recent).toContainText('Yleistuki Yrjö');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
  await page.keyboard.press('Enter');
  await expectClientPage(signedIn);
  await readSections(signedIn);

  const claims = m.client_section_payment_claims({}, fi);
  await page.getByRole('button', { name: `${claims} (1)` }).click();
  await expect(page.getByRole('heading', { name: claims, exact: true })).toBeFocused();
  const changed = section(page, claims).getByRole('row').filter({ hasText: 'Työmarkkinatuki' });
  await expect(changed.first()).toContainText(m.client_new({}, fi));

  const payments = section(page, m.client_section_payments({}, fi));
  const deducted = payments.locator('tr:has([data-row-control])').filter({ hasText: /[-\u2212]\d/ });
  await deducted.first().getByRole('button').click();
  const file = join(temporaryFolder, 'payments.pdf');
  await answerSaveDialog(shell, file);
  await payments.getByRole('button', { name: m.printing_save_pdf({}, fi) }).click();
  await expect(page.getByText(m.printing_pdf_saved({}, fi)).first()).toBeVisible();
  const printed = readPdf(file);
  expect(printed.tagged).toBe(true);
  const text = printed.text.replaceAll('\u00a0', ' ');
  for (const part of [
    m.client_payments_chart({}, fi),
    m.client_column_pay_date({}, fi),
    m.client_column_deduction_reason({}, fi),
    m.client_column_deduction_payee({}, fi),
    'Pirkanmaan hyvinvointialue',
    'Testi Esimerkki',
  ])
    expect(text).toContain(part);
});

/** Arrows, Home and End walk through the parts, each of which is told; Tab leaves for the table. */
async function walkPicture(page: Page, title: string): Promise<void> {
  const figure = page.getByRole('figure', { name: title });
  const parts = figure.getByRole('listitem');
  const last = (await parts.count()) - 1;
  expect(last, title).toBeGreaterThan(0);
  await figure.locator('[data-part][tabindex="0"]').focus();
  for (const [key, at] of [
    ['ArrowLeft', last - 1],
    ['Home', 0],
    ['ArrowRight', 1],
    ['End', last],
  ] as const) {
    await page.keyboard.press(key);
    await expect(parts.nth(at)).toBeFocused();
    await expect(figure.locator('.told')).toHaveText((await parts.nth(at).getAttribute('aria-label')) ?? '');
  }
  await page.keyboard.press('Tab');
  await expect(figure.getByRole('region')).toBeFocused();
}

const boxes = async (figure: Locator) => ({
  picture: (await figure.locator('svg').last().boundingBox())!,
  table: (await figure.getByRole('region').boundingBox())!,
});

test('every picture of a client is walked by arrows and has its table beside it, or below where it is narrow', async ({
  signedIn,
}) => {
  const { page } = signedIn;
  await lookUp(signedIn, clientNamed('Palveluasuja').personalIdentityCode);
  await readSections(signedIn);
  const lastYear = String(Number(todayInHelsinki(new Date()).slice(0, 4)) - 1);
  const deductible = section(page, m.client_section_medicine_deductible({}, fi));
  await deductible.getByLabel(m.client_filter_period({}, fi)).selectOption(lastYear);
  const years = deductible.getByRole('table', {
    name: m.client_section_medicine_deductible({}, fi),
    exact: true,
  });
  await expect(years.getByRole('row')).toHaveCount(2);
  const titles = [
    m.client_timeline({}, fi),
    m.client_payments_chart({}, fi),
    m.client_deductible_chart({ year: lastYear }, fi),
  ];
  for (const title of titles) {
    await walkPicture(page, title);
    const { picture, table } = await boxes(page.getByRole('figure', { name: title }));
    expect(table.x, title).toBeGreaterThanOrEqual(picture.x + picture.width);
  }
  await page.setViewportSize({ width: 700, height: 768 });
  for (const title of titles)
    await expect(async () => {
      const { picture, table } = await boxes(page.getByRole('figure', { name: title }));
      expect(table.y, title).toBeGreaterThanOrEqual(picture.y + picture.height);
      expect(table.width, title).toBeLessThanOrEqual(700);
    }).toPass();
});
