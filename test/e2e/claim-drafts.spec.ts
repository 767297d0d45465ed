import { m } from '../../shared/messages/generated/messages.js';
import { startTrainingService } from '../../src-main/training-service/start-training-service.ts';
import { clientNamed, expect, test as base } from './product.ts';
import {
  advanceClaimOfToday,
  backToClient,
  chooseLanguage,
  fillAdvanceClaim,
  lookUp,
  readSections,
  receiptNumber,
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

const drafts = ({ page }: Walk) => page.getByRole('region', { name: m.drafts_title({}, fi) });

test('a claim outlives the language, tokens that run out and a connection that dies, and is one claim', async ({
  signedIn,
  service,
  clock,
}) => {
  test.setTimeout(90_000);
  const { page } = signedIn;
  const main = page.getByRole('main');
  await lookUp(signedIn, demo.personalIdentityCode);
  await fillAdvanceClaim(signedIn, claim);

  // The language: the same place, the same words.
  await chooseLanguage({ page, locale: 'sv' });
  await expect(
    page.getByRole('heading', { name: m.claims_review_heading({}, { locale: 'sv' }) }),
  ).toBeVisible();
  await expect(main).toContainText(claim.phone);
  await chooseLanguage(signedIn);

  // The connection dies before the claim has arrived, and again after it has.
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

  // Meanwhile the tokens have run out; nobody notices. The start view asks by the key, and knows: registered. The
  // wizard is told too.
  clock.ahead = 6 * MINUTE;
  await page.keyboard.press('Alt+Home');
  await expect(drafts(signedIn)).toContainText(/KM-\d{4}-000001/, STEP);
  await drafts(signedIn)
    .getByRole('button', { name: m.drafts_view_claims({ client: 'Demonen Deni' }, fi) })
    .click();
  await expect.poll(() => receiptNumber(signedIn), STEP).toMatch(/^KM-\d{4}-000001$/);
  await backToClient(signedIn);
  await expect.poll(async () => (await readSections(signedIn))['payment-claims']).toBe(1);
});
