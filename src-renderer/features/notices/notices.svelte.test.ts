import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallRequest } from '../../../shared/ipc/contract.ts';
import { deferred, settled } from '../../platform/fake-contract.ts';
import type { Notices } from './notices.svelte.ts';
import { AS_OF, noticeOf, rowAt, world } from './pretended-queue.ts';

const unreachable = { ok: false, error: { code: 'service-unreachable', retriable: true } } as const;
let stop: () => void = () => undefined;
/** Runs within a root, as in the application. */
const inRoot = (count = 10): ReturnType<typeof world> => {
  let made: ReturnType<typeof world> | undefined;
  stop = $effect.root(() => {
    made = world(count);
  });
  return made!;
};
afterEach(() => stop());
const ids = ({ queue }: Notices): string[] => queue.filtered.map(({ id }) => id);

describe('the queue', () => {
  it('reads every page and knows the day of the service', async () => {
    const { notices } = inRoot(1_234);
    await notices.load();
    expect(notices.queue.rows).toHaveLength(1_234);
    expect(notices.queue.today).toBe('2026-11-25');
  });

  it('keeps a row where it is when a colleague changes it, and shows the change', async () => {
    const { notices, change } = inRoot();
    await notices.load();
    notices.queue.filter = { ...notices.queue.filter, state: 'NEW' };
    const before = ids(notices);
    change(rowAt(3, { state: 'ASSIGNED', owner: { userId: 'u-2', name: 'Kaisa' }, version: 2 }));
    await notices.queue.poll();
    expect(ids(notices)).toEqual(before);
    expect(notices.queue.filtered[3]).toMatchObject({ state: 'ASSIGNED', owner: { name: 'Kaisa' } });
    // The user asks: now the list is as the filter says.
    await notices.showNew();
    expect(ids(notices)).not.toContain('n-0003');
  });

  it('counts what is new and shows it when asked, each in its place', async () => {
    const { notices, add, deliverLate } = inRoot();
    await notices.load();
    add(rowAt(20), rowAt(21));
    deliverLate(rowAt(4, { id: 'n-late' }));
    await notices.queue.poll();
    expect(notices.queue.newCount).toBe(3);
    expect(ids(notices)).toHaveLength(10);
    await notices.showNew();
    expect(ids(notices).slice(4, 6)).toEqual(['n-0004', 'n-late']);
    expect(ids(notices).slice(-2)).toEqual(['n-0020', 'n-0021']);
    expect(notices.queue.newCount).toBe(0);
  });

  it('filters by name, due day and handler; keeps only what names nobody', async () => {
    const { notices, add, saved } = inRoot(3);
    add(
      rowAt(5, { clientName: 'Äijälä Mia', due: '2026-11-24', owner: { userId: 'u-2', name: 'Kaisa' } }),
      rowAt(6, { due: '2026-11-25' }),
      rowAt(7, { due: '2026-12-24' }),
    );
    await notices.load();
    const set = (change: object) => (notices.queue.filter = { ...notices.queue.filter, ...change });
    set({ text: 'aijala' });
    expect(ids(notices)).toEqual(['n-0005']);
    set({ text: '', due: 'today' });
    expect(ids(notices)).toEqual(['n-0005', 'n-0006']);
    set({ due: 'overdue', owner: 'u-2' });
    expect(ids(notices)).toEqual(['n-0005']);
    set({ text: 'mia' });
    expect(notices.saveFilter()).toBe(true);
    expect(saved()).toEqual([
      { type: '', state: '', owner: '', municipality: '', due: 'overdue', urgent: false, isDefault: false },
    ]);
    expect(notices.saveFilter()).toBe(false);
    notices.useFilter(saved()[0]!);
    expect(notices.queue.filter.text).toBe('');
    notices.removeFilter(saved()[0]!);
    expect(saved()).toEqual([]);
  });

  it('opens with the filter that the user has made the first, once in a role', async () => {
    const { notices, add, saved } = inRoot(3);
    add(rowAt(5, { urgent: true }));
    notices.queue.filter = { ...notices.queue.filter, urgent: true };
    notices.saveFilter();
    notices.setDefault(saved()[0]!);
    notices.close();
    await notices.load();
    expect(ids(notices)).toEqual(['n-0005']);
    // It is there already, whichever it is that the queue opens with.
    expect(notices.saveFilter()).toBe(false);
    notices.setDefault(null);
    notices.close();
    await notices.load();
    expect(ids(notices)).toHaveLength(4);
  });

  it('shows the closed ones when they are asked for, and the open ones again', async () => {
    const { notices, close } = inRoot(3);
    close(
      rowAt(1, { id: 'n-closed', state: 'CLOSED' }),
      rowAt(2, { id: 'n-other', type: 'N3', state: 'CLOSED' }),
    );
    await notices.load();
    notices.queue.filter = { ...notices.queue.filter, state: 'CLOSED', type: 'N2' };
    await settled();
    expect([ids(notices), notices.queue.total]).toEqual([['n-closed'], 2]);
    notices.selection.all();
    expect(notices.selection.ids.size).toBe(0);
    await notices.showNew();
    expect(ids(notices)).toEqual(['n-closed']);
    notices.queue.filter = { ...notices.queue.filter, state: '', type: '' };
    expect(ids(notices)).toEqual(['n-0000', 'n-0001', 'n-0002']);
  });

  it('paints nothing that comes after everything was forgotten', async () => {
    const { notices, contract } = inRoot();
    const late = deferred<Awaited<ReturnType<typeof contract.call<'notices.queue'>>>>();
    contract.answer('notices.queue', () => late.promise);
    const loading = notices.load();
    notices.close();
    late.resolve({ ok: true, value: { notices: [rowAt(0)], hasMore: false, revision: 1, asOf: AS_OF } });
    await loading;
    expect(notices.queue.rows).toEqual([]);
  });

  it('forgets everything when the right to see notices is gone, and says why', async () => {
    const { notices, contract } = inRoot();
    await notices.load();
    await notices.opened.open('n-0001');
    contract.answer('notices.changes', () => ({
      ok: false,
      error: { code: 'mandate-missing', retriable: false, mandate: 'M4' },
    }));
    await notices.queue.poll();
    expect([notices.queue.rows, notices.opened.notice, notices.error?.mandate]).toEqual([[], null, 'M4']);
  });
});

describe('new notices', () => {
  it('are told with a count while another view is open, and no more once the role is left', async () => {
    const { notices, add, arrived, requests, contract } = inRoot();
    const stopWatching = notices.watch();
    await settled();
    add(rowAt(40_000), rowAt(40_001), rowAt(40_002));
    window.dispatchEvent(new Event('focus'));
    await settled();
    expect(arrived).toEqual([3]);
    expect(requests('notices.alert')).toEqual([{ waiting: 3, arrived: 3 }]);
    await notices.load();
    expect(requests('notices.alert').at(-1)).toEqual({ waiting: 0, arrived: 0 });
    stopWatching();
    const before = contract.requests.length;
    window.dispatchEvent(new Event('focus'));
    expect(contract.requests).toHaveLength(before);
  });
});

describe('handling', () => {
  let made: ReturnType<typeof world>;
  beforeEach(async () => {
    made = inRoot();
    await made.notices.load();
  });
  type Handle = CallRequest<'notices.handle'>;

  it('keeps what is typed with its notice, until it is sent', async () => {
    const { notices, contract } = made;
    await notices.opened.open('n-0001');
    notices.opened.typed.note = 'Soitettu';
    await notices.move(1);
    flushSync();
    expect([notices.opened.id, notices.opened.typed.note]).toEqual(['n-0002', '']);
    await notices.move(-1);
    expect(notices.opened.typed.note).toBe('Soitettu');
    contract.answer('notices.handle', () => unreachable);
    await notices.act({ kind: 'note', note: 'Soitettu' });
    expect(notices.opened.typed.note).toBe('Soitettu');
    const sent = noticeOf(rowAt(1, { version: 2 }));
    contract.answer('notices.handle', () => ({ ok: true, value: { outcome: 'DONE', notice: sent } }));
    await notices.act({ kind: 'note', note: 'Soitettu' });
    expect(notices.opened.typed.note).toBe('');
    notices.opened.typed.note = 'Toinen';
    notices.close();
    await notices.opened.open('n-0001');
    expect(notices.opened.typed.note).toBe('');
  });

  it('repeats an act whose answer was lost under the same key, and a new act under a new one', async () => {
    const { notices, contract, requests } = made;
    await notices.opened.open('n-0001');
    contract.answer('notices.handle', () => unreachable);
    await notices.act({ kind: 'take' });
    await notices.act({ kind: 'take' });
    await notices.act({ kind: 'contact', note: null });
    const [first, second, third] = requests<Handle>('notices.handle').map((each) => each.idempotencyKey);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('says at the notice why an act failed, and does it again under the same key when asked', async () => {
    const { notices, contract, requests } = made;
    await notices.opened.open('n-0001');
    contract.answer('notices.handle', () => unreachable);
    expect(await notices.act({ kind: 'take' })).toBe(false);
    expect([notices.opened.error?.code, notices.error]).toEqual(['service-unreachable', null]);
    const taken = noticeOf(rowAt(1, { version: 2, state: 'ASSIGNED' }));
    contract.answer('notices.handle', () => ({ ok: true, value: { outcome: 'DONE', notice: taken } }));
    expect(await notices.retry()).toBe(true);
    expect([notices.opened.error, notices.opened.notice?.state]).toEqual([null, 'ASSIGNED']);
    const [first, second] = requests<Handle>('notices.handle');
    expect(second).toEqual(first);
  });

  it('says in the queue that an act on a notice that was left meanwhile failed', async () => {
    const { notices, contract } = made;
    await notices.opened.open('n-0001');
    const answer = deferred<typeof unreachable>();
    contract.answer('notices.handle', () => answer.promise);
    const acting = notices.act({ kind: 'take' });
    await notices.opened.open('n-0002');
    answer.resolve(unreachable);
    await acting;
    expect([notices.opened.error, notices.error?.code]).toEqual([null, 'service-unreachable']);
  });

  it('opens again what could not be opened', async () => {
    const { notices, contract } = made;
    contract.answer('notices.open', () => unreachable);
    await notices.opened.open('n-0001');
    expect([notices.opened.error?.code, notices.opened.loading]).toEqual(['service-unreachable', false]);
    const found = noticeOf(rowAt(1));
    contract.answer('notices.open', () => ({ ok: true, value: { outcome: 'DONE', notice: found } }));
    await notices.retry();
    expect([notices.opened.error, notices.opened.notice?.id]).toEqual([null, 'n-0001']);
  });

  it('does a double press once', async () => {
    const { notices, contract, requests } = made;
    await notices.opened.open('n-0001');
    const answer = deferred<typeof unreachable>();
    contract.answer('notices.handle', () => answer.promise);
    const both = [notices.act({ kind: 'take' }), notices.act({ kind: 'take' })];
    answer.resolve(unreachable);
    expect(await Promise.all(both)).toEqual([false, false]);
    expect(requests('notices.handle')).toHaveLength(1);
  });

  it('says who was faster, and shows the notice as it is now', async () => {
    const { notices, contract } = made;
    await notices.opened.open('n-0001');
    const now = noticeOf(rowAt(1, { version: 2, owner: { userId: 'u-2', name: 'Kaisa' } }));
    const change = { by: 'Kaisa', at: AS_OF, state: 'ASSIGNED', municipality: null };
    contract.answer('notices.handle', () => ({
      ok: true,
      value: { outcome: 'NOTICE_CHANGED', change, notice: now },
    }));
    expect(await notices.act({ kind: 'take' })).toBe(false);
    expect(notices.opened.conflict).toMatchObject({ outcome: 'NOTICE_CHANGED', change: { by: 'Kaisa' } });
    expect(notices.opened.notice?.owner?.name).toBe('Kaisa');
    expect(notices.queue.rows[1]?.version).toBe(2);
  });
});

describe('selection and transfer', () => {
  type Transfer = CallRequest<'notices.transfer'>;
  const answerAll = ({ transfer }: Transfer) => ({
    ok: true as const,
    value: {
      receiptNumber: 'IS-2026-000001',
      at: AS_OF,
      municipality: transfer.municipality,
      results: transfer.notices.map(({ id }) => ({ id, outcome: 'DONE' as const, change: null })),
    },
  });

  it('marks single notices, a range and all that are shown', async () => {
    const { notices } = inRoot();
    await notices.load();
    const { selection } = notices;
    selection.toggle('n-0002');
    selection.extendTo('n-0005');
    expect([...selection.ids]).toEqual(['n-0002', 'n-0003', 'n-0004', 'n-0005']);
    selection.extendTo('n-0001');
    expect([...selection.ids]).toEqual(['n-0001', 'n-0002']);
    notices.queue.filter = { ...notices.queue.filter, text: '7' };
    selection.all();
    expect([...selection.ids]).toEqual(['n-0007']);
  });

  it('sends a large selection in parts, and keeps nothing of what was moved but its place', async () => {
    const { notices, contract, requests } = inRoot(450);
    await notices.load();
    notices.selection.all();
    contract.answer('notices.transfer', answerAll);
    expect(await notices.transfer('853', 'Muutto')).toBe(true);
    expect(requests<Transfer>('notices.transfer').map(({ transfer }) => transfer.notices.length)).toEqual([
      200, 200, 50,
    ]);
    expect(notices.transferred?.results).toHaveLength(450);
    expect(notices.queue.filtered).toHaveLength(450);
    expect(
      notices.queue.rows.every(({ state, clientName }) => state === 'TRANSFERRED' && clientName === ''),
    ).toBe(true);
    expect(notices.selection.ids.size).toBe(0);
  });

  it('goes on after a break with the rest, under the keys of the first time', async () => {
    const { notices, contract, requests } = inRoot(250);
    await notices.load();
    notices.selection.all();
    let count = 0;
    contract.answer('notices.transfer', (request) => ((count += 1) === 2 ? unreachable : answerAll(request)));
    expect(await notices.transfer('853', 'Muutto')).toBe(false);
    expect(notices.transferError?.code).toBe('service-unreachable');
    expect(notices.toTransfer).toHaveLength(50);
    expect(await notices.transfer('853', 'Muutto')).toBe(true);
    const keys = requests<Transfer>('notices.transfer').map(({ idempotencyKey }) => idempotencyKey);
    expect(keys[2]).toBe(keys[1]);
  });

  it('shows inline why the open notice was not moved, and moves nothing over it', async () => {
    const { notices, contract } = inRoot();
    await notices.load();
    await notices.opened.open('n-0001');
    const change = { by: 'Kaisa', at: AS_OF, state: 'ASSIGNED', municipality: null };
    contract.answer('notices.transfer', ({ transfer }) => ({
      ok: true,
      value: {
        receiptNumber: 'IS-2026-000002',
        at: AS_OF,
        municipality: transfer.municipality,
        results: [{ id: 'n-0001', outcome: 'NOTICE_CHANGED', change }],
      },
    }));
    expect(await notices.transfer('853', 'Muutto')).toBe(true);
    expect(notices.opened.conflict).toMatchObject({ outcome: 'NOTICE_CHANGED' });
    expect(notices.opened.notice?.id).toBe('n-0001');
  });
});
