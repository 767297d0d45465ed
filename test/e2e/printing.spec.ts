import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { m } from '../../shared/messages/generated/messages.js';
import { clientNamed, expect, test } from './product.ts';
import { answerSaveDialog, readPdf } from './saved-file.ts';
import { advanceClaimOfToday, fillAdvanceClaim, lookUp, sendClaim } from './walk.ts';

const fi = { locale: 'fi' } as const;
const demo = clientNamed('Demonen').personalIdentityCode;

test('a receipt is saved as a tagged PDF that names who, when and for what, and cancelling leaves no file', async ({
  signedIn,
  shell,
  service,
  temporaryFolder,
}) => {
  const { page } = signedIn;
  await lookUp(signedIn, demo);
  await fillAdvanceClaim(signedIn, advanceClaimOfToday());
  const number = await sendClaim(signedIn);
  const path = join(temporaryFolder, 'receipt.pdf');
  const save = page.getByRole('button', { name: m.printing_save_pdf({}, fi) });

  await answerSaveDialog(shell, null);
  await save.click();
  await expect(save).not.toHaveAttribute('aria-busy', 'true');
  expect(readdirSync(temporaryFolder).filter((name) => name.includes('.pdf'))).toEqual([]);

  await answerSaveDialog(shell, path);
  await save.click();
  await expect(page.getByText(m.printing_pdf_saved({}, fi)).first()).toBeVisible();
  expect(existsSync(path)).toBe(true);
  const pdf = readPdf(path);
  expect(pdf).toMatchObject({ title: m.claims_receipt_heading({}, fi), tagged: true, pages: 1 });
  expect(pdf.title).not.toContain('Demonen');
  for (const text of [number, '320,00', 'Testi Esimerkki', m.printing_confidential({}, fi), '1 / 1'])
    expect(pdf.text).toContain(text);
  // The screen itself is not on the paper.
  expect(pdf.text).not.toContain(m.claims_receipt_back({}, fi));

  // The stand-in has no printer: a print that fails is said, and nothing of the sheet stays in the page.
  await page.getByRole('button', { name: m.printing_print({}, fi) }).click();
  await expect(page.getByText(m.error_printing_failed({}, fi)).first()).toBeVisible();
  await expect(page.locator('.print-sheet')).toHaveCount(0);
  const trail = service.auditRecords().filter(({ section }) => section === 'claim-receipt');
  expect(trail.map(({ operation }) => operation)).toEqual(['pdf', 'print']);
});
