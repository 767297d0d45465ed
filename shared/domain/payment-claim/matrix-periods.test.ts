import { describe, expect, it } from 'vitest';
import { benefits, legalBases, type LegalBaseCode, type SituationCode } from '../../codes/index.ts';
import { addDays, addYears, isoDate, type IsoDate } from '../dates.ts';
import { cents } from '../money.ts';
import { monthsOf, validateClaim, type PaymentClaimDraft, type Period } from './index.ts';
import { advanceDraft, careDraft, electronicContext, paperDrafts } from './test-drafts.ts';
import { byLetter, claimable } from './test-matrix.ts';

/** Whole claims of each situation, to be changed in benefit, base and period alone. */
const whole: Readonly<Record<SituationCode, PaymentClaimDraft>> = {
  A: advanceDraft,
  B: { ...careDraft, answers: { childInCareOverThreeMonths: false } },
  C: paperDrafts['C, child in care'],
  D: paperDrafts['D, allowance'],
  E: paperDrafts['E, general support'],
  F: paperDrafts['F'],
  G: paperDrafts['G'],
};
const situationOf: Readonly<Record<LegalBaseCode, SituationCode>> = {
  TOTUL_23: 'A',
  AML_14: 'B',
  AML_7_14: 'D',
  ELATUSTUKIL_11_4: 'D',
  LAPSILISAL_11_1: 'C',
  LAPSILISAL_12_2: 'C',
  KEL_67_1: 'E',
  SVL_15_12_2: 'E',
  SVL_15_12_3: 'E',
  TAKUUEL_18: 'E',
  TTL_11_9_1: 'E',
  KUNTOUTUSL_48: 'E',
  EAL_28: 'E',
  VAMMAISETUUSL_26: 'E',
  YLEISTUKI_PROVISION: 'E',
  AGREEMENT: 'F',
  TOTU_LETTER: 'G',
};

const today = isoDate('2026-05-16');
const EARLIEST = addYears(today, -5);
/** Every day on which something of the guide begins or ends, with its neighbours. */
const edges: readonly IsoDate[] = [
  ...new Set(
    [EARLIEST, isoDate('2026-04-30'), isoDate('2026-05-01')].flatMap((edge) => [
      addDays(edge, -1),
      edge,
      addDays(edge, 1),
    ]),
  ),
].sort();
const periods: readonly Period[] = edges.flatMap((start) => [
  { start, end: null },
  ...edges.map((end): Period => ({ start, end })),
]);

/** What the guide says of validity, written from the guide and not from the data. */
const inForce = (code: string): readonly [from: string, to: string] => {
  if (['TMT', 'PPR', 'TTL_11_9_1'].includes(code)) return ['0000', '2026-04-30'];
  return ['YLT', 'YLEISTUKI_PROVISION'].includes(code) ? ['2026-05-01', '9999'] : ['0000', '9999'];
};

/** The kinds of period that the guide refuses, as code and the field where the form says so. */
const periodFaults = (benefit: string, base: LegalBaseCode, { start, end }: Period): ReadonlySet<string> => {
  const [from, to] = inForce(benefit);
  const faults = new Set<string>();
  const add = (fault: string, isFault: boolean): void => {
    if (isFault) faults.add(fault);
  };
  add('CLAIM_PERIOD_INVALID period.end', end !== null && end < start);
  add('CLAIM_PERIOD_INVALID period.start', start < EARLIEST);
  const isDisjoint = start > to || (end !== null && end < from);
  if (isDisjoint) faults.add('CLAIM_BENEFIT_NOT_CLAIMABLE benefitCode');
  else if (start < from) faults.add('CLAIM_PERIOD_INVALID period.start');
  else add('CLAIM_PERIOD_INVALID period.end', end !== null && end > to);
  const [baseFrom, baseTo] = inForce(base);
  add('CLAIM_PERIOD_INVALID period.start', start < baseFrom || start > baseTo);
  return faults;
};

const weighty = paperDrafts['C, weighty reason'];

const draftOf = (benefitCode: string, base: LegalBaseCode, period: Period): PaymentClaimDraft => {
  const draft = whole[situationOf[base]];
  const months = period.end === null || period.end < period.start ? [] : monthsOf(period.start, period.end);
  const given = draft.assistanceRows?.[0];
  return {
    ...draft,
    benefitCode,
    legalBase: base,
    period,
    amount: { kind: 'total', cents: cents(100) },
    ...(draft.situation === 'A' && {
      assistanceRows: months.map((month) => ({ ...given, month, cents: cents(32_000) })),
    }),
    ...(draft.care && { care: { ...draft.care, start: isoDate('2015-01-01') } }),
    ...(base === 'LAPSILISAL_12_2' && { ...weighty, benefitCode, period }),
    ...(base === 'AML_7_14' && {
      answers: paperDrafts['D, recovered maintenance'].answers,
      maintenanceItems: paperDrafts['D, recovered maintenance'].maintenanceItems,
    }),
    ...(benefitCode === 'ELA' && {
      maintenanceItems: paperDrafts['D, recovered maintenance'].maintenanceItems,
    }),
  };
};
const GUIDED = /^(CLAIM_BENEFIT_NOT|CLAIM_PERIOD_INVALID)/;
const errorsOf = (draft: PaymentClaimDraft): readonly string[] => [
  ...new Set(
    validateClaim(draft, { ...electronicContext, today, channel: 'paper' })
      .filter(({ severity }) => severity === 'error')
      .map(({ code, field }) => `${code} ${field}`),
  ),
];

const isReachable = (benefit: string, base: LegalBaseCode): boolean =>
  byLetter(base, benefit) || claimable[benefit]?.includes(base) === true;

describe('the whole matrix of benefits, bases and periods', () => {
  it.each(legalBases.rows.map(({ code }) => code))('%s, every benefit, every edge of a period', (base) => {
    const wrong: string[] = [];
    let accepted = 0;
    for (const { code: benefit } of benefits.rows) {
      for (const period of periods) {
        const errors = errorsOf(draftOf(benefit, base, period));
        const faults = periodFaults(benefit, base, period);
        const label = `${benefit} ${period.start}-${period.end ?? ''}: ${errors.join('; ')}`;
        if (!isReachable(benefit, base)) {
          if (!errors.some((error) => error.startsWith('CLAIM_BENEFIT_NOT_')))
            wrong.push(`let through: ${label}`);
          continue;
        }
        const needsEnd = base === 'TOTUL_23' && period.end === null;
        const isOpenAdvance = needsEnd || (base === 'TOTUL_23' && (period.end ?? '') < period.start);
        const found = errors.filter((error) => GUIDED.test(error));
        if ([...found].sort().join() !== [...faults].sort().join())
          wrong.push(`${[...faults].join('; ')} | ${label}`);
        const others = errors.filter((error) => !GUIDED.test(error));
        if (others.length > 0 !== isOpenAdvance) wrong.push(`other errors: ${label}`);
        if (errors.length === 0) accepted += 1;
      }
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    // The base is not refused in passing: it has claims that go through.
    expect(accepted).toBeGreaterThan(0);
  });

  it('covers every cell: all benefits, all bases, all edges', () => {
    expect(benefits.rows.length).toBeGreaterThanOrEqual(47);
    expect(legalBases.rows).toHaveLength(17);
    expect(edges).toEqual([
      '2021-05-15',
      '2021-05-16',
      '2021-05-17',
      '2026-04-29',
      '2026-04-30',
      '2026-05-01',
      '2026-05-02',
    ]);
    expect(periods).toHaveLength(7 * 8);
  });
});
