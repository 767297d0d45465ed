import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { m } from '../../shared/messages/generated/messages.js';
import { filesWith } from './files-with.ts';
import { holdTime, letHalfMinutePass } from './passing-time.ts';
import { clientNamed, expect, test } from './product.ts';
import { answerSaveDialog, readPdf } from './saved-file.ts';
import type { Shell } from './shell.ts';
import { expectClientPage, lookUp, lookUpField, readSections, signInWithPracticeCard } from './walk.ts';

const fi = { locale: 'fi' } as const;

/** A right code that nobody in the training data has. */
const unknownCode = ((): string => {
  const start = '290272-999';
  const number = Number(`${start.slice(0, 6)}${start.slice(7)}`);
  return `${start}${'0123456789ABCDEFHJKLMNPRSTUVWXY'.charAt(number % 31)}`;
})();

test('a client is looked up from anywhere: the code is tidied and checked, what the service wants is asked, who is found is told', async ({
  signedIn,
  service,
  shell,
  temporaryFolder,
}) => {
  test.setTimeout(240_000);
  const { page } = signedIn;
  const field = lookUpField(signedIn);
  const main = page.getByRole('main');
  const paste = async (text: string): Promise<void> => {
    await field.press('Control+a');
    await page.keyboard.insertText(text);
  };

  await test.step('a pasted code is tidied, which is told, and its separator stays', async () => {
    await expect(main).toContainText(m.home_purpose({ purpose: 'Toimeentulotuki ja aikuissosiaalityö' }, fi));
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
  });

  await test.step('a wrong code is refused with the reason before anything is sent, some before they are whole', async () => {
    for (const [code, reason] of [
      ['3113', m.home_code_date({}, fi)],
      ['031195*', m.home_code_separator({}, fi)],
      ['031195-901A', m.home_code_check_character({}, fi)],
      ['311195-901C', m.home_code_date({}, fi)],
    ] as const) {
      await paste(code);
      await expect(page.getByText(reason)).toBeVisible();
      await page.keyboard.press('Enter');
    }
    expect(service.auditRecords().map(({ operation }) => operation)).not.toContain('searchClient');
  });

  await test.step('a client who is not there is named', async () => {
    await paste(unknownCode);
    await page.keyboard.press('Enter');
    await expect(page.getByText(m.error_client_not_found({}, fi))).toBeVisible();
    await expect(field).toBeFocused();
  });

  await test.step('a client of another area needs a reason, which is logged', async () => {
    await paste(clientNamed('Turkulainen').personalIdentityCode);
    await page.keyboard.press('Enter');
    await page.getByLabel(m.home_reason_label({}, fi)).fill('Asiakas on muuttanut alueelle');
    await page.getByRole('button', { name: m.home_reason_submit({}, fi) }).click();
    await expectClientPage(signedIn);
    expect(service.auditRecords().findLast(({ operation }) => operation === 'searchClient')).toMatchObject({
      reason: 'Asiakas on muuttanut alueelle',
      purpose: 'TOIMEENTULO',
    });
  });

  await test.step('one with non-disclosure needs a confirmation, and nothing tells where they live', async () => {
    await page.getByRole('button', { name: m.app_home({}, fi) }).click();
    const code = clientNamed('Suojattu').personalIdentityCode;
    await lookUpField(signedIn).fill(code);
    await page.keyboard.press('Enter');
    await page.getByLabel(m.home_non_disclosure_confirm({}, fi)).check();
    await page.getByRole('button', { name: m.home_non_disclosure_submit({}, fi) }).click();
    await expectClientPage(signedIn);
    await expect(page.getByText(m.client_identity_non_disclosure({}, fi)).first()).toBeVisible();
    await readSections(signedIn);
    const rows = page.locator('[data-section] [data-row-control]');
    for (const row of await rows.all()) await row.click();
    const shown = await page.locator('[data-region=client]').innerText();
    expect(shown).toContain('Yleinen asumistuki');
    const { population } = service.register;
    const person = population.person(population.numberOf(code as never)!);
    const { fi: municipality, sv: kommun } = population.places.of(person.homeMunicipality ?? '');
    const { street, postalCode, city } = person.address!;
    const places = [municipality, kommun, street, postalCode, city, m.client_identity_address({}, fi)];
    for (const place of places) expect(shown, place).not.toContain(place);

    const summary = join(temporaryFolder, 'summary.pdf');
    await answerSaveDialog(shell, summary);
    await page.keyboard.press('Alt+y');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: m.printing_save_pdf({}, fi) })
      .click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    const printed = readPdf(summary);
    expect(printed.says('Suojattu Siiri')).toBe(true);
    for (const place of places) expect(printed.says(place), place).toBe(false);
  });

  await test.step('with three keys after the paste, wherever the user is; of a deceased client it is said, and nothing can be claimed', async () => {
    await page.keyboard.press('F2');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(m.home_code_label({}, fi)).fill(clientNamed('Edesmennyt').personalIdentityCode);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Edesmennyt').first()).toBeVisible();
    await expectClientPage(signedIn);
    await expect(page.getByText('Suojattu')).toHaveCount(0);
    await expect(page.getByText(/^Kuollut /)).toBeVisible();
    await expect(page.getByText(m.client_page_new_claim_deceased({}, fi))).toBeVisible();
    await expect(page.getByRole('button', { name: m.client_page_new_claim({}, fi) })).toHaveCount(0);
  });
});

const onClipboard = (shell: Shell) => () => shell.main(({ clipboard }) => clipboard.readText(), undefined);

/** What another program puts there. */
const copyElsewhere = (shell: Shell, text: string): Promise<unknown> =>
  shell.main(({ clipboard }, copied) => clipboard.writeText(copied), text);

/** Writes a file when the program clears the clipboard: what is there after its end cannot be asked. */
const witnessClearing = (shell: Shell, file: string): Promise<void> =>
  shell.main(({ clipboard }, path) => {
    const clear = clipboard.clear.bind(clipboard);
    clipboard.clear = () => {
      clear();
      process.getBuiltinModule('node:fs').writeFileSync(path, '');
    };
  }, file);

const copyCode = async (page: Page): Promise<void> => {
  await page.keyboard.press('Control+Shift+C');
  await expect(page.getByText(m.common_copied_cleared({ seconds: 30 }, fi)).first()).toBeVisible();
};

const paneOf =
  (page: Page) =>
  (name: string): Locator =>
    page.getByRole('region', { name: new RegExp(name) });

/** In the first pane of two: a claim in its place, and whose it is in what asks whether to drop it. */
async function claimBeside(page: Page): Promise<void> {
  const pane = paneOf(page);
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
}

test('what is copied is on the clipboard for half a minute, to the lock or the end, and only what is ours is cleared; of two clients side by side every step says whose it is', async ({
  signedIn,
  shell,
  temporaryFolder,
}) => {
  test.setTimeout(240_000);
  const { page } = signedIn;
  const first = clientNamed('Demonen');
  const second = clientNamed('Edesmennyt');
  const pane = paneOf(page);
  const copied = onClipboard(shell);
  await holdTime(shell);
  await lookUp(signedIn, first.personalIdentityCode);

  await test.step('it is cleared after half a minute, and at a lock', async () => {
    await copyCode(page);
    await expect.poll(copied).toBe(first.personalIdentityCode);
    await letHalfMinutePass(shell);
    await expect.poll(copied).toBe('');
    await copyCode(page);
    await expect.poll(copied).toBe(first.personalIdentityCode);
    await page.keyboard.press('Control+l');
    await expect.poll(copied).toBe('');
  });

  await test.step('what another program has copied meanwhile stays, after the time and at a lock', async () => {
    await signInWithPracticeCard(signedIn);
    await lookUp(signedIn, first.personalIdentityCode);
    const copyHereThenElsewhere = async (): Promise<void> => {
      await copyCode(page);
      await expect.poll(copied).toBe(first.personalIdentityCode);
      await copyElsewhere(shell, 'kauppalista');
    };
    await copyHereThenElsewhere();
    await letHalfMinutePass(shell);
    await page.keyboard.press('Alt+3');
    await expect(page.getByRole('heading', { name: m.client_section_payments({}, fi) })).toBeFocused();
    expect(await copied()).toBe('kauppalista');
    await copyHereThenElsewhere();
    await page.keyboard.press('Control+l');
    await expect(page.getByRole('heading', { name: m.sign_in_locked_title({}, fi) })).toBeVisible();
    await signInWithPracticeCard(signedIn);
    await expect(lookUpField(signedIn)).toBeVisible();
    expect(await copied()).toBe('kauppalista');
  });

  await test.step('a second client opens beside, each pane with its name and the end of its code', async () => {
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
  });

  await test.step('keys act in the pane that was chosen last', async () => {
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
  });

  await test.step('a claim in one pane leaves the other as it is', () => claimBeside(page));

  await test.step('a narrow window shows one of them, and leaving one leaves the other', async () => {
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

  await test.step('nothing of the client is among files, while open and after the end, which clears the clipboard', async () => {
    const markers = [first.personalIdentityCode, 'Demonen', 'Esimerkkikatu'];
    const found = () =>
      [shell.userData, temporaryFolder].flatMap((folder) => filesWith(folder, markers).found);
    expect(found()).toEqual([]);
    expect(filesWith(shell.userData, markers).read).toBeGreaterThan(0);
    const cleared = join(temporaryFolder, 'cleared');
    await page.keyboard.press('Control+Shift+C');
    await expect.poll(copied).toBe(first.personalIdentityCode);
    await witnessClearing(shell, cleared);
    expect(existsSync(cleared)).toBe(false);
    await shell.close();
    expect(existsSync(cleared)).toBe(true);
    expect(found()).toEqual([]);
  });
});
