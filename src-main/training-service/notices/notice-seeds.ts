import {
  addDays,
  addMonths,
  firstOfMonth,
  todayInHelsinki,
  type IsoDate,
} from '../../../shared/domain/dates.ts';
import { visibilityOf, visibleFrom } from '../../../shared/domain/notice-visibility.ts';
import type { NoticeContent } from '../../../shared/service-api/notices.ts';
import type { Person } from '../population/person.ts';
import { randomOf, type Random } from '../population/random.ts';
import type { StoredNotice } from './notice-register.ts';

/** Days before today over which the open notices were made; the queue also holds some of days to come. */
const DAYS_BACK = 27;
const DAYS_AHEAD = 3;
const FIRST_HOUR_UTC = 6;
const LAST_HOUR_UTC = 13;

/** Colleagues who exist in the queue only. */
export const colleagues: readonly { readonly userId: string; readonly name: string }[] = [
  { userId: 'u-kollega-1', name: 'Kaisa Kollega' },
  { userId: 'u-kollega-2', name: 'Timo Työpari' },
];

/** Shares of the kinds in 2017-2018 (S39); N4 and N6 share the rest, N3 has grown since 3.2026 by assumption. */
const drawType = (random: Random): string => {
  const draw = random.fraction();
  if (draw < 0.46) return 'N2';
  if (draw < 0.7) return 'N3';
  if (draw < 0.8) return 'N5';
  if (draw < 0.9) return 'N1';
  return draw < 0.96 ? 'N4' : 'N6';
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

const nothing: NoticeContent = {
  reasons: [],
  officerText: null,
  wishesTalk: false,
  months: [],
  expenses: [],
  decision: null,
  reduction: null,
  unemployment: null,
  consent: { given: true, ground: null },
  attachments: [],
};

const careContent = (person: Person, random: Random): NoticeContent => {
  const given = random.chance(0.8);
  return {
    ...nothing,
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

const applicationContent = (person: Person, random: Random, day: IsoDate): NoticeContent => ({
  ...nothing,
  months: [monthOf(addMonths(firstOfMonth(day), random.integer(0, 1)))],
  expenses: Array.from({ length: random.integer(1, 3) }, () => ({
    code: random.pick(EXPENSES),
    amount: random.integer(20, 900) * 100,
  })),
  decision: { id: `d-${person.number}-TOTU-${monthOf(day)}`, date: day },
  attachments: Array.from({ length: random.integer(0, 3) }, (_, at) => ({
    id: `a-${at + 1}`,
    name: inLanguage(person, `Lasku ${at + 1}.pdf`, `Räkning ${at + 1}.pdf`),
    mediaType: 'application/pdf',
    bytes: random.integer(18, 900) * 1024,
  })),
});

const reductionContent = (person: Person, random: Random, day: IsoDate): NoticeContent => {
  const start = addMonths(firstOfMonth(day), 1);
  return {
    ...nothing,
    decision: { id: `d-${person.number}-TOTU-${monthOf(day)}`, date: day },
    reduction: {
      percent: random.pick([20, 40, 50]),
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
    ...nothing,
    months: Array.from({ length: Math.min(months, 12) }, (_, at) => monthOf(addMonths(first, at))),
    unemployment: {
      months,
      firstMonth: monthOf(first),
      start: addDays(first, -random.integer(0, 120)),
      hasEmploymentPlan: random.chance(0.5),
    },
  };
};

export const contentOf = (type: string, person: Person, random: Random, day: IsoDate): NoticeContent => {
  if (type === 'N1') return careContent(person, random);
  if (type === 'N2') return applicationContent(person, random, day);
  return type === 'N3' ? reductionContent(person, random, day) : unemploymentContent(type, random, day);
};

export interface NewNotice {
  readonly id: string;
  readonly area: string;
  readonly municipality: string;
  readonly type: string;
  readonly urgent: boolean;
  readonly person: Person;
  readonly madeAt: Date;
}

/** A notice as Kela sends it; its visibility follows from type, urgency and the day in Finland. */
export const newNotice = ({ person, madeAt, ...rest }: NewNotice): StoredNotice => {
  const visibility = visibilityOf(rest.type, rest.urgent);
  if (visibility === null) throw new RangeError(`No such notice type: ${rest.type}`);
  return {
    ...rest,
    personNumber: person.number,
    content: contentOf(rest.type, person, randomOf('notice-content', rest.id), todayInHelsinki(madeAt)),
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

/**
 * The queue of an area: the same for the same day. `count` are open at the end of today, and as many as
 * come in the next days stand ready, hidden until they become visible.
 */
export const seedNotices = (
  area: string,
  county: string,
  persons: readonly Person[],
  count: number,
  now: Date,
): readonly StoredNotice[] => {
  if (persons.length === 0) return [];
  const today = todayInHelsinki(now);
  const total = count + Math.ceil((count * DAYS_AHEAD) / DAYS_BACK);
  return Array.from({ length: total }, (_, at) => {
    const random = randomOf('notice', county, at);
    const person = persons[at % persons.length];
    if (person === undefined) throw new RangeError('There are no persons');
    const type = drawType(random);
    // One day more than the oldest, so that what the day of the decision hides is open by today.
    const days = at < count ? -random.integer(1, DAYS_BACK) : random.integer(0, DAYS_AHEAD - 1);
    const hour = String(random.integer(FIRST_HOUR_UTC, LAST_HOUR_UTC)).padStart(2, '0');
    const minute = String(random.integer(0, 59)).padStart(2, '0');
    const notice = newNotice({
      id: `n-${county}-${String(at).padStart(6, '0')}`,
      area,
      municipality: person.homeMunicipality ?? '',
      type,
      urgent: type === 'N2' && random.chance(0.1),
      person,
      madeAt: new Date(`${addDays(today, days)}T${hour}:${minute}:00Z`),
    });
    return days < 0 ? handled(notice, random) : notice;
  });
};
