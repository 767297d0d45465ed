/** Steps around recipient lists, in Finnish, and the product against a service with a city's list. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { purposes } from '../../shared/codes/index.ts';
import { m } from '../../shared/messages/generated/messages.js';
import { startTrainingService } from '../../src-main/training-service/start-training-service.ts';
import { expect, test as base } from './product.ts';
import { signInWithPracticeCard, type Walk } from './walk.ts';

export const fi = { locale: 'fi' } as const;
export const STEP = { timeout: 30_000 };
export const CITY = 4_000;

export const test = base.extend({
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

/** Rows that pass the filter, as told to assistive technology. */
export const rowCount = async (grid: Locator): Promise<number> =>
  Number(await grid.getAttribute('aria-rowcount')) - 1;

export const choosePurpose = ({ page }: Walk, purposeCode: string): Promise<void> =>
  page
    .getByRole('button', { name: purposes.find(purposeCode)?.fi ?? '' })
    .first()
    .click(STEP);

/** From the start view to the lists of the role. */
export const toListView = async ({ page }: Walk): Promise<void> => {
  await page
    .getByRole('main')
    .getByRole('button', { name: m.lists_open({}, fi) })
    .click(STEP);
  await expect(page.getByRole('heading', { name: m.lists_title({}, fi), level: 1 })).toBeVisible(STEP);
};

/** Signs in, chooses the purpose in Helsinki and goes to the lists. */
export const toLists = async (walk: Walk, purposeCode: string): Promise<Page> => {
  await signInWithPracticeCard(walk, 'Stina Stadilainen');
  await choosePurpose(walk, purposeCode);
  await toListView(walk);
  return walk.page;
};

export interface ListChoice {
  readonly listId?: string;
  readonly view?: string;
  readonly period?: string;
}

/** Opens a list, the newest period unless told otherwise, and waits until it is whole. */
export const openList = async (page: Page, { listId, view, period }: ListChoice = {}): Promise<Locator> => {
  const choose = (label: string, value: string | undefined): Promise<unknown> | undefined =>
    value === undefined ? undefined : page.getByLabel(label, { exact: true }).selectOption(value, STEP);
  await choose(m.lists_list({}, fi), listId);
  await choose(m.lists_view({}, fi), view);
  await choose(m.lists_period({}, fi), period);
  await page.getByRole('button', { name: m.lists_open({}, fi) }).click();
  await expect(page.getByTestId('list-sums')).toBeVisible(STEP);
  await expect(page.getByRole('grid')).toBeFocused();
  return page.getByRole('grid');
};

export interface DrawnRow {
  /** `aria-rowindex`; the headings are 1. */
  readonly index: number;
  readonly cells: readonly string[];
}

/** The rows that the document holds, from top to bottom. */
export const drawnRows = (grid: Locator): Promise<readonly DrawnRow[]> =>
  grid.locator('[role="rowgroup"] [role="row"]').evaluateAll((rows) =>
    rows.map((row) => ({
      index: Number(row.getAttribute('aria-rowindex')),
      cells: [...row.children].map((cell) => cell.textContent ?? ''),
    })),
  );

export interface Workbook {
  readonly rows: readonly (readonly unknown[])[];
  /** Cells that a spreadsheet program would work out. */
  readonly formulas: number;
}

/** Reads a workbook by another program than the one that made it (openpyxl). */
export const readWorkbook = (path: string): Workbook => {
  const script = `
import json, sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1]).worksheets[0]
cells = [cell for row in sheet.iter_rows() for cell in row]
rows = [[None if value is None else value if isinstance(value, (int, float)) else str(value) for value in row]
        for row in sheet.iter_rows(values_only=True)]
json.dump({'rows': rows, 'formulas': sum(cell.data_type == 'f' for cell in cells)}, sys.stdout)`;
  return JSON.parse(
    execFileSync('/usr/bin/python3', ['-c', script, path], { encoding: 'utf8', maxBuffer: 2 ** 28 }),
  ) as Workbook;
};

/** Reads a file of comma-separated values by another program (Python's own reader). */
export const readCsv = (path: string): readonly (readonly string[])[] => {
  const script = `
import csv, json, sys
with open(sys.argv[1], encoding='utf-8-sig', newline='') as file:
    json.dump(list(csv.reader(file, delimiter=';')), sys.stdout)`;
  return JSON.parse(
    execFileSync('/usr/bin/python3', ['-c', script, path], { encoding: 'utf8', maxBuffer: 2 ** 28 }),
  ) as string[][];
};
