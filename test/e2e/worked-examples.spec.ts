import { generateArtificialIdentityCode } from '../../shared/domain/personal-identity-code.ts';
import { isoDate } from '../../shared/domain/dates.ts';
import { m } from '../../shared/messages/generated/messages.js';
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

async function send(walk: Walk): Promise<string> {
  const { page } = walk;
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(
    main(walk)
      .getByText(/^KM-\d{4}-\d{6}$/)
      .first(),
  ).toBeVisible();
  return (await page.locator('.number').textContent()) ?? '';
}

const stopped = (walk: Walk) =>
  main(walk)
    .getByRole('alert')
    .filter({ hasText: m.claim_wizard_stopped({}, fi) });

test('1 to 4 and 10 end in a receipt, on the service or with their paper', async ({ signedIn, service }) => {
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
  await send(signedIn);
  await expect(main(signedIn)).toContainText('320,00');
  await expect(main(signedIn)).toContainText('1412/1997');

  // 2: service housing from 15.3; both pensions from 1.4 on; on 20.3 the pension of 7.4 is in time until 24.3.
  await page.clock.setFixedTime(new Date('2026-03-20T08:00:00Z'));
  for (const benefit of ['KE-V', 'TAKE']) {
    await begin(signedIn, 'Palveluasuja', 'B');
    await field(signedIn, m.claims_benefit({}, fi)).selectOption(benefit);
    await fillCare(signedIn, 'ROUND_THE_CLOCK_HOUSING', '15.3.2026', 'Esimerkkikoti');
    await field(signedIn, m.claims_period_start({}, fi)).fill('1.4.2026');
    await choose(signedIn, m.claims_amount_fixed({}, fi));
    await field(signedIn, m.claims_amount({}, fi)).fill('500');
    await fillHandler(signedIn);
    if (benefit === 'KE-V')
      await expect(page.getByRole('row').filter({ hasText: '7.4.2026' })).toContainText('24.3.2026');
    await send(signedIn);
    await backToClient(signedIn);
  }
  await page.clock.setFixedTime(new Date());

  // 3: the parent is in institutional care, the child with the grandmother.
  await begin(signedIn, 'Kotihoito', 'B');
  await field(signedIn, m.claims_benefit({}, fi)).selectOption('KHT');
  await choose(signedIn, m.common_yes({}, fi));
  await expect(stopped(signedIn)).toBeVisible();
  await choose(signedIn, m.common_no({}, fi));
  await expect(stopped(signedIn)).toHaveCount(0);
  await fillCare(signedIn, 'INSTITUTIONAL_CARE', '1.11.2026', 'Esimerkkisairaala');
  await field(signedIn, m.claims_period_start({}, fi)).fill('1.11.2026');
  await choose(signedIn, m.claims_amount_whole({}, fi));
  await fillHandler(signedIn);
  await send(signedIn);

  // 4: a placed child; the mother gets the child benefit: LL 2 on paper, with her code.
  await begin(signedIn, 'Lapsilisä', 'C');
  await choose(signedIn, m.claim_wizard_c1_child({}, fi));
  await choose(signedIn, m.claim_wizard_c2_guardian({}, fi));
  await choose(signedIn, m.common_yes({}, fi));
  await expect(main(signedIn).getByRole('radio', { name: /^LL 2/ })).toBeChecked();
  await fillCare(signedIn, 'FAMILY_CARE', '1.9.2026');
  await field(signedIn, m.claim_wizard_child_name({}, fi)).fill('Lapsilisä Lenni');
  await field(signedIn, m.claim_wizard_child_code({}, fi)).fill(child);
  await field(signedIn, m.claims_period_start({}, fi)).fill('1.11.2026');
  await choose(signedIn, m.claims_amount_whole({}, fi));
  await fillHandler(signedIn);
  await send(signedIn);
  const paper = page.getByRole('region', { name: m.paper_title_screen({}, fi) });
  await expect(paper).toContainText(clientNamed('Lapsilisä').personalIdentityCode);
  await expect(paper).toContainText('LL 2');

  // 10: basic social assistance: a letter, never the service.
  await begin(signedIn, 'Toimeentulo', 'G');
  await field(signedIn, m.claim_wizard_provision({}, fi)).fill('Laki toimeentulotuesta (1412/1997) 7 b §');
  await field(signedIn, m.claims_period_start({}, fi)).fill('1.11.2026');
  await choose(signedIn, m.claims_amount_total({}, fi));
  await field(signedIn, m.claims_amount({}, fi)).fill('120');
  await fillHandler(signedIn);
  await send(signedIn);
  await expect(page.getByRole('region', { name: m.paper_title_screen({}, fi) })).toBeVisible();
  expect(registered()).toBe(6);
});

test('3 (child in care), 5 to 8 are stopped with the reason; 9 bears its task', async ({ signedIn }) => {
  const { page } = signedIn;
  const explained = async (walk: Walk): Promise<void> => {
    await expect(stopped(walk)).toBeVisible();
    await expect(stopped(walk)).toContainText(m.claims_rule_instead({}, fi));
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('group', { name: m.common_error_summary_title({}, fi) })).toBeFocused();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  };
  // 3, variant: the child is in family care for four months.
  await begin(signedIn, 'Kotihoito', 'B');
  await field(signedIn, m.claims_benefit({}, fi)).selectOption('KHT');
  await choose(signedIn, m.common_yes({}, fi));
  await explained(signedIn);
  // 5: the child benefit is paid to the foster carer.
  await begin(signedIn, 'Sijainen', 'C');
  await choose(signedIn, m.claim_wizard_c1_child({}, fi));
  await choose(signedIn, m.claim_wizard_c2_foster({}, fi));
  await explained(signedIn);
  // 6: general housing allowance under the Client Fees Act.
  await begin(signedIn, 'Asumistuki', 'B');
  await field(signedIn, m.claims_benefit({}, fi)).selectOption('YAT');
  await explained(signedIn);
  // 7: a study grant under "livelihood in danger".
  await begin(signedIn, 'Opiskelija', 'E');
  await field(signedIn, m.claims_benefit({}, fi)).selectOption('OPR');
  await explained(signedIn);
  // 8: assistance of 5.3, decision of 2.3: no advance any more.
  await begin(signedIn, 'Sairas', 'A');
  await field(signedIn, m.claims_benefit({}, fi)).selectOption('SPR');
  await expect(field(signedIn, m.claims_decision_date({}, fi))).toHaveValue('2.3.2026');
  await fillRow(signedIn, '3/2026', '5.3.2026');
  await explained(signedIn);
  await expect(main(signedIn)).toContainText(m.claims_error_after_decision({}, fi));
  // 9: the benefit under an active claim has changed.
  await page.keyboard.press('Alt+Home');
  await lookUp(signedIn, clientNamed('Yleistuki').personalIdentityCode);
  await expect(
    page.getByRole('region', { name: m.client_section_payment_claims({}, fi), exact: true }),
  ).toContainText('Työmarkkinatuki');
});

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
