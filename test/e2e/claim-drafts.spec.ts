import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../../shared/policy/policy.ts';
import { purposes } from '../../shared/codes/index.ts';
import { m } from '../../shared/messages/generated/messages.js';
import { startTrainingService } from '../../src-main/training-service/start-training-service.ts';
import { programCalls } from '../main/program-calls.ts';
import { claimsSection } from './claims-of-colleague.ts';
import { clientNamed, expect, test as base } from './product.ts';
import { launchShell } from './shell.ts';
import {
  advanceClaimOfToday,
  backToClient,
  chooseLanguage,
  chooseRole,
  fillAdvanceClaim,
  lookUp,
  lookUpField,
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

/** The service's clock, which the test puts forward, and the settings of the administrators. */
const test = base.extend<{ clock: { ahead: number }; policy: Partial<Policy> | null }>({
  clock: async ({}, use) => use({ ahead: 0 }),
  policy: [null, { option: true }],
  launchEnv: async ({ launchEnv, temporaryFolder, policy }, use) => {
    const file = join(temporaryFolder, 'policy.json');
    if (policy !== null) writeFileSync(file, JSON.stringify(policy));
    await use({ ...launchEnv, KELMU_POLICY_FILE: file });
  },
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
const situation = ({ page }: Walk) => page.getByRole('radio', { name: /^A\. / });
const draftOfDemo = (walk: Walk) =>
  drafts(walk).getByRole('button', { name: m.drafts_continue({ client: 'Demonen Deni' }, fi) });

/** From one user of the workstation to another, in the same organisation and purpose. */
async function changeUser(walk: Walk, name: string): Promise<void> {
  await walk.page.getByRole('button', { name: m.app_sign_out({}, fi) }).click();
  await signInWithPracticeCard(walk, name);
  const own = walk.page.getByRole('region', { name: 'Pirkanmaan hyvinvointialue' });
  await own.getByRole('button', { name: purposes.find('TOIMEENTULO')?.fi ?? '' }).click(STEP);
  await expect(lookUpField(walk)).toBeVisible(STEP);
}

/** Begins a claim by its situation and leaves it. */
async function beginAndLeave(walk: Walk, personalIdentityCode: string): Promise<void> {
  await lookUp(walk, personalIdentityCode);
  await walk.page.keyboard.press('Alt+M');
  await situation(walk).check(STEP);
  await walk.page.keyboard.press('Alt+Home');
}

test('a claim outlives the language, tokens that run out and a connection that dies, and is one claim', async ({
  signedIn,
  service,
  clock,
}) => {
  test.setTimeout(180_000);
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

  // Copied, it is a new claim, and among the drafts with nothing typed.
  const section = claimsSection(signedIn);
  await section.locator('[data-row-control]').first().click();
  await section.getByRole('button', { name: m.register_act_copy({}, fi) }).click();
  await expect(main.getByLabel(m.claims_period_start({}, fi)).first()).toHaveValue(claim.start);
  await page.keyboard.press('Alt+Home');
  await expect(draftOfDemo(signedIn)).toHaveCount(1);
  await expect(drafts(signedIn)).toContainText('Yleinen asumistuki');
});

test.describe('where drafts may not be on the disk', () => {
  test.use({ policy: { trainingMode: true, keepDrafts: 'memory' } });

  test('a draft shows to its user only, who is told that it is gone with the program', async ({
    signedIn,
    shell,
    launchEnv,
  }) => {
    test.setTimeout(90_000);
    const { page } = signedIn;
    await beginAndLeave(signedIn, demo.personalIdentityCode);
    await expect(draftOfDemo(signedIn)).toBeVisible();
    await expect(drafts(signedIn)).toContainText(m.drafts_in_memory({}, fi));

    // A colleague at the same workstation, in the same role, has drafts of her own.
    await changeUser(signedIn, 'Outi Kouluttaja');
    await beginAndLeave(signedIn, clientNamed('Ennakko').personalIdentityCode);
    await expect(drafts(signedIn)).toContainText('Ennakko');
    await expect(drafts(signedIn).getByRole('listitem')).toHaveCount(1);
    expect(await page.content()).not.toContain('Demonen');

    await changeUser(signedIn, 'Testi Esimerkki');
    await draftOfDemo(signedIn).click();
    await expect(situation(signedIn)).toBeChecked();
    await expect(page.getByText(/ohjelman muistissa: häviää/)).toBeVisible();

    // The program ends, and the next one has nothing.
    await shell.close();
    const again = await launchShell({ appDir: process.cwd(), userData: shell.userData, env: launchEnv });
    try {
      const second: Walk = { page: await again.firstWindow(), locale: 'fi' };
      await signInWithPracticeCard(second);
      await chooseRole(second);
      const { value } = programCalls(() => second.page);
      expect((await value('drafts.list', undefined)).drafts).toEqual([]);
      await expect(drafts(second)).toHaveCount(0);
    } finally {
      await again.close();
    }
  });
});
