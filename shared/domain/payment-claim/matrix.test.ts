import { describe, expect, it } from 'vitest';
import { benefits, legalBases } from '../../codes/index.ts';
import { isoDate } from '../dates.ts';
import { benefitError, benefitsForSituation, claimableBenefits, isClaimable } from './index.ts';
import { byLetter, claimable } from './test-matrix.ts';

const everyBase = legalBases.rows.map(({ code }) => code);

const cells = benefits.rows.flatMap(({ code }) => everyBase.map((base) => [code, base] as const));

describe('the matrix of benefits and legal bases', () => {
  it.each(cells)('%s on %s', (benefit, base) => {
    const expected = claimable[benefit]?.includes(base) ?? false;
    expect(isClaimable(benefit, base)).toBe(expected);
    expect(benefitError(benefit, base) === null).toBe(expected || byLetter(base, benefit));
  });

  it.each(['ADO', 'YHT', 'AIT', 'OLT', 'MET', 'NO_SUCH_BENEFIT'])('%s cannot be claimed at all', (benefit) =>
    expect(everyBase.map((base) => benefitError(benefit, base))).toEqual(
      everyBase.map(() => 'CLAIM_BENEFIT_NOT_CLAIMABLE'),
    ),
  );
  it.each(['SOA', 'EHR', 'KMT', 'SHK', 'NKUR'])(
    '%s is not named in the guide, so it is on no base',
    (benefit) => expect(benefitError(benefit, 'TOTUL_23')).toBe('CLAIM_BENEFIT_NOT_IN_BASE'),
  );
});

describe('benefits to choose from', () => {
  const codes = (rows: readonly { readonly code: string }[]) => rows.map(({ code }) => code);
  it('labour market subsidy gives way to general support on 1.5.2026', () => {
    const before = codes(claimableBenefits('TOTUL_23', isoDate('2026-04-30')));
    const after = codes(claimableBenefits('TOTUL_23', isoDate('2026-05-01')));
    expect(before).toEqual(expect.arrayContaining(['TMT', 'PPR']));
    expect(before).not.toContain('YLT');
    expect(after).toContain('YLT');
    expect(after).not.toContain('TMT');
    expect(after).not.toContain('PPR');
  });
  it('a base out of force has none', () => {
    expect(codes(claimableBenefits('TTL_11_9_1', isoDate('2026-04-30')))).toEqual(['TMT', 'PPR']);
    expect(claimableBenefits('TTL_11_9_1', isoDate('2026-05-01'))).toEqual([]);
  });
  it.each([
    ['C', ['LL']],
    ['D', ['ELT', 'ELA']],
    ['G', ['TOTU']],
  ] as const)('situation %s offers %j', (situation, expected) =>
    expect(codes(benefitsForSituation(situation, isoDate('2026-03-01')))).toEqual(expected),
  );
  it('care does not reach the general housing allowance', () => {
    expect(codes(benefitsForSituation('A', isoDate('2026-03-01')))).toContain('YAT');
    expect(codes(benefitsForSituation('B', isoDate('2026-03-01')))).not.toContain('YAT');
  });
  it('securing the livelihood reaches the benefits with a provision of their own', () =>
    expect([...codes(benefitsForSituation('E', isoDate('2026-03-01')))].sort()).toEqual(
      [
        'EAT',
        'EHT',
        'ERAR',
        'KE-T',
        'KE-V',
        'KUR',
        'LAPE',
        'LESKE',
        'LKO',
        'PPR',
        'RAR',
        'SPR',
        'TAKE',
        'TMT',
        'VAR',
        'VTU-A',
      ].sort(),
    ));
  it('no pension goes by agreement', () => {
    const offered = codes(benefitsForSituation('F', isoDate('2026-03-01')));
    expect(offered).toContain('YAT');
    for (const pension of ['KE-V', 'KE-T', 'TAKE', 'LESKE', 'LAPE', 'EAT', 'LL'])
      expect(offered).not.toContain(pension);
  });
});
