import { counties, municipalities } from '../../../shared/codes/index.ts';
import { addDays, addMonths, firstOfMonth, lastOfMonth, later } from '../../../shared/domain/dates.ts';
import { isClaimable } from '../../../shared/domain/payment-claim/index.ts';
import { organisations } from '../organisations.ts';
import type { Person } from '../population/person.ts';
import { randomOf } from '../population/random.ts';
import { dayFor } from '../population/training-year.ts';
import type { ClaimRecord } from './claim-life.ts';
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
      isClaimable(benefitCode, 'TOTUL_23') && (end === null || end >= dayFor(person, '2025-06-01')),
  );
  if (!random.chance(CLAIM_SHARE) || organisation === null || candidates.length === 0) return [];
  const entitlement = random.pick(candidates);
  const isCare = isClaimable(entitlement.benefitCode, 'AML_14') && random.chance(0.5);
  const start = firstOfMonth(
    addMonths(later(entitlement.start, dayFor(person, '2025-06-01')), random.integer(0, 10)),
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
  const candidates = entitlements.filter(
    ({ unit, start }) => unit !== 'once' && start <= dayFor(person, '2026-04-01'),
  );
  if (!random.chance(RECOVERY_SHARE) || candidates.length === 0) return [];
  const entitlement = random.pick(candidates);
  const periodStart = later(entitlement.start, dayFor(person, '2024-10-01'));
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

/** The claim as it would have been registered. */
export const recordOfPast = (person: Person, claim: PastClaim): ClaimRecord => {
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
    period: { start: claim.start, end: claim.end },
    amount: claim.amount,
    handlerName: claim.handlerName,
    payeeMaskedAccount: 'FI ···· 0101',
    reference: null,
    ownCaseId: null,
    request: null,
    plan: (STEPS[claim.finalStatus] ?? accepted).map(({ status, afterDays }) => ({
      status,
      on: addDays(claim.registeredOn, afterDays),
    })),
    notes: claim.notes ?? [],
  };
};
