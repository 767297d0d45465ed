import { describe, expect, it } from 'vitest';
import { benefits } from '../../shared/codes/index.ts';
import { isBankDay } from '../../shared/domain/bank-days.ts';
import { addDays, isoDate } from '../../shared/domain/dates.ts';
import { paydaysOf } from '../../shared/domain/payday-calendar.ts';
import type { Decision, Payment } from '../../shared/service-api/benefit-sections.ts';
import type { ClientFile } from '../../src-main/training-service/benefits/client-file.ts';
import { populationUnderTest, sum, TODAY } from './person-files.ts';

const under = populationUnderTest();
const { offenders } = under;

const decisionOf = (payment: Payment, file: ClientFile): Decision | undefined =>
  file.decisions.find(({ id }) => id === payment.decisionId);

describe('payments', () => {
  it('come from a decision of the same benefit, within its period', () => {
    const wrong = offenders(
      ({ payments }) => payments,
      (payment, file) => {
        const decision = decisionOf(payment, file);
        return (
          decision !== undefined &&
          decision.benefitCode === payment.benefitCode &&
          payment.period.start >= decision.period.start &&
          (decision.period.end === null || (payment.period.end ?? '') <= decision.period.end) &&
          payment.payDate > decision.decisionDate
        );
      },
    );
    expect(wrong).toEqual([]);
  });

  it('add up: gross less tax less deductions is net, never negative', () => {
    const wrong = offenders(
      ({ payments }) => payments,
      ({ gross, withholdingTax, deductions, net }) =>
        net === gross - withholdingTax - sum(deductions.map(({ amount }) => amount)) && net >= 0,
    );
    expect(wrong).toEqual([]);
  });

  it('do not exceed what the decision grants', () => {
    const wrong = offenders(
      ({ payments }) => payments,
      (payment, file) => {
        const amount = decisionOf(payment, file)?.amount;
        if (amount === undefined || amount === null) return false;
        return amount.unit === 'day' ? payment.gross % amount.gross === 0 : payment.gross <= amount.gross;
      },
    );
    expect(wrong).toEqual([]);
  });

  it('go out on bank days, and by the payday calendar where the benefit has a payday', () => {
    const wrong = offenders(
      ({ payments }) => payments,
      (payment, file, person) => {
        const payDate = isoDate(payment.payDate);
        if (!isBankDay(payDate)) return false;
        const from = isoDate(`${payment.period.start.slice(0, 7)}-01`);
        const payday = paydaysOf(payment.benefitCode, from, 1, {
          surnameInitial: person.lastName.charAt(0),
        });
        if (!payday.ok || payday.value[0] === payDate) return true;
        // A backdated payment: after the decision, when the payday was over.
        const decision = decisionOf(payment, file);
        return decision !== undefined && (payday.value[0] ?? '') <= decision.decisionDate;
      },
    );
    expect(wrong).toEqual([]);
  });

  it('are planned when their day is to come, and past otherwise', () => {
    const wrong = offenders(
      ({ payments }) => payments,
      ({ payDate, status }) => (status === 'PLANNED') === payDate > TODAY,
    );
    expect(wrong).toEqual([]);
    expect(under.files.some(({ file }) => file.payments.some(({ status }) => status === 'PLANNED'))).toBe(
      true,
    );
  });

  it('do not overlap within a decision', () => {
    const wrong = offenders(
      ({ payments }) => payments,
      (payment, file) =>
        file.payments.every(
          (other) =>
            other.id === payment.id ||
            other.decisionId !== payment.decisionId ||
            other.period.start > (payment.period.end ?? '') ||
            (other.period.end ?? '') < payment.period.start,
        ),
    );
    expect(wrong).toEqual([]);
  });

  it('reach back at least 24 months for those who got benefits all the time', () => {
    const longest = under.files.map(({ file }) => file.payments.at(-1)?.payDate ?? TODAY).sort()[0];
    expect(longest! < addDays(TODAY, -730)).toBe(true);
  });
});

describe('decisions', () => {
  it('name benefits in force: the old unemployment benefits end with April 2026', () => {
    const wrong = offenders(
      ({ decisions }) => decisions,
      ({ benefitCode, period }) => {
        const row = benefits.find(benefitCode);
        if (row === null) return false;
        const isStarted = row.validFrom === undefined || period.start >= row.validFrom;
        return isStarted && (row.validTo === undefined || (period.end !== null && period.end <= row.validTo));
      },
    );
    expect(wrong).toEqual([]);
  });

  it('have been made, after an application, and have ids of their own', () => {
    const wrong = offenders(
      ({ decisions }) => decisions,
      ({ decisionDate }) => decisionDate <= TODAY,
    );
    expect(wrong).toEqual([]);
    const ids = under.files.flatMap(({ file }) => file.decisions.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    const paymentIds = under.files.flatMap(({ file }) => file.payments.map(({ id }) => id));
    expect(new Set(paymentIds).size).toBe(paymentIds.length);
  });

  it('on basic social assistance add up and use the basic amounts of their month', () => {
    const calculations = under.files.flatMap(({ file }) =>
      file.decisions.flatMap(({ calculation, amount, result }) =>
        calculation === null ? [] : [{ calculation, amount, result }],
      ),
    );
    expect(calculations.length).toBeGreaterThan(100);
    for (const { calculation, amount, result } of calculations) {
      const { household, expenses, incomes } = calculation;
      const total =
        sum(household.map(({ basicAmount }) => basicAmount)) +
        sum(expenses.map(({ accepted }) => accepted)) -
        sum(incomes.map((income) => income.amount));
      expect(calculation.result).toBe(total);
      expect(result).toBe(total > 0 ? 'GRANTED' : 'REJECTED');
      expect(amount?.gross ?? 0).toBe(Math.max(total, 0));
      for (const { applied, accepted, rejectionReason } of expenses) {
        expect(accepted).toBeLessThanOrEqual(applied);
        expect(rejectionReason !== null).toBe(accepted < applied);
      }
    }
    const alone = (month: string): readonly number[] =>
      calculations
        .filter(
          ({ calculation: c }) => c.month === month && c.reductionPercent === 0 && c.household.length === 1,
        )
        .map(({ calculation: c }) => c.household[0]?.basicAmount ?? 0);
    expect(new Set(alone('2026-02'))).toEqual(new Set([59_632]));
    expect(new Set(alone('2026-10'))).toEqual(new Set([57_843]));
  });

  it('on basic social assistance count the other payments of the month as income', () => {
    const wrong = offenders(
      ({ decisions }) => decisions.filter(({ calculation }) => calculation !== null),
      ({ calculation }, file) => {
        const paid = file.payments
          .filter(
            ({ benefitCode, payDate }) =>
              benefitCode !== 'TOTU' && payDate.startsWith(calculation?.month ?? '?'),
          )
          .map(({ net }) => net);
        const counted = (calculation?.incomes ?? [])
          .filter(({ code }) => code === 'KELA_BENEFIT')
          .map(({ amount }) => amount);
        return sum(paid) === sum(counted);
      },
    );
    expect(wrong).toEqual([]);
  });

  it('are not reduced before the reform', () => {
    const wrong = offenders(
      ({ decisions }) => decisions.flatMap(({ calculation }) => calculation ?? []),
      ({ month, reductionPercent }) => month >= '2026-03' || reductionPercent === 0,
    );
    expect(wrong).toEqual([]);
  });
});
