/**
 * What a caseworker does, in steps that the end-to-end tests and the demo share. Controls are found by the names
 * that the user sees, from the message catalogues, so that every walk can be made in each language.
 */
import { expect, type Locator, type Page } from '@playwright/test';
import { purposes } from '../../shared/codes/index.ts';
import { addDays, formatFinnish, todayInHelsinki } from '../../shared/domain/dates.ts';
import { sectionNames, type SectionName } from '../../shared/domain/sections.ts';
import type { Locale } from '../../shared/ipc/state.ts';
import { m } from '../../shared/messages/generated/messages.js';
import { demoAdvance } from '../../src-main/training-service/worked-examples.ts';

/** Longer than any step takes on a loaded machine; a step that fails says so by its expectation. */
const STEP = { timeout: 30_000 };

export interface Walk {
  readonly page: Page;
  readonly locale: Locale;
}

const field = ({ page }: Walk, label: string): Locator => page.getByRole('main').getByLabel(label).first();
const button = ({ page }: Walk, name: string | RegExp): Locator => page.getByRole('button', { name }).first();
const radio = ({ page }: Walk, name: string | RegExp): Locator => page.getByRole('radio', { name }).first();

/** The window in the language of the walk. */
export async function chooseLanguage(walk: Walk): Promise<void> {
  const { page, locale } = walk;
  const choice = page.getByRole('banner').getByRole('button', { name: new RegExp(`^${locale}\\b`, 'i') });
  await choice.click(STEP);
  await expect(page.locator('html')).toHaveAttribute('lang', locale);
}

/** Signs in with the practice card of a training user. */
export async function signInWithPracticeCard(walk: Walk, userName = 'Testi Esimerkki'): Promise<void> {
  const { page, locale } = walk;
  await button(walk, m.sign_in_practice_card({}, { locale })).click(STEP);
  await field(walk, m.sign_in_practice_user({}, { locale })).selectOption({ label: userName }, STEP);
  const pin = await page.locator('.practice-pin strong').textContent(STEP);
  await givePin(walk, pin ?? '');
}

/** Signs in with the card in the reader. */
export async function signInWithCard(walk: Walk, pin: string): Promise<void> {
  const { locale } = walk;
  await button(walk, m.sign_in_certificate_card({}, { locale })).click(STEP);
  await givePin(walk, pin);
}

export async function givePin(walk: Walk, pin: string): Promise<void> {
  const { locale } = walk;
  const pinField = field(walk, m.sign_in_pin({}, { locale }));
  await pinField.fill(pin, STEP);
  await pinField.press('Enter');
}

/** Chooses the purpose of use in the first organisation that offers it. */
export async function chooseRole(walk: Walk, purposeCode = 'TOIMEENTULO'): Promise<void> {
  const purpose = purposes.find(purposeCode);
  if (!purpose) throw new Error(`no purpose ${purposeCode}`);
  await button(walk, purpose[walk.locale] ?? purpose.fi).click(STEP);
  await expect(lookUpField(walk)).toBeVisible(STEP);
}

export const lookUpField = (walk: Walk): Locator =>
  field(walk, m.home_code_label({}, { locale: walk.locale }));

/** Looks a client up from the start view; ends on the client's page. */
export async function lookUp(walk: Walk, personalIdentityCode: string): Promise<void> {
  const code = lookUpField(walk);
  await code.fill(personalIdentityCode);
  await code.press('Enter');
  await expectClientPage(walk);
}

export async function expectClientPage(walk: Walk): Promise<void> {
  const title = m.client_page_heading({}, { locale: walk.locale });
  await expect(walk.page.getByRole('heading', { level: 1, name: title })).toBeVisible(STEP);
}

/** Waits until the nine sections are loaded and returns the number of items in each. */
export async function readSections(walk: Walk): Promise<Record<SectionName, number>> {
  const { page, locale } = walk;
  const sections = page.getByRole('navigation', { name: m.client_page_sections({}, { locale }) });
  const counts: [SectionName, number][] = [];
  for (const [index, name] of sectionNames.entries()) {
    const count = sections.getByRole('button').nth(index).locator('.count');
    await expect(count).toHaveText(/^\d+$/, STEP);
    counts.push([name, Number(await count.textContent())]);
  }
  return Object.fromEntries(counts) as Record<SectionName, number>;
}

export interface AdvanceClaim {
  readonly benefitCode: string;
  /** Dates d.m.yyyy. */
  readonly start: string;
  readonly end: string;
  /** m/yyyy */
  readonly month: string;
  readonly assistanceDecisionDate: string;
  readonly amount: string;
  readonly informedDate: string;
  readonly phone: string;
}

/** The claim that the demo client of the training data is made for: the assistance of last month. */
export function advanceClaimOfToday(): AdvanceClaim {
  const today = todayInHelsinki(new Date());
  const { start, end } = demoAdvance(today);
  return {
    benefitCode: 'YAT',
    start: formatFinnish(start),
    end: formatFinnish(end),
    month: formatFinnish(start).split('.').slice(1).join('/'),
    assistanceDecisionDate: formatFinnish(addDays(today, -14)),
    amount: '320,00',
    informedDate: formatFinnish(today),
    phone: '040 123 4567',
  };
}

const continueWizard = async (walk: Walk): Promise<void> =>
  void (await walk.page.keyboard.press('Control+Enter'));

/** Fills a claim on an advance (Social Assistance Act 23 §) in the guided mode, up to the review. */
export async function fillAdvanceClaim(walk: Walk, claim: AdvanceClaim): Promise<void> {
  const { page, locale } = walk;
  const text = { locale };
  await button(walk, m.client_page_new_claim({}, text)).click(STEP);
  await radio(walk, /^A\. /).check(STEP);
  await continueWizard(walk);
  await field(walk, m.claims_benefit({}, text)).selectOption(claim.benefitCode, STEP);
  await radio(walk, m.claims_decision_pending({}, text)).check();
  await continueWizard(walk);
  await field(walk, m.claims_row_month({}, text)).fill(claim.month, STEP);
  await field(walk, m.claims_row_decision_date({}, text)).fill(claim.assistanceDecisionDate);
  await field(walk, m.claims_row_decision_number({}, text)).fill('TT-2026-1');
  await field(walk, m.claims_row_kind({}, text)).selectOption('preventive');
  await field(walk, m.claims_row_amount({}, text)).fill(claim.amount);
  await continueWizard(walk);
  // Period and amount follow from the assistance.
  await expect(field(walk, m.claims_period_start({}, text))).toHaveValue(claim.start, STEP);
  await expect(field(walk, m.claims_period_end({}, text))).toHaveValue(claim.end);
  await expect(page.getByRole('main').getByLabel(m.claims_amount({}, text))).toHaveValue(claim.amount);
  await continueWizard(walk);
  const account = page
    .getByRole('group', { name: m.claims_account({}, text) })
    .getByRole('radio')
    .first();
  await account.check(STEP);
  await continueWizard(walk);
  await field(walk, m.claims_handler_phone({}, text)).fill(claim.phone, STEP);
  await page.getByRole('checkbox', { name: m.claims_informed({}, text) }).check();
  await field(walk, m.claims_informed_date({}, text)).fill(claim.informedDate);
  await continueWizard(walk);
  await expect(page.getByRole('heading', { name: m.claims_review_heading({}, text) })).toBeVisible(STEP);
}

/** Sends the claim under review and returns the receipt's number. */
export async function sendClaim(walk: Walk): Promise<string> {
  const { page, locale } = walk;
  await button(walk, m.claims_send({}, { locale })).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: m.claims_confirm_yes({}, { locale }) })
    .click(STEP);
  return await receiptNumber(walk);
}

export async function receiptNumber({ page, locale }: Walk): Promise<string> {
  await expect(page.getByRole('heading', { name: m.claims_receipt_heading({}, { locale }) })).toBeVisible(
    STEP,
  );
  return (await page.locator('.number').textContent()) ?? '';
}

/** From the receipt to the client's page. */
export async function backToClient(walk: Walk): Promise<void> {
  await button(walk, m.claims_receipt_back({}, { locale: walk.locale })).click();
  await expectClientPage(walk);
}
