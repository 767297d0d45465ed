import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, isoDate, lastOfMonth, type IsoDate } from '../dates.ts';
import { cents } from '../money.ts';
import { completeClaim, monthsOf, overlappingClaim, periodsOverlap, validateClaim } from './index.ts';
import { advanceDraft, careDraft, electronicContext } from './test-drafts.ts';
import type { ClaimContext, ExistingClaim, PaymentClaimDraft, Period } from './types.ts';

const found = (draft: PaymentClaimDraft, context: Partial<ClaimContext> = {}): readonly string[] =>
  validateClaim(draft, { ...electronicContext, ...context }).map(
    ({ code, field, severity }) => `${severity === 'error' ? '' : '~'}${code} ${field}`,
  );
const row = advanceDraft.assistanceRows?.[0] ?? {};
const day = isoDate;

describe('what is missing', () => {
  it('asks an empty draft for everything it needs', () =>
    expect(found({})).toEqual([
      'FIELD_REQUIRED clientCode',
      'FIELD_REQUIRED situation',
      'FIELD_REQUIRED benefitCode',
      'FIELD_REQUIRED legalBase',
      'FIELD_REQUIRED period.start',
      'FIELD_REQUIRED amount',
      'FIELD_REQUIRED payeeAccountId',
      'FIELD_REQUIRED handler.name',
      'FIELD_REQUIRED handler.phone',
      'FIELD_REQUIRED clientInformed.informed',
    ]));
  it('asks an advance for its end, its rows and Kela’s decision, and care for its unit', () => {
    const advance = found({
      ...advanceDraft,
      answers: {},
      period: { start: day('2026-02-01') },
      assistanceRows: [],
    });
    expect(advance).toEqual([
      'FIELD_REQUIRED answers.benefitDecision',
      'FIELD_REQUIRED period.end',
      'FIELD_REQUIRED assistanceRows',
    ]);
    expect(found({ ...careDraft, care: null })).toEqual(['FIELD_REQUIRED care']);
    expect(found({ ...careDraft, care: { unitName: ' ' } })).toEqual([
      'FIELD_REQUIRED care.unitName',
      'FIELD_REQUIRED care.careType',
      'FIELD_REQUIRED care.start',
    ]);
    expect(found({ ...advanceDraft, assistanceRows: [row, {}] })).toContain(
      'FIELD_REQUIRED assistanceRows.1.month',
    );
  });
});

describe('single rules', () => {
  it.each<readonly [string, PaymentClaimDraft, Partial<ClaimContext>, readonly string[]]>([
    ['organisation', careDraft, { organisationEntitled: false }, ['CLAIM_ORG_NOT_ENTITLED ']],
    ['mandate', careDraft, { mandateHeld: false }, ['MANDATE_MISSING ']],
    ['unknown client', careDraft, { client: null }, ['CLIENT_NOT_FOUND clientCode']],
    [
      'dead client',
      careDraft,
      { client: { birthDate: day('1940-01-01'), deathDate: day('2026-03-01') } },
      ['CLIENT_DECEASED clientCode'],
    ],
    ['account', { ...careDraft, payeeAccountId: 'account-9' }, {}, ['CLAIM_ACCOUNT_UNKNOWN payeeAccountId']],
    [
      'reference with wrong check digit',
      { ...careDraft, reference: '1234562' },
      {},
      ['FIELD_INVALID reference'],
    ],
    ['right references', { ...careDraft, reference: 'RF34 1234 561' }, {}, []],
    ['message', { ...careDraft, reference: 'Client fee of April' }, {}, []],
    ['long message', { ...careDraft, reference: 'x'.repeat(141) }, {}, ['FIELD_TOO_LONG reference']],
    ['long case id', { ...careDraft, ownCaseId: 'x'.repeat(31) }, {}, ['FIELD_TOO_LONG ownCaseId']],
    [
      'phone',
      { ...careDraft, handler: { name: 'N', phone: 'call me' } },
      {},
      ['FIELD_INVALID handler.phone'],
    ],
    [
      'e-mail',
      { ...careDraft, handler: { name: 'N', phone: '0400000', email: 'no' } },
      {},
      ['FIELD_INVALID handler.email'],
    ],
    [
      'client not informed',
      { ...careDraft, clientInformed: { informed: false, date: day('2026-03-01') } },
      {},
      ['FIELD_REQUIRED clientInformed.informed'],
    ],
    [
      'informed tomorrow',
      { ...careDraft, clientInformed: { informed: true, date: day('2026-03-17') } },
      {},
      ['FIELD_INVALID clientInformed.date'],
    ],
    [
      'zero amount',
      { ...careDraft, amount: { kind: 'total', cents: cents(0) } },
      {},
      ['FIELD_INVALID amount.cents'],
    ],
    ['no amount needed', { ...careDraft, amount: { kind: 'whole-benefit' } }, {}, []],
    ['amount needed', { ...careDraft, amount: { kind: 'total' } }, {}, ['FIELD_REQUIRED amount.cents']],
    [
      'end before start',
      { ...careDraft, period: { start: day('2026-04-02'), end: day('2026-04-01') } },
      {},
      ['CLAIM_PERIOD_INVALID period.end'],
    ],
    [
      'before the care',
      { ...careDraft, period: { start: day('2026-03-14'), end: null } },
      {},
      ['CLAIM_PERIOD_INVALID period.start'],
    ],
    [
      'six years back',
      {
        ...advanceDraft,
        benefitCode: 'SPR',
        period: { start: day('2020-02-01'), end: day('2020-02-29') },
        assistanceRows: [{ ...row, month: '2020-02' }],
      },
      {},
      ['CLAIM_PERIOD_INVALID period.start'],
    ],
    [
      'care type',
      { ...careDraft, care: { ...careDraft.care, careType: 'HOTEL' } },
      {},
      ['FIELD_INVALID care.careType'],
    ],
    [
      'past the expected end of care',
      { ...careDraft, care: { ...careDraft.care, expectedEnd: day('2026-06-30') } },
      {},
      ['~CLAIM_PERIOD_INVALID period.end'],
    ],
    ['wrong base', { ...careDraft, legalBase: 'TOTUL_23' }, {}, ['FIELD_INVALID legalBase']],
    [
      'paper base',
      { ...careDraft, situation: 'E', care: null, legalBase: 'KEL_67_1', reasons: 'x'.repeat(50) },
      {},
      ['CLAIM_BASE_NOT_ELECTRONIC legalBase'],
    ],
    [
      'paper base on paper',
      { ...careDraft, situation: 'E', care: null, legalBase: 'KEL_67_1', reasons: 'x'.repeat(50) },
      { channel: 'paper' },
      [],
    ],
    [
      'reasons needed',
      { ...careDraft, situation: 'E', care: null, legalBase: 'KEL_67_1' },
      { channel: 'paper' },
      ['FIELD_REQUIRED reasons'],
    ],
    [
      'reasons too short',
      { ...careDraft, situation: 'E', care: null, legalBase: 'KEL_67_1', reasons: 'because' },
      { channel: 'paper' },
      ['FIELD_TOO_SHORT reasons'],
    ],
    [
      'subsidy after its end',
      { ...careDraft, benefitCode: 'TMT', period: { start: day('2026-05-01'), end: null } },
      {},
      ['CLAIM_BENEFIT_NOT_CLAIMABLE benefitCode'],
    ],
    [
      'subsidy across its end',
      { ...careDraft, benefitCode: 'TMT', period: { start: day('2026-04-01'), end: day('2026-05-31') } },
      {},
      ['CLAIM_PERIOD_INVALID period.end'],
    ],
    [
      'general support too early',
      { ...careDraft, benefitCode: 'YLT' },
      {},
      ['CLAIM_PERIOD_INVALID period.start'],
    ],
    [
      'not applied',
      { ...advanceDraft, answers: { benefitDecision: { state: 'not-applied', decisionDate: null } } },
      {},
      ['~CLAIM_BENEFIT_NOT_APPLIED answers.benefitDecision'],
    ],
    [
      'decided the same day',
      {
        ...advanceDraft,
        answers: { benefitDecision: { state: 'decided', decisionDate: day('2026-02-12') } },
      },
      {},
      [],
    ],
    [
      'whole benefit as advance',
      { ...advanceDraft, amount: { kind: 'whole-benefit' } },
      {},
      ['FIELD_INVALID amount.kind'],
    ],
    [
      'one cent too much',
      { ...advanceDraft, amount: { kind: 'total', cents: cents(32_001) } },
      {},
      ['CLAIM_AMOUNT_EXCEEDS_ADVANCE amount.cents'],
    ],
    [
      'a month without assistance',
      { ...advanceDraft, period: { start: day('2026-02-01'), end: day('2026-03-01') } },
      {},
      ['CLAIM_PERIOD_OUTSIDE_ADVANCE period'],
    ],
    [
      'no month of that number',
      { ...advanceDraft, assistanceRows: [row, { ...row, month: '2026-13' }] },
      {},
      ['FIELD_INVALID assistanceRows.1.month'],
    ],
  ])('%s', (_, draft, context, expected) => expect(found(draft, context)).toEqual(expected));

  it('assistance of another month does not raise the limit', () =>
    expect(
      found({
        ...advanceDraft,
        amount: { kind: 'total', cents: cents(40_000) },
        assistanceRows: [row, { ...row, month: '2026-01' }],
      }),
    ).toEqual(['CLAIM_AMOUNT_EXCEEDS_ADVANCE amount.cents']));

  it('a situation that the guide does not have', () =>
    expect(found({ ...advanceDraft, situation: 'Z' as 'A' })).toContain('FIELD_INVALID situation'));

  it('child benefit is claimed with the code of the payee', () => {
    const draft: PaymentClaimDraft = {
      ...careDraft,
      situation: 'C',
      benefitCode: 'LL',
      answers: { childBenefitGround: 'payee-in-care' },
    };
    const born = (birthDate: IsoDate) => ({ client: { birthDate, deathDate: null } });
    expect(found(draft, born(day('2020-05-05')))).toEqual(['CLAIM_WRONG_PERSON clientCode']);
    expect(found(draft, born(day('2011-03-16')))).toEqual([]);
    expect(found(draft, born(day('2011-03-17')))).toEqual(['CLAIM_WRONG_PERSON clientCode']);
  });
});

describe('overlapping claims', () => {
  const other = (changes: Partial<ExistingClaim>): ExistingClaim => ({
    own: true,
    organisationName: 'Training county',
    benefitCode: 'KE-V',
    legalBase: 'AML_14',
    period: { start: day('2026-01-01'), end: null },
    status: 'ACTIVE',
    ...changes,
  });
  const DUPLICATE = ['CLAIM_DUPLICATE period'];
  const COMPETING = ['~CLAIM_COMPETING period'];
  it.each<readonly [string, Partial<ExistingClaim>, readonly string[]]>([
    ['same benefit and base', {}, DUPLICATE],
    ['ended the day before', { period: { start: day('2026-01-01'), end: day('2026-03-31') } }, []],
    ['ended on the first day', { period: { start: day('2026-01-01'), end: day('2026-04-01') } }, DUPLICATE],
    ['other benefit', { benefitCode: 'TAKE' }, []],
    ['other base', { legalBase: 'TOTUL_23' }, COMPETING],
    ['of another body', { own: false }, COMPETING],
    [
      'of another body, ended the day before',
      { own: false, period: { start: day('2026-01-01'), end: day('2026-03-31') } },
      [],
    ],
    ['ended', { status: 'ENDED' }, []],
    ['ended, of another body', { own: false, status: 'ENDED' }, []],
    ['withdrawn', { status: 'WITHDRAWN' }, []],
    ['rejected', { status: 'REJECTED' }, []],
    ['just registered', { status: 'REGISTERED' }, DUPLICATE],
  ])('%s', (_, changes, expected) =>
    expect(found(careDraft, { existingClaims: [other(changes)] })).toEqual(expected),
  );

  const period = fc
    // Few days, so that periods often touch at an edge.
    .tuple(fc.integer({ min: 0, max: 30 }), fc.option(fc.integer({ min: 0, max: 8 })))
    .map(([offset, length]): Period => {
      const start = addDays(day('2025-01-01'), offset);
      return { start, end: length === null ? null : addDays(start, length) };
    });
  const covers = ({ start, end }: Period, at: IsoDate) => start <= at && (end === null || at <= end);
  const everyDay = Array.from({ length: 60 }, (_, offset) => addDays(day('2025-01-01'), offset));

  it('overlap exactly when some day is in both, whichever comes first', () =>
    fc.assert(
      fc.property(period, period, (left, right) => {
        const shared = everyDay.some((each) => covers(left, each) && covers(right, each));
        expect(periodsOverlap(left, right)).toBe(shared);
        expect(periodsOverlap(right, left)).toBe(shared);
      }),
      { numRuns: 1_000 },
    ));
  it('finds the overlapping one among many', () =>
    fc.assert(
      fc.property(fc.array(period, { maxLength: 8 }), period, (periods, wanted) => {
        const claims = periods.map((each) => other({ period: each }));
        const hit = overlappingClaim({ benefitCode: 'KE-V', legalBase: 'AML_14', period: wanted }, claims);
        const meets = (each: Period): boolean =>
          everyDay.some((at) => covers(each, at) && covers(wanted, at));
        expect(hit !== null).toBe(periods.some(meets));
        if (hit !== null) expect(meets(hit.period)).toBe(true);
      }),
      { numRuns: 500 },
    ));
});

describe('advances in general', () => {
  const advance = fc.record({
    sums: fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 6 }),
    claimed: fc.integer({ min: 1, max: 1_500_000 }),
  });
  it('never let more be claimed than the assistance of the period', () =>
    fc.assert(
      fc.property(advance, ({ sums, claimed }) => {
        const months = monthsOf(day('2025-07-01'), day('2025-12-31')).slice(0, sums.length);
        const draft: PaymentClaimDraft = {
          ...advanceDraft,
          benefitCode: 'SPR',
          period: { start: day('2025-07-01'), end: lastOfMonth(day(`${months.at(-1) ?? ''}-01`)) },
          amount: { kind: 'total', cents: cents(claimed) },
          assistanceRows: months.map((month, at) => ({ ...row, month, cents: cents(sums[at] ?? 1) })),
        };
        const total = sums.reduce((sum, value) => sum + value, 0);
        const result = completeClaim(draft, electronicContext);
        expect(result.ok).toBe(claimed <= total);
        if (!result.ok)
          expect(result.error.violations.map(({ code }) => code)).toEqual(['CLAIM_AMOUNT_EXCEEDS_ADVANCE']);
      }),
    ));
});

describe('half-filled drafts', () => {
  const maybe = <Value>(value: Value) => fc.constantFrom(value, null, undefined);
  const halfFilled = fc.record({
    situation: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G', 'Z', '', null),
    answers: maybe({}),
    clientCode: maybe('010180-9015'),
    benefitCode: fc.constantFrom('TMT', 'KHT', 'LL', 'ELT', 'YAT', 'ADO', '', null),
    legalBase: fc.constantFrom('TOTUL_23', 'AML_14', 'KEL_67_1', null),
    period: fc.constantFrom(null, {}, { start: day('2026-02-01') }, { end: day('2026-02-01') }),
    amount: fc.constantFrom(null, { kind: 'total' }, { kind: 'whole-benefit' }),
    assistanceRows: fc.constantFrom(null, [], [{}], [row]),
    care: fc.constantFrom(null, {}, careDraft.care),
    handler: fc.constantFrom(null, {}, careDraft.handler),
  }) as fc.Arbitrary<PaymentClaimDraft>;
  it('are judged without an exception and complete only without errors', () =>
    fc.assert(
      fc.property(halfFilled, (draft) => {
        const errors = validateClaim(draft, electronicContext).filter(({ severity }) => severity === 'error');
        expect(completeClaim(draft, electronicContext).ok).toBe(errors.length === 0);
      }),
    ));
});
