import { describe, expect, it } from 'vitest';
import { isoDate } from '../../../shared/domain/dates.ts';
import { emptyForm, type ClaimForm } from './claim-form.ts';
import { groupsOf } from './claim-groups.ts';
import { fullMonth, parseMonth } from './month.ts';
import { readForm } from './read-form.ts';

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

it.each([
  ['2', '2/2026'],
  ['03', '3/2026'],
  ['11', '11/2025'],
  ['2/2025', '2/2025'],
  ['13', '13'],
  ['', ''],
])('a month typed as "%s" on 2.3.2026 becomes "%s"', (typed, full) =>
  expect(fullMonth(typed, isoDate('2026-03-02'))).toBe(full),
);

describe('the groups of questions follow the answers', () => {
  const yes = 'yes' as const;
  it.each<readonly [string, Partial<ClaimForm>, string, string]>([
    ['nothing yet', {}, 'electronic', 'situation'],
    [
      'an advance',
      { situation: 'A', benefitCode: 'TMT', decisionState: 'pending' },
      'electronic',
      'situation benefit assistance period payee handler',
    ],
    [
      'care',
      { situation: 'B', benefitCode: 'KE-V' },
      'electronic',
      'situation benefit care period payee handler',
    ],
    ['a child, open', { situation: 'C' }, 'paper', 'situation benefit period payee handler'],
    [
      'a placed child',
      {
        situation: 'C',
        childBenefitGround: 'child-in-care',
        childBenefitPayee: 'guardian',
        careOverOneMonth: yes,
      },
      'paper',
      'situation benefit care children period payee handler paper',
    ],
    [
      'a weighty reason',
      { situation: 'C', childBenefitGround: 'weighty-reason', childBenefitPayee: 'guardian' },
      'paper',
      'situation benefit children reasons period payee handler paper',
    ],
    [
      "the payee's own care",
      { situation: 'C', childBenefitGround: 'payee-in-care' },
      'electronic',
      'situation benefit care period payee handler',
    ],
    [
      'maintenance',
      { situation: 'D', benefitCode: 'ELT', allowanceInPayment: yes, maintenanceBase: 'allowance-only' },
      'paper',
      'situation benefit care children maintenance period payee handler paper',
    ],
    [
      'livelihood',
      { situation: 'E', benefitCode: 'KE-T' },
      'paper',
      'situation benefit reasons period payee handler paper',
    ],
    [
      'an agreement',
      { situation: 'F', benefitCode: 'YAT', clientConsents: yes },
      'paper',
      'situation benefit agreement period payee handler paper',
    ],
    ['basic social assistance', { situation: 'G' }, 'paper', 'situation reasons period payee handler paper'],
  ])('%s', (_, answers, channel, groups) => {
    const form = { ...emptyForm(), ...answers };
    const read = readForm(form, '010180-999A');
    expect(read.channel).toBe(channel);
    expect(groupsOf(form, read.route).join(' ')).toBe(groups);
  });
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
    expect(care.answers).toEqual({});
    expect(
      readForm({ ...form, situation: 'B', benefitCode: 'KHT' }, '').draft.answers?.childInCareOverThreeMonths,
    ).toBe(true);
  });
});
