import { m } from '../../shared/messages/generated/messages.js';
import { clientNamed, expect, test } from './product.ts';
import {
  advanceClaimOfToday,
  backToClient,
  fillAdvanceClaim,
  lookUp,
  readSections,
  receiptNumber,
  sendClaim,
} from './walk.ts';

const fi = { locale: 'fi' } as const;
const claim = advanceClaimOfToday();
const demo = clientNamed('Demonen').personalIdentityCode;

test("a claim on an advance gets a receipt, and the client's page lists it", async ({ signedIn }) => {
  await lookUp(signedIn, demo);
  const before = await readSections(signedIn);
  await fillAdvanceClaim(signedIn, claim);
  const number = await sendClaim(signedIn);
  expect(number).toMatch(/^KM-\d{4}-\d{6}$/);
  await backToClient(signedIn);
  await expect
    .poll(async () => (await readSections(signedIn))['payment-claims'])
    .toBe(before['payment-claims'] + 1);
  await expect(
    signedIn.page
      .getByRole('region', { name: m.client_section_payment_claims({}, fi), exact: true })
      .getByRole('table'),
  ).toContainText('320,00');
});

test('a reply that never came is asked again under the same key: one claim, one receipt', async ({
  signedIn,
  service,
}) => {
  const { page } = signedIn;
  await lookUp(signedIn, demo);
  await fillAdvanceClaim(signedIn, claim);
  service.setFault({ path: '/payment-claims$', kind: 'lost-answer', times: 20 });
  await page.getByRole('button', { name: m.claims_send({}, fi) }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: m.claims_confirm_yes({}, fi) })
    .click();
  await expect(page.getByText(m.claim_wizard_unknown_title({}, fi))).toBeVisible({ timeout: 60_000 });
  service.setFault(null);
  await page.getByRole('button', { name: m.claims_failed_try({}, fi) }).click();
  // The first number of the year: the lost tries were the same claim.
  expect(await receiptNumber(signedIn)).toMatch(/^KM-\d{4}-000001$/);
  await backToClient(signedIn);
  await expect.poll(async () => (await readSections(signedIn))['payment-claims']).toBe(1);
});

test('what the law does not allow is said where it bites', async ({ signedIn }) => {
  const { page } = signedIn;
  await lookUp(signedIn, demo);
  await fillAdvanceClaim(signedIn, claim);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alertdialog').or(page.getByRole('dialog'))).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: m.claims_review_heading({}, fi) })).toBeVisible();
  const change = page.getByRole('button', {
    name: m.claims_review_change_named({ field: m.claims_amount({}, fi) }, fi),
  });
  await change.first().click();
  await page.getByRole('main').getByLabel(m.claims_amount({}, fi)).fill('320,01');
  await page.keyboard.press('Control+Enter');
  const summary = page.getByRole('group', { name: m.common_error_summary_title({}, fi) });
  await expect(summary).toBeFocused();
  await summary.getByRole('link').first().press('Enter');
  await expect(page.getByRole('main').getByLabel(m.claims_amount({}, fi))).toBeFocused();
});
