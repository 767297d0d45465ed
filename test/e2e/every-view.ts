/** Every view of the program in one walk, for what has to hold of each of them. */
import { expect, type Locator } from '@playwright/test';
import { m } from '../../shared/messages/generated/messages.js';
import { eventChannel } from '../../shared/ipc/channels.ts';
import type { KelmuTransport } from '../../shared/ipc/contract.ts';
import type { TrainingService } from '../../src-main/training-service/start-training-service.ts';
import { clientNamed } from './product.ts';
import type { Shell } from './shell.ts';
import {
  advanceClaimOfToday,
  chooseRole,
  expectClientPage,
  fillAdvanceClaim,
  lookUp,
  receiptNumber,
  signInWithPracticeCard,
  type Walk,
} from './walk.ts';

const STEP = { timeout: 30_000 };

/** The program, and the service that it may find failing. */
export interface Surroundings {
  readonly shell: Shell;
  readonly service: TrainingService;
}

/** Runs a command by its name in the palette. */
export async function runCommand({ page }: Walk, name: string): Promise<void> {
  await page.keyboard.press('Control+Shift+p');
  const palette = page.getByRole('dialog');
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.insertText(name);
  await expect(palette.getByRole('option', { selected: true })).toContainText(name);
  await page.keyboard.press('Enter');
}

const dialogOf = ({ page }: Walk): Locator => page.getByRole('dialog');

async function closeDialog(walk: Walk): Promise<void> {
  await walk.page.keyboard.press('Escape');
  await expect(dialogOf(walk)).toHaveCount(0);
}

/** The heading of a view has the focus, also where its code comes with it. */
async function expectView({ page }: Walk, title: string): Promise<void> {
  await expect(page.getByRole('main').getByRole('heading', { level: 1, name: title })).toBeFocused(STEP);
}

/**
 * What the window shows a minute before it locks. The main process tells it here at once, in the words of the session:
 * half a minute untouched would have to pass before the real one.
 */
async function* ofIdleTime({ page }: Walk, { shell }: Surroundings): AsyncGenerator<string> {
  const answer = await page.evaluate(() =>
    (window as unknown as { kelmu: KelmuTransport }).kelmu.call('session.state', undefined),
  );
  if (!answer.ok) throw new Error(answer.error.code);
  const tell = (state: unknown): Promise<void> =>
    shell.main(
      ({ BrowserWindow }, { channel, told }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.send(channel, 'session.changed', told),
      { channel: eventChannel, told: state },
    );
  const warning = page.locator('section.warning');
  await tell({ ...answer.value, idleWarning: 60 });
  await expect(warning.getByRole('button')).toBeVisible();
  yield 'idle warning';
  await tell(answer.value);
  await expect(warning).toHaveCount(0);
}

async function* ofShell(walk: Walk, { service }: Surroundings): AsyncGenerator<string> {
  const text = { locale: walk.locale };
  await runCommand(walk, m.common_settings({}, text));
  await expectView(walk, m.common_settings({}, text));
  yield 'settings';
  await runCommand(walk, m.settings_diagnostics({}, text));
  await expectView(walk, m.settings_diagnostics({}, text));
  yield 'diagnostics';
  await walk.page.keyboard.press('F1');
  await expectView(walk, m.guides_title({}, text));
  yield 'guides';
  await walk.page.keyboard.press('Control+k');
  await expect(dialogOf(walk).getByRole('textbox')).toBeFocused();
  yield 'look-up dialog';
  service.setFault({ path: '^/clients/search$', kind: 'wrong-schema', times: 1 });
  await walk.page.keyboard.insertText(clientNamed('Demonen').personalIdentityCode);
  await walk.page.keyboard.press('Enter');
  await expect(dialogOf(walk)).toContainText(m.error_service_reply_invalid({}, text), STEP);
  yield 'look-up that fails';
  for (const [client, question] of [
    ['Turkulainen', m.home_reason_label({}, text)],
    ['Suojattu', m.home_non_disclosure_confirm({}, text)],
  ] as const) {
    await dialogOf(walk)
      .getByLabel(m.home_code_label({}, text))
      .fill(clientNamed(client).personalIdentityCode);
    await walk.page.keyboard.press('Enter');
    await expect(dialogOf(walk).getByLabel(question)).toBeFocused(STEP);
    yield `look-up that asks: ${question}`;
  }
  await closeDialog(walk);
  await walk.page.keyboard.press('Control+Shift+p');
  await expect(dialogOf(walk).getByRole('combobox')).toBeFocused();
  yield 'palette';
  await closeDialog(walk);
  await runCommand(walk, m.shortcut_help({}, text));
  await expect(dialogOf(walk)).toContainText(m.help_title({}, text));
  yield 'help';
  await closeDialog(walk);
}

async function* ofClient(walk: Walk, { service }: Surroundings): AsyncGenerator<string> {
  const { page } = walk;
  const text = { locale: walk.locale };
  const section = (title: string): Locator => page.getByRole('region', { name: title, exact: true });
  await page.keyboard.press('Alt+Home');
  await lookUp(walk, clientNamed('Demonen').personalIdentityCode);
  await expect(page.getByText(m.client_page_loaded({}, text))).toBeAttached(STEP);
  await expect(page.getByText(m.client_section_locked({}, text))).toBeVisible();
  for (const title of [m.client_section_decisions({}, text), m.client_section_payments({}, text)])
    await section(title).locator('[data-row-control]').first().click();
  await expect(
    page.getByRole('columnheader', { name: m.client_calculation_expenses({}, text), exact: true }),
  ).toBeVisible();
  yield 'client with a locked section';
  await page.keyboard.press('Alt+y');
  await expect(dialogOf(walk)).toBeVisible();
  yield 'summary for the client';
  await closeDialog(walk);
  await page.keyboard.press('Alt+a');
  await expectView(walk, m.documents_title({}, text));
  yield 'documents';
  await page.keyboard.press('Escape');
  await expectClientPage(walk);
  await page.keyboard.press('Control+Shift+k');
  await expect(dialogOf(walk).getByRole('textbox')).toBeFocused();
  await page.keyboard.insertText(clientNamed('Edesmennyt').personalIdentityCode);
  service.setFault({ path: '/payments$', kind: 'wrong-schema' });
  await page.keyboard.press('Enter');
  const second = page.locator('[data-pane="2"]');
  await expect(second.getByRole('heading', { level: 1 })).toBeFocused(STEP);
  await expect(second.getByRole('button', { name: m.common_retry({}, text) })).toBeVisible(STEP);
  await expect(second.getByText(m.client_page_loaded({}, text))).toBeAttached(STEP);
  service.setFault(null);
  yield 'two clients, one of them deceased, with nothing but a section that failed';
  await runCommand(walk, m.app_leave_client({}, text));
  await expect(page.locator('[data-pane="2"]')).toHaveCount(0);
  await fillAdvanceClaim(walk, advanceClaimOfToday());
  yield 'claim';
  await page
    .getByRole('button', { name: m.claims_send({}, text) })
    .first()
    .click();
  await expect(dialogOf(walk)).toBeVisible(STEP);
  yield 'confirmation';
  await dialogOf(walk)
    .getByRole('button', { name: m.claims_confirm_yes({}, text) })
    .click();
  await receiptNumber(walk);
  yield 'receipt';
}

async function* ofOrganisation(walk: Walk): AsyncGenerator<string> {
  const { page } = walk;
  const text = { locale: walk.locale };
  await page.keyboard.press('Alt+j');
  await expectView(walk, m.register_title({}, text));
  await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible(STEP);
  await page.getByRole('table').locator('[data-row-control]').first().click();
  yield 'claim register';
  await runCommand(walk, m.lists_title({}, text));
  await expectView(walk, m.lists_title({}, text));
  await page.getByRole('button', { name: m.lists_open({}, text) }).click(STEP);
  await expect(page.getByTestId('list-sums')).toBeVisible(STEP);
  yield 'list';
  await page.keyboard.press('Alt+n');
  await expectView(walk, m.notices_title({}, text));
  await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible(STEP);
  await page.keyboard.press('j');
  await expect(page.locator('#notice-heading')).toBeFocused(STEP);
  yield 'notices';
  await page.keyboard.press('x');
  await expect(dialogOf(walk)).toBeVisible();
  await page.keyboard.type('turku');
  await expect(dialogOf(walk).getByRole('option').first()).toBeVisible();
  yield 'transfer';
  await closeDialog(walk);
  await page.keyboard.press('Control+l');
  await expect(page.getByRole('heading', { level: 1, name: m.sign_in_locked_title({}, text) })).toBeVisible(
    STEP,
  );
  yield 'locked';
}

/** Opens one view after the other, from the sign-in on, and tells the name of each when it can be looked at. */
export async function* everyView(walk: Walk, around: Surroundings): AsyncGenerator<string> {
  const { page } = walk;
  // The section on treatment abroad is locked: its mandate has ended.
  around.service.endMandate({ userId: 'u-esimerkki', organisationId: 'org-pirkanmaa', mandate: 'M5' });
  yield 'sign-in';
  await signInWithPracticeCard(walk);
  await expect(page.getByRole('banner').getByText('Testi Esimerkki')).toBeVisible(STEP);
  yield 'role';
  await chooseRole(walk);
  yield 'start';
  yield* ofIdleTime(walk, around);
  yield* ofShell(walk, around);
  yield* ofClient(walk, around);
  yield* ofOrganisation(walk);
}
