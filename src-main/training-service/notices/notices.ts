import { isInArea, organisations } from '../organisations.ts';
import type { Person } from '../population/person.ts';
import type { Population } from '../population/population.ts';
import { randomOf } from '../population/random.ts';
import type { LargeCity } from '../lists/large-city.ts';
import type { NoticeRegister } from './notice-register.ts';
import { newNotice, seedNotices, type NewNotice } from './notice-seeds.ts';
import { areaOf } from './notice-views.ts';

/** Open notices of each county with which the service begins. Helsinki is the large one. */
export interface NoticeVolumes {
  readonly [county: string]: number;
}

export const defaultVolumes: NoticeVolumes = { '09': 400, '06': 250, '90': 10_000, '91': 30 };

export interface NoticeSourceParts {
  readonly notices: NoticeRegister;
  readonly population: Population;
  readonly largeCity: LargeCity;
  readonly volumes: NoticeVolumes;
  readonly now: () => Date;
}

export interface NoticeSource {
  ensureSeeded(county: string): void;
  /** Adds a notice as Kela would, for tests and for demonstrations. */
  receive(notice: Omit<NewNotice, 'area' | 'person'> & { readonly personNumber: number }): void;
}

const LARGE_CITY_COUNTY = '90';
/** Draws after which the search for persons of a county ends. */
const DRAWS = 6_000;

const personsOf = (county: string, wanted: number, parts: NoticeSourceParts): readonly Person[] => {
  const { largeCity, population } = parts;
  if (county === LARGE_CITY_COUNTY && largeCity.count >= wanted)
    return Array.from({ length: wanted }, (_, at) => largeCity.person(at));
  const organisation = organisations.find(({ area }) => 'county' in area && area.county === county);
  if (organisation === undefined || population.size === 0) return [];
  const random = randomOf('notice-persons', county);
  const found = new Map<number, Person>();
  for (let draw = 0; draw < DRAWS && found.size < wanted; draw += 1) {
    const person = population.person(random.integer(0, population.size - 1));
    const { homeMunicipality, deathDate, role } = person;
    const isAdult = role !== 'child' && deathDate === null;
    if (isAdult && homeMunicipality !== null && isInArea(organisation, homeMunicipality))
      found.set(person.number, person);
  }
  return [...found.values()];
};

export const createNoticeSource = (parts: NoticeSourceParts): NoticeSource => {
  const { notices, population, volumes } = parts;
  const ensureSeeded = (county: string): void => {
    const area = areaOf(county);
    if (notices.isSeeded(area)) return;
    const count = volumes[county] ?? 0;
    const persons = count === 0 ? [] : personsOf(county, Math.min(count, 2_000), parts);
    notices.add(seedNotices(area, county, persons, count, parts.now()), true);
  };
  return {
    ensureSeeded,
    receive: ({ personNumber, ...rest }) => {
      const person = population.person(personNumber);
      const organisation = organisations.find(
        ({ area }) =>
          'county' in area && isInArea({ area } as (typeof organisations)[number], rest.municipality),
      );
      if (organisation === undefined || !('county' in organisation.area))
        throw new RangeError('The municipality belongs to no organisation of the training service');
      ensureSeeded(organisation.area.county);
      notices.add([newNotice({ ...rest, person, area: areaOf(organisation.area.county) })]);
    },
  };
};
