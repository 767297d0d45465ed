import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { m } from '../../shared/messages/generated/messages.js';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { acted, opened, queueOf } from '../service/notice-calls.ts';
import { createServiceClient, type ServiceClient } from '../service/service-client.ts';
import { expect, test as base } from './product.ts';
import { launchShell } from './shell.ts';
import { chooseRole, expectClientPage, signInWithPracticeCard, type Walk } from './walk.ts';

const fi = { locale: 'fi' } as const;
const STEP = { timeout: 30_000 };

/** A colleague at another workstation, as far as the service knows. */
const colleague = async (service: TrainingService, userId: string, organisationId: string) => {
  const client = createServiceClient(service.url);
  await client.signIn(userId);
  await client.chooseRole(organisationId, 'TOIMEENTULO');
  return client;
};

const test = base.extend<{ eino: ServiceClient }>({
  service: async ({}, use) => {
    const service = await startTrainingService({ dataFolder: null, notices: { '09': 80, '90': 5 } });
    await use(service);
    await service.close();
  },
  eino: async ({ service }, use) => use(await colleague(service, 'u-ei-valtuutta', 'org-pirkanmaa')),
});

const rowOf = (page: Page, id: string): Locator => page.locator('tr', { has: page.locator(`#notice-${id}`) });
const heading = (page: Page): Locator => page.locator('#notice-heading');
const title = (page: Page): Locator => page.getByRole('heading', { level: 1, name: m.notices_title({}, fi) });

const toQueue = async (page: Page): Promise<void> => {
  await page.keyboard.press('Alt+n');
  await expect(title(page)).toBeVisible(STEP);
  await expect(page.locator('tr[aria-rowindex="2"]')).toBeVisible(STEP);
};

/** Presses keys one by one, and counts them. */
const keysOf = (page: Page) => {
  let count = 0;
  return {
    count: () => count,
    press: async (...keys: string[]): Promise<void> => {
      for (const key of keys) {
        await page.keyboard.press(key);
        count += 1;
      }
    },
  };
};

test('a notice is worked by keys alone, its typing survives, and goes to another county in at most eight', async ({
  signedIn,
  service,
}) => {
  const { page } = signedIn;
  await toQueue(page);
  const first = page.locator('tr[aria-rowindex="2"]');
  const keys = keysOf(page);
  await title(page).focus();
  await page.keyboard.press('j');
  const name = (await first.getByRole('button').textContent()) ?? '';
  await expect(heading(page)).toContainText(name.split(' ')[0] ?? '');
  // A screen reader goes on from what was opened.
  await expect(heading(page)).toBeFocused();
  await page.keyboard.press('t');
  await expect(first).toContainText('Testi Esimerkki');

  await page.keyboard.press('n');
  const note = page.getByLabel(m.notices_note({}, fi));
  await expect(note).toBeFocused();
  // Letters are text in a field, not commands.
  await page.keyboard.type('Soitettu, jk tx');
  await page.keyboard.press('Escape');
  await expect(heading(page)).toHaveCount(0);
  await expect(first.getByRole('button')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(note).toHaveValue('Soitettu, jk tx');

  await heading(page).focus();
  await keys.press('x');
  await expect(page.getByRole('combobox', { name: m.notices_search_municipality({}, fi) })).toBeFocused();
  await keys.press('h', 'e', 'l', 's');
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText('Helsingfors');
  await keys.press('Enter');
  const send = page.getByRole('button', { name: m.notices_send_transfer({}, fi), exact: true });
  await expect(send).toBeFocused();
  await expect(page.getByRole('dialog')).toContainText('Helsingin kaupunki');
  await keys.press('Enter');
  await expect(first).toContainText(m.notices_state_transferred({}, fi));
  // Printed for the record of keys.
  process.stdout.write(`transfer of one notice: ${keys.count()} keys\n`);
  expect(keys.count()).toBeLessThanOrEqual(8);
  await expect(page.getByText(/IS-\d{4}-000001/)).toBeVisible();
  // The sender keeps nothing of it but the receipt, and the focus is in the list.
  await expect(heading(page)).toHaveCount(0);
  await expect(first).not.toContainText(name);
  await expect(first.getByRole('button')).toBeFocused();
  await page.getByRole('button', { name: m.common_close({}, fi), exact: true }).click();
  await expect(page.getByText(name)).toHaveCount(0);
  expect(service.auditRecords().filter(({ operation }) => operation === 'transferNotice')).toHaveLength(1);

  // Who receives it sees who sent it and why.
  await page.getByRole('button', { name: m.app_sign_out({}, fi) }).click();
  await signInWithPracticeCard(signedIn, 'Stina Stadilainen');
  await chooseRole(signedIn);
  await toQueue(page);
  await page
    .locator('[aria-label="' + m.notices_queue({}, fi) + '"] button')
    .last()
    .click();
  await expect(heading(page)).toContainText(name.split(' ')[0] ?? '');
  await expect(page.locator('.detail')).toContainText(`Testi Esimerkki, Pirkanmaan hyvinvointialue`);
  await expect(page.locator('.detail')).toContainText(m.notices_reason_moved({}, fi));
});

test('attachments, the client’s page, the decision, and back to the same place', async ({
  signedIn,
  shell,
  service,
  temporaryFolder,
}) => {
  const { page } = signedIn;
  const testi = await colleague(service, 'u-esimerkki', 'org-pirkanmaa');
  const notices = await Promise.all(
    (await queueOf(testi)).filter(({ type }) => type === 'N2').map(({ id }) => opened(testi, id)),
  );
  const isWanted = ({ content, client }: (typeof notices)[number]): boolean =>
    content.attachments.length === 3 &&
    ['application/pdf', 'image/jpeg', 'image/png'].every((type) =>
      content.attachments.some(({ mediaType }) => mediaType === type),
    ) &&
    content.decision !== null &&
    !client.nonDisclosure;
  const notice = notices.find(isWanted);
  if (notice === undefined) throw new Error('no notice with attachments of three kinds');
  const { attachments, decision } = notice.content;

  await toQueue(page);
  await page.getByLabel(m.notices_type({}, fi), { exact: true }).selectOption('N2');
  const grid = page.getByRole('table', { name: m.notices_queue({}, fi) });
  const button = page.locator(`#notice-${notice.id}`);
  while ((await button.count()) === 0) {
    await grid.getByRole('button').last().focus();
    await page.keyboard.press('PageDown');
  }
  await button.click();

  await page.getByRole('button', { name: m.notices_attachments_show_all({}, fi) }).click();
  for (const { name } of attachments) {
    const picture = page.getByRole('img', { name: m.common_preview_of({ name }, fi) });
    await expect
      .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth), STEP)
      .toBeGreaterThan(100);
  }
  const folder = mkdtempSync(join(temporaryFolder, 'saved-'));
  await shell.main(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, folder);
  await page.getByRole('button', { name: m.notices_attachments_save_all({}, fi), exact: true }).click();
  await expect(page.getByText(m.notices_attachments_secret({}, fi))).toBeVisible(STEP);
  const safe = (name: string): string => name.replace('/', '-');
  expect(readdirSync(folder).sort()).toEqual(attachments.map(({ name }) => safe(name)).sort());
  for (const { name, bytes } of attachments) expect(statSync(join(folder, safe(name))).size).toBe(bytes);
  expect(service.auditRecords().map(({ operation }) => operation)).toContain('export');

  // One key to the client's page; leaving it leads back.
  const scrolled = await grid.evaluate((table) => table.parentElement?.scrollTop);
  await heading(page).focus();
  await page.keyboard.press('c');
  await expectClientPage(signedIn);
  await toQueue(page);
  await expect(button).toBeFocused();
  await expect(heading(page)).toBeVisible();
  expect(await grid.evaluate((table) => table.parentElement?.scrollTop)).toBe(scrolled);
  await expect(page.getByLabel(m.notices_type({}, fi), { exact: true })).toHaveValue('N2');

  await page.getByRole('button', { name: /^Päätös \d/ }).click();
  await expect(page.locator(`[data-row-key="${decision?.id}"] [data-row-control]`)).toBeFocused(STEP);
});

test('many are transferred at once, each with a result of its own; filters are kept by codes alone', async ({
  signedIn,
  shell,
  service,
  eino,
}) => {
  const { page } = signedIn;
  await toQueue(page);
  const rows = (await queueOf(eino)).slice(0, 5);
  const [taken, closed] = [rows[1]!, rows[3]!];
  // Somebody is faster, after the list was read.
  await acted(eino, taken.id, taken.version, { kind: 'take' });
  await acted(eino, closed.id, closed.version, { kind: 'close', result: 'NO_NEED', note: null });
  await page.locator(`#notice-${rows[0]!.id}`).focus();
  for (let step = 1; step < 5; step += 1) await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText(m.notices_selected({ count: 5 }, fi))).toBeVisible();
  await page.keyboard.press('x');
  await page.keyboard.type('nauvo');
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText('Parainen');
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText('Nauvo');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const receipt = page.getByRole('status').filter({ hasText: m.notices_receipt_to({}, fi) });
  await expect(receipt).toContainText(m.notices_receipt_counts({ moved: 3, refused: 2 }, fi), STEP);
  await expect(receipt.getByRole('listitem')).toHaveCount(5);
  await expect(receipt.getByRole('listitem').nth(1)).toContainText('Eino Valtuudeton');
  await expect(receipt.getByRole('listitem').nth(3)).toContainText('Eino Valtuudeton');
  // What was refused is as the faster one left it, and says so in the list.
  await expect(rowOf(page, taken.id)).toContainText('Eino Valtuudeton');
  await expect(rowOf(page, closed.id)).toContainText(m.notices_state_closed({}, fi));
  const turku = service.auditRecords().filter(({ operation }) => operation === 'transferNotice');
  expect(turku).toHaveLength(3);

  await page.getByLabel(m.notices_type({}, fi), { exact: true }).selectOption('N3');
  await page.getByLabel(m.notices_owner({}, fi), { exact: true }).selectOption('none');
  await page.keyboard.press('/');
  await page.getByRole('searchbox').fill('salainen nimi');
  await expect(page.getByText(m.notices_empty({}, fi))).toBeVisible();
  await page.getByRole('button', { name: m.notices_save_filter({}, fi) }).click();
  await expect(page.getByText(/^Rajaus tallennettu/).first()).toBeVisible();
  const file = join(shell.userData, 'settings.json');
  const stored = (): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  await expect.poll(stored).toContain('"type":"N3"');
  expect(stored()).not.toContain('salainen');

  // Off means off.
  await page
    .getByRole('banner')
    .getByRole('button', { name: m.common_settings({}, fi) })
    .click();
  await page.getByRole('checkbox', { name: m.settings_single_keys({}, fi) }).uncheck();
  await page.keyboard.press('Alt+n');
  await page.getByRole('button', { name: m.notices_clear_filter({}, fi) }).click();
  await title(page).focus();
  await page.keyboard.press('j');
  await expect(heading(page)).toHaveCount(0);
});

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
