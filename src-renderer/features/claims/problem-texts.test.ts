import { afterEach, describe, expect, it } from 'vitest';
import claimErrors from '../../../shared/codes/claim-errors.json' with { type: 'json' };
import { overwriteGetLocale } from '../../../shared/messages/generated/runtime.js';
import type { ClaimProblem } from './claim-problems.ts';
import { problemText } from './problem-texts.ts';

const problem = (code: string, field = 'period'): ClaimProblem => ({
  code,
  field,
  severity: 'error',
  params: {},
});

describe('texts of problems', () => {
  afterEach(() => overwriteGetLocale(() => 'fi'));

  it.each(['fi', 'sv', 'en'] as const)(
    'explain every code of the guide in %s without showing the code',
    (locale) => {
      overwriteGetLocale(() => locale);
      for (const { code } of claimErrors) {
        const text = problemText(problem(code));
        expect(text.length, code).toBeGreaterThan(10);
        expect(text, code).not.toMatch(/[A-Z]_[A-Z]|undefined|NaN/);
      }
    },
  );

  it('name the field and the code of a rule that is not known', () => {
    overwriteGetLocale(() => 'en');
    expect(problemText(problem('CLAIM_SOMETHING_NEW', 'period.start'))).toBe(
      'Check: Start date (CLAIM_SOMETHING_NEW)',
    );
  });

  it('name the row in the summary, and at the field, which stands in its row, the field alone', () => {
    overwriteGetLocale(() => 'en');
    const month = problem('FIELD_REQUIRED', 'assistanceRows.1.month');
    expect(problemText(month)).toBe('Fill in: Row 2, month');
    expect(problemText(month, 'field')).toBe('Fill in');
    expect(problemText({ ...month, code: 'UNREADABLE' }, 'field')).toBe('Write the month as 3/2026');
    overwriteGetLocale(() => 'fi');
    const code = problem('FIELD_INVALID', 'children.0.personalIdentityCode');
    expect(problemText(code)).toBe('Lapsi 1, henkilötunnus: tarkista henkilötunnus');
    expect(problemText(code, 'field')).toBe('Tarkista henkilötunnus');
  });
});
