import { m } from '../../shared/messages/generated/messages.js';
import { startTrainingService } from '../../src-main/training-service/start-training-service.ts';
import { clientNamed, expect, test as base } from './product.ts';
import {
  advanceClaimOfToday,
  backToClient,
  chooseLanguage,
  chooseRole,
  expectClientPage,
  fillAdvanceClaim,
  lookUp,
  readSections,
  receiptNumber,
  signInWithPracticeCard,
  type Walk,
} from './walk.ts';

const fi = { locale: 'fi' } as const;
const demo = clientNamed('Demonen');
const claim = advanceClaimOfToday();
const MINUTE = 60_000;
const STEP = { timeout: 30_000 };

/** The service's clock, which the test puts forward. */
const test = base.extend<{ clock: { ahead: number } }>({
  clock: async ({}, use) => use({ ahead: 0 }),
  service: async ({ clock }, use) => {
    const service = await startTrainingService({
      dataFolder: null,
      now: () => new Date(Date.now() + clock.ahead),
    });
    await use(service);
    await service.close();
  },
});

const button = ({ page }: Walk, name: string) => page.getByRole('button', { name, exact: true });
const drafts = ({ page }: Walk) => page.getByRole('region', { name: m.drafts_title({}, fi) });
const review = ({ page }: Walk) => page.getByRole('heading', { name: m.claims_review_heading({}, fi) });
const claims = ({ page }: Walk) =>
  page.getByRole('region', { name: m.client_section_payment_claims({}, fi), exact: true });

/** From the start view into the claim, with its client looked up: one key. */
async function continueDraft(walk: Walk): Promise<void> {
  const name = m.drafts_continue({ client: 'Demonen Deni' }, fi);
  await drafts(walk).getByRole('button', { name }).focus(STEP);
  await walk.page.keyboard.press('Enter');
  await expect(
    walk.page.getByRole('main').getByRole('heading', { level: 1, name: m.claims_heading({}, fi) }),
  ).toBeVisible(STEP);
}

test('a claim outlives the language, tokens that run out and a connection that dies, and is one claim', async ({
  signedIn,
  service,
  clock,
}) => {
  test.setTimeout(240_000);
  const { page } = signedIn;
  const main = page.getByRole('main');
  await lookUp(signedIn, demo.personalIdentityCode);
  await fillAdvanceClaim(signedIn, claim);

  // The language: the same place, the same words.
  await chooseLanguage({ page, locale: 'sv' });
  await expect(
    page.getByRole('heading', { name: m.claims_review_heading({}, { locale: 'sv' }) }),
  ).toBeVisible();
  await expect(main).toContainText('TT-2026-1');
  await chooseLanguage(signedIn);

  // The tokens have run out in the middle of the claim; nobody notices. Then the connection dies before the claim
  // has arrived, and again after it has.
  clock.ahead = 6 * MINUTE;
  service.setFault({ path: '/payment-claims$', kind: 'lost-request', times: 3 });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  const unknown = main.getByRole('alert').filter({ hasText: m.claim_wizard_unknown_title({}, fi) });
  await expect(unknown).toBeVisible(STEP);
  service.setFault({ path: '/payment-claims$', kind: 'lost-answer', times: 3 });
  await unknown.getByRole('button', { name: m.claims_failed_try({}, fi) }).click();
  await expect(unknown).toHaveCount(0);
  await expect(unknown).toBeVisible(STEP);
  service.setFault(null);

  // The start view asks by the key, and knows: registered. The wizard is told too.
  await page.keyboard.press('Alt+Home');
  await expect(drafts(signedIn)).toContainText(/KM-\d{4}-000001/, STEP);
  await drafts(signedIn)
    .getByRole('button', { name: m.drafts_view_claims({ client: 'Demonen Deni' }, fi) })
    .click();
  await expect.poll(() => receiptNumber(signedIn), STEP).toMatch(/^KM-\d{4}-000001$/);
  await backToClient(signedIn);
  await expect.poll(async () => (await readSections(signedIn))['payment-claims']).toBe(1);

  // A copy is among the drafts with nothing typed.
  await claims(signedIn).locator('[data-row-control]').first().click();
  await claims(signedIn)
    .getByRole('button', { name: m.register_act_copy({}, fi) })
    .click();
  await expect(main.getByLabel(m.claims_period_start({}, fi)).first()).toHaveValue(claim.start);
  await page.keyboard.press('Alt+Home');
  await expect(drafts(signedIn).getByRole('button', { name: /^Jatka: Demonen/ })).toHaveCount(1);

  // The session is over: the draft waits, for its user only.
  clock.ahead = 11 * 60 * MINUTE;
  await lookUpAnew(signedIn);
  await signInWithPracticeCard(signedIn, 'Stina Stadilainen');
  await chooseRole(signedIn);
  await expect(button(signedIn, m.register_title({}, fi))).toBeVisible(STEP);
  await expect(drafts(signedIn)).toHaveCount(0);
  expect(await page.content()).not.toContain('Demonen');
  await button(signedIn, m.app_sign_out({}, fi)).click();
  await signInWithPracticeCard(signedIn);
  await chooseRole(signedIn);
  await continueDraft(signedIn);
  await expect(main.getByLabel(m.claims_period_start({}, fi)).first()).toHaveValue(claim.start);
  await expect(review(signedIn)).toHaveCount(0);
  await button(signedIn, m.app_return_to_client({}, fi)).click();
  await expectClientPage(signedIn);
});

/** Looks somebody up in a session that is over: ends where one signs in. */
async function lookUpAnew({ page }: Walk): Promise<void> {
  const code = page.getByRole('main').getByLabel(m.home_code_label({}, fi));
  await code.fill(clientNamed('Ennakko').personalIdentityCode);
  await code.press('Enter');
  await expect(page.getByRole('button', { name: m.sign_in_practice_card({}, fi) })).toBeVisible(STEP);
}
