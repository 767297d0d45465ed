import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { m } from '../../shared/messages/generated/messages.js';
import type { TrainingService } from '../../src-main/training-service/start-training-service.ts';
import { createServiceClient } from '../service/service-client.ts';
import {
  choosePurpose,
  drawnRows,
  fi,
  openList,
  readCsv,
  readWorkbook,
  rowCount,
  STEP,
  test,
  toLists,
  toListView,
  type ListChoice,
} from './list-walk.ts';
import { filesWith } from './files-with.ts';
import { openListsOfOthers } from './list-organisations.ts';
import { expect } from './product.ts';
import { answerSaveDialog, readPdf } from './saved-file.ts';
import type { Walk } from './walk.ts';

const personColumns = ['Nimi', 'Henkilötunnus'];
const invoiceColumns = [
  ...personColumns,
  'Laskun numero',
  'Etuus',
  'Tapahtuma',
  'Jakson alku',
  'Jakson loppu',
  'Päivät',
  'Brutto',
  'Kertyneet päivät',
  'Kunnan osuus %',
  'Kunnan osuus',
];

/** The lists of a city by purpose, with their columns as they stand on the screen. */
const lists: readonly (Required<Pick<ListChoice, 'listId'>> &
  ListChoice & { readonly purpose: string; readonly columns: readonly string[] })[] = [
  { purpose: 'TMT_LISTA', listId: 'L3', columns: [...invoiceColumns, 'Laki'] },
  { purpose: 'TMT_LISTA', listId: 'L6', columns: [...invoiceColumns, 'Kassan numero'] },
  {
    purpose: 'TMT_LISTA',
    listId: 'L1',
    columns: [
      ...personColumns,
      'Osoite',
      'Kunta',
      'Kieli',
      'Maksetut päivät',
      'Ensimmäinen päivä',
      'Viimeisin maksupäivä',
      'Ikäryhmä',
      'Palvelussa nyt',
    ],
  },
  {
    purpose: 'VAMMAIS_VANHUS',
    listId: 'L2',
    columns: [
      ...personColumns,
      'Osoite',
      'Kunta',
      'Rintamalisä',
      'Ylimääräinen rintamalisä',
      'Kieli',
      'Ikäryhmä',
    ],
  },
  {
    purpose: 'LHT_LISTA',
    listId: 'L4',
    view: 'recipients',
    columns: [
      ...personColumns,
      'Lapsen henkilötunnus',
      'Lapsen nimi',
      'Etuus',
      'Alku',
      'Loppu',
      'Kuukausimäärä',
      'Kuntalisä',
    ],
  },
  {
    purpose: 'LHT_LISTA',
    listId: 'L4',
    view: 'payments',
    columns: [
      ...personColumns,
      'Laskun numero',
      'Etuus',
      'Jakson alku',
      'Jakson loppu',
      'Maksettu',
      'Oikaisut',
      'Peritty',
      'Laskun rivi',
    ],
  },
  {
    purpose: 'ULKOMAAN_HOITO',
    listId: 'L5',
    columns: [
      ...personColumns,
      'Jakson alku',
      'Jakson loppu',
      'Maa',
      'Hoito',
      'Hoidon peruste',
      'Kustannus',
      'Asiakasmaksu',
      'Korvaus',
      'Päätöspäivä',
      'Laskun numero',
    ],
  },
];

type Persons = readonly (readonly [code: string, name: string])[];

/** The newest period with anybody on the list, and who that is, asked from the service by another client. */
async function newestWithPersons(
  service: TrainingService,
  { purpose, listId, view = 'persons' }: { purpose: string; listId: string; view?: string },
  periods: readonly string[],
): Promise<{ readonly period: string; readonly persons: Persons }> {
  const client = createServiceClient(service.url);
  await client.signIn('u-stadi');
  await client.chooseRole('org-helsinki', purpose);
  for (const period of periods) {
    const text = await (await client.bytes(`/lists/${listId}/${view}/${period}`)).text();
    const lines = text.split('\n').slice(1, -2);
    const persons = lines.map((line) => (JSON.parse(line) as string[]).slice(0, 2) as [string, string]);
    if (persons.length > 0) return { period, persons };
  }
  throw new Error(`nobody is on ${listId} in ${periods.join(', ')}`);
}

const changePurpose = async (walk: Walk, purpose: string): Promise<void> => {
  await walk.page
    .getByRole('banner')
    .getByRole('button', { name: m.app_switch_role({}, fi) })
    .click();
  await choosePurpose(walk, purpose);
  await toListView(walk);
};

const euros = (cents: number): string => (cents / 100).toFixed(2).replace('.', ',');
const plain = (text: string | null): string => (text ?? '').replaceAll(/\s/g, '').replace('−', '-');

test('every list of every organisation: columns, a person whom the service names, invoices, files and paper', async ({
  walk,
  shell,
  service,
  temporaryFolder,
}) => {
  test.setTimeout(240_000);
  const page = await toLists(walk, 'TMT_LISTA');
  const periods = page.getByLabel(m.lists_period({}, fi), { exact: true });
  const periodsOffered = (): Promise<string[]> =>
    periods
      .locator('option')
      .evaluateAll((options) =>
        options.map((option) => (option as HTMLOptionElement).value).filter((value) => value !== ''),
      );

  for (const list of lists) {
    await test.step(`${list.listId} ${list.view ?? ''}`, async () => {
      if (list !== lists[0] && list.purpose !== lists[lists.indexOf(list) - 1]?.purpose)
        await changePurpose(walk, list.purpose);
      await page.getByLabel(m.lists_list({}, fi), { exact: true }).selectOption(list.listId, STEP);
      const { period, persons } = await newestWithPersons(service, list, await periodsOffered());
      const grid = await openList(page, { ...list, period });
      const headings = await grid.getByRole('columnheader').allTextContents();
      expect(headings.map((text) => text.trim())).toEqual(list.columns);
      expect(await rowCount(grid)).toBe(persons.length);
      const [code, name] = persons.at(-1)!;
      await page.getByRole('searchbox').fill(code);
      await expect(grid.getByRole('rowheader').first()).toHaveText(name);
      await expect(grid.locator('[aria-rowindex="2"]')).toContainText(code);
      // A row opens the client where the purpose lets it, and says where it does not.
      await expect(page.getByText(m.lists_no_client({}, fi))).toHaveCount(
        list.purpose === 'VAMMAIS_VANHUS' ? 0 : 1,
      );
      if (list.purpose === 'VAMMAIS_VANHUS') return;
      await grid.press('Enter');
      await expect(page.locator('[aria-live="polite"]')).toContainText(m.lists_no_client({}, fi));
      await expect(grid).toBeFocused();
    });
  }

  await changePurpose(walk, 'TMT_LISTA');
  const grid = await openList(page, { listId: 'L3' });
  const count = await rowCount(grid);
  const drawn = (await drawnRows(grid)).map(({ cells }) => cells);
  const period = await periods.inputValue();
  const saved = async (file: string, button: string): Promise<string> => {
    const path = join(temporaryFolder, file);
    await answerSaveDialog(shell, path);
    await page.getByRole('button', { name: button }).click();
    await expect.poll(() => existsSync(path), STEP).toBe(true);
    await expect(page.getByRole('button', { name: button })).not.toHaveAttribute('aria-busy', 'true');
    return path;
  };

  await test.step('a file of comma-separated values', async () => {
    const rows = readCsv(await saved('list.csv', m.lists_export_csv({}, fi)));
    const at = rows.findIndex(([first]) => first === 'Nimi');
    const marking = rows.slice(0, at).flat().join(' ');
    for (const text of [m.lists_export_confidential({}, fi), 'Stina Stadilainen', 'Työmarkkinatukilista'])
      expect(marking).toContain(text);
    expect(rows.slice(at + 1)).toHaveLength(count);
    expect(rows.slice(at + 1, at + 4).map((row) => row.slice(0, 4))).toEqual(
      drawn.slice(0, 3).map((row) => row.slice(0, 4)),
    );
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+@\t\r]/);
  });

  await test.step('a workbook', async () => {
    const { rows, formulas } = readWorkbook(await saved('list.xlsx', m.lists_export_xlsx({}, fi)));
    const at = rows.findIndex(([first]) => first === 'Nimi');
    expect(rows.slice(0, at).flat().join(' ')).toContain(m.lists_export_confidential({}, fi));
    expect(rows.slice(at + 1)).toHaveLength(count);
    const share = rows[at]?.indexOf('Kunnan osuus') ?? -1;
    // Money is a number of euros.
    const shares = rows.slice(at + 1, at + 4).map((row) => euros(Math.round(Number(row[share]) * 100)));
    expect(shares).toEqual(drawn.slice(0, 3).map((row) => plain(row[share] ?? '').replace('€', '')));
    expect(formulas).toBe(0);
    // So is a date a date, whatever it looks like.
    const begun = rows[at]?.indexOf('Jakson alku') ?? -1;
    const [year, month, day] = String(rows[at + 1]?.[begun])
      .split(/[- ]/)
      .map(Number);
    expect(`${day}.${month}.${year}`).toBe(drawn[0]?.[begun]);
  });

  await test.step('a PDF', async () => {
    const pdf = readPdf(await saved('list.pdf', m.printing_save_pdf({}, fi)));
    for (const text of [m.printing_confidential({}, fi), 'Stina Stadilainen', drawn[0]?.[1] ?? '-'])
      expect(pdf.text).toContain(text);
    expect(pdf.tagged).toBe(true);
  });

  // What the program itself keeps names nobody.
  expect(filesWith(shell.userData, [drawn[0]?.[0] ?? '-', drawn[0]?.[1] ?? '-']).found).toEqual([]);
  const left = service.auditRecords().filter(({ section }) => section?.startsWith('recipient-list/'));
  expect(left.map(({ operation, section }) => [operation, section])).toEqual([
    ['export', `recipient-list/L3/${period}/csv/${count}`],
    ['export', `recipient-list/L3/${period}/xlsx/${count}`],
    ['pdf', `recipient-list/L3/${period}/${count}`],
  ]);

  await test.step('the sums of invoices, and the rows behind one', async () => {
    await changePurpose(walk, 'TMT_LISTA');
    const panel = page.getByRole('region', { name: m.lists_invoices({}, fi) });
    const table = panel.getByRole('table');
    await expect(table).toBeVisible(STEP);
    await panel.getByLabel(m.lists_invoice_sums({}, fi)).selectOption('benefit');
    await expect(table).toContainText('yleistuki');
    await panel.getByLabel(m.lists_invoice_sums({}, fi)).selectOption('none');
    const row = table.getByRole('row').filter({ hasText: 'TMT-' }).first();
    const [, , persons, rows, amount] = await row.getByRole('cell').allTextContents();
    await row.getByRole('button').click();
    await expect(page.getByTestId('list-sums')).toBeVisible(STEP);
    const grid = page.getByRole('grid');
    await expect.poll(() => rowCount(grid)).toBe(Number(rows));
    expect(Number(persons)).toBeLessThanOrEqual(Number(rows));
    expect(plain(await page.getByTestId('list-sums').textContent())).toContain(
      plain(`${m.lists_column_municipality_share({}, fi)} ${amount ?? ''}`),
    );
  });

  await page
    .getByRole('banner')
    .getByRole('button', { name: m.app_sign_out({}, fi) })
    .click();
  await openListsOfOthers(walk, service);
});
