/** What stands around every view: languages, news of the service, keys, menu and guides. */
import { m } from '../../shared/messages/generated/messages.js';
import { guides } from '../../shared/guides/guides.ts';
import type { TrainingService } from '../../src-main/training-service/start-training-service.ts';
import { clientNamed, expect, test } from './product.ts';
import { runCommand } from './every-view.ts';
import {
  chooseLanguage,
  chooseRole,
  expectClientPage,
  lookUpField,
  readSections,
  signInWithPracticeCard,
  type Walk,
} from './walk.ts';

const fi = { locale: 'fi' } as const;

/** One registry of commands: menu with keys, tooltips, palette, help; single keys can be switched off. */
async function useCommands(walk: Walk): Promise<void> {
  const { page } = walk;
  const banner = page.getByRole('banner');
  await expect(banner.getByTitle('Lukitse (Ctrl+L)')).toBeVisible();
  await banner.getByRole('button', { name: m.app_menu({}, fi) }).click();
  const menu = page.getByRole('menu');
  const lookUpItem = menu.getByRole('menuitem', { name: m.shortcut_look_up({}, fi) });
  await expect(lookUpItem).toBeFocused();
  await expect(lookUpItem).toContainText('Ctrl');
  const offered = await menu.getByRole('menuitem').allInnerTexts();
  const named = offered.map((text) => text.split('\n')[0] ?? '');
  await page.keyboard.press('End');
  await expect(menu.getByRole('menuitem').last()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await expect(banner.getByRole('button', { name: m.app_menu({}, fi) })).toBeFocused();

  await expect(page.getByRole('main').getByTitle('Alt+N')).toHaveText(m.notices_title({}, fi));
  await page.keyboard.press('Control+Shift+p');
  // The palette offers what the menu does, with the same keys; groups stand in their order there.
  const options = page.getByRole('dialog').getByRole('option');
  await expect(options).toHaveCount(offered.length);
  expect((await options.allInnerTexts()).toSorted()).toEqual(offered.toSorted());
  await page.keyboard.type(m.common_settings({}, fi).slice(0, 5));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: m.common_settings({}, fi) })).toBeVisible();
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: m.help_title({}, fi) });
  for (const name of named.filter((_name, index) => offered[index]?.includes('\n')))
    await expect(help).toContainText(name);
  await page.keyboard.press('Escape');
  await page.getByLabel(m.settings_single_keys({}, fi)).uncheck();
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('?');
  await expect(help).toHaveCount(0);
  // Nor do the letters of the queue act, while keys with Ctrl or Alt do.
  await page.keyboard.press('Alt+n');
  const title = page.getByRole('heading', { level: 1, name: m.notices_title({}, fi) });
  await expect(title).toBeFocused();
  await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible();
  for (const key of ['j', '/', 't', 'x']) await page.keyboard.press(key);
  await expect(title).toBeFocused();
  await expect(page.locator('#notice-heading')).toHaveCount(0);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await runCommand(walk, m.shortcut_help({}, fi));
  await expect(help).toContainText(m.help_single_keys_off({}, fi));
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
}

/** The help key opens the guide for what is being done; guides are there without the service. */
async function readGuides({ page }: Walk, service: TrainingService): Promise<void> {
  service.setFault({ path: '^/guides$', kind: 'wrong-schema' });
  await page.keyboard.press('Alt+n');
  await expect(page.getByRole('heading', { level: 1, name: m.notices_title({}, fi) })).toBeVisible();
  await page.keyboard.press('F1');
  const main = page.getByRole('main');
  const titleOf = (id: string): string => guides.find((guide) => guide.id === id)!.title.fi;
  await expect(main.getByRole('region', { name: titleOf('notices') })).toBeVisible({ timeout: 30_000 });
  await expect(main).toContainText(m.common_built_in({}, fi));
  await main.getByRole('button', { name: titleOf('contacts') }).click();
  await expect(main).toContainText('tekninentuki@kela.fi');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 1, name: m.notices_title({}, fi) })).toBeVisible();
}

/** A disruption and a break that begins within a day stand above every view until they are put away. */
async function putNewsAway({ page }: Walk, service: TrainingService): Promise<void> {
  const text = (title: string) => ({ fi: title, sv: title, en: title });
  service.announce({
    id: 'disruption-1',
    kind: 'disruption',
    publishedAt: new Date().toISOString(),
    validFrom: new Date(Date.now() - 60_000).toISOString(),
    validTo: null,
    title: text('Maksutiedoissa on häiriö'),
    body: text('Uusimmat maksut voivat puuttua.'),
  });
  service.announce({
    id: 'planned-break-1',
    kind: 'planned-break',
    publishedAt: new Date().toISOString(),
    validFrom: new Date(Date.now() + 12 * 3600_000).toISOString(),
    validTo: new Date(Date.now() + 15 * 3600_000).toISOString(),
    title: text('Lyhyt huoltokatko'),
    body: text('Palvelu on kiinni huollon ajan.'),
  });
  await page.reload();
  const notices = [
    page.getByRole('alert').filter({ hasText: 'Maksutiedoissa on häiriö' }),
    page.getByRole('status').filter({ hasText: 'Lyhyt huoltokatko' }),
  ];
  for (const notice of notices) await expect(notice).toBeVisible({ timeout: 30_000 });
  for (const notice of notices) {
    await notice.getByRole('button', { name: m.common_dismiss({}, fi) }).click();
    await expect(notice).toHaveCount(0);
  }
}

/** The main tasks by keyboard alone, with their counts of keys. */
async function countKeys(walk: Walk): Promise<readonly string[]> {
  const { page } = walk;
  let pressed = 0;
  const press = async (keys: string): Promise<void> => {
    pressed += 1;
    await page.keyboard.press(keys);
  };
  const counts: string[] = [];
  const count = async (task: string, most: number, steps: () => Promise<void>): Promise<void> => {
    pressed = 0;
    await steps();
    counts.push(`${task}: ${pressed} keys`);
    expect(pressed, task).toBeLessThanOrEqual(most);
  };
  /** What a paste puts in; the paste itself is not counted. */
  const paste = (text: string): Promise<void> => page.keyboard.insertText(text);

  await count('look up from the start view, after the paste', 3, async () => {
    await expect(lookUpField(walk)).toBeFocused();
    await paste(clientNamed('Demonen').personalIdentityCode);
    await press('Enter');
    await expectClientPage(walk);
  });
  await readSections(walk);
  await count('look up from anywhere, after the paste', 3, async () => {
    await press('Control+k');
    await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
    await paste(clientNamed('Ennakko').personalIdentityCode);
    await press('Enter');
    await expect(page.getByText('Ennakko').first()).toBeVisible();
    await expectClientPage(walk);
  });
  await readSections(walk);
  await count('to the payments', 1, async () => {
    await press('Alt+3');
    await expect(page.getByRole('heading', { name: m.client_section_payments({}, fi) })).toBeFocused();
  });
  await count('copy the identity code', 1, async () => {
    await press('Control+Shift+c');
    await expect(page.getByText(m.common_copied_cleared({ seconds: 30 }, fi)).first()).toBeVisible();
  });
  await count('a second client beside, after the paste', 2, async () => {
    await press('Control+Shift+k');
    await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
    await paste(clientNamed('Demonen').personalIdentityCode);
    await press('Enter');
    await expect(page.locator('[data-pane="2"]').getByRole('heading', { level: 1 })).toBeFocused();
  });
  await runCommand(walk, m.app_leave_client({}, fi));
  await count('to the notices and back to the client', 2, async () => {
    await press('Alt+n');
    await expect(page.getByRole('heading', { level: 1, name: m.notices_title({}, fi) })).toBeVisible();
    await press('Escape');
    await expectClientPage(walk);
  });
  await count('lock', 1, async () => {
    await press('Control+l');
    await expect(page.getByText('Ennakko')).toHaveCount(0);
  });
  return counts;
}

/** What is typed stays while the language changes. */
async function changeLanguages(walk: Walk): Promise<void> {
  const { page } = walk;
  await page.locator('.practice-pin').waitFor();
  const pinField = page.locator('input[type=password]');
  await pinField.fill('12');
  for (const locale of ['sv', 'en', 'fi'] as const) {
    await chooseLanguage({ ...walk, locale });
    await expect(pinField).toHaveValue('12');
  }
}

test('what stands around every view: languages, news of the service, keys with their counts, commands, guides', async ({
  walk,
  service,
}, information) => {
  test.setTimeout(300_000);
  await test.step('the language changes live, and what is typed stays', () => changeLanguages(walk));
  await test.step('a disruption and a break within a day stand above every view until put away', () =>
    putNewsAway(walk, service));
  await signInWithPracticeCard(walk);
  await chooseRole(walk);
  await test.step('the main tasks by keyboard alone', async () => {
    const counts = await countKeys(walk);
    information.annotations.push({ type: 'keys', description: counts.join('; ') });
    process.stdout.write(`${counts.join('\n')}\n`);
  });
  await signInWithPracticeCard(walk);
  await expect(lookUpField(walk)).toBeVisible({ timeout: 30_000 });
  await test.step('one registry of commands: menu, tooltips, palette, help, and single keys off', () =>
    useCommands(walk));
  await test.step('the guide for what is being done, also without the service', () =>
    readGuides(walk, service));
});
