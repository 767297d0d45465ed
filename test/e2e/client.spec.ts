import { m } from '../../shared/messages/generated/messages.js';
import { clientNamed, expect, test } from './product.ts';
import { expectClientPage, lookUp, lookUpField, readSections, signInWithPracticeCard } from './walk.ts';

const fi = { locale: 'fi' } as const;

/** A right code that nobody in the training data has. */
const unknownCode = ((): string => {
  const start = '290272-999';
  const number = Number(`${start.slice(0, 6)}${start.slice(7)}`);
  return `${start}${'0123456789ABCDEFHJKLMNPRSTUVWXY'.charAt(number % 31)}`;
})();

test('a client is found from anywhere with three keys after the paste', async ({ signedIn }) => {
  const { page } = signedIn;
  await lookUp(signedIn, clientNamed('Demonen').personalIdentityCode);
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(m.home_code_label({}, fi)).fill(clientNamed('Edesmennyt').personalIdentityCode);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Edesmennyt').first()).toBeVisible();
  await expectClientPage(signedIn);
  await expect(page.getByText('Demonen')).toHaveCount(0);
  // Of a deceased client it is said, and nothing can be claimed.
  await expect(page.getByText(/^Kuollut /)).toBeVisible();
  await expect(page.getByText(m.client_page_new_claim_deceased({}, fi))).toBeVisible();
  await expect(page.getByRole('button', { name: m.client_page_new_claim({}, fi) })).toHaveCount(0);
});

test('a pasted code is tidied and told, a wrong one refused with the reason before anything is sent, an unknown one named', async ({
  signedIn,
  service,
}) => {
  const { page } = signedIn;
  const field = lookUpField(signedIn);
  const main = page.getByRole('main');
  const paste = async (text: string): Promise<void> => {
    await field.press('Control+a');
    await page.keyboard.insertText(text);
  };
  await paste(' 0311 95\u2013901c ');
  await expect(field).toHaveValue('031195-901C');
  for (const told of [
    m.home_code_cleaned_spaces({}, fi),
    m.home_code_cleaned_dash({}, fi),
    m.home_code_cleaned_case({}, fi),
    m.home_code_separator_kept({}, fi),
  ])
    await expect(main.getByRole('status').filter({ hasText: told })).toBeVisible();
  // Another century's separator is another person: it stays as it is, and is wrong here.
  await paste('031195A901C');
  await expect(field).toHaveValue('031195A901C');
  await expect(page.getByText(m.home_code_future({}, fi))).toBeVisible();
  for (const [code, reason] of [
    ['031195-901A', m.home_code_check_character({}, fi)],
    ['311195-901C', m.home_code_date({}, fi)],
    ['031195*901C', m.home_code_separator({}, fi)],
  ] as const) {
    await paste(code);
    await expect(page.getByText(reason)).toBeVisible();
    await page.keyboard.press('Enter');
  }
  expect(service.auditRecords().map(({ operation }) => operation)).not.toContain('searchClient');

  await paste(unknownCode);
  await page.keyboard.press('Enter');
  await expect(page.getByText(m.error_client_not_found({}, fi))).toBeVisible();
  await expect(field).toBeFocused();
});

test('a client of another area needs a reason, one with non-disclosure a confirmation', async ({
  signedIn,
}) => {
  const { page } = signedIn;
  await lookUpField(signedIn).fill(clientNamed('Turkulainen').personalIdentityCode);
  await page.keyboard.press('Enter');
  await page.getByLabel(m.home_reason_label({}, fi)).fill('Asiakas on muuttanut alueelle');
  await page.getByRole('button', { name: m.home_reason_submit({}, fi) }).click();
  await expectClientPage(signedIn);
  await page.getByRole('button', { name: m.app_home({}, fi) }).click();
  await lookUpField(signedIn).fill(clientNamed('Suojattu').personalIdentityCode);
  await page.keyboard.press('Enter');
  await page.getByLabel(m.home_non_disclosure_confirm({}, fi)).check();
  await page.getByRole('button', { name: m.home_non_disclosure_submit({}, fi) }).click();
  await expectClientPage(signedIn);
  await expect(page.getByText(m.client_identity_non_disclosure({}, fi)).first()).toBeVisible();
  await expect(page.getByText('Esimerkkikatu')).toHaveCount(0);
});

test('a section that fails says so by itself and can be asked again; the others live', async ({
  signedIn,
  service,
}) => {
  const { page } = signedIn;
  service.setFault({ path: '/payments$', kind: 'status', status: 500 });
  service.setFault({ path: '/decisions$', kind: 'wrong-schema' });
  service.setFault({ path: '/recoveries$', kind: 'other-client' });
  await lookUp(signedIn, clientNamed('Demonen').personalIdentityCode);
  const section = (title: string) => page.getByRole('region', { name: title, exact: true });
  await expect(section(m.client_section_payments({}, fi))).toContainText(m.error_service_failed({}, fi), {
    timeout: 30_000,
  });
  await expect(section(m.client_section_decisions({}, fi))).toContainText(
    m.error_service_reply_invalid({}, fi),
  );
  await expect(section(m.client_section_recoveries({}, fi))).toContainText(
    m.error_service_reply_mismatch({}, fi),
  );
  await expect(section(m.client_section_pending({}, fi)).getByRole('table')).toBeVisible();
  service.setFault(null);
  for (const title of [m.client_section_payments({}, fi), m.client_section_decisions({}, fi)]) {
    await section(title)
      .getByRole('button', { name: m.common_retry({}, fi) })
      .click();
    await expect(section(title).getByRole('table').first()).toBeVisible();
  }
  await section(m.client_section_recoveries({}, fi))
    .getByRole('button', { name: m.common_retry({}, fi) })
    .click();
  await readSections(signedIn);
});

test('a user without the mandate reads which one is missing', async ({ walk }) => {
  const { page } = walk;
  await signInWithPracticeCard(walk, 'Eino Valtuudeton');
  const title = 'Etuustietojen katselu ja maksuvaatimusten rekisteröinti';
  await expect(page.getByText(title).first()).toBeVisible({ timeout: 30_000 });
});

test('what is copied of a client is on the clipboard only until the lock', async ({ signedIn, shell }) => {
  const { page } = signedIn;
  const { personalIdentityCode } = clientNamed('Demonen');
  const onClipboard = () => shell.main(({ clipboard }) => clipboard.readText(), undefined);
  await lookUp(signedIn, personalIdentityCode);
  await page.keyboard.press('Control+Shift+C');
  await expect(page.getByText(m.common_copied_cleared({ seconds: 30 }, fi)).first()).toBeVisible();
  expect(await onClipboard()).toBe(personalIdentityCode);
  await page.keyboard.press('Control+l');
  await expect.poll(onClipboard).toBe('');
});

test('two clients are open side by side, and every step says whose it is', async ({ signedIn, shell }) => {
  const { page } = signedIn;
  const first = clientNamed('Demonen');
  const second = clientNamed('Edesmennyt');
  const pane = (name: string) => page.getByRole('region', { name: new RegExp(name) });
  await lookUp(signedIn, first.personalIdentityCode);
  await page.keyboard.press('Control+Shift+K');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(m.home_code_label({}, fi)).fill(second.personalIdentityCode);
  await page.keyboard.press('Enter');
  await expect(pane(`Asiakas 2: Edesmennyt Eino …${second.personalIdentityCode.slice(-4)}`)).toBeVisible();
  await expect(pane(`Asiakas 1: Demonen Deni …${first.personalIdentityCode.slice(-4)}`)).toBeVisible();
  await expect(pane('Asiakas 2').getByRole('heading', { level: 1 })).toBeFocused();

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog').getByText(m.client_identity_copy({}, fi))).toHaveCount(1);
  await page.keyboard.press('Escape');

  const copied = () => shell.main(({ clipboard }) => clipboard.readText(), undefined);
  await page.keyboard.press('Control+Shift+C');
  await expect.poll(copied).toBe(second.personalIdentityCode);
  await page.keyboard.press('Control+1');
  await expect(pane('Asiakas 1').getByRole('heading', { level: 1 })).toBeFocused();
  await page.keyboard.press('Control+Shift+C');
  await expect.poll(copied).toBe(first.personalIdentityCode);
  await page.keyboard.press('Alt+3');
  await expect(
    pane('Asiakas 1').getByRole('heading', { name: m.client_section_payments({}, fi) }),
  ).toBeFocused();

  await pane('Asiakas 1')
    .getByRole('button', { name: m.client_page_new_claim({}, fi) })
    .click();
  await expect(
    pane('Asiakas 1').getByRole('heading', { level: 1, name: m.claims_heading({}, fi) }),
  ).toBeVisible();
  await expect(
    pane('Asiakas 2').getByRole('heading', { level: 1, name: m.client_page_heading({}, fi) }),
  ).toBeVisible();
  await pane('Asiakas 1').getByRole('radio', { name: /^A\. / }).check();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toContainText('Asiakas 1');
  await expect(page.getByRole('dialog')).toContainText('Demonen Deni');
  await page.keyboard.press('Escape');

  await page.setViewportSize({ width: 900, height: 700 });
  await expect(pane('Asiakas 2')).toBeHidden();
  await page.keyboard.press('Control+2');
  await expect(pane('Asiakas 2')).toBeVisible();
  await expect(pane('Asiakas 1')).toBeHidden();
  await pane('Asiakas 2')
    .getByRole('button', { name: m.app_leave_client({}, fi) })
    .click();
  await expect(page.getByText('Edesmennyt')).toHaveCount(0);
  await expect(pane('Demonen')).toBeVisible();
});
