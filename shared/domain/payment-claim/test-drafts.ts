import { isoDate } from '../dates.ts';
import { cents } from '../money.ts';
import type { ClaimContext, PaymentClaimDraft } from './types.ts';

/** An advance of 320 € for February 2026, as the guide's first example has it. */
export const advanceDraft: PaymentClaimDraft = {
  situation: 'A',
  answers: { benefitDecision: { state: 'pending', decisionDate: null } },
  clientCode: '010180-9015',
  benefitCode: 'TMT',
  legalBase: 'TOTUL_23',
  period: { start: isoDate('2026-02-01'), end: isoDate('2026-02-28') },
  amount: { kind: 'total', cents: cents(32_000) },
  assistanceRows: [
    {
      month: '2026-02',
      decisionDate: isoDate('2026-02-12'),
      decisionNumber: 'TT 1/2026',
      kind: 'preventive',
      cents: cents(32_000),
    },
  ],
  payeeAccountId: 'account-1',
  handler: { name: 'Training Handler', phone: '+358 40 000 0000' },
  clientInformed: { informed: true, date: isoDate('2026-02-12') },
};

/** A pensioner who moved to service housing on 15.3.2026; claim from 1.4.2026 on. */
export const careDraft: PaymentClaimDraft = {
  ...advanceDraft,
  situation: 'B',
  answers: {},
  benefitCode: 'KE-V',
  legalBase: 'AML_14',
  period: { start: isoDate('2026-04-01'), end: null },
  amount: { kind: 'fixed-per-payment', cents: cents(50_000) },
  assistanceRows: [],
  care: {
    unitName: 'Training Home',
    careType: 'ROUND_THE_CLOCK_HOUSING',
    start: isoDate('2026-03-15'),
    expectedEnd: null,
  },
};

export const electronicContext: ClaimContext = {
  today: isoDate('2026-03-16'),
  channel: 'electronic',
  organisationEntitled: true,
  mandateHeld: true,
  client: { birthDate: isoDate('1980-01-01'), deathDate: null },
  payeeAccountIds: ['account-1', 'account-2'],
  existingClaims: [],
};
