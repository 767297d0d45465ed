import { addMonths, addYears } from '../../../shared/domain/dates.ts';
import { municipalities } from '../../../shared/codes/index.ts';
import type { Assistance, Life } from '../benefits/entitlement.ts';
import type { LargeCity } from '../lists/large-city.ts';
import type { Person } from '../population/person.ts';
import type { Population } from '../population/population.ts';
import { randomOf } from '../population/random.ts';
import { dayFor } from '../population/training-year.ts';

/** Open notices of each county with which the service begins. Helsinki is the large one. */
export interface NoticeVolumes {
  readonly [county: string]: number;
}

export const defaultVolumes: NoticeVolumes = { '09': 400, '06': 250, '90': 10_000, '91': 30 };

/** Persons whom notices are about. They receive basic social assistance, from whose decisions notices come. */
export interface NoticePersons {
  of(county: string): readonly NoticePerson[];
  /** Open notices that the county begins with. */
  noticeCount(county: string): number;
  /** The assistance that follows from being one of them; null for others. */
  assistanceOf(person: Person): Assistance | null;
}

export interface NoticePerson {
  readonly person: Person;
  readonly assistance: Assistance;
}

export interface NoticePersonsParts {
  readonly population: Population;
  readonly largeCity: LargeCity;
  readonly volumes: NoticeVolumes;
  /** The first numbers of the population, who have lives of their own. */
  readonly namedCount: number;
  /** Assistance that a person of the population has anyway. */
  readonly ownAssistanceOf: (person: Person) => Assistance | null;
}

const LARGE_CITY_COUNTY = '90';
/** Draws after which the search for persons of a county ends. */
const DRAWS = 10_000;
/** N3 comes with the decision that lowers the basic amount: so many of the decisions must do so. */
const REDUCED_SHARE = 0.3;
const FIRST_START = '2025-01-01';
const OLDEST_BIRTH = '1962-01-01';
const GROWN_UP_ON = '2026-01-01';

const drawnAssistance = (person: Person): Assistance => {
  const random = randomOf('notice-assistance', person.number);
  return {
    start: addMonths(dayFor(person, FIRST_START), random.integer(0, 10)),
    end: null,
    monthlyRent: random.integer(42_000, 88_000),
    partnerIncome: 0,
    reducedShare: REDUCED_SHARE,
  };
};

const isOfWorkingAge = (person: Person): boolean =>
  person.isFirstAdult &&
  person.role !== 'child' &&
  person.deathDate === null &&
  person.birthDate >= dayFor(person, OLDEST_BIRTH) &&
  addYears(person.birthDate, 18) <= dayFor(person, GROWN_UP_ON);

const drawn = (county: string, wanted: number, parts: NoticePersonsParts): readonly Person[] => {
  const { population, namedCount } = parts;
  if (population.size <= namedCount) return [];
  const random = randomOf('notice-persons', county);
  const found = new Map<number, Person>();
  for (let draw = 0; draw < DRAWS && found.size < wanted; draw += 1) {
    const person = population.person(random.integer(namedCount, population.size - 1));
    const home = person.homeMunicipality;
    if (isOfWorkingAge(person) && home !== null && municipalities.find(home)?.county === county)
      found.set(person.number, person);
  }
  return [...found.values()];
};

export const createNoticePersons = (parts: NoticePersonsParts): NoticePersons => {
  const { largeCity, volumes, ownAssistanceOf } = parts;
  const known = new Map<string, ReadonlyMap<number, NoticePerson>>();
  const noticeCount = (county: string): number => volumes[county] ?? 0;

  const personsOf = (county: string): ReadonlyMap<number, NoticePerson> => {
    const before = known.get(county);
    if (before !== undefined) return before;
    const wanted = noticeCount(county);
    const persons =
      county === LARGE_CITY_COUNTY && largeCity.count >= wanted
        ? Array.from({ length: wanted }, (_, at) => largeCity.person(at))
        : drawn(county, wanted, parts);
    const all = new Map(
      persons.map((person) => [
        person.number,
        { person, assistance: ownAssistanceOf(person) ?? drawnAssistance(person) },
      ]),
    );
    known.set(county, all);
    return all;
  };

  return {
    of: (county) => [...personsOf(county).values()],
    noticeCount,
    assistanceOf: (person) => {
      const county = municipalities.find(person.homeMunicipality ?? '')?.county;
      if (county === undefined || noticeCount(county) === 0) return null;
      return personsOf(county).get(person.number)?.assistance ?? null;
    },
  };
};

/** The life of a person with the assistance that notices are about. */
export const withNotices = (life: Life, person: Person, persons: NoticePersons): Life => {
  if (life.assistance !== null) return life;
  const assistance = persons.assistanceOf(person);
  return assistance === null ? life : { ...life, assistance };
};
