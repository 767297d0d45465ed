import {
  addDays,
  addMonths,
  addYears,
  firstOfMonth,
  todayInHelsinki,
  type IsoDate,
} from '../../../shared/domain/dates.ts';
import { visibilityOf, visibleFrom } from '../../../shared/domain/notice-visibility.ts';
import { noContent, type NoticeContent } from '../../../shared/service-api/notices.ts';
import type { Assistance } from '../benefits/entitlement.ts';
import { assistanceDecisionId, assistanceMonths, reductionPercentOf } from '../benefits/social-assistance.ts';
import type { Person } from '../population/person.ts';
import { randomOf, type Random } from '../population/random.ts';
import { dayFor } from '../population/training-year.ts';
import { attachmentsOf } from './attachments.ts';
import type { NoticePerson } from './notice-persons.ts';
import type { StoredNotice } from './notice-register.ts';

/** Days before today over which the open notices were made; the queue also holds some of days to come. */
const DAYS_BACK = 34;
const DAYS_AHEAD = 3;
const FIRST_HOUR_UTC = 6;
const LAST_HOUR_UTC = 13;

/** The day on which the age of the young is looked at: seeds are the same for every clock. */
const SEEDED_FOR = '2026-11-01';

/** The decision on basic social assistance that a notice comes with. */
export interface NoticeDecision {
  readonly id: string;
  readonly date: IsoDate;
  /** First day of the month that was decided on. */
  readonly month: IsoDate;
  readonly reductionPercent: number;
}

const decisionsOf = ({ person, assistance }: NoticePerson, until: IsoDate): readonly NoticeDecision[] =>
  assistanceMonths(person, assistance, until)
    .filter(({ decidedOn }) => decidedOn <= until)
    .map(({ month, decidedOn }) => ({
      id: assistanceDecisionId(person, month),
      date: decidedOn,
      month,
      reductionPercent: reductionPercentOf(person, assistance, month),
    }));

/** The newest decision of a person at a time; null for one without assistance. */
export const decisionAt = (
  person: Person,
  assistance: Assistance | null,
  madeAt: Date,
): NoticeDecision | null =>
  assistance === null ? null : (decisionsOf({ person, assistance }, todayInHelsinki(madeAt)).at(-1) ?? null);

/** Colleagues who exist in the queue only. */
export const colleagues: readonly { readonly userId: string; readonly name: string }[] = [
  { userId: 'u-kollega-1', name: 'Kaisa Kollega' },
  { userId: 'u-kollega-2', name: 'Timo Työpari' },
];

/**
 * Shares of the kinds in 2017-2018 (S39); N3 has grown since 3.2026 by assumption. Whether unemployment makes an
 * N4, N5 or N6 is decided by the person. N2 and N3 come with a decision.
 */
const drawType = ({ person }: NoticePerson, decision: NoticeDecision | null, random: Random): string => {
  if (decision !== null && decision.reductionPercent > 0) return random.chance(0.85) ? 'N3' : 'N2';
  if (decision !== null && random.chance(0.7)) return 'N2';
  if (random.chance(0.32)) return 'N1';
  if (person.language !== 'fi' && person.language !== 'sv') return 'N6';
  return addYears(person.birthDate, 25) > dayFor(person, SEEDED_FOR) ? 'N4' : 'N5';
};

/** Shares of the reasons of N1 in 2017-2018 (S39). */
const drawReason = (random: Random): string => {
  const draw = random.fraction();
  if (draw < 0.35) return 'LIFE_MANAGEMENT';
  if (draw < 0.59) return 'LIVELIHOOD';
  if (draw < 0.78) return 'HOUSING';
  return draw < 0.86 ? 'HEALTH' : 'OTHER';
};

const monthOf = (day: IsoDate): string => day.slice(0, 7);
const inLanguage = (person: Person, fi: string, sv: string): string => (person.language === 'sv' ? sv : fi);

const careContent = (person: Person, random: Random): NoticeContent => {
  const given = random.chance(0.8);
  return {
    ...noContent,
    reasons: [drawReason(random)],
    officerText: inLanguage(
      person,
      'Asiakas kertoi puhelimessa tarvitsevansa tukea arjen asioiden hoitamiseen.',
      'Klienten berättade per telefon att hen behöver stöd med att sköta vardagen.',
    ),
    wishesTalk: random.chance(0.4),
    consent: {
      given,
      ground: given
        ? null
        : inLanguage(
            person,
            'Asiakas ei ilmeisesti kykene huolehtimaan itsestään.',
            'Klienten kan uppenbarligen inte ta hand om sig själv.',
          ),
    },
  };
};

const EXPENSES = ['RENT_ARREARS', 'ELECTRICITY', 'MOVING', 'CHILD_HOBBY', 'FURNITURE', 'MEDICINES'] as const;

const linkTo = (decision: NoticeDecision | null): NoticeContent['decision'] =>
  decision && { id: decision.id, date: decision.date };

const applicationContent = (
  person: Person,
  random: Random,
  day: IsoDate,
  decision: NoticeDecision | null,
): NoticeContent => ({
  ...noContent,
  months: [monthOf(decision?.month ?? day)],
  expenses: Array.from({ length: random.integer(1, 3) }, () => ({
    code: random.pick(EXPENSES),
    amount: random.integer(20, 900) * 100,
  })),
  decision: linkTo(decision),
  attachments: attachmentsOf(person, random),
});

const reductionContent = (
  person: Person,
  random: Random,
  day: IsoDate,
  decision: NoticeDecision | null,
): NoticeContent => {
  const start = decision?.month ?? addMonths(firstOfMonth(day), 1);
  return {
    ...noContent,
    decision: linkTo(decision),
    reduction: {
      percent: decision?.reductionPercent || random.pick([20, 40, 50]),
      start,
      end: addDays(addMonths(start, 2), -1),
      ground: inLanguage(
        person,
        'Asiakas ei ole ilmoittautunut kokoaikatyön hakijaksi.',
        'Klienten har inte anmält sig som heltidsarbetssökande.',
      ),
      promptDate: addDays(day, -random.integer(30, 60)),
      explanation: random.chance(0.3)
        ? inLanguage(person, 'En saanut aikaa palveluun.', 'Jag fick ingen tid till tjänsten.')
        : null,
    },
  };
};

const MONTHS: Readonly<Record<string, number>> = { N4: 4, N5: 12, N6: 2 };

const unemploymentContent = (type: string, random: Random, day: IsoDate): NoticeContent => {
  const months = MONTHS[type] ?? 1;
  const first = addMonths(firstOfMonth(day), -months);
  return {
    ...noContent,
    months: Array.from({ length: Math.min(months, 12) }, (_, at) => monthOf(addMonths(first, at))),
    unemployment: {
      months,
      firstMonth: monthOf(first),
      start: addDays(first, -random.integer(0, 120)),
      hasEmploymentPlan: random.chance(0.5),
    },
  };
};

const contentOf = (
  type: string,
  person: Person,
  random: Random,
  day: IsoDate,
  decision: NoticeDecision | null,
): NoticeContent => {
  if (type === 'N1') return careContent(person, random);
  if (type === 'N2') return applicationContent(person, random, day, decision);
  if (type === 'N3') return reductionContent(person, random, day, decision);
  return unemploymentContent(type, random, day);
};

export interface NewNotice {
  readonly id: string;
  readonly area: string;
  readonly municipality: string;
  readonly type: string;
  readonly urgent: boolean;
  readonly person: Person;
  readonly madeAt: Date;
  readonly decision: NoticeDecision | null;
}

/** A notice as Kela sends it; its visibility follows from type, urgency and the day in Finland. */
export const newNotice = ({ person, madeAt, decision, ...rest }: NewNotice): StoredNotice => {
  const visibility = visibilityOf(rest.type, rest.urgent);
  if (visibility === null) throw new RangeError(`No such notice type: ${rest.type}`);
  return {
    ...rest,
    personNumber: person.number,
    content: contentOf(
      rest.type,
      person,
      randomOf('notice-content', rest.id),
      todayInHelsinki(madeAt),
      decision,
    ),
    madeAt: madeAt.getTime(),
    visibleFrom: visibleFrom(visibility, madeAt).getTime(),
    state: 'NEW',
    owner: null,
    version: 1,
    result: null,
    transferredFrom: null,
    transferredTo: null,
    history: [],
  };
};

const handled = (notice: StoredNotice, random: Random): StoredNotice => {
  const draw = random.fraction();
  if (draw < 0.6) return notice;
  if (draw < 0.72) return { ...notice, state: 'OPENED' };
  return { ...notice, state: draw < 0.9 ? 'ASSIGNED' : 'IN_CONTACT', owner: random.pick(colleagues) };
};

export interface Seeds {
  readonly area: string;
  readonly county: string;
  readonly persons: readonly NoticePerson[];
  /** Notices that are open at the end of today. */
  readonly count: number;
  readonly now: Date;
}

const seedAt = ({ area, county, persons, count, now }: Seeds, at: number): StoredNotice => {
  const today = todayInHelsinki(now);
  const random = randomOf('notice', county, at);
  const noticePerson = persons[at % persons.length];
  if (noticePerson === undefined) throw new RangeError('There are no persons');
  const { person } = noticePerson;
  const [first, last] = at < count ? [-DAYS_BACK, -1] : [0, DAYS_AHEAD - 1];
  const recent = decisionsOf(noticePerson, addDays(today, last)).at(-1) ?? null;
  const decision = recent !== null && recent.date >= addDays(today, first) ? recent : null;
  const type = drawType(noticePerson, decision, random);
  const comesWithDecision = decision !== null && (type === 'N2' || type === 'N3');
  const anyDay = addDays(today, random.integer(first, last));
  const day = comesWithDecision ? decision.date : anyDay;
  const hour = String(random.integer(FIRST_HOUR_UTC, LAST_HOUR_UTC)).padStart(2, '0');
  const minute = String(random.integer(0, 59)).padStart(2, '0');
  const notice = newNotice({
    id: `n-${county}-${String(at).padStart(6, '0')}`,
    area,
    municipality: person.homeMunicipality ?? '',
    type,
    urgent: type === 'N2' && random.chance(0.1),
    person,
    decision: comesWithDecision ? decision : null,
    madeAt: new Date(`${day}T${hour}:${minute}:00Z`),
  });
  return day < today ? handled(notice, random) : notice;
};

/**
 * The queue of an area: the same for the same day. `count` are open at the end of today, and as many as
 * come in the next days stand ready, hidden until they become visible.
 */
export const seedNotices = (seeds: Seeds): readonly StoredNotice[] => {
  const { persons, count } = seeds;
  if (persons.length === 0) return [];
  const total = count + Math.ceil((count * DAYS_AHEAD) / DAYS_BACK);
  return Array.from({ length: total }, (_, at) => seedAt(seeds, at));
};
