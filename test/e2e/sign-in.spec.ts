import { m } from '../../shared/messages/generated/messages.js';
import { filesWith } from './files-with.ts';
import { clientNamed, expect, test } from './product.ts';
import { chooseRole, givePin, lookUp, lookUpField, signInWithPracticeCard } from './walk.ts';
import { inMemory } from './window-memory.ts';

const fi = { locale: 'fi' } as const;
const STEP = { timeout: 30_000 };
/** A snapshot of the memory takes long on a loaded machine. */
const SNAPSHOT = { timeout: 60_000 };
/** Digits that are nowhere else by chance, and no practice card's. */
const WRONG_PIN = '83617294';

test('a wrong PIN is named with what is left and leaves nothing; a lock, another purpose and another person show nothing of the client; missing mandates are named', async ({
  walk,
  shell,
  temporaryFolder,
}) => {
  test.setTimeout(240_000);
  const { page } = walk;
  const client = clientNamed('Demonen');
  const signOut = async (): Promise<void> => {
    await page.getByRole('button', { name: m.app_sign_out({}, fi) }).click();
    await expect(page.getByText(m.sign_in_signed_out_user({}, fi))).toBeVisible(STEP);
  };

  await test.step('the PIN is blocked after the third wrong one', async () => {
    await page.getByRole('button', { name: m.sign_in_practice_card({}, fi) }).click();
    const user = page.getByRole('main').getByLabel(m.sign_in_practice_user({}, fi));
    await user.selectOption({ label: 'Stina Stadilainen' });
    await givePin(walk, WRONG_PIN);
    await expect(page.getByText(m.error_card_pin_wrong({}, fi), { exact: true })).toBeVisible();
    await givePin(walk, WRONG_PIN);
    await expect(page.getByText(m.error_card_pin_wrong_last_try({}, fi)).first()).toBeVisible();
    await givePin(walk, WRONG_PIN);
    await expect(page.getByText(m.error_card_pin_blocked({}, fi)).first()).toBeVisible();
    await expect(page.locator('.practice-pin')).toBeVisible();
  });

  // What the window's programs and page can still reach holds no PIN, and neither does a file. The right one goes the
  // same way, but training shows it, so that it cannot be searched for. What cannot be held: memory that Chromium and
  // V8 have freed and not used again (a text field and a text cannot be overwritten), and what this test's own way of
  // typing keeps of it. The processes that hand a PIN to a card are searched whole in test/card/pin-memory.test.ts.
  await test.step('after a sign-in nothing holds a PIN', async () => {
    const signedIn = 'Testi Esimerkki';
    await signInWithPracticeCard(walk, signedIn);
    await expect(page.getByRole('heading', { name: m.sign_in_role_title({}, fi) })).toBeVisible(STEP);
    await expect.poll(() => inMemory(page, [WRONG_PIN, signedIn]), SNAPSHOT).toEqual([signedIn]);
    for (const folder of [shell.userData, temporaryFolder])
      expect(filesWith(folder, [WRONG_PIN]).found).toEqual([]);
  });

  await test.step('the lock shows nothing of the client, nor does another purpose', async () => {
    await chooseRole(walk);
    await lookUp(walk, client.personalIdentityCode);
    await page.keyboard.press('Control+l');
    await expect(page.getByRole('heading', { name: m.sign_in_locked_title({}, fi) })).toBeVisible();
    const shown = await page.locator('body').innerText();
    expect(shown).not.toContain('Demonen');
    expect(await page.content()).not.toContain(client.personalIdentityCode);
    await signInWithPracticeCard(walk);
    await expect(lookUpField(walk)).toBeVisible(STEP);
    expect(await page.content()).not.toContain(client.personalIdentityCode);

    await lookUp(walk, client.personalIdentityCode);
    await page.getByRole('button', { name: m.app_switch_role({}, fi) }).click();
    await expect(page.getByRole('heading', { name: m.sign_in_role_title({}, fi) })).toBeVisible();
    expect(await page.content()).not.toContain(client.personalIdentityCode);
    await chooseRole(walk, 'ASIAKASMAKSU');
    expect(await page.content()).not.toContain(client.personalIdentityCode);
  });

  await test.step('a user without the mandate reads which one is missing', async () => {
    await signOut();
    await signInWithPracticeCard(walk, 'Eino Valtuudeton');
    const title = 'Etuustietojen katselu ja maksuvaatimusten rekisteröinti';
    await expect(page.getByText(title).first()).toBeVisible(STEP);
    await signOut();
  });

  await test.step('somebody whose employer acts for the city: the request asks for the right mandate', async () => {
    // The only purpose of use there is: nothing to choose.
    await signInWithPracticeCard(walk, 'Pirjo Palvelija');
    const rights = page.getByRole('region', { name: m.home_rights({}, fi) });
    await expect(rights.getByText('Työttömyysetuuksien kuntaosuusaineistojen tarkastelu')).toBeVisible(STEP);
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
});

test("signs in and looks a client up with Chromium's sandbox on @sandbox", async ({ signedIn, shell }) => {
  const switches = await shell.main(() => process.getuid?.() ?? -1, undefined);
  expect(switches).not.toBe(0);
  await lookUp(signedIn, clientNamed('Demonen').personalIdentityCode);
});
