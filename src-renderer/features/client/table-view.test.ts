import { describe, expect, it } from 'vitest';
import { isoDate } from '../../../shared/domain/dates.ts';
import { filterRows } from './table-view.svelte.ts';

const today = isoDate('2026-03-31');
const rows = [
  { code: 'YAT', date: '2026-03-01', year: 2026 },
  { code: 'TOTU', date: '2025-12-31', year: 2025 },
  { code: 'YAT', date: '2025-12-30', year: 2025 },
];
const fields = {
  benefitOf: (row: { code: string }) => row.code,
  dateOf: (row: { date: string }) => row.date,
};
const kept = (
  benefit: string,
  period: string,
  by: Parameters<typeof filterRows<(typeof rows)[0]>>[2] = fields,
) => filterRows(rows, { benefit, period }, by, today).map(({ date }) => date);

describe('the filter of a section', () => {
  it('keeps everything at first', () => {
    expect(kept('', '')).toHaveLength(3);
  });

  it('keeps one benefit, and what is not older than so many months', () => {
    expect(kept('YAT', '')).toEqual(['2026-03-01', '2025-12-30']);
    expect(kept('', '3')).toEqual(['2026-03-01', '2025-12-31']);
    expect(kept('TOTU', '3')).toEqual(['2025-12-31']);
  });

  it('keeps one year where the rows are years', () => {
    expect(kept('', '2025', { yearOf: ({ year }) => year })).toEqual(['2025-12-31', '2025-12-30']);
  });
});
