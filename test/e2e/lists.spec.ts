import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { readXlsx } from 'hucre/xlsx';
import { purposes } from '../../shared/codes/index.ts';
import { m } from '../../shared/messages/generated/messages.js';
import { startTrainingService } from '../../src-main/training-service/start-training-service.ts';
import { expect, test as base } from './product.ts';
import { signInWithPracticeCard, type Walk } from './walk.ts';

const fi = { locale: 'fi' } as const;
const STEP = { timeout: 30_000 };
const CITY = 4_000;

const test = base.extend({
  service: async ({ temporaryFolder }, use) => {
    const service = await startTrainingService({
      dataFolder: join(temporaryFolder, 'service'),
      personCount: 4_000,
      largeCityPersons: CITY,
    });
    await use(service);
    await service.close();
  },
});

const rowCount = async (grid: Locator): Promise<number> =>
  Number(await grid.getAttribute('aria-rowcount')) - 1;

/** Signs in, chooses the purpose in Helsinki and goes to the lists. */
const toLists = async (walk: Walk, purposeCode: string): Promise<Page> => {
  const { page } = walk;
  await signInWithPracticeCard(walk, 'Stina Stadilainen');
  const purpose = purposes.find(purposeCode)?.fi ?? '';
  await page.getByRole('button', { name: purpose }).first().click(STEP);
  await page
    .getByRole('main')
    .getByRole('button', { name: m.lists_open({}, fi) })
    .click(STEP);
  await expect(page.getByRole('heading', { name: m.lists_title({}, fi), level: 1 })).toBeVisible(STEP);
  return page;
};

const openList = async (page: Page, listId = 'L1'): Promise<Locator> => {
  const list = page.getByLabel(m.lists_list({}, fi), { exact: true });
  await list.selectOption(listId, STEP);
  await page.getByRole('button', { name: m.lists_open({}, fi) }).click();
  const grid = page.getByRole('grid');
  await expect(page.getByTestId('list-sums')).toBeVisible(STEP);
  return grid;
};

test('a long list: few rows in the document, search, order, keyboard, and back to the same place', async ({
  walk,
}) => {
  const page = await toLists(walk, 'TOIMEENTULO');
  const grid = await openList(page);
  const all = await rowCount(grid);
  expect(all).toBeGreaterThan(CITY * 0.9);
  expect(await grid.getByRole('row').count()).toBeLessThan(80);
  await expect(grid).toBeFocused();

  await grid.getByRole('columnheader').first().getByRole('button').click();
  await expect(grid.getByRole('columnheader').first()).toHaveAttribute('aria-sort', 'ascending');
  await grid.focus();
  await grid.press('Control+End');
  const last = grid.locator(`[aria-rowindex="${all + 1}"]`);
  await expect(last.getByRole('rowheader')).toHaveText(/^[ÄÖY]/);
  await expect(grid).toHaveAttribute('aria-activedescendant', /.+/);
  // The wheel takes the active row out of the document; the focus stays, and the next key comes back to it.
  await grid.evaluate((element) => (element.scrollTop = 0));
  await expect(last).toHaveCount(0);
  await expect(grid).toBeFocused();
  await grid.press('ArrowUp');
  await expect(grid.locator(`[aria-rowindex="${all}"]`)).toBeVisible();

  const search = page.getByRole('searchbox');
  await search.fill('äijälä anna');
  await expect.poll(() => rowCount(grid)).toBeLessThan(all / 10);
  const found = await rowCount(grid);
  expect(found).toBeGreaterThan(0);
  for (const text of await grid.getByRole('rowheader').allTextContents())
    if (text !== '') expect(text).toMatch(/Äijälä.*anna/i);
  await grid.press('Control+a');
  await expect(page.getByTestId('list-sums')).toContainText(m.lists_selected({ count: String(found) }, fi));

  await page.getByRole('button', { name: m.app_home({}, fi) }).click();
  await page
    .getByRole('main')
    .getByRole('button', { name: m.lists_open({}, fi) })
    .click(STEP);
  await expect(page.getByRole('searchbox')).toHaveValue('äijälä anna', STEP);
  await expect.poll(() => rowCount(page.getByRole('grid'))).toBe(found);
});

test('Enter opens the client of the row', async ({ walk }) => {
  const page = await toLists(walk, 'TOIMEENTULO');
  const grid = await openList(page);
  const row = grid.locator('[aria-rowindex="2"]');
  const code = (await row.getByRole('gridcell').first().textContent()) ?? '';
  await grid.focus();
  await grid.press('Enter');
  await expect(page.getByRole('heading', { name: m.client_page_heading({}, fi) })).toBeVisible(STEP);
  await expect(page.getByRole('main')).toContainText(code);
});

test('every list of the city opens', async ({ walk }) => {
  const page = await toLists(walk, 'TMT_LISTA');
  for (const listId of ['L1', 'L3', 'L6']) {
    const grid = await openList(page, listId);
    await expect(grid.getByRole('columnheader').first()).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
  }
});

test('a cut stream is never shown as the list', async ({ walk, service }) => {
  const page = await toLists(walk, 'TOIMEENTULO');
  service.setFault({ path: '^/lists/L1/', kind: 'cut', times: 1 });
  await page.getByRole('button', { name: m.lists_open({}, fi) }).click();
  await expect(page.getByText(m.lists_cut({}, fi))).toBeVisible(STEP);
  await expect(page.getByRole('grid')).toHaveCount(0);
  await page.getByRole('button', { name: m.common_retry({}, fi) }).click();
  await expect(page.getByTestId('list-sums')).toBeVisible(STEP);
});

test('two periods are compared by person', async ({ walk }) => {
  const page = await toLists(walk, 'TOIMEENTULO');
  await openList(page);
  await page.getByLabel(m.lists_compare({}, fi)).selectOption({ index: 1 });
  const removed = page.locator('dl div', { hasText: m.lists_change_removed({}, fi) }).locator('dd');
  await expect(removed).toBeVisible(STEP);
  await page.getByLabel(m.lists_change({}, fi), { exact: true }).selectOption('removed');
  const changes = page.getByRole('grid').first();
  const count = Number((await removed.textContent())?.replaceAll(/\s/g, ''));
  await expect.poll(() => rowCount(changes)).toBe(count);
});

test('files are saved where the user says, marked and without formulas, and logged', async ({
  walk,
  shell,
  temporaryFolder,
}) => {
  const page = await toLists(walk, 'TMT_LISTA');
  const grid = await openList(page, 'L3');
  const rows = await rowCount(grid);
  const save = async (format: 'csv' | 'xlsx', button: string): Promise<Buffer> => {
    const path = join(temporaryFolder, `list.${format}`);
    await shell.main(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, path);
    await page.getByRole('button', { name: button }).click();
    await expect.poll(() => readdirSync(temporaryFolder), STEP).toContain(`list.${format}`);
    return readFileSync(path);
  };
  const csv = (await save('csv', m.lists_export_csv({}, fi))).toString('utf8');
  const lines = csv.split('\r\n');
  expect(csv.startsWith(`\uFEFF${m.lists_export_confidential({}, fi)};`)).toBe(true);
  expect(csv).toContain('Stina Stadilainen');
  expect(lines.slice(10).filter((line) => line !== '')).toHaveLength(rows);

  const book = await readXlsx(new Uint8Array(await save('xlsx', m.lists_export_xlsx({}, fi))));
  expect(book.sheets[0]?.rows).toHaveLength(rows + 10);

  const folder = join(shell.userData, 'audit');
  const log = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
  expect(log).toContain(`"event":"list-exported","list":"L3"`);
  expect(log).not.toMatch(/\d{6}[-A-FU-Y]9\d\d/);
});

test('leaving the role lets all rows go', async ({ walk }) => {
  const page = await toLists(walk, 'TOIMEENTULO');
  await openList(page);
  await page.keyboard.press('Control+l');
  await expect(page.getByRole('grid')).toHaveCount(0);
  expect(await page.locator('body').textContent()).not.toMatch(/\d{6}[-A-FU-Y]9\d\d/);
});
