import { claimAttachments, claimRules, legalBases } from '../../shared/codes/index.ts';
import { generateArtificialIdentityCode } from '../../shared/domain/personal-identity-code.ts';
import { isoDate } from '../../shared/domain/dates.ts';
import { m } from '../../shared/messages/generated/messages.js';
import { claimsSection, onClient } from './claims-of-colleague.ts';
import { clientNamed, expect, test } from './product.ts';
import { backToClient, expectClientPage, lookUp, receiptNumber, type Walk } from './walk.ts';

// The ten worked examples of the payment-claim guide, each to the end that the guide gives it, in the fast mode.

test.use({ actionTimeout: 10_000 });

const fi = { locale: 'fi' } as const;
const child = generateArtificialIdentityCode(isoDate('2015-06-09'), 931);
const main = ({ page }: Walk) => page.getByRole('main');
const field = (walk: Walk, label: string) => main(walk).getByLabel(label, { exact: true }).first();
const choose = (walk: Walk, name: string | RegExp) =>
  main(walk)
    .getByRole('radio', { name, exact: typeof name === 'string' })
    .first()
    .check();

/** Opens the client and a claim, in the fast mode, and chooses the situation. */
async function begin(walk: Walk, lastName: string, situation: string): Promise<void> {
  const { page } = walk;
  await page.keyboard.press('Alt+Home');
  await lookUp(walk, clientNamed(lastName).personalIdentityCode);
  await page.keyboard.press('Alt+M');
  const fast = main(walk).getByRole('button', { name: m.claim_wizard_fast({}, fi) });
  await fast.click();
  await expect(fast).toHaveAttribute('aria-pressed', 'true');
  await choose(walk, new RegExp(`^${situation}\\. `));
}

async function fillHandler(walk: Walk): Promise<void> {
  await field(walk, m.claims_handler_phone({}, fi)).fill('040 123 4567');
  await main(walk)
    .getByRole('checkbox', { name: m.claims_informed({}, fi) })
    .check();
}

async function fillCare(walk: Walk, type: string, start: string, unit?: string): Promise<void> {
  await field(walk, m.claims_care_type({}, fi)).selectOption(type);
  if (unit !== undefined) await field(walk, m.claims_care_unit({}, fi)).fill(unit);
  await field(walk, m.claims_care_start({}, fi)).fill(start);
}

async function fillRow(walk: Walk, month: string, decided: string): Promise<void> {
  await field(walk, m.claims_row_month({}, fi)).fill(month);
  await field(walk, m.claims_row_decision_date({}, fi)).fill(decided);
  await field(walk, m.claims_row_decision_number({}, fi)).fill('TT-1/2026');
  await field(walk, m.claims_row_kind({}, fi)).selectOption('preventive');
  await field(walk, m.claims_row_amount({}, fi)).fill('320');
}

/** Sends and waits for the receipt, which must say what was claimed. */
async function send(walk: Walk, said: readonly string[]): Promise<void> {
  const { page } = walk;
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(
    main(walk)
      .getByText(/^KM-2026-\d{6}$/)
      .first(),
  ).toBeVisible();
  for (const text of said) await expect(main(walk)).toContainText(text);
}

const stopped = (walk: Walk) =>
  main(walk)
    .getByRole('alert')
    .filter({ hasText: m.claim_wizard_stopped({}, fi) });

/** The guide has ended: the rule, the paragraph behind it and what to do instead; the claim cannot be sent. */
async function expectStop(walk: Walk, ruleCode: string): Promise<void> {
  const rule = claimRules.find(ruleCode);
  await expect(stopped(walk)).toContainText(rule?.fi ?? ruleCode);
  await expect(stopped(walk)).toContainText(rule?.instead.fi ?? ruleCode);
  if (rule?.base !== undefined)
    await expect(stopped(walk)).toContainText(legalBases.find(rule.base)?.fi ?? rule.base);
  await walk.page.keyboard.press('Control+Enter');
  await expect(walk.page.getByRole('group', { name: m.common_error_summary_title({}, fi) })).toBeFocused();
  await expect(walk.page.getByRole('dialog')).toHaveCount(0);
}

async function fillPlacedChild(walk: Walk): Promise<void> {
  await fillCare(walk, 'FAMILY_CARE', '1.2.2026');
  await field(walk, m.claim_wizard_child_name({}, fi)).fill('Lapsilisä Lenni');
  await field(walk, m.claim_wizard_child_code({}, fi)).fill(child);
}

const paper = ({ page }: Walk) => page.getByRole('region', { name: m.paper_title_screen({}, fi) });
const codeOf = (lastName: string): string => clientNamed(lastName).personalIdentityCode;

// The guide's own dates, whatever the day is: on 20.3.2026 the pension of 7.4 is in time until 24.3.
test.describe('on 20.3.2026', () => {
  test.use({ day: '2026-03-20' });

  test('1 to 4 and 10 end in a receipt, on the service or with their paper', async ({
    signedIn,
    service,
  }) => {
    test.setTimeout(180_000);
    const { page } = signedIn;
    const registered = () =>
      service
        .auditRecords()
        .filter(({ operation, outcome }) => operation === 'registerPaymentClaim' && outcome === 'OK').length;

    // 1: preventive assistance for February while labour market subsidy is pending.
    await begin(signedIn, 'Ennakko', 'A');
    await expect(field(signedIn, m.claims_benefit({}, fi))).toHaveValue('TMT');
    await fillRow(signedIn, '2/2026', '12.2.2026');
    await expect(field(signedIn, m.claims_period_start({}, fi))).toHaveValue('1.2.2026');
    await expect(field(signedIn, m.claims_period_end({}, fi))).toHaveValue('28.2.2026');
    await fillHandler(signedIn);
    await send(signedIn, ['(1412/1997) 23 §', 'Työmarkkinatuki', '1.2.2026–28.2.2026', '320,00']);

    // 2: service housing from 15.3; both pensions from 1.4 on, an open end and a fixed sum.
    for (const [benefit, name] of [
      ['KE-V', 'Kansaneläke, vanhuuseläke'],
      ['TAKE', 'Takuueläke'],
    ] as const) {
      await begin(signedIn, 'Palveluasuja', 'B');
      await field(signedIn, m.claims_benefit({}, fi)).selectOption(benefit);
      await fillCare(signedIn, 'ROUND_THE_CLOCK_HOUSING', '15.3.2026', 'Esimerkkikoti');
      await field(signedIn, m.claims_period_start({}, fi)).fill('1.4.2026');
      await choose(signedIn, m.claims_amount_fixed({}, fi));
      await field(signedIn, m.claims_amount({}, fi)).fill('500');
      await fillHandler(signedIn);
      if (benefit === 'KE-V')
        await expect(page.getByRole('row').filter({ hasText: '7.4.2026' })).toContainText('24.3.2026');
      await send(signedIn, ['(734/1992) 14 §', name, '1.4.2026 alkaen', '500,00']);
      await backToClient(signedIn);
    }

    // 3: the parent is in institutional care, the child with the grandmother.
    await begin(signedIn, 'Kotihoito', 'B');
    await field(signedIn, m.claims_benefit({}, fi)).selectOption('KHT');
    await choose(signedIn, m.common_no({}, fi));
    await fillCare(signedIn, 'INSTITUTIONAL_CARE', '1.3.2026', 'Esimerkkisairaala');
    await field(signedIn, m.claims_period_start({}, fi)).fill('1.3.2026');
    await choose(signedIn, m.claims_amount_whole({}, fi));
    await fillHandler(signedIn);
    await send(signedIn, ['(734/1992) 14 §', 'Lasten kotihoidon tuki', 'Koko etuus']);

    // 4: a placed child; the mother gets the child benefit: LL 2 on paper, with her code.
    await begin(signedIn, 'Lapsilisä', 'C');
    await choose(signedIn, m.claim_wizard_c1_child({}, fi));
    await choose(signedIn, m.claim_wizard_c2_guardian({}, fi));
    await choose(signedIn, m.common_yes({}, fi));
    await expect(main(signedIn).getByRole('radio', { name: /^LL 2/ })).toBeChecked();
    await fillPlacedChild(signedIn);
    await field(signedIn, m.claims_period_start({}, fi)).fill('1.3.2026');
    await choose(signedIn, m.claims_amount_whole({}, fi));
    await fillHandler(signedIn);
    await send(signedIn, ['(796/1992) 11 § 1 mom.', 'Lapsilisä']);
    for (const text of ['LL 2', codeOf('Lapsilisä'), child])
      await expect(paper(signedIn)).toContainText(text);

    // 10: basic social assistance: a letter, never an electronic claim.
    await begin(signedIn, 'Toimeentulo', 'G');
    await field(signedIn, m.claim_wizard_provision({}, fi)).fill('7 b §');
    await field(signedIn, m.claims_period_start({}, fi)).fill('1.3.2026');
    await choose(signedIn, m.claims_amount_total({}, fi));
    await field(signedIn, m.claims_amount({}, fi)).fill('120');
    await fillHandler(signedIn);
    await send(signedIn, ['Laki toimeentulotuesta (1412/1997) 7 b §', '120,00']);
    await expect(paper(signedIn)).toContainText(m.paper_kind_letter({}, fi));
    expect(registered()).toBe(6);
  });

  test('D and F end in a receipt with their paper; an agreement takes consent and both its papers', async ({
    signedIn,
  }) => {
    test.setTimeout(120_000);
    const { page } = signedIn;
    // D: the same child's maintenance allowance, on form LU 1.
    await begin(signedIn, 'Lapsilisä', 'D');
    await field(signedIn, m.claims_benefit({}, fi)).selectOption('ELT');
    await choose(signedIn, m.common_yes({}, fi));
    await choose(signedIn, m.claim_wizard_d_allowance({}, fi));
    await fillPlacedChild(signedIn);
    await field(signedIn, m.claim_wizard_payer_name({}, fi)).fill('Lapsilisä Lauri');
    await field(signedIn, m.claim_wizard_payer_code({}, fi)).fill(codeOf('Sairas'));
    await field(signedIn, m.claims_period_start({}, fi)).fill('1.4.2026');
    await choose(signedIn, m.claims_amount_whole({}, fi));
    await fillHandler(signedIn);
    await choose(signedIn, /^LU 1/);
    await send(signedIn, ['(580/2008) 11 § 4 mom.', 'Elatustuki']);
    for (const text of ['LU 1', child, 'Lapsilisä Lauri', codeOf('Sairas')])
      await expect(paper(signedIn)).toContainText(text);

    // F: an agreement needs the client's consent, and both papers go along.
    await begin(signedIn, 'Asumistuki', 'F');
    await field(signedIn, m.claims_benefit({}, fi)).selectOption('YAT');
    await choose(signedIn, m.common_no({}, fi));
    await expectStop(signedIn, 'consent-missing');
    await choose(signedIn, m.common_yes({}, fi));
    await field(signedIn, m.claim_wizard_agreement_made({}, fi)).fill('10.3.2026');
    await choose(signedIn, m.claim_wizard_consent_power({}, fi));
    await field(signedIn, m.claim_wizard_consented_on({}, fi)).fill('12.3.2026');
    await field(signedIn, m.claims_period_start({}, fi)).fill('1.4.2026');
    await choose(signedIn, m.claims_amount_whole({}, fi));
    await fillHandler(signedIn);
    await page.keyboard.press('Control+Enter');
    const summary = page.getByRole('group', { name: m.common_error_summary_title({}, fi) });
    await expect(summary.getByRole('link')).toHaveCount(2);
    for (const code of ['AGREEMENT', 'CONSENT'])
      await main(signedIn)
        .getByRole('checkbox', { name: claimAttachments.find(code)?.fi ?? code })
        .check();
    await send(signedIn, ['Yleinen asumistuki']);
    for (const text of ['valtakirja, 12.3.2026', 'kumppanit.liitteet@kela.fi'])
      await expect(paper(signedIn)).toContainText(text);
  });
});

test.describe('on 20.5.2026', () => {
  test.use({ day: '2026-05-20' });

  test('3 (child in care), 5 to 8 are stopped with the reason; 9 bears its task', async ({ signedIn }) => {
    test.setTimeout(120_000);
    const { page } = signedIn;
    // 3, variant: the child is in family care for four months.
    await begin(signedIn, 'Kotihoito', 'B');
    await field(signedIn, m.claims_benefit({}, fi)).selectOption('KHT');
    await choose(signedIn, m.common_yes({}, fi));
    await expectStop(signedIn, 'child-also-in-care');
    // 5: the child benefit is paid to the foster carer.
    await begin(signedIn, 'Sijainen', 'C');
    await choose(signedIn, m.claim_wizard_c1_child({}, fi));
    await choose(signedIn, m.claim_wizard_c2_foster({}, fi));
    await expectStop(signedIn, 'paid-to-foster-carer');
    // 6: general housing allowance under the Client Fees Act: CLAIM_BENEFIT_NOT_IN_BASE.
    await begin(signedIn, 'Asumistuki', 'B');
    await field(signedIn, m.claims_benefit({}, fi)).selectOption('YAT');
    await expectStop(signedIn, 'benefit-not-in-base');
    // 7: a study grant under "livelihood in danger": the matrix says no.
    await begin(signedIn, 'Opiskelija', 'E');
    await field(signedIn, m.claims_benefit({}, fi)).selectOption('OPR');
    await expectStop(signedIn, 'benefit-not-in-base');
    // 8: assistance of 5.3, decision of 2.3: CLAIM_AFTER_DECISION.
    await begin(signedIn, 'Sairas', 'A');
    await field(signedIn, m.claims_benefit({}, fi)).selectOption('SPR');
    await expect(field(signedIn, m.claims_decision_date({}, fi))).toHaveValue('2.3.2026');
    await fillRow(signedIn, '3/2026', '5.3.2026');
    await expectStop(signedIn, 'assistance-after-decision');
    await expect(main(signedIn)).toContainText(m.claims_error_after_decision({}, fi));
    // 9: general support has taken the place of the subsidy under a claim in force: the claim bears its task.
    await onClient(signedIn, 'Yleistuki');
    const control = claimsSection(signedIn).locator('[data-row-control]');
    await expect(claimsSection(signedIn)).toContainText('Työmarkkinatuki');
    await control.click();
    await expect(claimsSection(signedIn)).toContainText(
      m.register_task_check_benefit({ benefit: 'yleistuki' }, fi),
    );
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
});

test.describe('on the day of the first example', () => {
  test.use({ day: '2026-03-20' });

  test('a claim takes under 40 keys in the fast mode, typed text left out', async ({ signedIn }) => {
    const { page } = signedIn;
    await begin(signedIn, 'Ennakko', 'A');
    await fillHandler(signedIn);
    // The next claim knows the mode; the handler's phone it would know after the first was sent.
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: m.claims_discard_yes({}, fi) }).click();
    await expectClientPage(signedIn);
    let keys = 0;
    let characters = 0;
    const press = async (...pressed: readonly string[]): Promise<void> => {
      for (const key of pressed) await page.keyboard.press(key);
      keys += pressed.length;
    };
    const type = async (text: string): Promise<void> => {
      await page.keyboard.type(text);
      characters += text.length;
    };
    await press('Alt+M');
    await expect(page.locator('[id$="-group-situation"]')).toBeFocused();
    await press('Tab', 'Space');
    await expect(field(signedIn, m.claims_benefit({}, fi))).toHaveValue('TMT');
    // Benefit, decision and the law's text stand; to the row of assistance.
    await press('Tab', 'Tab', 'Tab', 'Tab');
    await type('2');
    await press('Tab');
    await type('12.2.2026');
    await press('Tab');
    await type('TT-1');
    await press('Tab', 'ArrowDown', 'ArrowDown', 'Tab');
    await type('320');
    // Add a row, start, end, amount, account, reference, case, name, phone.
    await press('Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab');
    await type('0401234567');
    await press('Tab', 'Tab', 'Space', 'Control+Enter');
    await expect(page.getByRole('dialog')).toBeVisible();
    await press('Control+Enter');
    await receiptNumber(signedIn);
    process.stdout.write(`fast mode: ${keys} keys, and ${characters} characters of text\n`);
    expect(keys).toBeLessThan(40);
  });
});
