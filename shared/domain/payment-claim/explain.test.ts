import { describe, expect, it } from 'vitest';
import { claimErrors, claimRules, legalBases } from '../../codes/index.ts';
import { explain, explainLaw, explainRule, type StopReason } from './index.ts';
import type { ClaimViolation } from './types.ts';

const ruleOf = (code: string, params: ClaimViolation['params'] = {}): string | undefined =>
  explain({ code: code as ClaimViolation['code'], params })?.rule.code;

const stops: readonly StopReason[] = [
  'assistance-after-decision',
  'child-also-in-care',
  'paid-to-foster-carer',
  'guardian-must-apply',
  'care-not-over-one-month',
  'allowance-not-in-payment',
  'consent-missing',
  'no-agreement-for-benefit',
  'benefit-not-in-base',
  'benefit-not-claimable',
];

describe('explanations', () => {
  it.each(claimErrors.rows.map(({ code }) => code).filter((code) => code !== 'CLAIM_PERIOD_INVALID'))(
    '%s has its rule',
    (code) => expect(ruleOf(code)).toBeDefined(),
  );
  it.each(['CLAIM_COMPETING', 'CLAIM_BENEFIT_NOT_APPLIED', 'CLAIM_LATE_FOR_NEXT_PAYDAY'])(
    'the warning %s has its rule',
    (code) => expect(ruleOf(code)).toBeDefined(),
  );
  it.each<readonly [ClaimViolation['params'], string | undefined]>([
    [{ earliest: '2021-03-16' }, 'period-too-old'],
    [{ careStart: '2026-03-15' }, 'period-before-care'],
    [{ expectedEnd: '2026-06-30' }, 'period-past-care'],
    [{ benefit: 'TMT', validTo: '2026-04-30' }, 'benefit-not-in-force'],
    [{ legalBase: 'TTL_11_9_1' }, 'base-not-in-force'],
    [{ start: '2026-03-02', end: '2026-03-01' }, undefined],
  ])('a period that is wrong by %j: %s', (params, rule) =>
    expect(ruleOf('CLAIM_PERIOD_INVALID', params)).toBe(rule),
  );
  it.each(stops)('the stop "%s" says why and what to do', (stop) =>
    expect(explain({ stop })?.rule.code).toBe(stop),
  );
  it('a stop by the rules on agreements tells pensions from family benefits', () => {
    expect(explain({ stop: 'no-agreement-for-benefit', benefit: 'KE-V' })?.confirmed).toBe(true);
    expect(explain({ stop: 'no-agreement-for-benefit', benefit: 'LL' })).toMatchObject({
      rule: { code: 'no-agreement-for-family-benefit' },
      confirmed: false,
    });
  });
  it('a violation that carries a reason is explained by it', () => {
    expect(ruleOf('CLAIM_BENEFIT_NOT_CLAIMABLE', { reason: 'paid-to-foster-carer' })).toBe(
      'paid-to-foster-carer',
    );
    expect(ruleOf('CLAIM_BENEFIT_NOT_CLAIMABLE', { benefit: 'TMT', validTo: '2026-04-30' })).toBe(
      'benefit-not-in-force',
    );
  });
  it('an empty field needs no rule', () => expect(ruleOf('FIELD_REQUIRED')).toBeUndefined());

  it('names the rule’s own paragraph before the claim’s', () => {
    const bite = { code: 'CLAIM_AFTER_DECISION', params: {} } as const;
    expect(explain(bite, 'AML_14')?.law?.base.code).toBe('TOTUL_23');
    expect(explain({ code: 'CLAIM_DUPLICATE', params: {} }, 'AML_14')?.law?.base.code).toBe('AML_14');
    expect(explain({ code: 'CLAIM_DUPLICATE', params: {} })?.law).toBeNull();
  });

  it.each(legalBases.rows)('$code: its text is confirmed only when it was read in the source', ({ code }) => {
    const law = explainLaw(code);
    expect(law?.text).not.toBeNull();
    expect(law?.confirmed).toBe(law?.text?.evidence === 'V');
  });
  it('what was read in a source of the municipal era is not what the law says', () =>
    expect(explainLaw('TOTUL_23')?.confirmed).toBe(false));
  it('no rule is left unused', () => {
    const hints = [
      'purpose-without-claims',
      'consent-not-needed',
      'hearing',
      'end-by-telephone',
      'no-agreement-for-family-benefit',
    ];
    const used = new Set([
      ...hints,
      ...stops,
      ...['earliest', 'careStart', 'expectedEnd', 'validTo', 'legalBase'].map((param) =>
        ruleOf('CLAIM_PERIOD_INVALID', { [param]: '' }),
      ),
      ...claimErrors.rows.map(({ code }) => ruleOf(code)),
      ...['CLAIM_COMPETING', 'CLAIM_BENEFIT_NOT_APPLIED', 'CLAIM_LATE_FOR_NEXT_PAYDAY'].map((code) =>
        ruleOf(code),
      ),
    ]);
    expect(claimRules.rows.map(({ code }) => code).filter((code) => !used.has(code))).toEqual([]);
    expect(hints.map((code) => explainRule(code)).every((found) => found !== null)).toBe(true);
  });
});
