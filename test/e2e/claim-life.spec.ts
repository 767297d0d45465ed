import { AxeBuilder } from '@axe-core/playwright';
import { formatFinnish, isoDate, todayInHelsinki } from '../../shared/domain/dates.ts';
import { lastSafeDayOf } from '../../shared/domain/payment-claim/index.ts';
import { paperDrafts } from '../../shared/domain/payment-claim/test-drafts.ts';
import { m } from '../../shared/messages/generated/messages.js';
import { claimsSection, colleague, onClient, openRow } from './claims-of-colleague.ts';
import { expect, test } from './product.ts';

const fi = { locale: 'fi' } as const;
const today = todayInHelsinki(new Date());

test('claims of the organisation are found, posted, heard, paid, withdrawn, ended by telephone, copied and reminded of', async ({
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

  const search = async (number: string, lastName: string): Promise<void> => {
    await main.getByLabel(m.register_text({}, fi)).fill(number);
    await page.keyboard.press('Enter');
    await expect(table.getByRole('row').nth(1)).toContainText(lastName);
    await expect(main.getByText(m.register_total({ shown: 1, total: 1 }, fi))).toBeVisible();
    await table.locator('[data-row-control]').click();
    await expect(table.getByText(number, { exact: true })).toBeVisible();
  };
  const act = (name: string) => main.getByRole('button', { name, exact: true });
  const dialog = page.getByRole('dialog');

  // Posted: the paper's task is done.
  await search(posted, 'Palveluasuja');
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
  await search(withdrawn, 'Lapsilisä');
  await act(m.register_act_withdraw({}, fi)).click();
  await dialog.getByRole('button', { name: m.register_act_withdraw({}, fi) }).click();
  await expect(dialog).toHaveCount(0);
  await expect(table.getByRole('row').nth(1)).toContainText('Peruttu');

  // Heard, then accepted in part: found by state, benefit and handler, with what it went through.
  const heard = await register('Toimeentulo', paperDrafts['G']);
  service.moveClaim(`pc-${heard}`, 'HEARING');
  service.moveClaim(`pc-${heard}`, 'PARTLY_ACCEPTED', 'Osalta ajasta');
  const filters = main.getByRole('form', { name: m.register_filters({}, fi) });
  const reset = () => filters.getByRole('button', { name: m.register_reset({}, fi) }).click();
  const choose = (label: string, option: string | { readonly label: string }) =>
    filters.getByLabel(label, { exact: true }).selectOption(option);
  await reset();
  await choose(m.register_benefit({}, fi), { label: 'Perustoimeentulotuki' });
  await choose(m.register_handler({}, fi), 'Training Handler');
  await choose(m.register_status({}, fi), 'PARTLY_ACCEPTED');
  await expect(table.getByRole('row').nth(1)).toContainText('Toimeentulo');
  await expect(main.getByText(m.register_total({ shown: 1, total: 1 }, fi))).toBeVisible();
  await table.locator('[data-row-control]').click();
  const history = /Rekisteröity.*Asiakasta kuullaan.*Hyväksytty osittain.*Osalta ajasta/s;
  await expect(table).toContainText(history);

  // By last safe day: of the paper on the pension, and of nothing that has another or none.
  await reset();
  const from = { start: isoDate('2026-04-01'), end: null };
  const safe = lastSafeDayOf({ benefitCode: 'KE-V', period: from, surnameInitial: 'P' }, today);
  const day = formatFinnish(safe ?? today);
  await filters.getByLabel(m.register_safe_from({}, fi)).fill(day);
  await filters.getByLabel(m.register_safe_to({}, fi)).fill(day);
  await page.keyboard.press('Enter');
  const rows = table.getByRole('rowgroup').nth(1).getByRole('row');
  await expect(rows.filter({ hasText: 'Palveluasuja' })).toHaveCount(1);
  await expect(rows.filter({ hasNotText: day })).toHaveCount(0);

  // In force: what Kela has paid to the organisation.
  const paid = /3\.2\.2026\s+350,00\s€.*28\.4\.2026\s+350,00\s€/s;
  await reset();
  await search('KM-2026-500009', 'Yleistuki');
  await expect(table).toContainText(paid);

  // The same on the clients' pages.
  await onClient(signedIn, 'Toimeentulo');
  await expect(await openRow(signedIn, heard)).toContainText(history);

  // 9: looked at, and copied to the benefit that took its place.
  await onClient(signedIn, 'Yleistuki');
  await claimsSection(signedIn).locator('[data-row-control]').first().click();
  await expect(claimsSection(signedIn)).toContainText(paid);
  await expect(claimsSection(signedIn)).toContainText('yleistuki');
  await claimsSection(signedIn)
    .getByRole('button', { name: m.register_act_copy({}, fi) })
    .click();
  await expect(main.getByLabel(m.claims_period_start({}, fi)).first()).toHaveValue('1.5.2026');
});
