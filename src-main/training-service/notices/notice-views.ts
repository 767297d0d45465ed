import { counties } from '../../../shared/codes/index.ts';
import { dueDay, isOver, reopenUntil } from '../../../shared/domain/notices/handling.ts';
import type { Notice, NoticeChange, NoticeRow } from '../../../shared/service-api/notices.ts';
import type { Population } from '../population/population.ts';
import type { StoredNotice } from './notice-register.ts';

export const areaOf = (county: string): string => `county-${county}`;

/** Name of the receiver that a county's notices go to. */
export const areaName = (county: string): string => counties.find(county)?.fi ?? county;

const nameOf = (notice: StoredNotice, population: Population): string => {
  if (notice.personNumber === null) return '';
  const { lastName, calledName } = population.person(notice.personNumber);
  return `${lastName} ${calledName}`;
};

export const rowOf = (notice: StoredNotice, population: Population): NoticeRow => ({
  id: notice.id,
  type: notice.type,
  state: notice.state,
  urgent: notice.urgent,
  clientName: nameOf(notice, population),
  municipality: notice.municipality,
  visibleFrom: new Date(notice.visibleFrom).toISOString(),
  due: dueDay(notice.type, notice.urgent, new Date(notice.visibleFrom)),
  owner: notice.owner,
  version: notice.version,
});

/** Numbers reserved for fiction and practice: nobody answers them. */
const phoneOf = (personNumber: number): string | null =>
  personNumber % 9 === 0 ? null : `029 000 ${String(personNumber % 10_000).padStart(4, '0')}`;

/** Until when the closing of a notice can be taken back (ISO); null where it cannot. */
export const reopenableUntil = ({ state, history }: StoredNotice, now: Date): string | null => {
  const closedAt = state === 'CLOSED' ? history.at(-1)?.at : undefined;
  const until = closedAt === undefined ? null : reopenUntil(new Date(closedAt));
  return until !== null && now < until ? until.toISOString() : null;
};

/** The notice in full; null for one whose content the organisation no longer has. */
export const noticeOf = (notice: StoredNotice, population: Population, now: Date): Notice | null => {
  if (notice.personNumber === null || notice.content === null) return null;
  const person = population.person(notice.personNumber);
  const speaks = person.language === 'fi' || person.language === 'sv';
  return {
    ...rowOf(notice, population),
    madeAt: new Date(notice.madeAt).toISOString(),
    client: {
      personalIdentityCode: person.personalIdentityCode,
      lastName: person.lastName,
      firstNames: person.firstNames,
      phone: phoneOf(person.number),
      address: person.nonDisclosure ? null : person.address,
      nonDisclosure: person.nonDisclosure,
      language: person.language,
      interpreterLanguage: speaks ? null : person.language,
    },
    content: notice.content,
    result: notice.result,
    transferredFrom: notice.transferredFrom,
    history: [...notice.history],
    readOnly: isOver(notice.state),
    reopenUntil: reopenableUntil(notice, now),
  };
};

/** Who changed it last; a notice of the seed that nobody touched has no such change. */
export const lastChange = (notice: StoredNotice): NoticeChange => {
  const last = notice.history.at(-1);
  return {
    by: last?.userName ?? notice.owner?.name ?? '',
    at: last?.at ?? new Date(notice.visibleFrom).toISOString(),
    state: notice.state,
    municipality: notice.transferredTo,
  };
};
