import { m } from '../../shared/messages/generated/messages.js';
import { clientNamed, expect, test } from './product.ts';
import { lookUp } from './walk.ts';

const fi = { locale: 'fi' } as const;
const pdf = Buffer.from(
  '%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << >>\nstartxref\n9\n%%EOF\n',
);

test('a document is sent only with the client’s request, and gives a receipt', async ({ signedIn }) => {
  const { page } = signedIn;
  await lookUp(signedIn, clientNamed('Demonen').personalIdentityCode);
  await page.getByRole('button', { name: m.documents_title({}, fi) }).click();
  await page.locator('input[type=file]').setInputFiles([
    {
      name: 'lasku.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.concat([pdf, Buffer.alloc(1_500_000, 32), pdf]),
    },
    { name: 'kuva.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ not a document') },
  ]);
  await expect(page.getByText(m.documents_refusal_unknown_kind({}, fi))).toBeVisible();
  await page.getByLabel(m.documents_type({}, fi)).selectOption('BILL');
  await page.getByRole('button', { name: m.documents_send({}, fi) }).click();
  await expect(page.getByText(m.documents_check({}, fi))).toBeVisible();
  await page.getByRole('radio', { name: m.documents_request_phone({}, fi) }).check();
  await page.getByLabel(m.documents_request_date({}, fi)).fill('2.1.2026');
  await page.getByRole('button', { name: m.documents_send({}, fi) }).click();
  await expect(page.getByText(/AK-\d{4}-000001/).first()).toBeVisible();
});
