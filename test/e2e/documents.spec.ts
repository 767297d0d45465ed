import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib';
import type { Locator, Page } from '@playwright/test';
import { documentLimits } from '../../shared/domain/documents/document-rules.ts';
import { m } from '../../shared/messages/generated/messages.js';
import { expectAccessible, expectColours } from './accessibility.ts';
import { filesWith } from './files-with.ts';
import { clientNamed, expect, test } from './product.ts';
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

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
const receiptHeading = (page: Page): Locator =>
  page.getByRole('heading', { name: m.documents_receipt_heading({}, fi) });
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
const handOver = (page: Page, how: 'drop' | 'paste', name: string): Promise<void> =>
  page.evaluate(
    async ([kind, fileName]) => {
      const canvas = new OffscreenCanvas(300, 300);
      const context = canvas.getContext('2d')!;
      context.fillStyle = kind === 'drop' ? '#101010' : '#f0f0f0';
      context.fillRect(0, 0, 300, 300);
      const picture = await canvas.convertToBlob({ type: kind === 'drop' ? 'image/png' : 'image/jpeg' });
      const data = new DataTransfer();
      data.items.add(new File([picture], fileName));
      const event =
        kind === 'drop'
          ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
          : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
      (document.activeElement ?? document.body).dispatchEvent(event);
    },
    [how, name] as const,
  );

test('each refused kind of file is named with its reason, the others are shown, turned and put in order', async ({
  signedIn,
}) => {
  const { page } = signedIn;
  await openDocuments(signedIn);
  const png = Buffer.from('89504e470d0a1a0a0000000d494844520000ffff0000ffff', 'hex');
  const whole = await pdf('Sähkölasku 124,50 e');
  const locked = await PDFDocument.load(whole);
  locked.encrypt({ ownerPassword: 'owner', userPassword: 'user' });
  const refused: readonly (readonly [ChosenFile, string])[] = [
    [['tyhja.pdf', new Uint8Array()], m.documents_refusal_empty({}, fi)],
    [
      ['liian-suuri.pdf', new Uint8Array(documentLimits.fileBytes + 1)],
      m.documents_refusal_too_large({}, fi),
    ],
    [['ohjelma.pdf', Buffer.from('MZ not a document')], m.documents_refusal_unknown_kind({}, fi)],
    [['kuva.jpg', Buffer.from('\0\0\0\x18ftypheic....', 'latin1')], m.documents_refusal_heic({}, fi)],
    [['salattu.pdf', await locked.save()], m.documents_refusal_pdf_encrypted({}, fi)],
    [['katkennut.pdf', whole.subarray(0, whole.length / 2)], m.documents_refusal_pdf_damaged({}, fi)],
    [['skripti.pdf', await pdf('x', { change: scripted })], m.documents_refusal_pdf_script({}, fi)],
    [['pommi.png', Buffer.concat([png, Buffer.from('IEND')])], m.documents_refusal_image_too_large({}, fi)],
    [
      ['katkennut.jpg', Buffer.from('ffd8ffc0000b080300040001011100ffd9', 'hex')],
      m.documents_refusal_image_damaged({}, fi),
    ],
  ];
  // The right one has a wrong name: content counts.
  await choose(page, [...refused.map(([each]) => each), ['lasku.txt', whole]]);
  for (const [[name], reason] of refused)
    await expect(page.getByRole('listitem').filter({ hasText: `${name}: ${reason}` })).toBeVisible();

  await button(page, m.common_preview_enlarge({ name: 'lasku.txt' }, fi)).click();
  const picture = page
    .getByRole('dialog')
    .getByRole('img', { name: m.common_preview_of({ name: 'lasku.txt' }, fi) });
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalHeight)).toBe(1400);
  await page.keyboard.press('Escape');

  await handOver(page, 'drop', 'pimea.png');
  await expect(page.getByText(m.documents_warning_too_dark({}, fi))).toBeVisible();
  await handOver(page, 'paste', 'liitetty.jpg');
  await expect(page.getByText(m.documents_warning_too_small({}, fi))).toHaveCount(2);
  await button(page, m.documents_rotate({ name: 'pimea.png' }, fi)).click();
  await expect(page.getByRole('img', { name: m.common_preview_of({ name: 'pimea.png' }, fi) })).toHaveClass(
    /turn-90/,
  );
  await button(page, m.documents_up({ name: 'pimea.png' }, fi)).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 3, name: /^1\. / })).toHaveText('1. pimea.png');
  await expect(button(page, m.documents_down({ name: 'pimea.png' }, fi))).toBeFocused();

  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('link', { name: m.documents_problem_way({}, fi) })).toBeVisible();
  await expect(page.getByRole('link', { name: m.documents_problem_date_missing({}, fi) })).toBeVisible();
  await expectAccessible(page, 'documents with faults', 'light');
  await expectColours(page, 'documents with faults', 'dark');
});

test('an upload that is cut at random points arrives byte for byte, once, and leaves nothing on the disk', async ({
  signedIn,
  service,
  shell,
  temporaryFolder,
}) => {
  const { page } = signedIn;
  await openDocuments(signedIn);
  const bytes = await pdf('Tiliote Salainen-Saaja', { hidden: 3_000_000 });
  await choose(page, [['tiliote-salainen.pdf', bytes]]);
  await types(page).selectOption('BANK_STATEMENT');
  await page.getByLabel(m.documents_months({}, fi)).fill('10/2026, 11/2026');
  const application = page.getByLabel(m.documents_application({}, fi));
  expect(await application.locator('option').count()).toBeGreaterThan(0);
  await button(page, m.documents_send({}, fi)).click();
  // Without the client's request nothing has left.
  expect(service.auditRecords().map(({ operation }) => operation)).not.toContain('beginDocumentBatch');
  await tellRequest(page);

  const times = (): number => 1 + Math.floor(Math.random() * 3);
  service.setFault({ path: '/parts/0$', kind: 'cut', times: 3 });
  service.setFault({ path: '/parts/[1-9]', kind: 'lost-answer', times: times() });
  service.setFault({
    path: '/parts/[1-9]',
    kind: 'status',
    status: 503,
    retryAfterSeconds: 1,
    times: times(),
  });
  service.setFault({ path: '/parts/[1-9]', kind: 'cut', times: times() });
  service.setFault({ path: '/completion$', kind: 'lost-answer', times: 1 });
  await button(page, m.documents_send({}, fi)).dblclick();
  await expect(page.getByText(/Yhteys katkesi/)).toBeVisible();
  await expect(receiptHeading(page)).toBeVisible({ timeout: 30_000 });
  const number = await page.locator('.number').innerText();
  expect(number).toMatch(/^AK-\d{4}-000001$/);
  const hash = createHash('sha256').update(bytes).digest('hex');
  await expect(page.getByRole('cell', { name: hash.slice(0, 16) })).toBeVisible();
  await expect(page.getByText(/AK-\d{4}-/)).toHaveCount(2);
  const begun = service.auditRecords().filter(({ operation }) => operation === 'beginDocumentBatch');
  expect(begun).toHaveLength(1);

  const markers = ['tiliote-salainen', 'Salainen-Saaja', client.personalIdentityCode, hash];
  for (const folder of [shell.userData, temporaryFolder])
    expect(filesWith(folder, markers).found).toEqual([]);
});

test('documents begun without a client go on after a lock from where they were', async ({
  signedIn,
  service,
}) => {
  const { page } = signedIn;
  await button(page, m.documents_title({}, fi)).click();
  await expect(page.getByRole('heading', { name: m.documents_start_title({}, fi) })).toBeVisible();
  const code = page.getByLabel(m.home_code_label({}, fi));
  await expect(code).toBeFocused();
  await code.fill(client.personalIdentityCode);
  await code.press('Enter');
  await choose(page, [['vuokra.pdf', await pdf('Vuokrasopimus', { hidden: 1_500_000 })]]);
  await types(page).selectOption('RENT_CONTRACT');
  await tellRequest(page);
  service.setFault({ path: '/parts/[1-9]', kind: 'delay', delay: 1_500 });
  await button(page, m.documents_send({}, fi)).click();
  const progress = page.getByRole('progressbar');
  await expect.poll(() => progress.getAttribute('value').then(Number)).toBeGreaterThan(0);
  await page.keyboard.press('Control+l');
  await expect(page.getByRole('heading', { name: m.sign_in_locked_title({}, fi) })).toBeVisible();
  expect(await page.content()).not.toContain('vuokra.pdf');
  service.setFault(null);

  await signInWithPracticeCard(signedIn);
  const unsent = page.getByRole('region', { name: m.documents_unsent({}, fi) });
  await unsent.getByRole('button').click();
  await expect(page.getByText(/Lähetys keskeytyi/)).toBeVisible();
  await expect(types(page)).toHaveValue('RENT_CONTRACT');
  // Meanwhile at the client's page, which does not stop it.
  await button(page, m.documents_continue({}, fi)).click();
  await button(page, m.app_return_to_client({}, fi)).first().click();
  await button(page, m.documents_title({}, fi)).click();
  await expect(receiptHeading(page)).toBeVisible();
  const begun = service.auditRecords().filter(({ operation }) => operation === 'beginDocumentBatch');
  expect(begun).toHaveLength(1);
});
