import { expect, it } from 'vitest';
import type { Announcement } from '../../shared/service-api/information.ts';
import { noticesNow } from './service-notices.ts';

const text = { fi: 'a', sv: 'b', en: 'c' };
const announcement = (id: string, changes: Partial<Announcement>): Announcement => ({
  id,
  kind: 'planned-break',
  publishedAt: '2026-11-20T00:00:00Z',
  validFrom: '2026-11-29T04:00:00Z',
  validTo: '2026-11-29T07:00:00Z',
  title: text,
  body: text,
  ...changes,
});
const idsAt = (time: string, ...announcements: Announcement[]) =>
  noticesNow(announcements, Date.parse(time)).map(({ id }) => id);

it('tells a planned break from a day before it to its end', () => {
  const planned = announcement('break', {});
  expect(idsAt('2026-11-28T03:59:59Z', planned)).toEqual([]);
  expect(idsAt('2026-11-28T04:00:00Z', planned)).toEqual(['break']);
  expect(idsAt('2026-11-29T06:59:59Z', planned)).toEqual(['break']);
  expect(idsAt('2026-11-29T07:00:00Z', planned)).toEqual([]);
});

it('tells a disruption while it goes on, before any break, and never news', () => {
  const planned = announcement('break', {});
  const disruption = announcement('disruption', { kind: 'disruption', validTo: null });
  const news = announcement('news', { kind: 'news', validFrom: '2026-01-01T00:00:00Z', validTo: null });
  expect(idsAt('2026-11-29T05:00:00Z', news, planned, disruption)).toEqual(['disruption', 'break']);
  expect(idsAt('2026-11-29T03:59:59Z', disruption)).toEqual([]);
  expect(idsAt('2027-11-29T05:00:00Z', disruption)).toEqual(['disruption']);
});
