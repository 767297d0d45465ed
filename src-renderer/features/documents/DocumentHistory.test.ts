import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import { failure, success } from '../../../shared/domain/result.ts';
import type { CallAnswer } from '../../../shared/ipc/contract.ts';
import { createFakeContract, deferred } from '../../platform/fake-contract.ts';
import WithPlatform from '../client/WithPlatform.svelte';
import DocumentHistory from './DocumentHistory.svelte';

const batch = {
  receiptNumber: 'AK-2026-000007',
  sentAt: '2026-11-25T10:00:00Z',
  sentBy: 'Testi Esimerkki',
  applicationId: 'm-1',
  files: [{ name: 'lasku.pdf', bytes: 2048, sha256: 'a'.repeat(64), documentType: 'BILL' as const }],
};

const show = (contract: ReturnType<typeof createFakeContract>) =>
  render(WithPlatform, {
    contract,
    view: DocumentHistory as never,
    properties: { client: { handle: 'h' }, newest: undefined, applicationName: () => 'Toimeentulotuki' },
  });
afterEach(cleanup);

it('says that it loads, then that it failed, and on another try that nothing was sent', async () => {
  const first = deferred<CallAnswer<'documents.history'>>();
  const contract = createFakeContract({ 'documents.history': () => first.promise });
  show(contract);
  expect(screen.getByText('Haetaan tietoja')).toBeTruthy();
  first.resolve(failure({ code: 'service-timeout', retriable: true }));
  const again = await screen.findByRole('button', { name: 'Yritä uudelleen' });
  contract.answer('documents.history', () => success({ clientId: 'c', batches: [] }));
  await fireEvent.click(again);
  expect(await screen.findByText('Ei lähetettyjä asiakirjoja')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Yritä uudelleen' })).toBeNull();
});

it('shows each batch with its files, and prints its receipt', async () => {
  show(createFakeContract({ 'documents.history': () => success({ clientId: 'c', batches: [batch] }) }));
  const row = (await screen.findByRole('button', { name: batch.receiptNumber })).closest('tr')!;
  expect(within(row).getByText('Testi Esimerkki')).toBeTruthy();
  expect(within(row).getByText('Toimeentulotuki')).toBeTruthy();
  await fireEvent.click(within(row).getByRole('button'));
  expect(screen.getByText('lasku.pdf')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Tallenna PDF' })).toBeTruthy();
});
