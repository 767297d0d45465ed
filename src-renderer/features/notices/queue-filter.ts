import type { SavedNoticeFilter } from '../../../shared/ipc/state.ts';
import { addDays, type IsoDate } from '../../../shared/domain/dates.ts';
import type { NoticeRow } from '../../../shared/service-api/notices.ts';

/** What of the queue is shown. Every member is '' for all. */
export interface NoticeFilter extends Omit<SavedNoticeFilter, 'owner' | 'isDefault'> {
  /** `me`, `none`, or the id of a colleague. */
  readonly owner: string;
  /** Words of clients' names; never kept. */
  readonly text: string;
}

export const noFilter: NoticeFilter = {
  type: '',
  state: '',
  owner: '',
  municipality: '',
  due: '',
  urgent: false,
  text: '',
};

/** What of a filter may be kept: codes, and nobody's name or id. */
export const savedPart = ({ text: _, owner, ...codes }: NoticeFilter): SavedNoticeFilter => ({
  ...codes,
  owner: owner === 'me' || owner === 'none' ? owner : '',
  isDefault: false,
});

/** Whether two filters show the same; which of them the queue opens with does not count. */
export const sameFilter = (one: SavedNoticeFilter, other: SavedNoticeFilter): boolean => {
  const parts = ({ isDefault: _, ...codes }: SavedNoticeFilter) =>
    JSON.stringify(Object.entries(codes).toSorted());
  return parts(one) === parts(other);
};

const DAYS_OF_WEEK = 7;

const isDue = (due: string | null, wanted: NoticeFilter['due'], today: IsoDate): boolean => {
  if (wanted === '') return true;
  if (due === null) return false;
  if (wanted === 'overdue') return due < today;
  return wanted === 'today' ? due <= today : due <= addDays(today, DAYS_OF_WEEK);
};

/** A text as it is compared: without case and accents. */
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const isOf = (row: NoticeRow, owner: string, userId: string): boolean => {
  if (owner === '') return true;
  if (owner === 'none') return row.owner === null;
  return row.owner?.userId === (owner === 'me' ? userId : owner);
};

/** Names as they are compared. A search runs at each key over thousands of rows, so each is made once. */
export const createNames = (): ((row: NoticeRow) => string) => {
  const known = new WeakMap<NoticeRow, string>();
  return (row) => {
    const before = known.get(row);
    if (before !== undefined) return before;
    const name = folded(row.clientName);
    known.set(row, name);
    return name;
  };
};

/** A test for rows, made once for all of them. */
export const fitting = (
  filter: NoticeFilter,
  userId: string,
  today: IsoDate,
  nameOf: (row: NoticeRow) => string,
): ((row: NoticeRow) => boolean) => {
  const words = folded(filter.text).split(/\s+/).filter(Boolean);
  return (row) =>
    (filter.type === '' || row.type === filter.type) &&
    (filter.state === '' || row.state === filter.state) &&
    (filter.municipality === '' || row.municipality === filter.municipality) &&
    (!filter.urgent || row.urgent) &&
    isOf(row, filter.owner, userId) &&
    isDue(row.due, filter.due, today) &&
    (words.length === 0 || words.every((word) => nameOf(row).includes(word)));
};
