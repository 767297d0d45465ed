import { describe, expect, it } from 'vitest';
import { isoDate } from '../../../shared/domain/dates.ts';
import type { CallRequest } from '../../../shared/ipc/contract.ts';
import type { ClaimReminder, OrganisationClaim } from '../../../shared/service-api/claim-life.ts';
import { createFakeContract, deferred } from '../../platform/fake-contract.ts';
import { createClaimActing } from './claim-acting.svelte.ts';
import { createClaimRegister } from './claim-register.svelte.ts';
import { remindersOf, type ListedDraft } from './claim-reminders.ts';
import { sampleClaim } from './sample-claims.ts';

const answerOf = (claims: readonly OrganisationClaim[], total = claims.length) => ({
  ok: true as const,
  value: {
    claims: [...claims],
    total,
    handlers: ['Liisa Virtanen'],
    benefits: ['KE-V'],
    asOf: '2026-03-16T10:00:00Z',
  },
});
const failed = { ok: false, error: { code: 'service-unreachable', retriable: true } } as const;
const numbered = (...numbers: readonly number[]) => numbers.map((id) => sampleClaim({ id: `pc-${id}` }));
const idsOf = (claims: readonly OrganisationClaim[]) => claims.map(({ id }) => id);

describe('the register of claims', () => {
  const open = (claims: readonly OrganisationClaim[] = numbered(1, 2), total?: number) => {
    const contract = createFakeContract({ 'claims.search': () => answerOf(claims, total) });
    const register = createClaimRegister(contract);
    const asked = () =>
      contract.requests
        .filter(({ name }) => name === 'claims.search')
        .map(({ request }) => request as CallRequest<'claims.search'>);
    return { contract, register, asked };
  };

  it('asks for what is typed and chosen: state or group of states, benefit, handler, last safe day', async () => {
    const { register, asked } = open();
    Object.assign(register.filter, {
      text: ' Testinen ',
      status: 'paying',
      benefitCode: 'KE-V',
      handlerName: 'Liisa Virtanen',
      lastSafeFrom: '1.3.2026',
      lastSafeTo: '24.3.2026',
      withTasks: true,
      order: 'last-safe-day',
    });
    await register.search();
    register.filter.status = 'REJECTED';
    await register.search();
    expect(asked()[0]).toEqual({
      text: 'Testinen',
      statuses: ['ACCEPTED', 'PARTLY_ACCEPTED', 'ACTIVE', 'END_REQUESTED'],
      benefitCode: 'KE-V',
      handlerName: 'Liisa Virtanen',
      lastSafeFrom: '2026-03-01',
      lastSafeTo: '2026-03-24',
      withTasks: true,
      order: 'last-safe-day',
      offset: 0,
      limit: 50,
    });
    expect(asked()[1]?.statuses).toEqual(['REJECTED']);
    register.reset();
    await register.search();
    expect(asked()[2]).toMatchObject({ text: '', statuses: [], benefitCode: null, lastSafeTo: null });
  });

  it('asks nothing for a day that is none, and says which', async () => {
    const { register, asked } = open();
    register.filter.lastSafeTo = '31.2.2026';
    await register.search();
    expect(register.unreadable).toEqual(['lastSafeTo']);
    expect(asked()).toEqual([]);
  });

  it('reads on in parts, and shows no claim twice when others have come before it', async () => {
    const { contract, register, asked } = open(numbered(1, 2), 4);
    await register.search();
    contract.answer('claims.search', () => answerOf(numbered(2, 3), 5));
    await register.more();
    expect(asked()[1]?.offset).toBe(2);
    expect(idsOf(register.claims)).toEqual(['pc-1', 'pc-2', 'pc-3']);
    expect(register.total).toBe(5);
  });

  it('keeps what it shows when reading on fails', async () => {
    const { contract, register } = open();
    await register.search();
    contract.answer('claims.search', () => failed);
    await register.more();
    expect(register).toMatchObject({ phase: 'failed', error: failed.error });
    expect(idsOf(register.claims)).toEqual(['pc-1', 'pc-2']);
  });

  it('shows nothing of an older question, nor of one that was asked before it was closed', async () => {
    const { contract, register } = open();
    const first = deferred<ReturnType<typeof answerOf>>();
    contract.answer('claims.search', () => first.promise);
    const older = register.search();
    contract.answer('claims.search', () => answerOf(numbered(7)));
    await register.search();
    first.resolve(answerOf(numbered(1)));
    await older;
    expect(idsOf(register.claims)).toEqual(['pc-7']);
    const late = deferred<ReturnType<typeof answerOf>>();
    contract.answer('claims.search', () => late.promise);
    register.filter.text = 'Testinen';
    const asked = register.search();
    register.close();
    late.resolve(answerOf(numbered(8)));
    await asked;
    expect(register).toMatchObject({ phase: 'empty', total: 0, claims: [], handlers: [] });
    expect(register.filter.text).toBe('');
  });

  it('takes a claim as it is after an action, with the client of its row', async () => {
    const { register } = open();
    await register.search();
    const { client: _, ...changed } = sampleClaim({ id: 'pc-2', status: 'WITHDRAWN' });
    register.replace(changed);
    expect(register.claims.map(({ id, status, client }) => [id, status, client.name])).toEqual([
      ['pc-1', 'REGISTERED', 'Testinen Aino'],
      ['pc-2', 'WITHDRAWN', 'Testinen Aino'],
    ]);
  });
});

describe('an action on a claim', () => {
  const begin = () => {
    const contract = createFakeContract();
    let keys = 0;
    const acting = createClaimActing(contract, 'pc-1', () => `key-${++keys}`);
    const sentKeys = () =>
      contract.requests.map(({ request }) => (request as CallRequest<'claims.act'>).idempotencyKey);
    return { contract, acting, sentKeys };
  };
  const withdraw = { kind: 'withdraw', note: null } as const;

  it('is done once though it is tried again, and anew with other words', async () => {
    const { contract, acting, sentKeys } = begin();
    acting.begin('withdraw');
    expect(await acting.run(withdraw)).toBeNull();
    expect(acting).toMatchObject({ open: 'withdraw', busy: false, error: { code: 'service-unreachable' } });
    expect(await acting.run(withdraw)).toBeNull();
    const { client: _, ...row } = sampleClaim({ status: 'WITHDRAWN' });
    const claim = { ...row, request: null };
    contract.answer('claims.act', () => ({ ok: true, value: { claim } }));
    expect(await acting.run({ ...withdraw, note: 'väärä kuukausi' })).toEqual(claim);
    expect(acting).toMatchObject({ open: null, error: null });
    expect(sentKeys()).toEqual(['key-1', 'key-1', 'key-2']);
  });

  it('takes no second press and no cancelling while it is on its way', async () => {
    const { contract, acting, sentKeys } = begin();
    const answer = deferred<typeof failed>();
    contract.answer('claims.act', () => answer.promise);
    acting.begin('withdraw');
    const running = acting.run(withdraw);
    expect(await acting.run(withdraw)).toBeNull();
    acting.cancel();
    expect(acting).toMatchObject({ open: 'withdraw', busy: true });
    answer.resolve(failed);
    await running;
    acting.cancel();
    expect(acting.open).toBeNull();
    expect(sentKeys()).toHaveLength(1);
  });
});

describe('reminders', () => {
  const today = isoDate('2026-03-20');
  const client = { name: 'Testinen Aino', personalIdentityCode: '010180-999A' };
  const reminder = (kind: ClaimReminder['task']['kind'], dueOn: string | null): ClaimReminder => ({
    claimId: `pc-${kind}`,
    receiptNumber: 'KM-2026-000001',
    benefitCode: 'KE-V',
    client: { ...client, nonDisclosure: false },
    task: { kind, dueOn, replacedBy: kind === 'check-benefit' ? 'YLT' : null },
  });
  const draft = (changes: Partial<ListedDraft> = {}): ListedDraft => ({
    draftId: 'draft',
    savedAt: 1,
    sentAt: null,
    client,
    situation: 'B',
    benefitCode: 'KE-V',
    ...changes,
  });

  it('are those of the service, the nearest day first, with what has no day before all', () => {
    const found = remindersOf(
      [
        reminder('report-end', '2026-03-31'),
        reminder('post-paper', '2026-03-24'),
        reminder('check-benefit', null),
      ],
      [],
      today,
    );
    expect(found.map(({ group, dueOn }) => [group, dueOn])).toEqual([
      ['check-benefit', null],
      ['post-paper', '2026-03-24'],
      ['report-end', '2026-03-31'],
    ]);
    expect(found.every((one) => one.draft === null && one.task !== null)).toBe(true);
  });

  // The pension of 7.4.2026 must be claimed by 24.3.
  it.each([
    ['2026-03-18', null],
    ['2026-03-19', '2026-03-24'],
    ['2026-03-24', '2026-03-24'],
    ['2026-03-25', null],
  ])('on %s of a draft on a pension: %s', (day, dueOn) => {
    const found = remindersOf([], [draft()], isoDate(day));
    expect(found.map((one) => one.dueOn)).toEqual(dueOn === null ? [] : [dueOn]);
    if (dueOn !== null) expect(found[0]?.draft).toEqual(draft());
  });

  it.each([
    ['that was sent', draft({ sentAt: 1 })],
    ['without a benefit', draft({ benefitCode: '' })],
    ['on a benefit without a payday', draft({ benefitCode: 'SPR' })],
  ])('none of a draft %s', (_, one) => expect(remindersOf([], [one], today)).toEqual([]));
});
