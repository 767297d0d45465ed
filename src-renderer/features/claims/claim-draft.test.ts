import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { isoDate } from '../../../shared/domain/dates.ts';
import type { CallRequest, CallResponse } from '../../../shared/ipc/contract.ts';
import { openClient } from '../client/client-view.svelte.ts';
import { fakeService, lookUpOf } from '../client/fake-service.ts';
import { createClaimWizard } from './claim-wizard.svelte.ts';

const KEY = '4b7f1f5e-6a44-4f0e-9d0f-1f1f5f6b7a10';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const open = async (draft: CallResponse<'drafts.open'>['draft'] = null) => {
  const saved: CallRequest<'drafts.save'>[] = [];
  const removed: string[] = [];
  const service = fakeService({
    draft,
    onSaved: (request) => saved.push(request),
    onRemoved: (id) => removed.push(id),
  });
  const client = openClient(service.contract, lookUpOf('client-a'));
  await client.loaded;
  const wizard = createClaimWizard(client, { today: () => isoDate('2026-03-02'), newKey: () => KEY });
  await vi.advanceTimersByTimeAsync(1_000);
  return { client, wizard, saved, removed };
};

it('saves every field once after a pause in typing, and nothing of an untouched claim', async () => {
  const { wizard, saved } = await open();
  expect(saved).toEqual([]);
  wizard.chooseSituation('A');
  for (const text of ['1', '12', '123']) {
    wizard.form.reference = text;
    flushSync();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(saved).toEqual([]);
  await vi.advanceTimersByTimeAsync(500);
  expect(saved).toHaveLength(1);
  expect(saved[0]).toMatchObject({ draftId: KEY, step: 'situation' });
  expect(JSON.parse(saved[0]?.form ?? '{}')).toEqual({ ...wizard.form });
  expect(wizard.savedAt).toBe(1_000);
});

it('saves at once when the client is left, and removes what is discarded', async () => {
  const { client, wizard, saved, removed } = await open();
  wizard.chooseSituation('A');
  flushSync();
  client.close();
  flushSync();
  expect(saved).toHaveLength(1);
  wizard.discard();
  expect(removed).toEqual([KEY]);
});

it('continues a draft with its fields, its step and its key', async () => {
  const first = await open();
  first.wizard.chooseSituation('B');
  first.wizard.addRow();
  first.wizard.form.reference = 'x';
  flushSync();
  await vi.advanceTimersByTimeAsync(1_000);
  const { form, ...rest } = first.saved[0]!;
  const id = 'f81d4fae-7dec-4d1d-a765-00a0c91e6bf6';
  const { wizard, saved } = await open({ ...rest, form, draftId: id, step: 'claim', savedAt: 5 });
  expect(wizard.form).toEqual(first.wizard.form);
  expect(wizard.step).toBe('claim');
  wizard.form.ownCaseId = 'y';
  flushSync();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(saved.at(-1)?.draftId).toBe(id);
});
