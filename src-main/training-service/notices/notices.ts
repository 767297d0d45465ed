import { isInArea, organisations } from '../organisations.ts';
import type { Population } from '../population/population.ts';
import type { NoticePersons } from './notice-persons.ts';
import type { NoticeRegister } from './notice-register.ts';
import { decisionAt, newNotice, seedNotices, type NewNotice } from './notice-seeds.ts';
import { areaOf } from './notice-views.ts';

export interface NoticeSourceParts {
  readonly notices: NoticeRegister;
  readonly population: Population;
  readonly persons: NoticePersons;
  readonly now: () => Date;
}

export interface NoticeSource {
  ensureSeeded(county: string): void;
  /** Adds a notice as Kela would, for tests and for demonstrations. */
  receive(notice: Omit<NewNotice, 'area' | 'person' | 'decision'> & { readonly personNumber: number }): void;
}

export const createNoticeSource = (parts: NoticeSourceParts): NoticeSource => {
  const { notices, population, persons } = parts;
  const ensureSeeded = (county: string): void => {
    const area = areaOf(county);
    if (notices.isSeeded(area)) return;
    const count = persons.noticeCount(county);
    notices.add(seedNotices({ area, county, persons: persons.of(county), count, now: parts.now() }), true);
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
      const decision = decisionAt(person, persons.assistanceOf(person), rest.madeAt);
      notices.add([newNotice({ ...rest, person, decision, area: areaOf(organisation.area.county) })]);
    },
  };
};
