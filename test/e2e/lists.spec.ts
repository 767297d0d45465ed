import type { Page } from '@playwright/test';
import { m } from '../../shared/messages/generated/messages.js';
import { expect } from './product.ts';
import { CITY, drawnRows, fi, rowCount, STEP, test, toLists, type DrawnRow } from './list-walk.ts';
import { chooseLanguage, expectClientPage } from './walk.ts';
import { inMemory } from './window-memory.ts';

const text = ({ cells }: DrawnRow, column: number): string => cells[column] ?? '';

/** Whether the rows are in the order of these values, texts by the Finnish alphabet. */
const isSorted = (
  rows: readonly DrawnRow[],
  valuesOf: (row: DrawnRow) => readonly (string | number)[],
): boolean => {
  const { compare } = new Intl.Collator('fi');
  const order = (one: string | number, other: string | number): number =>
    typeof one === 'number' ? one - Number(other) : compare(one, String(other));
  return rows.every((row, at) => {
    const before = rows[at - 1];
    if (before === undefined) return true;
    const others = valuesOf(row);
    const orders = valuesOf(before).map((value, place) => order(value, others[place] ?? ''));
    return (orders.find((each) => each !== 0) ?? 0) <= 0;
  });
};

/** Texts that the search has marked. */
const marks = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const ranges = [...(CSS.highlights.get('list-match') ?? [])] as unknown as readonly Range[];
    return ranges.map((range) => range.toString().toLowerCase());
  });

test('a list is whole or not there; by keyboard: order, columns, selection, filters, languages, narrow windows, and back; periods are compared, rows summed up in pictures', async ({
  walk,
  shell,
  service,
}) => {
  test.setTimeout(240_000);
  const page = await toLists(walk, 'TOIMEENTULO');
  const opener = page.getByRole('main').getByRole('button', { name: m.lists_open({}, fi) });
  const period = page.getByLabel(m.lists_period({}, fi), { exact: true });

  await test.step('a cut stream', async () => {
    service.setFault({ path: '^/lists/L1/', kind: 'cut', times: 1 });
    await opener.click();
    await expect(page.getByText(m.lists_cut({}, fi))).toBeVisible(STEP);
    await expect(page.getByRole('grid')).toHaveCount(0);
    await page.getByRole('button', { name: m.common_retry({}, fi) }).click();
    await expect(page.getByTestId('list-sums')).toBeVisible(STEP);
  });

  const grid = page.getByRole('grid');
  await expect(grid).toBeFocused();
  const all = await rowCount(grid);
  const heading = (at: number) => grid.getByRole('columnheader').nth(at);
  const sums = page.getByTestId('list-sums');
  // Who is on it by now depends on the time of the year.
  expect(all).toBeGreaterThan(CITY / 2);
  expect(await grid.getByRole('row').count()).toBeLessThan(80);

  await test.step('headings sort, move and widen', async () => {
    await grid.press('ArrowUp');
    await expect(grid).toHaveAttribute('aria-activedescendant', (await heading(0).getAttribute('id')) ?? '');
    await grid.press('Enter');
    await expect(heading(0)).toHaveAttribute('aria-sort', 'ascending');
    await expect.poll(async () => isSorted(await drawnRows(grid), (row) => [text(row, 0)])).toBe(true);

    for (let step = 0; step < 4; step += 1) await grid.press('ArrowRight');
    await expect(heading(4)).toContainText(m.lists_column_language({}, fi));
    await grid.press('Enter');
    await grid.press('ArrowRight');
    await grid.press('Shift+Enter');
    await grid.press('Shift+Enter');
    await expect(heading(4)).toHaveAttribute('aria-sort', 'ascending');
    await expect(heading(5)).toHaveAttribute('aria-sort', 'descending');
    await expect
      .poll(async () => isSorted(await drawnRows(grid), (row) => [text(row, 4), -Number(text(row, 5))]))
      .toBe(true);

    const width = async (): Promise<number> => (await heading(5).boundingBox())?.width ?? 0;
    const before = await width();
    await grid.press('Shift+ArrowRight');
    await expect.poll(width).toBe(before + 24);
    await grid.press('Shift+ArrowLeft');
    await expect.poll(width).toBe(before);
    await grid.press('Control+ArrowLeft');
    await expect(heading(4)).toContainText(m.lists_column_days_paid({}, fi));
    await expect(grid).toHaveAttribute('aria-activedescendant', (await heading(4).getAttribute('id')) ?? '');
    await grid.press('Control+ArrowRight');
    await expect(heading(4)).toContainText(m.lists_column_language({}, fi));
  });

  await test.step('the focus survives that its row goes out of the document', async () => {
    await heading(0).getByRole('button').click();
    await expect.poll(async () => isSorted(await drawnRows(grid), (row) => [text(row, 0)])).toBe(true);
    await grid.focus();
    await grid.press('Control+End');
    const last = grid.locator(`[aria-rowindex="${all + 1}"]`);
    await expect(last.getByRole('rowheader')).toHaveText(/^[ÄÖY]/);
    await expect(grid).toHaveAttribute('aria-activedescendant', /.+/);
    // The wheel takes the active row out of the document; the next key comes back to it.
    await grid.evaluate((element) => (element.scrollTop = 0));
    await expect(last).toHaveCount(0);
    await expect(grid).toBeFocused();
    await grid.press('ArrowUp');
    await expect(grid.locator(`[aria-rowindex="${all}"]`)).toBeVisible();
  });

  await test.step('a range is selected and copied, and so is all that passes the filter', async () => {
    await grid.press('Control+Home');
    for (let step = 0; step < 3; step += 1) await grid.press('Shift+ArrowDown');
    await expect(grid.locator('[aria-selected="true"]')).toHaveCount(4);
    await expect(sums).toContainText(m.lists_selected({ count: '4' }, fi));
    await grid.press('Control+c');
    const copied = (): Promise<string> => shell.main(({ clipboard }) => clipboard.readText(), undefined);
    await expect.poll(async () => (await copied()).split('\n').length).toBe(5);
    const shown = (await drawnRows(grid)).slice(0, 4).map(({ cells }) => cells.join('\t'));
    expect((await copied()).split('\n').slice(1)).toEqual(shown);

    await page.getByRole('searchbox').fill('äijälä anna');
    await expect.poll(() => rowCount(grid)).toBeLessThan(all / 10);
    expect(new Set(await marks(page))).toEqual(new Set(['äijälä', 'anna']));
    const found = await rowCount(grid);
    expect(found).toBeGreaterThan(0);
    const rows = await drawnRows(grid);
    expect(rows.map(({ index }) => index)).toEqual(rows.map((_, at) => at + 2));
    for (const { cells } of rows) expect(cells[0]).toMatch(/Äijälä.*anna/i);
    await grid.press('Control+a');
    await expect(sums).toContainText(m.lists_selected({ count: String(found) }, fi));
    await expect(grid.locator('[aria-selected="true"]')).toHaveCount(rows.length);
    await page.getByRole('searchbox').fill('eikukaan');
    await expect(page.getByText(m.lists_no_match({}, fi))).toBeVisible();
    await page.getByRole('button', { name: m.lists_clear({}, fi) }).click();
    await expect(page.getByRole('searchbox')).toBeFocused();
    await expect.poll(() => rowCount(grid)).toBe(all);
    await page.getByRole('searchbox').fill('');
    await expect.poll(() => rowCount(grid)).toBe(all);
    await expect(sums).toContainText(m.lists_selected({ count: String(found) }, fi));
  });

  await test.step('columns are filtered by range, set and period, and the filter is taken away', async () => {
    const dialog = page.getByRole('dialog');
    const beginFilter = async (column: string): Promise<void> => {
      await page.getByRole('button', { name: m.lists_filter({}, fi), exact: true }).click();
      await dialog.getByLabel(m.lists_filter_column({}, fi)).selectOption(column);
    };
    const expectOnly = async (column: number, fits: (text: string) => boolean): Promise<void> => {
      await expect.poll(() => rowCount(grid)).toBeLessThan(all);
      const rows = await drawnRows(grid);
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.map((row) => text(row, column)).filter((each) => !fits(each))).toEqual([]);
      await page
        .getByRole('list', { name: m.lists_filters_on({}, fi) })
        .getByRole('button')
        .click();
      await expect.poll(() => rowCount(grid)).toBe(all);
    };
    await beginFilter('daysPaid');
    await dialog.getByLabel(m.lists_filter_from({}, fi)).fill('900');
    await page.keyboard.press('Enter');
    await expectOnly(5, (days) => Number(days) >= 900);
    await beginFilter('language');
    await dialog.getByRole('checkbox', { name: m.client_language_sv({}, fi) }).check();
    await dialog.getByRole('button', { name: m.lists_filter_apply({}, fi) }).click();
    await expectOnly(4, (language) => language === m.client_language_sv({}, fi));
    const sortable = (day: string): string =>
      day
        .split('.')
        .map((part) => part.padStart(2, '0'))
        .reverse()
        .join('-');
    const firstDays = (await drawnRows(grid)).map((row) => text(row, 6));
    firstDays.sort((one, other) => sortable(one).localeCompare(sortable(other)));
    const limit = firstDays[firstDays.length >> 1] ?? '';
    await beginFilter('firstDay');
    await dialog.getByLabel(m.lists_filter_to({}, fi)).fill(limit);
    await dialog.getByRole('button', { name: m.lists_filter_apply({}, fi) }).click();
    await expectOnly(6, (day) => sortable(day) <= sortable(limit));
  });

  await test.step('columns are chosen and moved in a dialog', async () => {
    await page.getByRole('button', { name: m.lists_columns({}, fi), exact: true }).click();
    const dialog = page.getByRole('dialog');
    const column = m.lists_column_address({}, fi);
    await dialog.getByRole('checkbox', { name: m.lists_column_municipality({}, fi) }).uncheck();
    const later = dialog.getByRole('button', { name: m.lists_column_later({ column }, fi) });
    await later.focus();
    await later.press('Enter');
    // The focus goes with the column.
    await expect(later).toBeFocused();
    await later.press('Enter');
    await page.keyboard.press('Escape');
    await expect(heading(2)).toHaveText(m.lists_column_language({}, fi));
    await expect(heading(3)).toHaveText(column);
    await grid.focus();
  });

  await test.step('another language keeps the list and sorts by its alphabet', async () => {
    const lastName = async (): Promise<string> => {
      await grid.press('Control+End');
      return (
        (await grid
          .locator(`[aria-rowindex="${all + 1}"]`)
          .getByRole('rowheader')
          .textContent()) ?? ''
      );
    };
    await chooseLanguage({ page, locale: 'en' });
    await expect(heading(0)).toHaveText(m.lists_column_name({}, { locale: 'en' }));
    // In English ä is an a: the last names begin with another letter.
    await expect.poll(lastName).not.toMatch(/^[ÄÖ]/);
    await chooseLanguage({ page, locale: 'sv' });
    await expect(heading(0)).toHaveText(m.lists_column_name({}, { locale: 'sv' }));
    await expect.poll(lastName).toMatch(/^[ÄÖ]/);
    expect(await rowCount(grid)).toBe(all);
    await chooseLanguage({ page, locale: 'fi' });
  });

  await test.step('at 400 % the table scrolls, the page does not', async () => {
    await page.setViewportSize({ width: 320, height: 256 });
    const sideways = (): Promise<number> =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(sideways).toBe(0);
    await grid.press('Control+Home');
    await grid.press('End');
    await expect(grid.locator('[aria-rowindex="2"]').getByRole('gridcell').last()).toBeInViewport();
    await page.setViewportSize({ width: 1366, height: 768 });
  });

  await test.step('Enter opens the client of the row, and the list is found again as it was', async () => {
    await page.getByRole('searchbox').fill('mäki');
    await expect.poll(() => rowCount(grid)).toBeLessThan(all);
    const found = await rowCount(grid);
    await grid.focus();
    await grid.press('Control+End');
    await grid.press('ArrowUp');
    const chosen = (await drawnRows(grid)).at(-2)?.cells[1] ?? '-';
    await grid.press('Enter');
    await expectClientPage(walk);
    await expect(page.getByRole('main')).toContainText(chosen);
    await page.getByRole('button', { name: m.app_home({}, fi) }).click();
    await page
      .getByRole('main')
      .getByRole('button', { name: m.lists_open({}, fi) })
      .click(STEP);
    await expect(page.getByRole('searchbox')).toHaveValue('mäki', STEP);
    await expect.poll(() => rowCount(page.getByRole('grid'))).toBe(found);
    await expect(grid.locator(`[aria-rowindex="${found}"]`).getByText(chosen)).toBeInViewport();
  });

  await test.step('a cancelled one', async () => {
    service.setFault({ path: '^/lists/L1/', kind: 'delay', delay: 20_000 });
    await period.selectOption({ index: 3 });
    await opener.click();
    await page.getByRole('button', { name: m.lists_cancel({}, fi) }).click();
    await expect(page.getByRole('progressbar')).toHaveCount(0);
    await expect(page.getByRole('grid')).toHaveCount(0);
    service.setFault(null);
    await period.selectOption({ index: 0 });
    await opener.click();
    await expect(page.getByTestId('list-sums')).toBeVisible(STEP);
    // The columns are as they were set.
    await expect(heading(2)).toHaveText(m.lists_column_language({}, fi));
    expect(await rowCount(grid)).toBe(all);
  });

  await test.step('two periods by person', async () => {
    const compared = page.getByLabel(m.lists_compare({}, fi));
    // The oldest one: from one month to the next nobody may have been added.
    await compared.selectOption({ index: (await compared.getByRole('option').count()) - 1 });
    const numberOf = async (change: string): Promise<number> => {
      const count = page.locator('dl div', { hasText: change }).locator('dd');
      await expect(count).toBeVisible(STEP);
      return Number((await count.textContent())?.replaceAll(/\s/g, ''));
    };
    const added = await numberOf(m.lists_change_added({}, fi));
    const removed = await numberOf(m.lists_change_removed({}, fi));
    const changed = await numberOf(m.lists_change_changed({}, fi));
    const unchanged = await numberOf(m.lists_change_unchanged({}, fi));
    expect(added + changed + unchanged).toBe(all);
    expect(Math.min(added, removed, changed)).toBeGreaterThan(0);
    const changes = page.getByRole('grid').first();
    expect(await rowCount(changes)).toBe(added + removed + changed);
    // What is searched for is marked in both tables.
    await page.getByRole('searchbox').fill('anna');
    await page.getByLabel(m.lists_compare_search({}, fi)).fill('900');
    await expect.poll(async () => new Set(await marks(page))).toEqual(new Set(['anna', '900']));
    await page.getByRole('searchbox').fill('');
    await page.getByLabel(m.lists_compare_search({}, fi)).fill('');
    await page.getByLabel(m.lists_change({}, fi), { exact: true }).selectOption('removed');
    await expect.poll(() => rowCount(changes)).toBe(removed);
    await page.getByLabel(m.lists_change({}, fi), { exact: true }).selectOption('changed');
    await expect.poll(() => rowCount(changes)).toBe(changed);
    // What has changed is named with both values.
    await expect(changes.getByText(/^Maksetut päivät: \d+ → \d+/).first()).toBeVisible();
    await page.getByRole('button', { name: m.lists_compare_end({}, fi) }).click();
    await expect(page.getByRole('grid')).toHaveCount(1);
  });

  await test.step('pictures with the table beside', async () => {
    await page.getByRole('button', { name: m.lists_pictures({}, fi) }).click();
    for (const group of [
      m.lists_column_municipality({}, fi),
      m.lists_column_age_group({}, fi),
      m.lists_column_days_paid({}, fi),
    ]) {
      await page.getByLabel(m.lists_group_by({}, fi)).selectOption({ label: group });
      const name = m.lists_picture({ group }, fi);
      await expect(page.getByRole('img', { name })).toBeVisible();
      const table = page.getByRole('table', { name });
      const total = async (): Promise<number> => {
        const counts = await table.locator('tbody tr td:nth-of-type(1)').allTextContents();
        return counts.reduce((sum, text) => sum + Number(text.replaceAll(/\s/g, '')), 0);
      };
      await expect.poll(total).toBe(all);
    }
  });

  await test.step('a lock lets all rows go', async () => {
    const persons = (await drawnRows(grid)).flatMap(({ cells }) => cells.slice(0, 2));
    await page.keyboard.press('Control+l');
    await expect(page.getByRole('grid')).toHaveCount(0);
    expect(await page.locator('body').textContent()).not.toMatch(/\d{6}[-A-FU-Y]9\d\d/);
    expect(await inMemory(page, persons)).toEqual([]);
  });
});
