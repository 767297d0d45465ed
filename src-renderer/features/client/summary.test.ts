import { describe, expect, it } from 'vitest';
import { isoDate } from '../../../shared/domain/dates.ts';
import type {
  Decision,
  Payment,
  PendingMatter,
  Recovery,
} from '../../../shared/service-api/benefit-sections.ts';
import { axisTop, paymentMonths } from './payment-months.ts';
import {
  decisionOfMonth,
  lastPayment,
  nextPayment,
  otherBenefits,
  summariseDeductible,
  summarisePending,
  summariseRecoveries,
} from './summary.ts';

const today = isoDate('2026-03-15');

const matter = (over: Partial<PendingMatter>): PendingMatter => ({
  id: 'm1',
  benefitCode: 'YAT',
  kind: 'APPLICATION',
  channel: 'OMAKELA',
  arrivalDate: '2026-03-01',
  status: 'RECEIVED',
  urgent: false,
  missingAttachments: [],
  appliedPeriod: null,
  estimatedDecisionDate: null,
  ...over,
});

const decision = (over: Partial<Decision>): Decision => ({
  id: 'd1',
  benefitCode: 'YAT',
  decisionDate: '2026-01-10',
  result: 'GRANTED',
  period: { start: '2026-01-01', end: null },
  amount: { unit: 'month', gross: 300_00 },
  numberOfDays: null,
  payee: { kind: 'CLIENT', name: '' },
  grounds: '',
  lawReference: '',
  appealDeadline: null,
  calculation: null,
  ...over,
});

const assistance = (id: string, month: string, decisionDate: string): Decision =>
  decision({
    id,
    benefitCode: 'TOTU',
    decisionDate,
    period: { start: `${month}-01`, end: `${month}-28` },
    calculation: {
      month,
      household: [],
      incomes: [],
      expenses: [],
      reductionPercent: 0,
      result: 100_00,
      paymentCommitments: [],
      transferToCountyAsked: false,
    },
  });

const payment = (over: Partial<Payment>): Payment => ({
  id: 'p1',
  decisionId: null,
  benefitCode: 'YAT',
  payDate: '2026-04-01',
  period: { start: '2026-04-01', end: '2026-04-30' },
  gross: 300_00,
  withholdingTax: 0,
  deductions: [],
  net: 300_00,
  payee: { kind: 'CLIENT', name: '', maskedAccount: null },
  status: 'PLANNED',
  ...over,
});

describe('pending matters', () => {
  it('counts only open ones, oldest first, with the first date by which something is due', () => {
    const summary = summarisePending([
      matter({
        id: 'new',
        arrivalDate: '2026-03-10',
        missingAttachments: [{ name: '', dueDate: '2026-03-30' }],
      }),
      matter({ id: 'done', status: 'DECIDED', missingAttachments: [{ name: '', dueDate: '2026-03-01' }] }),
      matter({
        id: 'old',
        arrivalDate: '2026-02-10',
        missingAttachments: [{ name: '', dueDate: '2026-03-20' }],
      }),
    ]);
    expect(summary.open.map(({ id }) => id)).toEqual(['old', 'new']);
    expect(summary.nextDueDate).toBe('2026-03-20');
  });

  it('keeps a matter whose status it does not know', () => {
    expect(summarisePending([matter({ status: 'SOMETHING_NEW' })]).open).toHaveLength(1);
  });
});

describe('the decision of the month', () => {
  it('is the newest decision on basic social assistance for this month', () => {
    const found = decisionOfMonth(
      [
        assistance('first', '2026-03', '2026-03-02'),
        assistance('corrected', '2026-03', '2026-03-09'),
        assistance('next', '2026-04', '2026-03-14'),
      ],
      today,
    );
    expect(found).toMatchObject({ ofThisMonth: true, decision: { id: 'corrected' } });
  });

  it('falls back to the newest earlier month and says so', () => {
    const found = decisionOfMonth(
      [
        assistance('january', '2026-01', '2026-01-02'),
        assistance('february', '2026-02', '2026-02-02'),
        decision({}),
      ],
      today,
    );
    expect(found).toMatchObject({ ofThisMonth: false, decision: { id: 'february' } });
  });

  it('is none without basic social assistance', () => {
    expect(decisionOfMonth([decision({})], today)).toBeNull();
  });
});

describe('the next payment', () => {
  it('is the first coming day, today included, and sums what is paid to the client', () => {
    const next = nextPayment(
      [
        payment({ id: 'later', payDate: '2026-04-07' }),
        payment({ id: 'a', payDate: '2026-03-15', net: 100_00 }),
        payment({ id: 'b', payDate: '2026-03-15', net: 50_00 }),
        payment({
          id: 'rent',
          payDate: '2026-03-15',
          net: 400_00,
          payee: { kind: 'LANDLORD', name: '', maskedAccount: null },
        }),
        payment({ id: 'cancelled', payDate: '2026-03-15', net: 9_00, status: 'CANCELLED' }),
      ],
      today,
    );
    expect(next).toMatchObject({ payDate: '2026-03-15', toClient: 150_00, toOthers: 400_00 });
  });

  it('is none when all is paid; then the last sent one is told', () => {
    const payments = [
      payment({ id: 'old', payDate: '2026-02-02', status: 'SENT' }),
      payment({ id: 'last', payDate: '2026-03-02', status: 'SENT' }),
    ];
    expect(nextPayment(payments, today)).toBeNull();
    expect(lastPayment(payments, today)?.id).toBe('last');
  });
});

describe('other benefits in payment', () => {
  it('leaves out what ended, what a later decision stopped, old one-off benefits and social assistance', () => {
    const found = otherBenefits(
      [
        decision({ id: 'housing' }),
        decision({ id: 'older-housing', decisionDate: '2025-01-10' }),
        decision({ id: 'ended', benefitCode: 'SPR', period: { start: '2026-01-01', end: '2026-02-28' } }),
        decision({ id: 'granted', benefitCode: 'TMT', decisionDate: '2026-01-05' }),
        decision({ id: 'stopped', benefitCode: 'TMT', decisionDate: '2026-03-01', result: 'TERMINATED' }),
        decision({ id: 'once', benefitCode: 'AIT', amount: { unit: 'once', gross: 170_00 } }),
        assistance('assistance', '2026-03', '2026-03-02'),
      ],
      today,
    );
    expect(found.map(({ id }) => id)).toEqual(['housing']);
  });
});

describe('recoveries and the medicine deductible', () => {
  it('sums what is left of open recoveries only', () => {
    const recovery = (status: string, remaining: number): Recovery => ({
      id: status,
      benefitCode: 'YAT',
      wronglyPaidPeriod: { start: '2025-01-01', end: '2025-02-28' },
      amount: 500_00,
      remaining,
      decisionDate: '2025-06-01',
      way: 'SET_OFF',
      monthlySetOff: 20_00,
      status,
    });
    expect(
      summariseRecoveries([recovery('OPEN', 100_00), recovery('PLAN', 50_00), recovery('PAID', 0)]),
    ).toEqual({
      count: 2,
      remaining: 150_00,
      monthlySetOff: 40_00,
    });
  });

  it('tells what is left this year, never less than nothing', () => {
    const year = {
      initialLimit: 70_33,
      initialFilled: 70_33,
      annualLimit: 636_12,
      reachedOn: null,
      copaymentAfterLimit: 2_50,
      purchases: [],
    };
    const years = [
      { ...year, year: 2025, annualFilled: 0 },
      { ...year, year: 2026, annualFilled: 636_62 },
    ];
    expect(summariseDeductible(years, today)).toMatchObject({ year: 2026, left: 0 });
    expect(summariseDeductible(years.slice(0, 1), today)).toBeNull();
  });
});

describe('payments by month', () => {
  it('covers 24 months that end in this one and puts every valid payment into its month', () => {
    const months = paymentMonths(
      [
        payment({ payDate: '2024-03-31', net: 1_00, status: 'SENT' }),
        payment({ payDate: '2024-04-01', net: 2_00, status: 'SENT' }),
        payment({
          payDate: '2026-03-31',
          net: 3_00,
          deductions: [{ reason: 'RECOVERY', amount: 50, payee: null }],
        }),
        payment({ payDate: '2026-03-02', net: 4_00, status: 'RETURNED' }),
      ],
      today,
    );
    expect(months).toHaveLength(24);
    expect(months[0]).toMatchObject({ month: '2024-04', toClient: 2_00 });
    expect(months.at(-1)).toMatchObject({ month: '2026-03', toClient: 3_00, deductions: 50 });
    expect(months.reduce((sum, { byBenefit }) => sum + byBenefit.size, 0)).toBe(2);
  });

  it('has a round axis that holds the highest month', () => {
    const months = paymentMonths([payment({ payDate: '2026-03-02', net: 1234_00 })], today);
    expect(axisTop(months)).toBe(2000_00);
    expect(axisTop([])).toBe(100_00);
  });
});
