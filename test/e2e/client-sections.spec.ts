/** What the sections of a client's page do beside showing rows: news, pictures by keyboard, paper. */
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { formatFinnish, isoDate, todayInHelsinki } from '../../shared/domain/dates.ts';
import { cents, formatMoney } from '../../shared/domain/money.ts';
import { m } from '../../shared/messages/generated/messages.js';
import type { TrainingService } from '../../src-main/training-service/start-training-service.ts';
import { clientNamed, expect, test } from './product.ts';
import { answerSaveDialog, readPdf } from './saved-file.ts';
import { expectClientPage, lookUp, lookUpField, readSections } from './walk.ts';
import { inMemory } from './window-memory.ts';

const fi = { locale: 'fi' } as const;
const sv = { locale: 'sv' } as const;
const demo = clientNamed('Demonen').personalIdentityCode;
const section = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });

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

/** The questions of a caseworker, answered by what the service holds: of somebody with three benefits. */
async function answerAtAGlance(page: Page, service: TrainingService): Promise<void> {
  const { population, file } = service.register;
  const code = clientNamed('Toimeentulo').personalIdentityCode;
  const held = file(population.numberOf(code as never)!);
  const today = todayInHelsinki(new Date());
  const glance = page.getByRole('region', { name: m.client_summary_heading({}, fi) });
  const cell = (title: string) =>
    glance.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title }) });
  const euros = (amount: number): string => formatMoney(cents(amount));

  const ofMonth = held.decisions.find(({ calculation }) => calculation?.month === today.slice(0, 7));
  const decision = cell(m.client_summary_decision_title({}, fi));
  await expect(decision).toContainText(
    ofMonth ? euros(Math.max(0, ofMonth.calculation!.result)) : /Tälle kuulle ei ole päätöstä/,
  );
  const [next] = held.payments
    .filter(({ status, payDate }) => status === 'PLANNED' && payDate >= today)
    .map(({ payDate }) => payDate)
    .sort();
  const payment = cell(m.client_summary_next_payment({}, fi));
  await expect(payment).toContainText(
    next ? formatFinnish(isoDate(next)) : m.client_summary_next_payment_none({}, fi),
  );
  const others = cell(m.client_summary_other_benefits({}, fi));
  for (const benefit of ['Yleinen asumistuki', 'Lapsilisä']) await expect(others).toContainText(benefit);
  await expect(others).not.toContainText('Perustoimeentulotuki');
  const year = Number(today.slice(0, 4));
  const medicines = held['medicine-deductible'].find((each) => each.year === year);
  await expect(cell(m.client_summary_deductible({ year }, fi))).toContainText(
    euros((medicines?.annualLimit ?? 0) - (medicines?.annualFilled ?? 0)),
  );
  for (const [title, none] of [
    [m.client_summary_pending({}, fi), m.client_summary_pending_none({}, fi)],
    [m.client_summary_recoveries({}, fi), m.client_summary_recoveries_none({}, fi)],
    [m.client_summary_claims({}, fi), m.client_summary_claims_none({}, fi)],
  ] as const)
    await expect(cell(title)).toContainText(none);
  await expect(glance).toContainText(m.client_summary_not_all_income({}, fi));
  await expect(glance).toContainText(m.client_summary_incomes_register({}, fi));
}

/** In the payments of somebody with three benefits: one of them, the last three months, by date the other way. */
async function filterAndSort(page: Page): Promise<void> {
  const payments = section(page, m.client_section_payments({}, fi));
  const rows = payments.locator('tr:has([data-row-control])');
  const counted = payments.getByRole('status').filter({ hasText: /riviä/ });
  const dates = async (): Promise<string[]> =>
    (await rows.getByRole('button').allInnerTexts()).map((text) =>
      text
        .trim()
        .split('.')
        .map((part) => part.padStart(2, '0'))
        .reverse()
        .join('-'),
    );
  const total = Number(/\d+/.exec(await counted.innerText())?.[0]);
  expect(total).toBeGreaterThan(60);
  await payments.getByLabel(m.client_filter_benefit({}, fi)).selectOption({ label: 'Yleinen asumistuki' });
  await expect(counted).toHaveText(new RegExp(`^\\d+ / ${total} riviä$`));
  expect(new Set(await rows.locator('td:nth-child(2)').allInnerTexts())).toEqual(
    new Set(['Yleinen asumistuki']),
  );
  const ofBenefit = await rows.count();
  await payments.getByLabel(m.client_filter_period({}, fi)).selectOption('3');
  await expect(async () => expect(await rows.count()).toBeLessThan(ofBenefit)).toPass();
  const newestFirst = await dates();
  expect(newestFirst.length).toBeGreaterThan(1);
  expect(newestFirst).toEqual(newestFirst.toSorted().reverse());
  const byDate = payments.getByRole('columnheader', { name: m.client_column_pay_date({}, fi) });
  await expect(byDate).toHaveAttribute('aria-sort', 'descending');
  await byDate.getByRole('button').click();
  await expect(byDate).toHaveAttribute('aria-sort', 'ascending');
  expect(await dates()).toEqual(newestFirst.toReversed());
}

/** What was paid for treatment abroad, and by which county it is paid in the end. */
async function seeTreatmentAbroad(page: Page): Promise<void> {
  const abroad = section(page, m.client_section_treatment_abroad({}, fi));
  await abroad.locator('[data-row-control]').first().click();
  await expect(abroad).toContainText('Pirkanmaan hyvinvointialue');
  await expect(abroad).toContainText(/UH20\d\d[12]-/);
}

/** What is left of a recovery: in the summary, in its section with how it is taken, and in the payments it is taken of. */
async function followRecovery(page: Page): Promise<void> {
  const recoveries = section(page, m.client_section_recoveries({}, fi));
  await recoveries.locator('[data-row-control]').click();
  await expect(recoveries).toContainText(m.client_column_set_off({}, fi));
  await expect(recoveries).toContainText('50,00 €');
  const left = await recoveries
    .getByRole('cell')
    .filter({ hasText: /^\d+,\d\d$/ })
    .nth(1)
    .innerText();
  const summary = page.getByRole('region', { name: m.client_summary_heading({}, fi) });
  const told = summary.getByRole('listitem').filter({ hasText: m.client_summary_recoveries({}, fi) });
  await expect(told).toContainText(left);
  await expect(told).toContainText(m.client_summary_recoveries_open({ count: 1 }, fi));
  const payments = section(page, m.client_section_payments({}, fi));
  await payments
    .locator('tr')
    .filter({ hasText: /[-\u2212]50,00/ })
    .first()
    .getByRole('button')
    .click();
  await expect(payments.getByRole('table', { name: m.client_column_deductions({}, fi) })).toContainText(
    'Takaisinperintä',
  );
}

test('recent clients have no names until asked for; what came since the last look is marked; rows are filtered, sorted, unfolded and printed; pictures are walked by arrows', async ({
  signedIn,
  service,
  shell,
  temporaryFolder,
}) => {
  test.setTimeout(240_000);
  const { page } = signedIn;
  await lookUp(signedIn, clientNamed('Yleistuki').personalIdentityCode);
  await readSections(signedIn);
  await expect(page.getByText(m.client_news_since({ time: '' }, fi).slice(0, 10))).toHaveCount(0);
  service.moveClaim('pc-9-TMT1c', 'ENDED');

  await test.step('recent clients, by number and time', async () => {
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
  });

  await test.step('what came since the last look', async () => {
    const claims = m.client_section_payment_claims({}, fi);
    await page.getByRole('button', { name: `${claims} (1)` }).click();
    await expect(page.getByRole('heading', { name: claims, exact: true })).toBeFocused();
    const changed = section(page, claims).getByRole('row').filter({ hasText: 'Työmarkkinatuki' });
    await expect(changed.first()).toContainText(m.client_new({}, fi));
  });

  await test.step('a section on paper, with what is unfolded', async () => {
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

  await test.step('benefit, period and order are chosen, and what a recovery takes is seen', async () => {
    await page.keyboard.press('Alt+Home');
    await lookUp(signedIn, clientNamed('Toimeentulo').personalIdentityCode);
    await readSections(signedIn);
    await answerAtAGlance(page, service);
    await filterAndSort(page);
    await page.keyboard.press('Alt+Home');
    await lookUp(signedIn, clientNamed('Asumistuki').personalIdentityCode);
    await readSections(signedIn);
    await followRecovery(page);
    await seeTreatmentAbroad(page);
  });

  await test.step('every picture by arrows, with its table beside it, or below where it is narrow', async () => {
    await page.keyboard.press('Alt+Home');
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
    'Allmänt bostadsbidrag',
    'Testi Esimerkki',
    'Utkomststöd och vuxensocialarbete',
  ])
    expect(pdf.text).toContain(text);
  // When it was made is told in the client's language too.
  expect(pdf.text).toMatch(/Utskriven \d+\.\d+\.\d{4} kl\. \d+\.\d\d/);
  expect(pdf.text).not.toContain('klo');
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
