import { counties, municipalities } from '../../../shared/codes/index.ts';
import {
  addDays,
  addMonths,
  firstOfMonth,
  isoDate,
  lastOfMonth,
  later,
  type IsoDate,
} from '../../../shared/domain/dates.ts';
import {
  isClaimable,
  lastSafeDayOf,
  tasksOf,
  type ClaimInRegister,
} from '../../../shared/domain/payment-claim/index.ts';
import type { Payment } from '../../../shared/service-api/benefit-sections.ts';
import type { RegisteredPaymentClaim } from '../../../shared/service-api/payment-claims.ts';
import { organisations } from '../organisations.ts';
import type { Person } from '../population/person.ts';
import { randomOf } from '../population/random.ts';
import type { Entitlement, PastClaim, PastRecovery } from './entitlement.ts';

const CLAIM_SHARE = 0.07;
const RECOVERY_SHARE = 0.06;
// prettier-ignore
const FINAL_STATUSES = [
  'REGISTERED', 'ACCEPTED', 'PARTLY_ACCEPTED', 'REJECTED', 'ACTIVE', 'ACTIVE', 'ACTIVE', 'END_REQUESTED',
  'ENDED', 'WITHDRAWN',
] as const;

/** The body that would claim for a client: where the home municipality belongs. */
const claimingOrganisation = (person: Person): PastClaim['organisation'] | null => {
  const county = municipalities.find(person.homeMunicipality ?? '')?.county;
  if (county === undefined) return null;
  const known = organisations.find(
    ({ area, accounts }) => 'county' in area && area.county === county && accounts.length > 0,
  );
  if (known !== undefined) return { organisationId: known.organisationId, name: known.name.fi };
  const row = counties.rows.find(({ code }) => code === county);
  return row === undefined ? null : { organisationId: `org-county-${county}`, name: row.fi };
};

/** Claims that counties registered before the service started. */
export const claimsOf = (person: Person, entitlements: readonly Entitlement[]): readonly PastClaim[] => {
  const random = randomOf('claims', person.number);
  const organisation = claimingOrganisation(person);
  const candidates = entitlements.filter(
    ({ benefitCode, end }) =>
      isClaimable(benefitCode, 'TOTUL_23') && (end === null || end >= isoDate('2025-06-01')),
  );
  if (!random.chance(CLAIM_SHARE) || organisation === null || candidates.length === 0) return [];
  const entitlement = random.pick(candidates);
  const isCare = isClaimable(entitlement.benefitCode, 'AML_14') && random.chance(0.5);
  const start = firstOfMonth(
    addMonths(later(entitlement.start, isoDate('2025-06-01')), random.integer(0, 10)),
  );
  const months = random.integer(1, 3);
  const cents = random.integer(8, 60) * 1_000;
  return [
    {
      key: `${entitlement.key}c`,
      organisation,
      situation: isCare ? 'B' : 'A',
      benefitCode: entitlement.benefitCode,
      start,
      end: isCare ? null : lastOfMonth(addMonths(start, months - 1)),
      registeredOn: addDays(start, random.integer(-20, 25)),
      amount: isCare
        ? random.chance(0.5)
          ? { kind: 'whole-benefit' }
          : { kind: 'fixed-per-payment', cents }
        : { kind: 'total', cents: cents * months },
      finalStatus: random.pick(FINAL_STATUSES),
      handlerName: random.pick(['Testi Esimerkki', 'Sanna Sosiaali', 'Ville Virkailija']),
    },
  ];
};

/** Recoveries of what was paid wrongly; set-off takes a sum of each later payment of the benefit. */
export const recoveriesOf = (
  person: Person,
  entitlements: readonly Entitlement[],
): readonly PastRecovery[] => {
  const random = randomOf('recoveries', person.number);
  const candidates = entitlements.filter(({ unit, start }) => unit !== 'once' && start <= '2026-04-01');
  if (!random.chance(RECOVERY_SHARE) || candidates.length === 0) return [];
  const entitlement = random.pick(candidates);
  const periodStart = later(entitlement.start, isoDate('2024-10-01'));
  const way = random.pick(['SET_OFF', 'SET_OFF', 'INVOICE', 'ENFORCEMENT'] as const);
  return [
    {
      key: `${entitlement.key}r`,
      benefitCode: entitlement.benefitCode,
      periodStart,
      periodEnd: addDays(addMonths(periodStart, random.integer(1, 4)), -1),
      amount: random.integer(60, 1_900) * 100,
      decidedOn: addDays(addMonths(periodStart, 6), random.integer(0, 60)),
      way,
      monthlySetOff: way === 'SET_OFF' ? random.integer(30, 90) * 100 : null,
    },
  ];
};

interface Step {
  readonly status: string;
  readonly afterDays: number;
}

const accepted: readonly Step[] = [
  { status: 'REGISTERED', afterDays: 0 },
  { status: 'ACCEPTED', afterDays: 6 },
];
const active: readonly Step[] = [...accepted, { status: 'ACTIVE', afterDays: 10 }];
const STEPS: Readonly<Record<string, readonly Step[]>> = {
  REGISTERED: accepted.slice(0, 1),
  ACCEPTED: accepted,
  PARTLY_ACCEPTED: [...accepted.slice(0, 1), { status: 'PARTLY_ACCEPTED', afterDays: 9 }],
  REJECTED: [...accepted.slice(0, 1), { status: 'REJECTED', afterDays: 12 }],
  WITHDRAWN: [...accepted.slice(0, 1), { status: 'WITHDRAWN', afterDays: 3 }],
  ACTIVE: active,
  END_REQUESTED: [...active, { status: 'END_REQUESTED', afterDays: 150 }],
  ENDED: [...active, { status: 'END_REQUESTED', afterDays: 120 }, { status: 'ENDED', afterDays: 126 }],
};

const stepsOf = (claim: PastClaim): readonly { readonly status: string; readonly on: IsoDate }[] =>
  (STEPS[claim.finalStatus] ?? accepted).map(({ status, afterDays }) => ({
    status,
    on: addDays(claim.registeredOn, afterDays),
  }));

/** Takes what claims and recoveries take of the payments, the claims first (assumption of the guide). */
export const deduct = (
  payments: readonly Payment[],
  claims: readonly PastClaim[],
  recoveries: readonly PastRecovery[],
): readonly Payment[] => {
  const leftOfTotal = new Map(
    claims.map((claim) => [claim.key, claim.amount.kind === 'total' ? claim.amount.cents : Infinity]),
  );
  const leftOfRecovery = new Map(recoveries.map((recovery) => [recovery.key, recovery.amount]));
  const inOrder = [...payments].sort((one, other) => (one.payDate < other.payDate ? -1 : 1));
  return inOrder.map((payment) => {
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
    for (const claim of claims) {
      if (claim.benefitCode !== payment.benefitCode || !isTaking(claim, payment)) continue;
      const left = leftOfTotal.get(claim.key) ?? 0;
      const perPayment = claim.amount.kind === 'fixed-per-payment' ? claim.amount.cents : Infinity;
      const taken = take('PAYMENT_CLAIM', Math.min(perPayment, left), claim.organisation.name);
      leftOfTotal.set(claim.key, left - taken);
    }
    for (const recovery of recoveries) {
      if (recovery.benefitCode !== payment.benefitCode || recovery.monthlySetOff === null) continue;
      if (payment.payDate <= recovery.decidedOn) continue;
      const left = leftOfRecovery.get(recovery.key) ?? 0;
      leftOfRecovery.set(recovery.key, left - take('RECOVERY', Math.min(recovery.monthlySetOff, left), null));
    }
    return { ...payment, deductions, net };
  });
};

const isTaking = (claim: PastClaim, payment: Payment): boolean => {
  const steps = stepsOf(claim);
  const from = steps.find(({ status }) => status === 'ACTIVE')?.on;
  const until = steps.find(({ status }) => status === 'ENDED')?.on;
  return (
    from !== undefined &&
    payment.payDate >= from &&
    (until === undefined || payment.payDate < until) &&
    (payment.period.end ?? payment.period.start) >= claim.start &&
    (claim.end === null || payment.period.start <= claim.end)
  );
};

const inRegisterOf = (person: Person, claim: PastClaim, status: string): ClaimInRegister => ({
  channel: 'electronic',
  benefitCode: claim.benefitCode,
  period: { start: claim.start, end: claim.end },
  status,
  registeredOn: claim.registeredOn,
  postedOn: null,
  careEnd: null,
  deathDate: person.deathDate,
  benefitChecked: false,
  surnameInitial: person.lastName.charAt(0),
});

/** The claim as the service shows it on a day; null before it was registered. */
export const claimAsShown = (
  person: Person,
  claim: PastClaim,
  payments: readonly Payment[],
  today: IsoDate,
): Omit<RegisteredPaymentClaim, 'ownClaim'> | null => {
  const history = stepsOf(claim).filter(({ on }) => on <= today);
  const status = history.at(-1)?.status;
  if (status === undefined) return null;
  const paid = payments
    .filter(({ benefitCode, status: sent }) => benefitCode === claim.benefitCode && sent === 'SENT')
    .flatMap(({ payDate, deductions }) =>
      deductions
        .filter(({ reason, payee }) => reason === 'PAYMENT_CLAIM' && payee === claim.organisation.name)
        .map(({ amount }) => ({ payDate, amount })),
    );
  const inRegister = inRegisterOf(person, claim, status);
  const receipt = String(500_000 + (person.number % 400_000)).padStart(6, '0');
  return {
    id: `pc-${person.number}-${claim.key}`,
    receiptNumber: `KM-${claim.registeredOn.slice(0, 4)}-${receipt}`,
    registeredAt: `${claim.registeredOn}T09:12:00Z`,
    organisation: claim.organisation,
    channel: 'electronic',
    situation: claim.situation,
    benefitCode: claim.benefitCode,
    legalBase: claim.situation === 'A' ? 'TOTUL_23' : 'AML_14',
    period: inRegister.period,
    amount: claim.amount,
    status,
    statusHistory: [
      ...history.map(({ status: reached, on }) => ({ status: reached, at: `${on}T09:12:00Z`, note: null })),
      ...(claim.notes ?? [])
        .filter(({ on }) => on <= today)
        .map(({ on, text }) => ({ status, at: `${on}T06:00:00Z`, note: text })),
    ],
    handlerName: claim.handlerName,
    payeeMaskedAccount: 'FI ···· 0101',
    reference: null,
    ownCaseId: null,
    rejectionReason: status === 'REJECTED' ? 'Etuutta ei makseta ajalta, jota vaatimus koskee.' : null,
    paymentsToOrganisation: paid,
    lastSafeDay: lastSafeDayOf(inRegister, claim.registeredOn),
    postedOn: null,
    end: null,
    tasks: [...tasksOf(inRegister, today)],
    request: null,
  };
};
