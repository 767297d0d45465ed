import { formatFinnish, parseIsoDate } from '../../../shared/domain/dates.ts';
import type { ColumnFilter } from '../../../shared/domain/lists/index.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import { columnLabel, entryText, numberText } from './cell-texts.ts';
import type { OpenList } from './open-list.svelte.ts';

const MOST_VALUES = 3;

const dateText = (date: string | null): string => {
  const parsed = parseIsoDate(date ?? '');
  return parsed.ok ? formatFinnish(parsed.value) : '';
};

/** 'Municipality: Helsinki, Espoo', 'Days paid: 300\u2013' of a filter. */
export const filterText = (open: OpenList, filter: ColumnFilter): string => {
  const column = open.list.store.columns.find(({ key }) => key === filter.column);
  if (column === undefined) return filter.column;
  const bounds = (from: string, to: string): string => `${columnLabel(column)}: ${from}\u2013${to}`;
  if (filter.kind === 'period') return bounds(dateText(filter.from), dateText(filter.to));
  if (filter.kind === 'range') {
    const shown = (number: number | null): string => (number === null ? '' : numberText(column, number));
    return bounds(shown(filter.from), shown(filter.to));
  }
  const values = [...filter.values].map((value) => entryText(column, value) || m.lists_no_value());
  const more = values.length > MOST_VALUES ? `, +${values.length - MOST_VALUES}` : '';
  return `${columnLabel(column)}: ${values.slice(0, MOST_VALUES).join(', ')}${more}`;
};
