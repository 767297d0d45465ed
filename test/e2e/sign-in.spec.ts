import { m } from '../../shared/messages/generated/messages.js';
import { clientNamed, expect, test } from './product.ts';
import { chooseRole, givePin, lookUp, lookUpField, signInWithPracticeCard } from './walk.ts';

const fi = { locale: 'fi' } as const;

test('a wrong PIN is named with what is left, and blocks after the third', async ({ walk }) => {
  const { page } = walk;
  await page.getByRole('button', { name: m.sign_in_practice_card({}, fi) }).click();
  const user = page.getByRole('main').getByLabel(m.sign_in_practice_user({}, fi));
  await user.selectOption({ label: 'Testi Esimerkki' });
  const pin = (await page.locator('.practice-pin strong').textContent()) ?? '';
  const wrong = pin === '0000' ? '1111' : '0'.repeat(pin.length);
  await givePin(walk, wrong);
  await expect(page.getByText(m.error_card_pin_wrong({}, fi), { exact: true })).toBeVisible();
  await givePin(walk, wrong);
  await expect(page.getByText(m.error_card_pin_wrong_last_try({}, fi)).first()).toBeVisible();
  await givePin(walk, wrong);
  await expect(page.getByText(m.error_card_pin_blocked({}, fi)).first()).toBeVisible();
  await expect(page.locator('.practice-pin')).toBeVisible();
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
