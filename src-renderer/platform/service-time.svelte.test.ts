import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeContract } from './fake-contract.ts';
import { createServiceTime } from './service-time.svelte.ts';

/** What the workstation's clock says. */
const WRONG = '2026-03-09T12:00:00Z';
const at = (instant: string): number => Date.parse(instant);

beforeEach(() => void vi.useFakeTimers({ now: at(WRONG) }));
afterEach(() => void vi.useRealTimers());

describe('the day of the window', () => {
  it('is the workstation’s until the service has been heard, and the service’s after that', () => {
    const contract = createFakeContract();
    const time = createServiceTime();
    const end = time.follow(contract, null);
    expect(time.today()).toBe('2026-03-09');
    contract.tell('service-time.changed', at('2026-12-31T21:59:50Z'));
    expect(time.today()).toBe('2026-12-31');
    vi.advanceTimersByTime(9_000);
    expect(time.today()).toBe('2026-12-31');
    vi.advanceTimersByTime(1_000);
    expect(time.now()).toBe(at('2026-12-31T22:00:00Z'));
    expect(time.today()).toBe('2027-01-01');
    end();
    expect(contract.listenerCount()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    expect(time.today()).toBe('2026-03-09');
  });

  it('is the service’s in a window that is opened later, and stays it when the workstation’s clock is moved', () => {
    const time = createServiceTime();
    time.follow(createFakeContract(), at('2026-10-24T20:59:59Z'));
    vi.setSystemTime(at('2027-05-05T12:00:00Z'));
    expect(time.today()).toBe('2026-10-24');
    vi.advanceTimersByTime(1_000);
    expect(time.today()).toBe('2026-10-25');
  });

  it('changes what is derived from it, soon after midnight and when another time is told', () => {
    const contract = createFakeContract();
    const time = createServiceTime();
    const shown: string[] = [];
    const end = $effect.root(() => {
      $effect(() => time.follow(contract, at('2026-10-24T20:59:50Z')));
      $effect(() => void shown.push(time.today()));
    });
    flushSync();
    vi.advanceTimersByTime(30_000);
    flushSync();
    contract.tell('service-time.changed', at('2026-10-26T12:00:00Z'));
    flushSync();
    expect(shown).toEqual(['2026-10-24', '2026-10-25', '2026-10-26']);
    end();
  });
});
