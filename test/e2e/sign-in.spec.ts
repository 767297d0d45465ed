import { m } from '../../shared/messages/generated/messages.js';
import { filesWith } from './files-with.ts';
import { clientNamed, expect, test } from './product.ts';
import { chooseRole, givePin, lookUp, lookUpField, signInWithPracticeCard } from './walk.ts';
import { inMemory } from './window-memory.ts';

const fi = { locale: 'fi' } as const;
const STEP = { timeout: 30_000 };
/** A snapshot of the memory takes long on a loaded machine. */
const SNAPSHOT = { timeout: 60_000 };

test('a wrong PIN is named with what is left, blocks after the third, and leaves nothing of itself', async ({
  walk,
  shell,
  temporaryFolder,
}) => {
  const { page } = walk;
  await page.getByRole('button', { name: m.sign_in_practice_card({}, fi) }).click();
  const user = page.getByRole('main').getByLabel(m.sign_in_practice_user({}, fi));
  await user.selectOption({ label: 'Testi Esimerkki' });
  // Digits that are nowhere else by chance, and no practice card's.
  const wrong = '83617294';
  await givePin(walk, wrong);
  await expect(page.getByText(m.error_card_pin_wrong({}, fi), { exact: true })).toBeVisible();
  await givePin(walk, wrong);
  await expect(page.getByText(m.error_card_pin_wrong_last_try({}, fi)).first()).toBeVisible();
  await givePin(walk, wrong);
  await expect(page.getByText(m.error_card_pin_blocked({}, fi)).first()).toBeVisible();
  await expect(page.locator('.practice-pin')).toBeVisible();

  // What the window's programs and page can still reach holds no PIN, and neither does a file. The right one goes the
  // same way, but training shows it, so that it cannot be searched for. What cannot be held: memory that Chromium and
  // V8 have freed and not used again (a text field and a text cannot be overwritten), and what this test's own way of
  // typing keeps of it. The processes that hand a PIN to a card are searched whole in test/card/pin-memory.test.ts.
  const signedIn = 'Stina Stadilainen';
  await signInWithPracticeCard(walk, signedIn);
  await expect(page.getByRole('heading', { name: m.sign_in_role_title({}, fi) })).toBeVisible(STEP);
  await expect.poll(() => inMemory(page, [wrong, signedIn]), SNAPSHOT).toEqual([signedIn]);
  for (const folder of [shell.userData, temporaryFolder])
    expect(filesWith(folder, [wrong]).found).toEqual([]);
});

test('sign-in, lock and unlock: the lock shows nothing of the client', async ({ signedIn }) => {
  const { page } = signedIn;
  const client = clientNamed('Demonen');
  await lookUp(signedIn, client.personalIdentityCode);
  await page.keyboard.press('Control+l');
  await expect(page.getByRole('heading', { name: m.sign_in_locked_title({}, fi) })).toBeVisible();
  const shown = await page.locator('body').innerText();
  expect(shown).not.toContain('Demonen');
  expect(await page.content()).not.toContain(client.personalIdentityCode);
  await signInWithPracticeCard(signedIn);
  await expect(lookUpField(signedIn)).toBeVisible();
  expect(await page.content()).not.toContain(client.personalIdentityCode);
});

test('signing out, and in as somebody whose employer acts for the city: the request asks for the right mandate', async ({
  signedIn,
  shell,
}) => {
  const { page } = signedIn;
  await page.getByRole('button', { name: m.app_sign_out({}, fi) }).click();
  await expect(page.getByText(m.sign_in_signed_out_user({}, fi))).toBeVisible();
  // The only purpose of use there is: nothing to choose.
  await signInWithPracticeCard(signedIn, 'Pirjo Palvelija');
  const rights = page.getByRole('region', { name: m.home_rights({}, fi) });
  await expect(rights.getByText('Työttömyysetuuksien kuntaosuusaineistojen tarkastelu')).toBeVisible();
  await rights.getByRole('button', { name: m.common_mandate_copy_request({}, fi) }).click();
  const copied = () => shell.main(({ clipboard }) => clipboard.readText(), undefined);
  await expect.poll(copied).toContain('Harjoituksen palveluyhtiö Oy, joka toimii organisaation Tampereen');
  expect(await copied()).toContain('edustamisvaltuuden');

  // The mandate of the next month opens nothing yet, and is nothing to ask for either.
  await page.getByRole('button', { name: m.app_switch_role({}, fi) }).click();
  const later = page.getByRole('region', { name: 'Tampereen kaupunki, lastenhoidon tuki' });
  await expect(later.getByText(/^Valtuus M3 alkaa \d+\.\d+\.\d{4}$/)).toBeVisible();
  await expect(later.getByText(m.sign_in_role_no_purpose({}, fi))).toBeVisible();
  await expect(later.getByRole('button')).toHaveCount(0);
});

test('another organisation is a click away, and the client is gone', async ({ signedIn }) => {
  const { page } = signedIn;
  const client = clientNamed('Demonen');
  await lookUp(signedIn, client.personalIdentityCode);
  await page.getByRole('button', { name: m.app_switch_role({}, fi) }).click();
  await expect(page.getByRole('heading', { name: m.sign_in_role_title({}, fi) })).toBeVisible();
  expect(await page.content()).not.toContain(client.personalIdentityCode);
  await chooseRole(signedIn, 'ASIAKASMAKSU');
  expect(await page.content()).not.toContain(client.personalIdentityCode);
});

test("signs in and looks a client up with Chromium's sandbox on @sandbox", async ({ signedIn, shell }) => {
  const switches = await shell.main(() => process.getuid?.() ?? -1, undefined);
  expect(switches).not.toBe(0);
  await lookUp(signedIn, clientNamed('Demonen').personalIdentityCode);
});
