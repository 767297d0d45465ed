import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { m } from '../../shared/messages/generated/messages.js';
import { startOwnBrowser } from './own-browser.ts';
import { holdTime, letHalfMinutePass } from './passing-time.ts';
import { clientNamed, expect, test as base } from './product.ts';
import { inMemory } from './window-memory.ts';
import { chooseRole, lookUp, lookUpField, signInWithPracticeCard, type Walk } from './walk.ts';

const fi = { locale: 'fi' } as const;
const demo = clientNamed('Demonen');
const STEP = { timeout: 30_000 };
/** A snapshot of the memory takes long on a loaded machine. */
const SNAPSHOT = { timeout: 60_000 };
const TYPED = 'TT-2026-4711';
const SEARCHED = '140590-903D';

const policyFile = (folder: string): string => join(folder, 'policy.json');
const test = base.extend({
  launchEnv: async ({ launchEnv, temporaryFolder }, use) =>
    use({ ...launchEnv, KELMU_POLICY_FILE: policyFile(temporaryFolder) }),
});

const button = ({ page }: Walk, name: string) => page.getByRole('button', { name, exact: true });

/** Begins a claim and types the number of the assistance's decision; ends on the keystroke. */
const beginClaim = async (walk: Walk): Promise<void> => {
  const { page } = walk;
  await page
    .getByRole('button', { name: m.client_page_new_claim({}, fi) })
    .first()
    .click(STEP);
  await page.getByRole('radio', { name: /^A\. / }).first().check(STEP);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('main').getByLabel(m.claims_benefit({}, fi)).first().selectOption('YAT', STEP);
  await page
    .getByRole('radio', { name: m.claims_decision_pending({}, fi) })
    .first()
    .check();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('main').getByLabel(m.claims_row_decision_number({}, fi)).first().fill(TYPED, STEP);
};
const continueClaim = async (walk: Walk): Promise<void> => {
  const name = m.drafts_continue({ client: 'Demonen Deni' }, fi);
  await walk.page.getByRole('button', { name }).click(STEP);
  const typed = walk.page.getByRole('main').getByLabel(m.claims_row_decision_number({}, fi)).first();
  await expect(typed).toHaveValue(TYPED, STEP);
};
const beginSearch = async ({ page }: Walk): Promise<void> => {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByLabel(m.home_code_label({}, fi)).fill(SEARCHED);
};
/** Of what was on the screen, in its fields and in the title. */
const expectNothingLeft = async ({ page }: Walk): Promise<void> => {
  const left = await page.content();
  const typed = await page
    .locator('input, textarea')
    .evaluateAll((fields: HTMLInputElement[]) => fields.map(({ value }) => value));
  for (const text of ['Demonen', demo.personalIdentityCode, TYPED, SEARCHED]) {
    expect(left).not.toContain(text);
    expect(typed).not.toContain(text);
  }
  expect(await page.title()).toBe('Kelmu');
};

test('signs in by mobile certificate and by bank codes in the own browser, and out again there', async ({
  walk,
  shell,
  service,
}) => {
  const { page } = walk;
  const browser = await startOwnBrowser(shell);
  try {
    await button(walk, m.sign_in_mobile_certificate({}, fi)).click(STEP);
    await button(walk, m.sign_in_browser_open({}, fi)).click();
    const closed = await browser.page(1);
    await expect(page.getByText(m.sign_in_browser_waiting({ minutes: 3 }, fi))).toBeVisible();
    // Back in the window without an answer, as after closing the page in the browser.
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await expect(page.getByText(m.sign_in_browser_unfinished({}, fi))).toBeVisible();
    await button(walk, m.sign_in_browser_again({}, fi)).click();
    const refused = await browser.page(2);
    await closed.getByRole('button', { name: 'Keskeytä' }).click();
    await expect(closed.getByRole('heading')).toHaveText(m.sign_in_browser_outdated({}, fi));
    await expect(page.getByText(m.sign_in_browser_unfinished({}, fi))).toBeHidden();
    await refused.getByRole('button', { name: 'Keskeytä' }).click();
    await expect(refused.getByRole('heading')).toHaveText(m.sign_in_browser_refused({}, fi));
    await expect(page.getByText(m.error_identification_refused({}, fi))).toBeVisible(STEP);

    await button(walk, m.sign_in_browser_open({}, fi)).click();
    const identified = await browser.page(3);
    await identified.getByLabel('Harjoituskäyttäjä').selectOption({ label: 'Testi Esimerkki' });
    await identified.getByRole('button', { name: 'Vahvista' }).click();
    await identified.getByRole('button', { name: 'Jatka Kelmuun' }).click();
    await expect(identified.getByRole('heading')).toHaveText(m.sign_in_browser_done({}, fi));
    await chooseRole(walk);
    await lookUp(walk, demo.personalIdentityCode);
    expect(service.auditRecords().findLast(({ operation }) => operation === 'searchClient')).toMatchObject({
      userId: 'u-esimerkki',
      method: 'mobile-certificate',
      workstation: expect.any(String),
      outcome: 'OK',
    });

    // Locked, and unlocked by another method of the same person.
    await page.keyboard.press('Control+l');
    await button(walk, m.sign_in_bank_codes({}, fi)).click(STEP);
    await button(walk, m.sign_in_browser_open({}, fi)).click();
    const unlocking = await browser.page(4);
    await unlocking.getByLabel('Harjoituskäyttäjä').selectOption({ label: 'Testi Esimerkki' });
    await unlocking.getByRole('button', { name: 'Vahvista' }).click();
    await unlocking.getByRole('button', { name: 'Jatka Kelmuun' }).click();
    await expect(lookUpField(walk)).toBeVisible(STEP);
    expect(service.auditRecords().findLast(({ operation }) => operation === 'signIn')).toMatchObject({
      method: 'bank-codes',
    });

    await button(walk, m.app_sign_out({}, fi)).click();
    await expect(page.getByText(m.sign_in_signed_out_user({}, fi))).toBeVisible(STEP);
    const loggingOut = await browser.page(5);
    await loggingOut.getByRole('button', { name: 'Kirjaudu ulos' }).click();
    await expect(loggingOut.getByRole('heading')).toContainText('Olet kirjautunut ulos');
  } finally {
    await browser.close();
  }
});

test('a lock by the system, by hand and by time leaves nothing on the screen, and keeps what was typed just before', async ({
  signedIn,
  shell,
  temporaryFolder,
}) => {
  const { page } = signedIn;
  await lookUp(signedIn, demo.personalIdentityCode);
  await beginClaim(signedIn);
  await beginSearch(signedIn);
  // In one step of the main process: what is over the page before the page has heard of the lock.
  const covered = await shell.main(({ powerMonitor, BrowserWindow }) => {
    powerMonitor.emit('lock-screen');
    const [window] = BrowserWindow.getAllWindows();
    return { views: window?.contentView.children.length ?? 0, title: window?.getTitle() };
  }, undefined);
  expect(covered.views).toBeGreaterThan(0);
  expect(covered.title).toBe('Kelmu Desktop');
  await expect(page.getByText(m.sign_in_locked_system({}, fi))).toBeVisible(STEP);
  await expectNothingLeft(signedIn);
  const views = () =>
    shell.main(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.contentView.children.length,
      undefined,
    );
  await expect.poll(views).toBe(covered.views - 1);
  await signInWithPracticeCard(signedIn);
  await expect(lookUpField(signedIn)).toHaveValue('', STEP);
  await continueClaim(signedIn);

  await beginSearch(signedIn);
  await page.keyboard.press('Control+l');
  await expect(page.getByText(m.sign_in_locked_user({}, fi))).toBeVisible(STEP);
  await expectNothingLeft(signedIn);

  // The administrators have shortened the idle time meanwhile: the unlocking reads it.
  writeFileSync(policyFile(temporaryFolder), JSON.stringify({ idleLockMinutes: 1 }));
  await holdTime(shell);
  await signInWithPracticeCard(signedIn);
  await continueClaim(signedIn);
  const warning = page.getByRole('region', { name: m.app_idle_title({}, fi) });
  await letHalfMinutePass(shell);
  await expect(warning).toBeVisible(STEP);
  await button(signedIn, m.app_idle_continue({}, fi)).click();
  await expect(warning).toBeHidden(STEP);
  await beginSearch(signedIn);
  await letHalfMinutePass(shell);
  await expect(warning).toBeVisible(STEP);
  await letHalfMinutePass(shell);
  await expect(page.getByText(m.sign_in_locked_idle({}, fi))).toBeVisible(STEP);
  await expectNothingLeft(signedIn);
  await signInWithPracticeCard(signedIn);
  await continueClaim(signedIn);
});

test('a mandate that ends closes the client and says which; the draft is kept', async ({
  signedIn,
  service,
}) => {
  const { page } = signedIn;
  await lookUp(signedIn, demo.personalIdentityCode);
  await beginClaim(signedIn);
  service.endMandate({ userId: 'u-esimerkki', organisationId: 'org-pirkanmaa', mandate: 'M1' });
  // The user looks somebody up; the refusal has the program ask what is left.
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByLabel(m.home_code_label({}, fi)).fill('140590-903D');
  await page.keyboard.press('Enter');
  const notice = page.getByRole('alert').filter({ hasText: m.app_mandate_ended({}, fi) });
  await expect(notice).toBeVisible(STEP);
  await expect(notice).toContainText('Etuustietojen katselu ja maksuvaatimusten rekisteröinti');
  await expect(notice).toContainText('Granska förmånsuppgifter och registrera betalningskrav');
  for (const text of ['Demonen', demo.personalIdentityCode]) expect(await page.content()).not.toContain(text);
  service.restoreMandates();
  await button(signedIn, m.app_switch_role({}, fi)).click();
  await chooseRole(signedIn);
  await continueClaim(signedIn);
});

test('another organisation without a new sign-in, and a sign-out: the client is gone first, from the memory too', async ({
  signedIn,
  service,
}) => {
  const { page } = signedIn;
  await lookUp(signedIn, demo.personalIdentityCode);
  const signIns = () => service.auditRecords().filter(({ operation }) => operation === 'signIn').length;
  const before = signIns();
  await button(signedIn, m.app_switch_role({}, fi)).click();
  const other = page.getByRole('region', { name: 'Varsinais-Suomen hyvinvointialue' });
  await expect(other).toBeVisible(STEP);
  for (const text of ['Demonen', demo.personalIdentityCode]) expect(await page.content()).not.toContain(text);
  const ofClient = ['Demonen', demo.personalIdentityCode];
  await expect.poll(() => inMemory(page, ofClient), SNAPSHOT).toEqual([]);
  await other.getByRole('button', { name: 'Toimeentulotuki ja aikuissosiaalityö' }).click();
  await expect(lookUpField(signedIn)).toBeVisible(STEP);
  expect(signIns()).toBe(before);
  expect(service.auditRecords().findLast(({ operation }) => operation === 'chooseRole')).toMatchObject({
    organisationId: 'org-varsinais-suomi',
  });
  const ofOther = ['Turkulainen', clientNamed('Turkulainen').personalIdentityCode];
  await lookUp(signedIn, ofOther[1] ?? '');
  await button(signedIn, m.app_sign_out({}, fi)).click();
  await expect(page.getByText(m.sign_in_signed_out_user({}, fi))).toBeVisible(STEP);
  await expect.poll(() => inMemory(page, [...ofClient, ...ofOther]), SNAPSHOT).toEqual([]);
  await signInWithPracticeCard(signedIn);
  await expect(page.getByRole('main').getByRole('heading', { level: 2 }).first()).toHaveText(
    'Varsinais-Suomen hyvinvointialue',
    STEP,
  );
});
