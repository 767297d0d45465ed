import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib';
import type { Locator, Page } from '@playwright/test';
import { documentLimits } from '../../shared/domain/documents/document-rules.ts';
import { m } from '../../shared/messages/generated/messages.js';
import type { TrainingService } from '../../src-main/training-service/start-training-service.ts';
import { expectAccessible, expectColours } from './accessibility.ts';
import { filesWith } from './files-with.ts';
import { clientNamed, expect, test } from './product.ts';
import { answerSaveDialog, readPdf } from './saved-file.ts';
import { lookUp, signInWithPracticeCard, type Walk } from './walk.ts';

const fi = { locale: 'fi' } as const;
const client = clientNamed('Demonen');

type ChosenFile = readonly [name: string, bytes: Uint8Array];

/** Chooses files from the test's own folder by their paths; Playwright would send megabytes as text, for minutes. */
async function choose(page: Page, files: readonly ChosenFile[]): Promise<void> {
  const paths = files.map(([name, bytes]) => {
    const path = test.info().outputPath(name);
    writeFileSync(path, bytes);
    return path;
  });
  await page.locator('input[type=file]').waitFor({ state: 'attached' });
  const devTools = await page.context().newCDPSession(page);
  const expression = "document.querySelector('input[type=file]')";
  const { result } = await devTools.send('Runtime.evaluate', { expression });
  await devTools.send('DOM.setFileInputFiles', { files: paths, objectId: result.objectId ?? '' });
  await devTools.detach();
}

/** Chooses a file that is another one, or gone, by the time the window reads it. */
async function chooseAndThen(page: Page, file: ChosenFile, change: (path: string) => void): Promise<void> {
  await page.evaluate(() =>
    addEventListener('change', (event) => event.stopImmediatePropagation(), { capture: true, once: true }),
  );
  await choose(page, [file]);
  change(test.info().outputPath(file[0]));
  await page.locator('input[type=file]').dispatchEvent('change');
}
/** Drops what stands on the disk, as the operating system's file manager does. */
async function dropPath(page: Page, path: string): Promise<void> {
  const devTools = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devTools.send('Input.dispatchDragEvent', { type, x: 500, y: 300, data });
  await devTools.detach();
}

/** A page of text; what is hidden in it makes it heavier, so that its upload takes several parts. */
const pdf = async (
  text: string,
  { hidden = 0, change }: { hidden?: number; change?: (document: PDFDocument) => void } = {},
): Promise<Uint8Array> => {
  const document = await PDFDocument.create();
  document.addPage([595, 842]).drawText(text, { x: 60, y: 740, size: 28 });
  if (hidden > 0) document.context.register(document.context.stream(randomBytes(hidden)));
  change?.(document);
  return document.save({ useObjectStreams: true });
};
const scripted = ({ catalog, context }: PDFDocument): void =>
  catalog.set(
    PDFName.of('OpenAction'),
    context.register(context.obj({ S: 'JavaScript', JS: PDFString.of('app.alert(1)') })),
  );

const withFile = ({ catalog, context }: PDFDocument): void =>
  catalog.set(PDFName.of('Names'), context.obj({ EmbeddedFiles: context.register(context.stream('MZ')) }));
/** What every virus scanner reports, for tests (eicar.org). */
const withTestVirus = ({ context }: PDFDocument): void => {
  const virus = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-' + 'ANTIVIRUS-TEST-FILE!$H+H*';
  context.register(context.stream(virus));
};

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
const receiptHeading = (page: Page): Locator =>
  page.getByRole('heading', { name: m.documents_receipt_heading({}, fi) });
const refusal = (page: Page, name: string, reason: string): Locator =>
  page.getByRole('listitem').filter({ hasText: `${name}: ${reason}` });
const types = (page: Page): Locator => page.getByLabel(m.documents_type({}, fi));

async function openDocuments(walk: Walk): Promise<void> {
  await lookUp(walk, client.personalIdentityCode);
  await button(walk.page, m.documents_title({}, fi)).click();
  await expect(button(walk.page, m.documents_choose({}, fi))).toBeVisible();
}
async function tellRequest(page: Page): Promise<void> {
  await page.getByRole('radio', { name: m.documents_request_phone({}, fi) }).check();
  await page.getByLabel(m.documents_request_date({}, fi)).fill('2.1.2026');
}
/** Files made in the window itself, as a browser hands them over from another program. */
const handOver = (page: Page, how: 'drop' | 'paste', name: string, words?: string): Promise<void> =>
  page.evaluate(
    async ([kind, fileName, text]) => {
      const canvas = new OffscreenCanvas(300, 300);
      const context = canvas.getContext('2d')!;
      context.fillStyle = kind === 'drop' ? '#101010' : '#f0f0f0';
      context.fillRect(0, 0, 300, 300);
      const picture = await canvas.convertToBlob({ type: kind === 'drop' ? 'image/png' : 'image/jpeg' });
      const data = new DataTransfer();
      data.items.add(new File([picture], fileName));
      if (text !== undefined) data.setData('text/plain', text);
      const event =
        kind === 'drop'
          ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
          : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
      (document.activeElement ?? document.body).dispatchEvent(event);
    },
    [how, name, words] as const,
  );

/** Each kind of file that is not taken, with what is said of it. */
async function refusedFiles(whole: Uint8Array): Promise<readonly (readonly [ChosenFile, string])[]> {
  const locked = await PDFDocument.load(whole);
  locked.encrypt({ ownerPassword: 'owner', userPassword: 'user' });
  const png = Buffer.from('89504e470d0a1a0a0000000d494844520000ffff0000ffff', 'hex');
  const text = (content: string): Buffer => Buffer.from(content, 'latin1');
  return [
    [['tyhja.pdf', new Uint8Array()], m.documents_refusal_empty({}, fi)],
    [
      ['liian-suuri.pdf', new Uint8Array(documentLimits.fileBytes + 1)],
      m.documents_refusal_too_large({}, fi),
    ],
    [['ohjelma.pdf', text('MZ not a document')], m.documents_refusal_unknown_kind({}, fi)],
    [['kuva.jpg', text('\0\0\0\x18ftypheic....')], m.documents_refusal_heic({}, fi)],
    [['kuva.png', text('RIFF\x10\0\0\0WEBPVP8 ')], m.documents_refusal_other_picture({}, fi)],
    [['selvitys.pdf', text('PK\x03\x04[Content_Types].xml')], m.documents_refusal_office_document({}, fi)],
    [['liitteet.pdf', text('PK\x03\x04lasku.pdf')], m.documents_refusal_archive({}, fi)],
    [['salattu.pdf', await locked.save()], m.documents_refusal_pdf_encrypted({}, fi)],
    [['katkennut.pdf', whole.subarray(0, whole.length / 2)], m.documents_refusal_pdf_damaged({}, fi)],
    [['skripti.pdf', await pdf('x', { change: scripted })], m.documents_refusal_pdf_script({}, fi)],
    [['sisalla.pdf', await pdf('x', { change: withFile })], m.documents_refusal_pdf_attachments({}, fi)],
    [['pommi.png', Buffer.concat([png, Buffer.from('IEND')])], m.documents_refusal_image_too_large({}, fi)],
    [
      ['katkennut.jpg', Buffer.from('ffd8ffc0000b080300040001011100ffd9', 'hex')],
      m.documents_refusal_image_damaged({}, fi),
    ],
  ];
}

test('each refused kind of file is named with its reason, the others are shown, turned, put in order and put back', async ({
  signedIn,
}) => {
  const { page } = signedIn;
  await openDocuments(signedIn);
  const whole = await pdf('Sähkölasku 124,50 e');
  const refused = await refusedFiles(whole);
  // The right one has a wrong name: content counts.
  await choose(page, [...refused.map(([each]) => each), ['lasku.txt', whole]]);
  for (const [[name], reason] of refused) await expect(refusal(page, name, reason)).toBeVisible();

  const unreadable = m.documents_refusal_unreadable({}, fi);
  await chooseAndThen(page, ['vaihdettu.pdf', whole], (path) => appendFileSync(path, 'MZ'));
  await expect(refusal(page, 'vaihdettu.pdf', unreadable)).toBeVisible();
  await chooseAndThen(page, ['poistettu.pdf', whole], (path) => rmSync(path));
  await expect(refusal(page, 'poistettu.pdf', unreadable)).toBeVisible();
  const folder = test.info().outputPath('kansio');
  mkdirSync(folder);
  await dropPath(page, folder);
  await expect(refusal(page, 'kansio', m.documents_refusal_folder({}, fi))).toBeVisible();

  await button(page, m.common_preview_enlarge({ name: 'lasku.txt' }, fi)).click();
  const picture = page
    .getByRole('dialog')
    .getByRole('img', { name: m.common_preview_of({ name: 'lasku.txt' }, fi) });
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalHeight)).toBe(1400);
  await page.keyboard.press('Escape');

  await handOver(page, 'drop', 'pimea.png');
  await expect(page.getByText(m.documents_warning_too_dark({}, fi))).toBeVisible();
  await handOver(page, 'paste', 'image.jpg');
  await expect(page.getByText(m.documents_warning_too_small({}, fi))).toHaveCount(2);
  const pasted = page.getByRole('heading', { level: 3, name: /^3\. / });
  await expect(pasted).toHaveText(/^3\. Leikepöydän kuva 20\d\d-\d\d-\d\d\.jpg$/);
  await expect(page.getByText(/^Mukaan mahtuu vielä 7 tiedostoa, yhteensä 30 Mt\.$/)).toBeVisible();
  // Words from an office program come with a picture of themselves, which is not meant.
  await page.getByLabel(m.documents_note({}, fi)).focus();
  await handOver(page, 'paste', 'image.png', 'Sanat');
  await button(page, m.documents_rotate({ name: 'pimea.png' }, fi)).click();
  await expect(page.getByRole('img', { name: m.common_preview_of({ name: 'pimea.png' }, fi) })).toHaveClass(
    /turn-90/,
  );
  await button(page, m.documents_up({ name: 'pimea.png' }, fi)).focus();
  await page.keyboard.press('Enter');
  const first = page.getByRole('heading', { level: 3, name: /^1\. / });
  await expect(first).toHaveText('1. pimea.png');
  await expect(button(page, m.documents_down({ name: 'pimea.png' }, fi))).toBeFocused();

  await button(page, m.documents_remove({ name: 'pimea.png' }, fi)).focus();
  await page.keyboard.press('Enter');
  await expect(first).toHaveText('1. lasku.txt');
  await expect(button(page, m.documents_put_back({}, fi))).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(first).toHaveText('1. pimea.png');
  await expect(first).toBeFocused();

  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('link', { name: m.documents_problem_way({}, fi) })).toBeVisible();
  await expect(page.getByRole('link', { name: m.documents_problem_date_missing({}, fi) })).toBeVisible();
  await expect(page.getByRole('heading', { level: 3 })).toHaveCount(3);
  await expect(page.getByText(m.documents_refusal_already_there({}, fi))).toHaveCount(0);
  await expectAccessible(page, 'documents with faults', 'light');
  await expectColours(page, 'documents with faults', 'dark');
});

const timesBegun = (service: TrainingService): number =>
  service.auditRecords().filter(({ operation }) => operation === 'beginDocumentBatch').length;

test('documents begun without a client go on after a lock, arrive byte for byte through cuts at random points, give one receipt, and leave nothing on the disk', async ({
  signedIn,
  service,
  shell,
  temporaryFolder,
}) => {
  const { page } = signedIn;
  await button(page, m.documents_title({}, fi)).click();
  await expect(page.getByRole('heading', { name: m.documents_start_title({}, fi) })).toBeVisible();
  const code = page.getByLabel(m.home_code_label({}, fi));
  await expect(code).toBeFocused();
  await code.fill(client.personalIdentityCode);
  await code.press('Enter');
  const bytes = await pdf('Tiliote Salainen-Saaja', { hidden: 1_000_000 });
  const hash = createHash('sha256').update(bytes).digest('hex');
  await choose(page, [['tiliote-salainen.pdf', bytes]]);
  await expect(page.getByText(m.documents_history_empty({}, fi))).toBeVisible();
  await types(page).selectOption('BANK_STATEMENT');
  await page.getByLabel(m.documents_months({}, fi)).fill('10/2026, 11/2026');
  const application = page.getByLabel(m.documents_application({}, fi));
  await application.selectOption({ index: 1 });
  const chosen = await application.locator('option:checked').innerText();
  await button(page, m.documents_send({}, fi)).click();
  // Without the client's request nothing has left.
  await expect(page.getByRole('link', { name: m.documents_problem_way({}, fi) })).toBeVisible();
  expect(timesBegun(service)).toBe(0);
  await tellRequest(page);

  // Longer than it takes until the lock: there is something left to send.
  service.setFault({ path: '/parts/[1-9]', kind: 'delay', delay: 20_000 });
  await button(page, m.documents_send({}, fi)).click();
  const progress = page.getByRole('progressbar');
  await expect.poll(() => progress.getAttribute('value').then(Number)).toBeGreaterThan(0);
  await expect(page.getByText(/ \/ 1 Mt, .+\/s, noin \d+ s jäljellä/)).toBeVisible();
  await page.keyboard.press('Control+l');
  await expect(page.getByRole('heading', { name: m.sign_in_locked_title({}, fi) })).toBeVisible();
  expect(await page.content()).not.toContain('tiliote-salainen');
  const markers = ['tiliote-salainen', 'Salainen-Saaja', client.personalIdentityCode, hash];
  const folders = [shell.userData, temporaryFolder];
  for (const folder of folders) expect(filesWith(folder, markers).found).toEqual([]);
  service.setFault(null);

  await signInWithPracticeCard(signedIn);
  const unsent = page.getByRole('region', { name: m.documents_unsent({}, fi) });
  await expect(unsent).toContainText('1 tiedosto, tallennettu');
  await unsent.getByRole('button').click();
  await expect(page.getByText(/Lähetys keskeytyi/)).toBeVisible();
  await button(page, m.documents_start_over({}, fi)).click();
  await button(page, m.documents_discard_no({}, fi)).click();
  await expect(types(page)).toHaveValue('BANK_STATEMENT');
  const times = (): number => 1 + Math.floor(Math.random() * 3);
  const later = '/parts/[1-9]';
  service.setFault({ path: later, kind: 'cut', times: times() });
  service.setFault({ path: later, kind: 'lost-answer', times: times() });
  service.setFault({ path: later, kind: 'expired-token', times: 1 });
  service.setFault({ path: later, kind: 'status', status: 503, retryAfterSeconds: 1, times: times() });
  service.setFault({ path: '/completion$', kind: 'lost-answer', times: 1 });
  await button(page, m.documents_continue({}, fi)).dblclick();
  await expect(page.getByText(/Yhteys katkesi/)).toBeVisible();
  // Meanwhile at the client's page, which does not stop it.
  await button(page, m.app_return_to_client({}, fi)).first().click();
  await button(page, m.documents_title({}, fi)).click();
  // The next try may begin by itself just before.
  const retryNow = async (retry: Locator): Promise<void> =>
    retry.click({ timeout: 1_000 }).catch(() => undefined);
  await page.addLocatorHandler(button(page, m.documents_retry_now({}, fi)), retryNow);
  await expect(receiptHeading(page)).toBeVisible({ timeout: 30_000 });
  const number = await page.locator('.number').innerText();
  expect(number).toMatch(/^AK-\d{4}-000001$/);
  await expect(page.getByRole('cell', { name: hash.slice(0, 16) })).toBeVisible();
  const sent = page.getByRole('row').filter({ has: button(page, number) });
  await expect(sent.getByRole('cell', { name: chosen })).toBeVisible();
  await expect(page.getByRole('button', { name: /^AK-/ })).toHaveCount(1);
  await expectAccessible(page, 'the receipt of documents', 'light');
  expect(timesBegun(service)).toBe(1);
  for (const folder of folders) expect(filesWith(folder, markers).found).toEqual([]);

  const path = test.info().outputPath('receipt.pdf');
  await answerSaveDialog(shell, path);
  await button(page, m.printing_save_pdf({}, fi)).click();
  await expect(page.getByText(m.printing_pdf_saved({}, fi)).first()).toBeVisible();
  const paper = readPdf(path);
  expect(paper).toMatchObject({ title: m.documents_receipt_heading({}, fi), tagged: true, pages: 1 });
  expect(paper.title).not.toContain('Demonen');
  const groups = hash.match(/.{16}/g) ?? [];
  for (const text of [number, client.personalIdentityCode, 'salainen.pdf', ...groups])
    expect(paper.text).toContain(text);
  const printed = service.auditRecords().filter(({ section }) => section === 'document-receipt');
  expect(printed.map(({ operation }) => operation)).toEqual(['pdf']);

  await button(page, m.documents_send_more({}, fi)).click();
  await choose(page, [['saastunut.pdf', await pdf('Lasku', { change: withTestVirus })]]);
  await types(page).selectOption('BILL');
  await tellRequest(page);
  await button(page, m.documents_send({}, fi)).click();
  await expect(refusal(page, 'saastunut.pdf', m.documents_refusal_malware({}, fi))).toBeVisible();
  await expect(types(page)).toHaveCount(0);
});
