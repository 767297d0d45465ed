/** What each type of organisation sees: one user who is in all of them changes from one to the next. */
import { mandates, organisationTypes, purposes } from '../../shared/codes/index.ts';
import { rightsOf } from '../../shared/domain/access-rules.ts';
import { sectionNames, type SectionName } from '../../shared/domain/sections.ts';
import { m } from '../../shared/messages/generated/messages.js';
import { organisations } from '../../src-main/training-service/organisations.ts';
import { expectAccessible, expectColours } from './accessibility.ts';
import { clientNamed, expect, test } from './product.ts';
import { expectClientPage, lookUpField, signInWithPracticeCard, type Walk } from './walk.ts';

const fi = { locale: 'fi' } as const;
const STEP = { timeout: 30_000 };

const titles: Readonly<Record<SectionName, () => string>> = {
  pending: () => m.client_section_pending({}, fi),
  decisions: () => m.client_section_decisions({}, fi),
  payments: () => m.client_section_payments({}, fi),
  'payment-claims': () => m.client_section_payment_claims({}, fi),
  'insurance-coverage': () => m.client_section_insurance_coverage({}, fi),
  recoveries: () => m.client_section_recoveries({}, fi),
  'medicine-deductible': () => m.client_section_medicine_deductible({}, fi),
  'passed-by-others': () => m.client_section_passed_by_others({}, fi),
  'treatment-abroad': () => m.client_section_treatment_abroad({}, fi),
};

/** Titles of the sections that the client's page offers. */
async function offeredSections({ page }: Walk): Promise<string[]> {
  const navigation = page.getByRole('navigation', { name: m.client_page_sections({}, fi) });
  await expect(navigation).toBeVisible(STEP);
  const all = sectionNames.map((name) => titles[name]());
  await expect(page.getByText(m.client_page_loaded({}, fi))).toBeAttached(STEP);
  const shown = await Promise.all(
    all.map(async (title) =>
      (await page.getByRole('region', { name: title, exact: true }).count()) > 0 ? title : '',
    ),
  );
  return shown.filter((title) => title !== '');
}

/** The check list, and twelve months back. */
async function expectReceptionCentre({ page }: Walk): Promise<void> {
  const list = page.getByRole('table', { name: m.reception_title({}, fi) });
  const coverage = list.getByRole('row', { name: m.reception_insurance_coverage({}, fi) });
  await expect(coverage).toContainText(m.reception_no({}, fi), STEP);
  // What she got is over, and its older half is beyond the twelve months of a centre.
  const payments = page.getByRole('region', { name: titles.payments(), exact: true });
  await expect(payments).toContainText(m.client_section_months_back({ months: 12 }, fi));
  await expect(payments).toContainText('Sairauspäiväraha');
  await expectAccessible(page, 'reception centre', 'light');
  await expectColours(page, 'reception centre', 'dark');
  await page.setViewportSize({ width: 320, height: 640 });
  const content = page.locator('[data-region=client] > *').last();
  await expect
    .poll(() => content.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth))
    .toBe(0);
  await page.setViewportSize({ width: 1366, height: 768 });
}

async function chooseOrganisation({ page }: Walk, name: string, purposeCode: string): Promise<void> {
  const purpose = purposes.find(purposeCode)?.fi ?? '';
  await page.getByRole('region', { name }).getByRole('button', { name: purpose }).click(STEP);
  await expect(page.getByRole('banner').getByText(name)).toBeVisible(STEP);
}

test('every type of organisation has its own view; a reception centre sees its own clients, and what may change the reception allowance', async ({
  walk,
}) => {
  test.setTimeout(300_000);
  const { page } = walk;
  await signInWithPracticeCard(walk, 'Outi Kouluttaja');
  for (const type of organisationTypes.rows) {
    const organisation = organisations.find((each) => each.type === type.code)!;
    const purpose = type.purposes[0]!;
    await test.step(type.code, async () => {
      await chooseOrganisation(walk, organisation.name.fi, purpose);
      const rights = rightsOf({
        organisationType: type.code,
        mandates: mandates.rows.map(({ code }) => code),
        purpose,
      });
      const main = page.getByRole('main');
      await expect(main.getByRole('heading', { level: 1 })).toBeVisible(STEP);
      await expect(main.getByRole('button', { name: m.notices_title({}, fi) })).toHaveCount(
        rights.notices ? 1 : 0,
      );
      await expect(main.getByRole('button', { name: m.lists_open({}, fi) })).toHaveCount(
        rights.lists.length > 0 ? 1 : 0,
      );
      await expect(lookUpField(walk)).toHaveCount(rights.lookUp ? 1 : 0);
      if (rights.lookUp) {
        const atCentre = type.code === 'RECEPTION_CENTRE';
        const client = clientNamed(atCentre ? 'Melnychenko' : 'Ennakko');
        if (atCentre) {
          await lookUpField(walk).fill(clientNamed('Ennakko').personalIdentityCode);
          await page.keyboard.press('Enter');
          await expect(page.getByText(m.error_client_outside_rights({}, fi)).first()).toBeVisible(STEP);
        }
        await lookUpField(walk).fill(client.personalIdentityCode);
        await page.keyboard.press('Enter');
        const reason = page.getByLabel(m.home_reason_label({}, fi));
        await expect(
          reason.or(page.getByRole('navigation', { name: m.client_page_sections({}, fi) })),
        ).toBeVisible(STEP);
        if (await reason.isVisible()) {
          await reason.fill('Asiakas asioi toimistossamme');
          await page.getByRole('button', { name: m.home_reason_submit({}, fi) }).click();
        }
        await expectClientPage(walk);
        expect(await offeredSections(walk)).toEqual(rights.sections.map((name) => titles[name]()));
        await expect(page.getByRole('table', { name: m.reception_title({}, fi) })).toHaveCount(
          atCentre ? 1 : 0,
        );
        if (atCentre) await expectReceptionCentre(walk);
        await expect(main.getByRole('button', { name: m.client_page_new_claim({}, fi) })).toHaveCount(
          rights.paymentClaims ? 1 : 0,
        );
        await expect(main.getByText(m.client_page_no_claims({}, fi))).toHaveCount(
          rights.paymentClaims ? 0 : 1,
        );
      }
      await page
        .getByRole('banner')
        .getByRole('button', { name: m.app_switch_role({}, fi) })
        .click();
      await expect(page.getByText('Ennakko')).toHaveCount(0);
    });
  }
});
