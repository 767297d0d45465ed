import { describe, expect, it } from 'vitest';
import { isoDate } from './dates.ts';
import { allowanceNeedsChecking, receptionChecklist, type ReceptionData } from './reception-checklist.ts';

const today = isoDate('2026-11-25');
const nothing: ReceptionData = {
  pending: [],
  decisions: [],
  payments: [],
  coverage: [],
  hasHomeMunicipality: false,
};
type Payment = NonNullable<ReceptionData['payments']>[number];
const payment = (changes: Partial<Payment> = {}): Payment => ({
  benefitCode: 'LL',
  payDate: '2026-11-26',
  period: { start: '2026-11-01', end: '2026-11-30' },
  net: 9_488,
  status: 'PLANNED',
  payee: { kind: 'CLIENT' },
  ...changes,
});
const answerOf = (data: Partial<ReceptionData>, question: string) =>
  receptionChecklist({ ...nothing, ...data }, today).find((answer) => answer.question === question);

describe('the check list of a reception centre', () => {
  it('finds nothing where there is nothing, and says so only when everything is known', () => {
    expect(allowanceNeedsChecking(receptionChecklist(nothing, today))).toBe(false);
    expect(allowanceNeedsChecking(receptionChecklist({ ...nothing, payments: null }, today))).toBeNull();
    expect(allowanceNeedsChecking(receptionChecklist({ ...nothing, pending: null }, today))).toBe(false);
  });

  it('sums what is paid to the client this month and later', () => {
    const payments = [
      payment(),
      payment({ payDate: '2026-12-23', net: 100 }),
      payment({ payDate: '2026-10-26', period: { start: '2026-10-01', end: '2026-10-31' } }),
      payment({ status: 'CANCELLED' }),
      payment({ payee: { kind: 'LANDLORD' } }),
    ];
    expect(answerOf({ payments }, 'benefits-in-payment')).toEqual({
      question: 'benefits-in-payment',
      found: true,
      amount: 9_588,
      benefitCodes: ['LL'],
      affectsAllowance: true,
    });
  });

  it('knows a payment for an earlier time of the last three months', () => {
    const late = (payDate: string) =>
      answerOf(
        {
          payments: [
            payment({ payDate, status: 'SENT', period: { start: '2026-05-01', end: '2026-07-31' } }),
          ],
        },
        'paid-for-earlier-time',
      )?.found;
    expect(late('2026-08-25')).toBe(true);
    expect(late('2026-08-24')).toBe(false);
    expect(late('2026-12-01')).toBe(false);
    expect(answerOf({ payments: [payment()] }, 'paid-for-earlier-time')?.found).toBe(false);
  });

  it('knows basic social assistance in force, coverage, home municipality and open matters', () => {
    const granted = { benefitCode: 'TOTU', result: 'GRANTED', period: { start: '2026-11-01', end: null } };
    expect(answerOf({ decisions: [granted] }, 'basic-social-assistance')?.found).toBe(true);
    expect(
      answerOf({ decisions: [{ ...granted, result: 'REJECTED' }] }, 'basic-social-assistance')?.found,
    ).toBe(false);
    expect(
      answerOf(
        { decisions: [{ ...granted, period: { start: '2026-12-01', end: null } }] },
        'basic-social-assistance',
      )?.found,
    ).toBe(false);
    const coverage = [{ covered: true, period: { start: '2026-10-01', end: null } }];
    expect(answerOf({ coverage }, 'insurance-coverage')?.found).toBe(true);
    expect(answerOf({ hasHomeMunicipality: true }, 'home-municipality')?.found).toBe(true);
    const pending = [
      { benefitCode: 'YAT', status: 'RECEIVED' },
      { benefitCode: 'LL', status: 'DECIDED' },
    ];
    expect(answerOf({ pending }, 'pending-matters')).toMatchObject({ found: true, benefitCodes: ['YAT'] });
  });
});
