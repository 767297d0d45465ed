import {
  addDays,
  addMonths,
  firstOfMonth,
  isoDate,
  lastOfMonth,
  type IsoDate,
} from '../../../shared/domain/dates.ts';
import type { Decision, PendingMatter } from '../../../shared/service-api/benefit-sections.ts';
import type { Person } from '../population/person.ts';
import { randomOf } from '../population/random.ts';
import { appealDeadline, clientPayee, groundsText, lawOf } from './decisions.ts';
import type { Entitlement, Life } from './entitlement.ts';
import { assistanceMonths } from './social-assistance.ts';

const HANDLING_GUESS_DAYS = 25;
const MONTHS_OF_MATTERS = 24;

const statusOf = (arrivalDate: IsoDate, isMissing: boolean, today: IsoDate): string => {
  if (isMissing) return 'WAITING_INFO';
  return addDays(arrivalDate, 4) > today ? 'RECEIVED' : 'IN_PROGRESS';
};

const pendingEntitlement = (person: Person, right: Entitlement, today: IsoDate): PendingMatter => {
  const missing = right.missingAttachments ?? [];
  return {
    id: `m-${person.number}-${right.key}`,
    benefitCode: right.benefitCode,
    kind: 'APPLICATION',
    channel: right.channel ?? 'OMAKELA',
    arrivalDate: right.appliedOn,
    status: statusOf(right.appliedOn, missing.length > 0, today),
    urgent: right.urgent === true,
    missingAttachments: missing.map(({ name, dueDate }) => ({ name, dueDate })),
    appliedPeriod: { start: right.start, end: right.end },
    estimatedDecisionDate:
      missing.length > 0
        ? null
        : addDays(right.appliedOn, HANDLING_GUESS_DAYS + (right.appliedOn < addDays(today, -60) ? 240 : 0)),
  };
};

/** A small matter of a month: a review, a notice of change, an application that comes to nothing. */
interface SmallMatter {
  readonly month: IsoDate;
  readonly benefitCode: string;
  readonly kind: string;
  readonly channel: string;
  readonly arrivalDate: IsoDate;
  readonly decidedOn: IsoDate;
  readonly isMissing: boolean;
}

const smallMatters = (person: Person, life: Life, today: IsoDate): readonly SmallMatter[] => {
  if (!life.hasSmallMatters || person.deathDate !== null) return [];
  return Array.from({ length: MONTHS_OF_MATTERS }, (_, back) =>
    addMonths(firstOfMonth(today), -back),
  ).flatMap((month) => {
    const random = randomOf('matter', person.number, month);
    if (!random.chance(0.06)) return [];
    const arrivalDate = addDays(month, random.integer(0, 27));
    // The right must have been there while the matter is about it, 30 days before at the most.
    const benefits = life.entitlements
      .filter(({ start, end }) => start <= addDays(arrivalDate, -30) && (end === null || end >= arrivalDate))
      .map((right) => right.benefitCode);
    const benefitCode = benefits.length > 0 && random.chance(0.6) ? random.pick(benefits) : 'MAK';
    return [
      {
        month,
        benefitCode,
        kind: benefitCode === 'MAK' ? 'APPLICATION' : random.pick(['REVIEW', 'CHANGE_NOTICE', 'APPEAL']),
        channel: random.pick(['OMAKELA', 'OMAKELA', 'PAPER', 'ORAL']),
        arrivalDate,
        decidedOn: addDays(arrivalDate, random.integer(7, 40)),
        isMissing: random.chance(0.25),
      },
    ];
  });
};

const ATTACHMENTS = ['Tiliote 2 kuukaudelta', 'Vuokrasopimus', 'Sähkölasku', 'Lääkärinlausunto'] as const;

const pendingSmall = (person: Person, matter: SmallMatter, today: IsoDate): PendingMatter => {
  const random = randomOf('attachment', person.number, matter.month);
  return {
    id: `m-${person.number}-${matter.month.slice(0, 7)}`,
    benefitCode: matter.benefitCode,
    kind: matter.kind,
    channel: matter.channel,
    arrivalDate: matter.arrivalDate,
    status: statusOf(matter.arrivalDate, matter.isMissing, today),
    urgent: false,
    missingAttachments: matter.isMissing
      ? [{ name: random.pick(ATTACHMENTS), dueDate: addDays(matter.arrivalDate, 14) }]
      : [],
    appliedPeriod: null,
    estimatedDecisionDate: matter.isMissing ? null : addDays(matter.arrivalDate, 41),
  };
};

/** Matters that have arrived by `today` and wait for a decision, newest first. */
export const pendingOf = (person: Person, life: Life, today: IsoDate): readonly PendingMatter[] => {
  const applications = life.entitlements
    .filter(({ appliedOn, decidedOn }) => appliedOn <= today && (decidedOn === null || decidedOn > today))
    .map((right) => pendingEntitlement(person, right, today));
  const small = smallMatters(person, life, today)
    .filter(({ arrivalDate, decidedOn }) => arrivalDate <= today && decidedOn > today)
    .map((matter) => pendingSmall(person, matter, today));
  const { assistance } = life;
  const months = assistance === null ? [] : assistanceMonths(person, assistance, today);
  const assistanceMatters = months
    .filter(({ appliedOn, decidedOn }) => appliedOn <= today && decidedOn > today)
    .map(({ month, appliedOn, decidedOn }): PendingMatter => ({
      id: `m-${person.number}-TOTU-${month.slice(0, 7)}`,
      benefitCode: 'TOTU',
      kind: 'APPLICATION',
      channel: 'OMAKELA',
      arrivalDate: appliedOn,
      status: statusOf(appliedOn, false, today),
      urgent: false,
      missingAttachments: [],
      appliedPeriod: { start: month, end: lastOfMonth(month) },
      estimatedDecisionDate: addDays(decidedOn, 1),
    }));
  return [...applications, ...small, ...assistanceMatters].sort((one, other) =>
    one.arrivalDate < other.arrivalDate ? 1 : -1,
  );
};

/** Decisions on small matters that are through: no right begins or ends with them. */
export const smallDecisionsOf = (person: Person, life: Life, today: IsoDate): readonly Decision[] =>
  smallMatters(person, life, today)
    .filter(({ decidedOn }) => decidedOn <= today)
    .map((matter): Decision => {
      const isReimbursement = matter.benefitCode === 'MAK';
      const random = randomOf('small-decision', person.number, matter.month);
      const day = addDays(matter.arrivalDate, -random.integer(2, 30));
      return {
        id: `d-${person.number}-${matter.benefitCode}-${matter.month.slice(0, 7)}`,
        benefitCode: matter.benefitCode,
        decisionDate: matter.decidedOn,
        result: isReimbursement ? 'GRANTED' : 'DISMISSED',
        period: { start: day, end: day },
        amount: isReimbursement ? { unit: 'once', gross: random.integer(900, 9_900) } : null,
        numberOfDays: null,
        payee: clientPayee(person),
        grounds: groundsText(person, isReimbursement ? 'MAK' : 'rejected'),
        lawReference: lawOf(matter.benefitCode),
        appealDeadline: appealDeadline(isoDate(matter.decidedOn)),
        calculation: null,
      };
    });
