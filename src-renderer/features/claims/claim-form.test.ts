import { describe, expect, it } from 'vitest';
import { emptyForm, parseMonth, readForm } from './claim-form.ts';

describe('reading a month', () => {
  it.each([
    ['3/2026', '2026-03'],
    ['03.2026', '2026-03'],
    [' 12/2025 ', '2025-12'],
    ['2026-3', '2026-03'],
  ])('reads %s', (typed, month) => expect(parseMonth(typed)).toBe(month));

  it.each(['13/2026', '0/2026', '3/26', 'maaliskuu', '2026', '3/2026/1'])('refuses %s', (typed) =>
    expect(parseMonth(typed)).toBeNull(),
  );
});

describe('reading the form', () => {
  it('names every field that holds something else than it should', () => {
    const form = {
      ...emptyForm(),
      situation: 'A' as const,
      periodStart: '31.2.2026',
      amount: '12,345',
      informedDate: 'eilen',
    };
    expect([...readForm(form, '010180-999A').unreadable].sort()).toEqual([
      'amount.cents',
      'clientInformed.date',
      'period.start',
    ]);
  });

  it('leaves out what the chosen situation does not ask', () => {
    const form = { ...emptyForm(), benefitCode: 'TMT', careUnit: 'Koti', childInCare: 'yes' as const };
    expect(readForm({ ...form, situation: 'A' }, '').draft.care).toBeNull();
    const care = readForm({ ...form, situation: 'B' }, '').draft;
    expect(care.assistanceRows).toEqual([]);
    expect(care.answers).toEqual({ benefitDecision: null, childInCareOverThreeMonths: null });
    expect(
      readForm({ ...form, situation: 'B', benefitCode: 'KHT' }, '').draft.answers?.childInCareOverThreeMonths,
    ).toBe(true);
  });
});
