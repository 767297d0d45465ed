import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { m } from '../../shared/messages/generated/messages.js';
import type { TrainingService } from '../../src-main/training-service/start-training-service.ts';
import { acted, opened, queueOf } from '../service/notice-calls.ts';
import { filterAndScroll, OPEN_NOTICES, openLargeQueue, queueTable } from './notice-volume.ts';
import { colleague, heading, rowOf, test, title, toQueue } from './notice-walk.ts';
import { expect } from './product.ts';
import { chooseRole, expectClientPage, lookUpField, signInWithPracticeCard } from './walk.ts';

const fi = { locale: 'fi' } as const;
const STEP = { timeout: 30_000 };

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

/** Note, contact, hand over, close with a result, and the closing taken back; each is an event of the notice. */
const handleByHand = async (page: Page): Promise<void> => {
  const button = (name: string): Locator =>
    page.locator('.detail').getByRole('button', { name, exact: true });
  const history = page
    .getByRole('region', { name: m.notices_history({}, fi) })
    .getByRole('listitem')
    .last();
  await button(m.notices_add_note({}, fi)).click();
  await expect(history).toContainText(`${m.notices_event_note({}, fi)}, Testi Esimerkki: Soitettu, jk tx`);
  await expect(page.getByLabel(m.notices_note({}, fi))).toHaveValue('');
  await button(m.notices_contact({}, fi)).click();
  await expect(history).toContainText(m.notices_event_contact({}, fi));
  await heading(page).focus();
  await page.keyboard.press('h');
  const handler = page.locator('#notice-handler');
  await expect(handler).toBeFocused();
  await handler.selectOption({ label: 'Eino Valtuudeton' });
  await button(m.notices_hand_over({}, fi)).click();
  await expect(page.locator('tr[aria-rowindex="2"]')).toContainText('Eino Valtuudeton');
  await heading(page).focus();
  await page.keyboard.press('r');
  const result = page.locator('#notice-result');
  await expect(result).toBeFocused();
  await result.selectOption('NOT_REACHED');
  await button(m.notices_close({}, fi)).click();
  const closedWith = page.locator('.detail dd').filter({ hasText: m.notices_result_not_reached({}, fi) });
  await expect(closedWith).toBeVisible();
  await expect(history).toContainText(m.notices_result_not_reached({}, fi));
  // A closed notice takes nothing but the way back, which leads from the closed ones too.
  await expect(button(m.notices_take({}, fi))).toHaveCount(0);
  const state = page.getByLabel(m.notices_state({}, fi), { exact: true });
  await state.selectOption('CLOSED');
  await expect(queueTable(page)).toHaveAttribute('aria-rowcount', '2');
  await button(m.notices_reopen({}, fi)).click();
  await expect(history).toContainText(`${m.notices_event_reopen({}, fi)}, Testi Esimerkki`);
  await state.selectOption('');
  await expect(page.locator('tr[aria-rowindex="2"]')).toContainText('Testi Esimerkki');
  await expect(closedWith).toHaveCount(0);
};

test('a notice is worked by keys alone, its typing survives, and it goes in at most eight to a city with ten thousand open ones', async ({
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
  await handleByHand(page);

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
  const all = await openLargeQueue(page);
  expect(all).toBeGreaterThanOrEqual(OPEN_NOTICES);
  const table = queueTable(page);
  const rowsDrawn = (): Promise<number> => table.getByRole('row').count();
  expect(await rowsDrawn()).toBeLessThan(80);
  // Times are for the eye: only benchmarks judge them, on a machine that has nothing else to do.
  const tasks = await filterAndScroll(page);
  process.stdout.write(
    `queue of ${all}: ${tasks.length} long tasks, longest ${Math.round(Math.max(0, ...tasks))} ms\n`,
  );
  expect(await rowsDrawn()).toBeLessThan(80);
  await page.locator(`tr[aria-rowindex="${all + 1}"] button`).click();
  await expect(heading(page)).toContainText(name.split(' ')[0] ?? '');
  await expect(page.locator('.detail')).toContainText(`Testi Esimerkki, Pirkanmaan hyvinvointialue`);
  await expect(page.locator('.detail')).toContainText(m.notices_reason_moved({}, fi));
  // Of what the sender did only the transfer came along.
  const history = page.getByRole('region', { name: m.notices_history({}, fi) }).getByRole('listitem');
  await expect(history.first()).toContainText(
    `${m.notices_event_transfer({}, fi)}, Testi Esimerkki, Pirkanmaan hyvinvointialue`,
  );
  await expect(page.locator('.detail')).not.toContainText('Soitettu');
});

/** A queue that cannot be read does not look empty, and an act that is not done says so where it was done. */
const expectFaultsSaid = async (page: Page, service: TrainingService): Promise<void> => {
  const retry = page.getByRole('button', { name: m.common_retry({}, fi) });
  service.setFault({ path: '^/notices/queue$', kind: 'wrong-schema' });
  await page.keyboard.press('Alt+n');
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible(STEP);
  await expect(page.getByText(m.notices_queue_empty({}, fi))).toHaveCount(0);
  service.setFault(null);
  await page.getByRole('button', { name: m.notices_refresh({}, fi) }).click();
  await expect(page.locator('tr[aria-rowindex="2"]')).toBeVisible(STEP);
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
  service.setFault({ path: '^/notices/n-', kind: 'status', status: 500 });
  await page.keyboard.press('j');
  await expect(page.locator('.detail').getByRole('alert')).toBeVisible(STEP);
  service.setFault(null);
  await retry.click();
  await expect(heading(page)).toBeVisible(STEP);
  service.setFault({ path: '/handling$', kind: 'cut' });
  await page.keyboard.press('t');
  await expect(page.locator('.detail').getByRole('alert')).toBeVisible(STEP);
  service.setFault(null);
  await retry.click();
  // Cut off, it had been done: the repetition is answered as the first time, and does nothing twice.
  await expect(page.locator('tr[aria-rowindex="2"]')).toContainText('Testi Esimerkki');
  const taken = page
    .getByRole('region', { name: m.notices_history({}, fi) })
    .getByText(m.notices_event_take({}, fi));
  await expect(taken).toHaveCount(1);
  await page.keyboard.press('Escape');
};

test('faults of the service; attachments, the client’s page, the decision, and back to the same place; many transferred at once, each with a result of its own, and looked up after a lock', async ({
  signedIn,
  shell,
  service,
  eino,
  temporaryFolder,
}) => {
  const { page } = signedIn;
  await expectFaultsSaid(page, service);
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
  // What is copied is told to the service first.
  await page.getByRole('button', { name: m.notices_copy_identity({}, fi) }).click();
  await expect(page.getByRole('button', { name: m.common_copied({}, fi) })).toBeVisible();
  expect(service.auditRecords().map(({ operation }) => operation)).toContain('copy');

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
  await toQueue(page);
  await page.getByLabel(m.notices_type({}, fi), { exact: true }).selectOption('');

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
  const moved = () =>
    service
      .auditRecords()
      .filter(({ operation, outcome }) => operation === 'transferNotice' && outcome === 'OK');
  expect(moved()).toHaveLength(3);

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
  await grid.getByRole('button').nth(6).click();
  await expect(heading(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(heading(page)).toHaveCount(0);
  await title(page).focus();
  await page.keyboard.press('j');
  await expect(heading(page)).toHaveCount(0);

  // The service has moved it, but its answer never comes, and the user locks: what became of it can be looked up.
  service.setFault({ path: '^/notices/transfers$', kind: 'lost-answer' });
  await page.getByRole('button', { name: m.notices_clear_selection({}, fi) }).click();
  await page
    .locator('tbody tr', { hasNotText: m.notices_moved_row({}, fi) })
    .getByRole('checkbox')
    .nth(6)
    .check();
  await page.getByRole('button', { name: m.notices_transfer_marked({ count: 1 }, fi) }).click();
  await page.keyboard.type('nauvo');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect.poll(() => moved().length).toBe(4);
  await page.keyboard.press('Control+l');
  await expect(page.getByText(m.sign_in_locked_user({}, fi))).toBeVisible(STEP);
  service.setFault(null);
  await signInWithPracticeCard(signedIn);
  await expect(lookUpField(signedIn)).toBeVisible(STEP);
  await toQueue(page);
  await page.getByRole('button', { name: m.notices_transfers({}, fi) }).click();
  const last = page.getByRole('dialog').getByRole('row').nth(1);
  await expect(last).toContainText('Testi Esimerkki');
  await expect(last).toContainText(m.notices_receipt_counts({ moved: 1, refused: 0 }, fi));
  await expect(page.getByRole('dialog').getByRole('row')).toHaveCount(3);
});
