import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isoDate } from '../../../shared/domain/dates.ts';
import type { CallAnswer, CallRequest } from '../../../shared/ipc/contract.ts';
import type { ClaimReceipt, RegisteredPaymentClaim } from '../../../shared/service-api/payment-claims.ts';
import { openClient } from '../client/client-view.svelte.ts';
import { fakeService, lookUpOf, type FakeServiceOptions } from '../client/fake-service.ts';
import { claimWizardPart } from './claim-wizard.svelte.ts';
import type { Draft } from './draft-keeper.svelte.ts';

const KEY = '4b7f1f5e-6a44-4f0e-9d0f-1f1f5f6b7a10';
const OTHER = 'f81d4fae-7dec-4d1d-a765-00a0c91e6bf6';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Options extends Partial<FakeServiceOptions> {
  readonly draftId?: string | null;
}

const open = async ({ draftId = null, ...options }: Options = {}) => {
  const saved: CallRequest<'drafts.save'>[] = [];
  const removed: string[] = [];
  const service = fakeService({
    onSaved: (request) => {
      saved.push(request);
      return undefined;
    },
    onRemoved: (id) => removed.push(id),
    ...options,
  });
  const client = openClient(service.contract, lookUpOf('client-a'));
  await client.loaded;
  const wizard = client.part(claimWizardPart({ today: () => isoDate('2026-03-02'), newKey: () => KEY }));
  void wizard.open(draftId);
  await vi.advanceTimersByTimeAsync(1_000);
  return { client, wizard, saved, removed };
};

/** What the user types reaches the keeper when the window is drawn. */
const typed = async (milliseconds: number): Promise<void> => {
  flushSync();
  await vi.advanceTimersByTimeAsync(milliseconds);
};

it('saves every field within a second, also while typing goes on, and nothing of an untouched claim', async () => {
  const { wizard, saved } = await open();
  expect(saved).toEqual([]);
  wizard.filling.chooseSituation('A');
  for (let tenth = 0; tenth < 20; tenth++) {
    wizard.form.reference += 'x';
    await typed(100);
    const behind =
      wizard.form.reference.length -
      (JSON.parse(saved.at(-1)?.form ?? '{"reference":""}') as { reference: string }).reference.length;
    expect(behind).toBeLessThan(10);
  }
  await typed(1_000);
  expect(saved.length).toBeLessThan(8);
  expect(saved.at(-1)).toMatchObject({ draftId: KEY, situation: 'A', step: 'situation' });
  expect(JSON.parse(saved.at(-1)?.form ?? '{}')).toEqual({ ...wizard.form });
  expect(wizard.keeper.saved).toEqual({ savedAt: 1_000, place: 'disk' });
});

it('saves at once when the client is left', async () => {
  const { client, wizard, saved } = await open();
  wizard.filling.chooseSituation('A');
  await typed(0);
  client.close();
  expect(saved).toHaveLength(1);
});

it('removes what is discarded, and saves nothing of it afterwards', async () => {
  const { client, wizard, saved, removed } = await open();
  wizard.filling.chooseSituation('A');
  await typed(0);
  expect(saved).toHaveLength(1);
  wizard.form.reference = 'x';
  await typed(0);
  wizard.discard();
  client.close();
  await typed(10_000);
  expect(removed).toEqual([KEY]);
  expect(saved).toHaveLength(1);
});

it('does not try again for a client that was left: somebody else may be at work by then', async () => {
  const tries: string[] = [];
  const { client, wizard } = await open({
    onSaved: ({ form }) => {
      tries.push(form);
      return { ok: false, error: { code: 'storage-failed', retriable: true } };
    },
  });
  wizard.form.reference = 'one';
  await typed(100);
  wizard.form.reference = 'two';
  await typed(0);
  client.close();
  const before = tries.length;
  expect(tries.at(-1)).toContain('two');
  await typed(120_000);
  expect(tries).toHaveLength(before);
});

it('saves a copy of a claim at once, with nothing typed', async () => {
  const { wizard, saved } = await open();
  const claim = {
    situation: 'B',
    benefitCode: 'KE-V',
    period: { start: '2026-02-01', end: null },
    amount: { kind: 'whole-benefit' },
    reference: null,
    ownCaseId: null,
    request: null,
  } as RegisteredPaymentClaim;
  expect(await wizard.copy(claim)).toBe(true);
  await typed(0);
  expect(saved).toMatchObject([{ draftId: KEY, situation: 'B', benefitCode: 'KE-V', step: 'period' }]);
});

it('follows a form that is emptied after it was saved', async () => {
  const { wizard, saved } = await open();
  wizard.form.reference = 'x';
  await typed(1_000);
  wizard.form.reference = '';
  await typed(1_000);
  expect(JSON.parse(saved.at(-1)?.form ?? '{}')).toMatchObject({ reference: '' });
});

it('says that saving failed, and tries again until it succeeds, with the newest text', async () => {
  let failing = true;
  const texts: string[] = [];
  const { wizard } = await open({
    onSaved: ({ form }) => {
      if (failing) return { ok: false, error: { code: 'storage-failed', retriable: true } };
      texts.push((JSON.parse(form) as { reference: string }).reference);
      return undefined;
    },
  });
  wizard.form.reference = 'one';
  await typed(1_000);
  expect(wizard.keeper.failed?.code).toBe('storage-failed');
  wizard.form.reference = 'two';
  await typed(1_000);
  failing = false;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(texts).toEqual(['two']);
  expect(wizard.keeper.failed).toBeNull();
});

const draftOf = async (): Promise<Draft> => {
  const { wizard, saved } = await open();
  wizard.filling.chooseSituation('B');
  wizard.filling.addRow('rows');
  wizard.form.reference = 'x';
  await typed(1_000);
  return { ...saved[0]!, draftId: OTHER, step: 'period', savedAt: 5, sentAt: null };
};

it('continues a draft with its fields, its step and its key, and leaves its age until it is changed', async () => {
  const draft = await draftOf();
  const { wizard, saved } = await open({ draft });
  expect({ ...wizard.form }).toMatchObject(JSON.parse(draft.form) as object);
  expect(wizard.place.page).toBe('period');
  await typed(5_000);
  expect(saved).toEqual([]);
  wizard.form.ownCaseId = 'y';
  await typed(1_000);
  expect(saved.at(-1)?.draftId).toBe(OTHER);
});

it('opens the draft of an older version, and keeps what a newer one has put into it', async () => {
  // Before marks of what is the user's own; of steps, one has another name now.
  const older = {
    situation: 'A',
    benefitCode: 'YAT',
    periodStart: '1.2.2026',
    amount: '320',
    rows: [{ month: '2/2026', decisionNumber: 'TT-1' }],
    informed: true,
    handlerPhone: 7,
    ofANewerVersion: { text: 'kept' },
  };
  const draft = {
    draftId: OTHER,
    client: { name: 'Testinen Aino', personalIdentityCode: '010180-999A' },
    situation: '',
    benefitCode: '',
    step: 'claim',
    form: JSON.stringify(older),
    savedAt: 5,
    sentAt: null,
  };
  const { wizard, saved } = await open({ draft });
  expect(wizard.place.page).toBe('period');
  expect(wizard.form).toMatchObject({
    situation: 'A',
    benefitCode: 'YAT',
    benefitOwn: true,
    periodStart: '1.2.2026',
    periodOwn: true,
    amount: '320',
    amountOwn: true,
    informed: true,
    handlerPhone: '',
  });
  expect(wizard.form.rows).toMatchObject([{ key: 0, month: '2/2026', decisionNumber: 'TT-1', amount: '' }]);
  wizard.form.reference = 'x';
  await typed(1_000);
  expect(JSON.parse(saved.at(-1)?.form ?? '{}')).toMatchObject({
    reference: 'x',
    ofANewerVersion: { text: 'kept' },
  });
});

describe('a draft that was sent', () => {
  const receipt = { receiptNumber: 'KM-1' } as ClaimReceipt;

  it('is asked about by its key, and shows its receipt', async () => {
    const draft = { ...(await draftOf()), sentAt: Date.now() };
    const { wizard, removed } = await open({ draft, findReceipt: () => ({ ok: true, value: { receipt } }) });
    expect(wizard.receipt?.receiptNumber).toBe('KM-1');
    expect(removed).toEqual([OTHER]);
  });

  it('is asked about again until the service answers', async () => {
    let answer: CallAnswer<'claims.find-receipt'> = {
      ok: false,
      error: { code: 'service-unreachable', retriable: true },
    };
    const draft = { ...(await draftOf()), sentAt: Date.now() };
    const { wizard } = await open({ draft, findReceipt: () => answer });
    expect(wizard.outcome).toMatchObject({ phase: 'unknown', error: { code: 'service-unreachable' } });
    answer = { ok: true, value: { receipt: null } };
    await typed(20_000);
    // It may still be on its way.
    expect(wizard.outcome).toMatchObject({ phase: 'unknown', error: null });
    await typed(60_000);
    expect(wizard.outcome.phase).toBe('not-registered');
  });

  it('stays the business of its draft when another claim is begun', async () => {
    const draft = { ...(await draftOf()), sentAt: Date.now() };
    const { wizard, removed } = await open({
      draft,
      findReceipt: () => ({ ok: true, value: { receipt: null } }),
    });
    expect(wizard.outcome.phase).toBe('unknown');
    await wizard.beginAnother();
    await typed(120_000);
    expect(wizard.outcome).toEqual({ phase: 'not-sent' });
    expect(removed).toEqual([]);
  });

  it.each([
    ['an earlier try may have arrived', true, 'unknown'],
    ['none has', undefined, 'refused'],
  ] as const)('and sent again: a lost mandate refuses it where %s: %s', async (_, mayBeDone, phase) => {
    const { wizard } = await open({
      payeeAccounts: [{ accountId: 'a', name: 'Tili', iban: 'FI2112345600000785', isDefault: true }],
      register: async () => ({
        ok: false,
        error: { code: 'mandate-missing', retriable: false, ...(mayBeDone && { mayBeDone }) },
      }),
    });
    wizard.filling.chooseSituation('B');
    wizard.filling.chooseBenefit('KE-V');
    Object.assign(wizard.form, {
      careUnit: 'Talo',
      careType: 'FAMILY_CARE',
      careStart: '1.2.2026',
      periodStart: '1.4.2026',
      periodOwn: true,
      amountKind: 'whole-benefit',
      handlerPhone: '020 123 4567',
      informed: true,
    });
    await typed(0);
    expect(wizard.reading.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    await wizard.send();
    expect(wizard.outcome.phase).toBe(phase);
  });
});
