import { describe, expect, it } from 'vitest';
import { isoDate } from '../../../shared/domain/dates.ts';
import type { Decision } from '../../../shared/service-api/benefit-sections.ts';
import { timelineOf } from './decision-bars.ts';
import { deductibleFill } from './deductible-fill.ts';
import { createLastLooks } from './last-looks.ts';
import { openClient } from './client-view.svelte.ts';
import { fakeService, lookUpOf } from './fake-service.ts';
import { axisTop, benefitsOf, type PaymentMonth } from './payment-months.ts';

const today = isoDate('2026-03-02');
const decision = (id: string, start: string, end: string | null): Decision =>
  ({ id, benefitCode: 'YAT', period: { start, end } }) as Decision;

describe('the decisions over time', () => {
  it('lie from 24 months back to six ahead; what is outside is left out', () => {
    const { lines, today: now } = timelineOf(
      [
        decision('past', '2020-01-01', '2020-12-31'),
        decision('running', '2025-03-01', null),
        decision('long', '2010-01-01', '2024-09-01'),
      ],
      today,
    );
    expect(lines.map(({ benefitCode }) => benefitCode)).toEqual(['YAT']);
    expect(lines[0]?.bars.map((bar) => [bar.decision.id, bar.open])).toEqual([
      ['long', false],
      ['running', true],
    ]);
    expect(lines[0]?.bars[0]?.from).toBe(0);
    expect(lines[0]?.bars[1]?.to).toBe(1);
    expect(now).toBeGreaterThan(0.79);
    expect(now).toBeLessThan(0.81);
  });
});

describe('the filling of the annual deductible', () => {
  const year = {
    year: 2026,
    annualLimit: 63_612,
    purchases: [
      { date: '2026-07-02', cumulative: 70_000 },
      { date: '2026-01-01', cumulative: 5_000 },
    ],
  } as unknown as Parameters<typeof deductibleFill>[0];

  it('lies on the days of the purchases, in order, with what was left', () => {
    const { steps } = deductibleFill(year, isoDate('2026-10-01'));
    expect(steps.map(({ at, left }) => [Math.round(at * 365), left])).toEqual([
      [0, 58_612],
      [182, 0],
    ]);
  });

  it('stands until today, and until the end of a year that is over', () => {
    const until = (day: string) => Math.round(deductibleFill(year, isoDate(day)).until * 365);
    expect(until('2026-10-01')).toBe(273);
    expect(until('2027-04-01')).toBe(365);
  });
});

describe('the benefits of the payments picture', () => {
  it('are told apart by euros, the smallest ones together', () => {
    const byBenefit = new Map(['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((code, index) => [code, index + 1]));
    const months = [{ byBenefit }] as unknown as PaymentMonth[];
    expect(benefitsOf(months)).toEqual({ named: ['G', 'F', 'E', 'D', 'C'], others: ['B', 'A'] });
  });
});

describe('the axis of the payments picture', () => {
  it.each([
    [0, 100_00],
    [1, 1_00],
    [1_00, 1_00],
    [1_01, 2_00],
    [2_01, 2_50],
    [1_233_60, 2_000_00],
  ])('reaches above %i cents to %i', (highest, top) => {
    expect(axisTop([{ toClient: highest, toOthers: 0 } as PaymentMonth])).toBe(top);
  });
});

describe('what is new since the last look', () => {
  const matter = (id: string, status: string) => ({ id, status });

  it('is what came or changed, and nothing at the first look', async () => {
    const looks = createLastLooks();
    const look = async (items: readonly unknown[]) => {
      const service = fakeService({ items: { pending: items } });
      const client = openClient(service.contract, lookUpOf('client-a'), { looks });
      await client.loaded;
      return client;
    };
    const first = await look([matter('a', 'RECEIVED'), matter('b', 'RECEIVED')]);
    expect(first.lastLookAt).toBeNull();
    expect([...first.news('pending')]).toEqual([]);
    first.close();

    const second = await look([matter('a', 'DECIDED'), matter('b', 'RECEIVED'), matter('c', 'RECEIVED')]);
    expect(second.lastLookAt).not.toBeNull();
    expect([...second.news('pending')]).toEqual(['a', 'c']);
    second.close();

    const third = await look([matter('a', 'DECIDED'), matter('b', 'RECEIVED'), matter('c', 'RECEIVED')]);
    expect([...third.news('pending')]).toEqual([]);
    looks.clear();
    expect((await look([])).lastLookAt).toBeNull();
  });

  it('holds nothing of the client but ids and states', async () => {
    const looks = createLastLooks();
    const service = fakeService({ items: { pending: [{ id: 'a', status: 'S', grounds: 'SECRET' }] } });
    const client = openClient(service.contract, lookUpOf('client-a'), { looks });
    await client.loaded;
    client.close();
    expect([...(looks.of('client-a')?.rows.get('pending') ?? [])]).toEqual(['a S']);
  });
});
