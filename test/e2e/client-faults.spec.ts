import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { m } from '../../shared/messages/generated/messages.js';
import { clientNamed, expect, test } from './product.ts';
import { inMemory } from './window-memory.ts';
import { answerSaveDialog, readPdf } from './saved-file.ts';
import { lookUp, lookUpField, readSections } from './walk.ts';

const fi = { locale: 'fi' } as const;
const sv = { locale: 'sv' } as const;
const demo = clientNamed('Demonen').personalIdentityCode;
/** Milliseconds that a request waits at the service: longer than a busy machine needs to send all of a round. */
const ROUND = 1_500;
const section = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });

test('slow and cut sections hold nobody up, a fast change of clients paints the last one only, and sections come in two rounds', async ({
  signedIn,
  service,
}) => {
  const { page } = signedIn;
  // Of the first client every answer but the header is late: they come when the second one is on the screen.
  service.setFault({ path: '^/clients/c-.*', times: 9, delay: 1_500, kind: 'delay' });
  await lookUp(signedIn, demo);
  await page.keyboard.press('Control+k');
  await page
    .getByRole('dialog')
    .getByLabel(m.home_code_label({}, fi))
    .fill(clientNamed('Edesmennyt').personalIdentityCode);
  service.setFault(null);
  service.setFault({ path: '/insurance-coverage$', kind: 'cut' });
  service.setFault({ path: '/passed-by-others$', delay: 6_000, kind: 'delay', times: 1 });
  await page.keyboard.press('Enter');
  const payments = section(page, m.client_section_payments({}, fi));
  await expect(payments.getByRole('table').first()).toBeVisible({ timeout: 30_000 });
  // The slow one is still on its way.
  await expect(section(page, m.client_section_passed_by_others({}, fi)).getByRole('table')).toHaveCount(0);
  const coverage = section(page, m.client_section_insurance_coverage({}, fi));
  const retry = coverage.getByRole('button', { name: m.common_retry({}, fi) });
  await expect(retry).toBeVisible({ timeout: 30_000 });
  await expect(coverage.getByRole('table')).toHaveCount(0);
  service.setFault(null);
  await retry.click();
  await readSections(signedIn);
  await expect(coverage.getByRole('table')).toBeVisible();
  await expect(page.getByText('Demonen')).toHaveCount(0);
  await expect(page.getByText('Työnantajan todistus')).toHaveCount(0);

  // Each round of requests is answered when its delay is over: a gap in the trail is the time between two rounds.
  service.setFault({ path: '^/clients/c-.*', times: 9, delay: ROUND, kind: 'delay' });
  const before = service.auditRecords().length;
  await page.keyboard.press('Alt+Home');
  await lookUp(signedIn, clientNamed('Ennakko').personalIdentityCode);
  await readSections(signedIn);
  const asked = service
    .auditRecords()
    .slice(before)
    .filter(({ operation }) => operation === 'section');
  expect(new Set(asked.map(({ section: name }) => name)).size).toBe(9);
  expect(asked).toHaveLength(9);
  const times = asked.map(({ at }) => Date.parse(at)).sort((one, other) => one - other);
  const gaps = times.slice(1).filter((time, index) => time - times[index]! > ROUND / 2);
  expect(gaps.length + 1).toBeLessThanOrEqual(2);
});

test('the client gets a page of plain words in the other language, a section is printed with its picture and what is open in it; leaving the client frees the data, and a lock frees the name too', async ({
  signedIn,
  shell,
  service,
  temporaryFolder,
}) => {
  const { page } = signedIn;
  await lookUp(signedIn, demo);
  await readSections(signedIn);
  const summary = join(temporaryFolder, 'summary.pdf');
  await answerSaveDialog(shell, summary);
  await page.keyboard.press('Alt+y');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'På svenska' }).check();
  await dialog.getByRole('button', { name: m.printing_save_pdf({}, fi) }).click();
  await expect(page.getByText(m.printing_pdf_saved({}, fi)).first()).toBeVisible();
  const pdf = readPdf(summary);
  expect(pdf).toMatchObject({ title: m.client_sheet_title({}, sv), tagged: true, pages: 1 });
  for (const text of [
    'Demonen Deni',
    m.client_sheet_pending({}, sv),
    'allmänt bostadsbidrag',
    'Testi Esimerkki',
    'Utkomststöd och vuxensocialarbete',
  ])
    expect(pdf.text).toContain(text);
  expect(pdf.text).not.toContain(demo);

  const decisions = section(page, m.client_section_decisions({}, fi));
  await decisions.locator('[data-row-control]').first().click();
  await expect(
    decisions.getByRole('columnheader', { name: m.client_calculation_expenses({}, fi), exact: true }),
  ).toBeVisible();
  const file = join(temporaryFolder, 'decisions.pdf');
  await answerSaveDialog(shell, file);
  await decisions.getByRole('button', { name: m.printing_save_pdf({}, fi) }).click();
  await expect
    .poll(() => service.auditRecords().filter(({ operation }) => operation === 'pdf').length)
    .toBe(2);
  await expect(page.locator('.print-sheet')).toHaveCount(0);
  const printed = readPdf(file);
  expect(printed.tagged).toBe(true);
  // With the calculation of the one decision that is open: household, expenses and result.
  for (const text of [
    m.client_timeline({}, fi),
    m.client_column_decided({}, fi),
    m.client_calculation_household({}, fi),
    m.client_calculation_expenses({}, fi),
    m.client_calculation_deficit({}, fi),
  ])
    expect(printed.text, text).toContain(text);

  const ofBenefits = ['Työnantajan todistus', 'Esimerkkikatu 1 A 1'];
  const ofPerson = ['Demonen', demo];
  /** What is in the window's memory all along: that it is found shows that the others would be. */
  const always = m.home_code_label({}, fi);
  await section(page, m.client_section_pending({}, fi)).getByRole('button', { name: 'Yleistuki' }).click();
  for (const text of ofBenefits) await expect(page.getByText(text).first()).toBeVisible();
  await page.getByRole('button', { name: m.app_leave_client({}, fi) }).click();
  await expect(lookUpField(signedIn)).toBeVisible();
  // The recent clients keep the name until the lock.
  await expect
    .poll(() => inMemory(page, [always, ...ofBenefits, ...ofPerson]), { timeout: 60_000 })
    .toEqual([always, ...ofPerson]);
  await page.keyboard.press('Control+l');
  await expect(page.getByRole('heading', { name: m.sign_in_locked_title({}, fi) })).toBeVisible();
  await expect
    .poll(() => inMemory(page, [always, ...ofBenefits, ...ofPerson]), { timeout: 60_000 })
    .toEqual([always]);
});
