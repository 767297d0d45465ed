import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, isoDate } from '../dates.ts';
import { cents } from '../money.ts';
import { completeClaim, validateClaim } from './index.ts';
import { advanceDraft, electronicContext, paperDrafts } from './test-drafts.ts';
import type { ClaimContext, PaymentClaimDraft } from './types.ts';

const paper: ClaimContext = { ...electronicContext, channel: 'paper' };
const found = (draft: PaymentClaimDraft, context: ClaimContext = paper): readonly string[] =>
  validateClaim(draft, context)
    .filter(({ severity }) => severity === 'error')
    .map(({ code, field }) => `${code} ${field}`);
const placed = paperDrafts['C, child in care'];
const allowance = paperDrafts['D, allowance'];
const maintenance = paperDrafts['D, recovered maintenance'];
const agreement = paperDrafts['F'];

describe('requests on paper', () => {
  it.each(Object.entries(paperDrafts))('%s is whole', (_, draft) => expect(found(draft)).toEqual([]));
  it.each(Object.entries(paperDrafts).filter(([, { legalBase }]) => legalBase !== 'AML_7_14'))(
    '%s is refused electronically',
    (_, draft) => expect(found(draft, electronicContext)).toContain('CLAIM_BASE_NOT_ELECTRONIC legalBase'),
  );

  it.each<readonly [string, PaymentClaimDraft, readonly string[]]>([
    ['a placed child must be named', { ...placed, children: [] }, ['FIELD_REQUIRED children']],
    [
      'with a name and a code that can be one',
      { ...placed, children: [{ name: ' ', personalIdentityCode: '241204A905D' }] },
      ['FIELD_REQUIRED children.0.name', 'FIELD_INVALID children.0.personalIdentityCode'],
    ],
    [
      'and the claim is not made with the child’s code',
      { ...placed, children: [{ name: 'Training Child', personalIdentityCode: '010180-9015' }] },
      ['CLAIM_WRONG_PERSON clientCode'],
    ],
    ['care of the child must be told', { ...placed, care: null }, ['FIELD_REQUIRED care']],
    [
      'care of a month is not over a month, whatever was answered',
      { ...placed, care: { ...placed.care, expectedEnd: isoDate('2026-04-01') } },
      ['CLAIM_BENEFIT_NOT_CLAIMABLE care.expectedEnd'],
    ],
    ['a day more is', { ...placed, care: { ...placed.care, expectedEnd: isoDate('2026-04-02') } }, []],
    [
      'the maintenance allowance names the parent who is liable',
      { ...allowance, maintenancePayer: null },
      ['FIELD_REQUIRED maintenancePayer.name', 'FIELD_REQUIRED maintenancePayer.personalIdentityCode'],
    ],
    [
      'who is not the recipient',
      { ...allowance, maintenancePayer: { name: 'Training Client', personalIdentityCode: '010180-9015' } },
      ['FIELD_INVALID maintenancePayer.personalIdentityCode'],
    ],
    [
      'recovered maintenance tells each amount',
      { ...maintenance, maintenanceItems: [] },
      ['FIELD_REQUIRED maintenanceItems'],
    ],
    [
      'month by month',
      { ...maintenance, maintenanceItems: [{ month: '2026-13', cents: cents(0) }] },
      ['FIELD_INVALID maintenanceItems.0.month', 'FIELD_INVALID maintenanceItems.0.cents'],
    ],
    [
      'and no more in all than they sum to',
      { ...maintenance, amount: { kind: 'total', cents: cents(39_543) } },
      ['FIELD_INVALID amount.cents'],
    ],
    ['exactly their sum is right', { ...maintenance, amount: { kind: 'total', cents: cents(39_542) } }, []],
    [
      'an agreement tells its day and the consent',
      { ...agreement, agreement: null },
      [
        'FIELD_REQUIRED agreement.madeOn',
        'FIELD_REQUIRED agreement.consentKind',
        'FIELD_REQUIRED agreement.consentedOn',
      ],
    ],
    [
      'which were there by today',
      {
        ...agreement,
        agreement: {
          ...agreement.agreement,
          madeOn: addDays(paper.today, 1),
          consentedOn: addDays(paper.today, 1),
        },
      },
      ['FIELD_INVALID agreement.madeOn', 'FIELD_INVALID agreement.consentedOn'],
    ],
    [
      'without consent there is none',
      { ...agreement, answers: { clientConsents: false } },
      ['CLAIM_BENEFIT_NOT_CLAIMABLE benefitCode'],
    ],
    [
      'reasons are needed, and long enough to be some',
      { ...paperDrafts['E'], reasons: 'Vuokra maksamatta' },
      ['FIELD_TOO_SHORT reasons'],
    ],
    ['the letter states its paragraph', { ...paperDrafts['G'], provision: '' }, ['FIELD_REQUIRED provision']],
    [
      'and is on basic social assistance alone',
      { ...paperDrafts['G'], benefitCode: 'YAT' },
      ['CLAIM_BENEFIT_NOT_IN_BASE benefitCode'],
    ],
    [
      'papers that go along have titles',
      { ...agreement, attachments: ['Vuokrasopimus', ' ', 'AGREEMENT', 'CONSENT'] },
      ['FIELD_REQUIRED attachments.1'],
    ],
    [
      'an agreement goes with its two papers',
      { ...agreement, attachments: ['AGREEMENT', 'Valtakirja'] },
      ['FIELD_REQUIRED attachments.CONSENT'],
    ],
    ['what only usually goes along may stay away', { ...paperDrafts['E'], attachments: [] }, []],
    [
      'the section needs its number',
      { ...paperDrafts['G'], provision: 'toimeentulotukilaki' },
      ['FIELD_INVALID provision'],
    ],
    [
      'parental allowances have a base of their own for the livelihood, on form EV 255',
      { ...paperDrafts['E'], benefitCode: 'VAR', legalBase: 'SVL_15_12_2', form: 'EV 255' },
      [],
    ],
  ])('%s', (_, draft, expected) => expect(found(draft)).toEqual(expected));
});

describe('in general', () => {
  const month = fc.integer({ min: 1, max: 12 }).map((number) => `2025-${String(number).padStart(2, '0')}`);
  const draft = fc.record({
    rows: fc.array(fc.tuple(month, fc.integer({ min: 1, max: 90_000 })), { minLength: 1, maxLength: 8 }),
    first: month,
    last: month,
    // About as often just within the assistance of the asked months as just beyond it.
    beyond: fc.oneof(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -90_000, max: 400_000 })),
  });
  it('no advance that passes exceeds the assistance of its own months, or reaches a month without any', () =>
    fc.assert(
      fc.property(draft, ({ rows, first, last, beyond }) => {
        const within = rows.filter(([each]) => each >= first && each <= last);
        const sum = within.reduce((total, [, value]) => total + value, 0);
        const claimed = Math.max(1, sum + beyond);
        const claim = completeClaim(
          {
            ...advanceDraft,
            benefitCode: 'SPR',
            period: { start: isoDate(`${first}-01`), end: isoDate(`${last}-28`) },
            amount: { kind: 'total', cents: cents(claimed) },
            assistanceRows: rows.map(([each, sum]) => ({
              ...advanceDraft.assistanceRows?.[0],
              month: each,
              cents: cents(sum),
            })),
          },
          electronicContext,
        );
        const months = new Set(within.map(([each]) => each)).size;
        const asked = Number(last.slice(5)) - Number(first.slice(5)) + 1;
        expect(claim.ok).toBe(first <= last && months === asked && claimed <= sum);
      }),
      { numRuns: 400 },
    ));
});
