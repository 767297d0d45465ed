import { cleanup, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Announcement } from '../../shared/service-api/information.ts';
import Announcements from '../features/home/Announcements.svelte';
import { createAgedCall } from '../platform/aged-call.svelte.ts';
import { createFakeContract } from '../platform/fake-contract.ts';
import ServiceNotice from './ServiceNotice.svelte';

const text = (fi: string) => ({ fi, sv: fi, en: fi });
const announcement = (kind: Announcement['kind'], validFrom: string): Announcement => ({
  id: kind,
  kind,
  publishedAt: '2026-11-20T00:00:00Z',
  validFrom,
  validTo: '2026-12-24T00:00:00Z',
  title: text(`Otsikko: ${kind}`),
  body: text('Teksti.'),
});

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-28T12:00:00Z') });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('what the service announces is asked for once, for the start view and for the bar above every view', async () => {
  const contract = createFakeContract({
    'announcements.list': () => ({
      ok: true,
      value: {
        value: {
          announcements: [
            announcement('news', '2026-11-20T00:00:00Z'),
            announcement('planned-break', '2026-11-29T04:00:00Z'),
            announcement('disruption', '2026-11-28T06:00:00Z'),
          ],
        },
        asOf: '2026-11-28T12:00:00Z',
        source: 'service',
      },
    }),
  });
  const asked = () => contract.requests.filter(({ name }) => name === 'announcements.list').length;
  const announcements = createAgedCall(contract, 'announcements.list');
  const bar = render(ServiceNotice, { announcements });
  render(Announcements, { announcements });
  await vi.advanceTimersByTimeAsync(0);
  await tick();
  expect(asked()).toBe(1);
  // The bar tells what is urgent, a break from a day before; the start view tells all.
  expect(bar.container.textContent).toContain('Otsikko: disruption');
  expect(bar.container.textContent).toContain('Otsikko: planned-break');
  expect(bar.container.textContent).not.toContain('Otsikko: news');
  expect(screen.getByText('Otsikko: news')).toBeTruthy();

  await vi.advanceTimersByTimeAsync(5 * 60_000);
  expect(asked()).toBe(2);
  bar.unmount();
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  expect(asked()).toBe(2);
});
