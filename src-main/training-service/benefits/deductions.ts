import { isoDate } from '../../../shared/domain/dates.ts';
import type { Payment } from '../../../shared/service-api/benefit-sections.ts';
import type { ClaimLife, ClaimRecord } from './claim-life.ts';
import type { PastRecovery } from './entitlement.ts';

/** A claim with what it may take of the client's payments. */
export interface TakingClaim {
  readonly record: ClaimRecord;
  readonly life: ClaimLife;
}

export interface Deducted {
  readonly payments: readonly Payment[];
  /** What went to the organisation, by claim id. */
  readonly paid: ReadonlyMap<string, readonly { readonly payDate: string; readonly amount: number }[]>;
}

const isTaking = ({ record, life }: TakingClaim, payment: Payment): boolean => {
  const { activeFrom, activeUntil, end } = life;
  const { start } = record.period;
  const last = [record.period.end, end?.endsOn ?? null].flatMap((day) => day ?? []).sort()[0];
  return (
    record.benefitCode === payment.benefitCode &&
    activeFrom !== null &&
    payment.payDate >= activeFrom &&
    (activeUntil === null || payment.payDate < activeUntil) &&
    (payment.period.end ?? payment.period.start) >= start &&
    (last === undefined || payment.period.start <= last)
  );
};

const byPayday = (one: Payment, other: Payment): number => (one.payDate < other.payDate ? -1 : 1);

/** Takes what claims and recoveries take of the payments, the claims first (assumption of the guide). */
export const deduct = (
  payments: readonly Payment[],
  claims: readonly TakingClaim[],
  recoveries: readonly PastRecovery[],
): Deducted => {
  const leftOfTotal = new Map(
    claims.map(({ record: { id, amount } }) => [id, amount.kind === 'total' ? amount.cents : Infinity]),
  );
  const leftOfRecovery = new Map(recoveries.map((recovery) => [recovery.key, recovery.amount]));
  const paid = new Map<string, { payDate: string; amount: number }[]>();
  const deducted = [...payments].sort(byPayday).map((payment) => {
    let net = payment.net;
    const deductions: Payment['deductions'] = [];
    const take = (reason: string, wanted: number, payee: string | null): number => {
      const amount = Math.min(wanted, net);
      if (amount > 0) {
        deductions.push({ reason, amount, payee });
        net -= amount;
      }
      return amount;
    };
    for (const claim of claims.filter((each) => isTaking(each, payment))) {
      const { id, amount: claimed, organisation } = claim.record;
      const left = leftOfTotal.get(id) ?? 0;
      const perPayment = claimed.kind === 'fixed-per-payment' ? claimed.cents : Infinity;
      const amount = take('PAYMENT_CLAIM', Math.min(perPayment, left), organisation.name);
      leftOfTotal.set(id, left - amount);
      if (amount > 0 && payment.status === 'SENT')
        paid.set(id, [...(paid.get(id) ?? []), { payDate: payment.payDate, amount }]);
    }
    for (const recovery of recoveries) {
      if (recovery.benefitCode !== payment.benefitCode || recovery.monthlySetOff === null) continue;
      if (payment.payDate <= isoDate(recovery.decidedOn)) continue;
      const left = leftOfRecovery.get(recovery.key) ?? 0;
      leftOfRecovery.set(recovery.key, left - take('RECOVERY', Math.min(recovery.monthlySetOff, left), null));
    }
    return { ...payment, deductions, net };
  });
  return { payments: deducted, paid };
};
