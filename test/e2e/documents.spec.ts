import { randomBytes } from 'node:crypto';
import { PDFDocument } from '@cantoo/pdf-lib';
import { m } from '../../shared/messages/generated/messages.js';
import { clientNamed, expect, test } from './product.ts';
import { lookUp } from './walk.ts';

const fi = { locale: 'fi' } as const;

/** A bill of one page, made heavier by what is not drawn, so that its upload takes several parts. */
const bill = async (): Promise<Buffer> => {
  const document = await PDFDocument.create();
  document.addPage([595, 842]).drawText('Sähkölasku 124,50 e', { x: 60, y: 740, size: 28 });
  document.context.register(document.context.stream(randomBytes(1_500_000)));
  return Buffer.from(await document.save());
};

test('a document is sent only with the client’s request, and gives a receipt', async ({ signedIn }) => {
  const { page } = signedIn;
  await lookUp(signedIn, clientNamed('Demonen').personalIdentityCode);
  await page.getByRole('button', { name: m.documents_title({}, fi) }).click();
  await page.locator('input[type=file]').setInputFiles([
    { name: 'lasku.pdf', mimeType: 'application/pdf', buffer: await bill() },
    { name: 'kuva.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ not a document') },
  ]);
  await expect(page.getByText(m.documents_refusal_unknown_kind({}, fi))).toBeVisible();
  await page.getByRole('button', { name: m.common_preview_enlarge({ name: 'lasku.pdf' }, fi) }).click();
  const picture = page
    .getByRole('dialog')
    .getByRole('img', { name: m.common_preview_of({ name: 'lasku.pdf' }, fi) });
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalHeight)).toBe(1400);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: m.documents_send({}, fi) }).click();
  await expect(page.getByRole('link', { name: m.documents_problem_way({}, fi) })).toBeVisible();
  await page.getByLabel(m.documents_type({}, fi)).selectOption('BILL');
  await page.getByRole('radio', { name: m.documents_request_phone({}, fi) }).check();
  await page.getByLabel(m.documents_request_date({}, fi)).fill('2.1.2026');
  await page.getByRole('button', { name: m.documents_send({}, fi) }).click();
  await expect(page.getByRole('heading', { name: m.documents_receipt_heading({}, fi) })).toBeVisible();
  await expect(page.locator('.number')).toHaveText(/AK-\d{4}-000001/);
});
