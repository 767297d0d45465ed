import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { isoDate, formatFinnish, todayInHelsinki } from '../../shared/domain/dates.ts';
import {
  completeClaim,
  type PaperLanguage,
  type PaymentClaimDraft,
} from '../../shared/domain/payment-claim/index.ts';
import { paperDrafts } from '../../shared/domain/payment-claim/test-drafts.ts';
import { m } from '../../shared/messages/generated/messages.js';
import type { TrainingService } from '../../src-main/training-service/start-training-service.ts';
import { createServiceClient } from '../service/service-client.ts';
import { clientNamed, expect, test } from './product.ts';
import { answerSaveDialog, readPdf } from './saved-file.ts';
import { lookUp, type Walk } from './walk.ts';

const fi = { locale: 'fi' } as const;
const today = todayInHelsinki(new Date());

/** A colleague who registers over HTTP, as the wizard would. */
async function colleague(service: TrainingService) {
  const client = createServiceClient(service.url);
  await client.signIn('u-esimerkki');
  await client.chooseRole('org-pirkanmaa', 'TOIMEENTULO');
  return async (lastName: string, draft: PaymentClaimDraft): Promise<string> => {
    const { personalIdentityCode: clientCode } = clientNamed(lastName);
    const informed = { informed: true, date: today };
    const claim = completeClaim(
      { ...draft, clientCode, payeeAccountId: 'acc-pirkanmaa-1', clientInformed: informed },
      {
        today,
        channel: 'paper',
        organisationEntitled: true,
        mandateHeld: true,
        client: { birthDate: isoDate('1970-01-01'), deathDate: null },
        payeeAccountIds: ['acc-pirkanmaa-1'],
        existingClaims: [],
      },
    );
    if (!claim.ok) throw new Error(JSON.stringify(claim.error.violations));
    const { clientCode: _, ...body } = claim.value;
    const reply = await client.call('registerPaymentClaim', {
      parameters: { clientId: await client.open(clientCode) },
      body,
      headers: { 'idempotency-key': randomUUID() },
    });
    expect(reply.body['violations'] ?? []).toEqual([]);
    return String(reply.body['receiptNumber']);
  };
}

const onClient = async (walk: Walk, lastName: string): Promise<void> => {
  await walk.page.keyboard.press('Alt+Home');
  await lookUp(walk, clientNamed(lastName).personalIdentityCode);
};
const section = ({ page }: Walk) =>
  page.getByRole('region', { name: m.client_section_payment_claims({}, fi), exact: true });

/** Opens the row of a claim on the client's page. */
async function openRow(walk: Walk, receiptNumber: string): Promise<void> {
  const rows = section(walk).locator('[data-row-control]');
  await expect(rows.first()).toBeVisible();
  for (const control of await rows.all()) {
    await control.click();
    if ((await section(walk).getByText(receiptNumber, { exact: true }).count()) > 0) return;
    await control.click();
  }
  throw new Error(`no claim ${receiptNumber}`);
}

const children = ['Training Child', '241204A905C'];
const payer = ['Training Payer', '050594V903M'];

interface Paper {
  readonly name: keyof typeof paperDrafts;
  readonly lastName: string;
  readonly language: PaperLanguage;
  readonly title: string;
  /** What the rule of this route asks for beside what every request has. */
  readonly holds: readonly string[];
}

const papers: readonly Paper[] = [
  {
    name: 'C, child in care',
    lastName: 'Lapsilisä',
    language: 'fi',
    title: m.paper_kind_request({}, fi),
    holds: ['LL 2', 'Lapsilisälaki (796/1992) 11 § 1 mom.', ...children, 'perhehoito', '1.3.2026'],
  },
  {
    name: 'C, weighty reason',
    lastName: 'Sijainen',
    language: 'sv',
    title: m.paper_kind_request({}, { locale: 'sv' }),
    holds: ['LL 2r', 'Barnbidragslagen (796/1992) 12 § 2 mom.', ...children, 'lose its home'],
  },
  {
    name: 'D, allowance',
    lastName: 'Lapsilisä',
    language: 'fi',
    title: m.paper_kind_request({}, fi),
    holds: ['EV 255', 'Elatustukilaki (580/2008) 11 § 4 mom.', ...children, ...payer, '1.3.2026'],
  },
  {
    name: 'D, recovered maintenance',
    lastName: 'Lapsilisä',
    language: 'sv',
    title: m.paper_kind_claim({}, { locale: 'sv' }),
    holds: ['EV 255r', '7 och 14 §', ...children, ...payer, '1/2026', '2/2026', '197,71', '395,42'],
  },
  {
    name: 'E',
    lastName: 'Palveluasuja',
    language: 'fi',
    title: m.paper_kind_request({}, fi),
    holds: ['EV 241N', 'Kansaneläkelaki (568/2007) 67 § 1 mom.', 'lose its home'],
  },
  {
    name: 'F',
    lastName: 'Asumistuki',
    language: 'sv',
    title: m.paper_kind_agreement({}, { locale: 'sv' }),
    holds: ['10.3.2026', 'fullmakt, 12.3.2026', 'kumppanit.liitteet@kela.fi', 'Bilagor'],
  },
  {
    name: 'G',
    lastName: 'Toimeentulo',
    language: 'fi',
    title: m.paper_kind_letter({}, fi),
    holds: ['Laki toimeentulotuesta (1412/1997)', 'perustoimeentulotuki', '45,00'],
  },
];

const normal = (text: string): string => text.replace(/\s+/g, ' ');

test('the paper of each route is a tagged PDF with every datum that its rule asks for', async ({
  signedIn,
  service,
  shell,
  temporaryFolder,
}) => {
  test.setTimeout(240_000);
  const { page } = signedIn;
  const register = await colleague(service);
  for (const { name, lastName, language, title, holds } of papers) {
    const receiptNumber = await register(lastName, paperDrafts[name]);
    await onClient(signedIn, lastName);
    await openRow(signedIn, receiptNumber);
    await section(signedIn)
      .getByRole('button', { name: m.register_act_print({}, fi) })
      .last()
      .click();
    const dialog = page.getByRole('dialog');
    const languageName = language === 'sv' ? m.paper_language_sv({}, fi) : m.paper_language_fi({}, fi);
    await dialog.getByRole('radio', { name: languageName }).check();
    const path = join(temporaryFolder, `${receiptNumber}.pdf`);
    await answerSaveDialog(shell, path);
    await dialog.getByRole('button', { name: m.printing_save_pdf({}, fi) }).click();
    await expect.poll(() => existsSync(path)).toBe(true);
    const pdf = readPdf(path);
    expect(pdf, name).toMatchObject({ tagged: true, title });
    const text = normal(pdf.text);
    const client = clientNamed(lastName);
    const sv = language === 'sv';
    for (const datum of [
      ...client.name.split(' '),
      client.personalIdentityCode,
      sv ? 'Birkalands välfärdsområde' : 'Pirkanmaan hyvinvointialue',
      '9900001-8',
      'Training Handler',
      '+358 40 000 0000',
      receiptNumber,
      'FI',
      '5730 0220 0001 01',
      sv ? 'Folkpensionsanstalten, PB 10, 00056 FPA' : 'Kansaneläkelaitos, PL 10, 00056 KELA',
      formatFinnish(today),
      sv ? 'Ort och datum' : 'Paikka ja päivä',
      sv ? 'Namnförtydligande' : 'Nimenselvennys',
      ...holds,
    ])
      expect(text, `${name}: ${datum}`).toContain(datum);
    await page.keyboard.press('Escape');
  }
});

test('claims of the organisation are found, posted, withdrawn, ended by telephone, copied and reminded of', async ({
  signedIn,
  service,
}) => {
  test.setTimeout(180_000);
  const { page } = signedIn;
  const main = page.getByRole('main');
  const register = await colleague(service);
  const posted = await register('Palveluasuja', paperDrafts['E']);
  const withdrawn = await register('Lapsilisä', paperDrafts['C, child in care']);

  // The start page reminds of the benefit that has changed under a claim (worked example 9).
  await page.keyboard.press('Alt+N');
  await page.keyboard.press('Alt+Home');
  const reminders = page.getByRole('region', { name: m.register_reminders_title({}, fi) });
  await expect(reminders).toContainText(m.register_reminders_check({}, fi));

  await reminders.getByRole('button', { name: m.register_reminders_all({}, fi) }).click();
  await expect(page.getByRole('heading', { level: 1, name: m.register_title({}, fi) })).toBeFocused();
  const table = main.getByRole('table');
  await expect(table.getByRole('row').nth(1)).toContainText('Lapsilisä');
  const axe = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(axe.violations.map(({ id }) => id)).toEqual([]);

  const search = async (text: string): Promise<void> => {
    await main.getByLabel(m.register_text({}, fi)).fill(text);
    await page.keyboard.press('Enter');
    await expect(main.getByText(m.register_total({ shown: 1, total: 1 }, fi))).toBeVisible();
    await table.locator('[data-row-control]').click();
    await expect(table.getByText(text, { exact: true })).toBeVisible();
  };
  const act = (name: string) => main.getByRole('button', { name, exact: true });
  const dialog = page.getByRole('dialog');

  // Posted: the paper's task is done.
  await search(posted);
  await expect(table).toContainText(m.register_not_posted({}, fi));
  await act(m.register_act_posted({}, fi)).click();
  await dialog.getByLabel(m.register_posted_on({}, fi)).fill('1.1.2099');
  await dialog.getByRole('button', { name: m.register_posted_save({}, fi) }).click();
  await expect(dialog).toContainText(m.register_error_posted_on({}, fi));
  await dialog.getByLabel(m.register_posted_on({}, fi)).fill(formatFinnish(today));
  await dialog.getByRole('button', { name: m.register_posted_save({}, fi) }).click();
  await expect(dialog).toHaveCount(0);
  await expect(table).not.toContainText(m.register_not_posted({}, fi));
  await expect(act(m.register_act_posted({}, fi))).toHaveCount(0);

  // Kela accepts it: it cannot be withdrawn any more, and ends by telephone.
  const claimId = `pc-${posted}`;
  service.moveClaim(claimId, 'ACTIVE');
  await act(m.register_act_withdraw({}, fi)).click();
  await dialog.getByRole('button', { name: m.register_act_withdraw({}, fi) }).click();
  await expect(dialog).toContainText(m.error_claim_state_changed({}, fi));
  await dialog.getByRole('button', { name: m.register_keep({}, fi) }).click();
  await expect(table.getByRole('row').nth(1)).toContainText('Voimassa');
  await act(m.register_act_end({}, fi)).click();
  await dialog.getByRole('button', { name: m.register_end_save({}, fi) }).click();
  await expect(dialog).toContainText(m.register_error_required({}, fi));
  await expect(dialog.getByLabel(m.register_end_called_by({}, fi))).toHaveValue('Testi Esimerkki');
  await dialog.getByLabel(m.register_end_reason({}, fi)).selectOption('MOVED');
  await dialog.getByRole('button', { name: m.register_end_save({}, fi) }).click();
  await expect(dialog).toHaveCount(0);
  await expect(table).toContainText('Soitettu Kelaan');
  await expect(table).toContainText('Asiakas muutti'.toLocaleLowerCase('fi'));

  // Withdrawn: only what Kela has not decided.
  await search(withdrawn);
  await act(m.register_act_withdraw({}, fi)).click();
  await dialog.getByRole('button', { name: m.register_act_withdraw({}, fi) }).click();
  await expect(dialog).toHaveCount(0);
  await expect(table.getByRole('row').nth(1)).toContainText('Peruttu');

  // 9: looked at, and copied to the benefit that took its place.
  await onClient(signedIn, 'Yleistuki');
  await section(signedIn).locator('[data-row-control]').first().click();
  await expect(section(signedIn)).toContainText('yleistuki');
  await section(signedIn)
    .getByRole('button', { name: m.register_act_copy({}, fi) })
    .click();
  await expect(main.getByLabel(m.claims_period_start({}, fi)).first()).toHaveValue('1.5.2026');
});
