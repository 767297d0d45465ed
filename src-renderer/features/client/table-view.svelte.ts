import { addMonths, type IsoDate } from '../../../shared/domain/dates.ts';
import type { SectionName } from '../../../shared/domain/sections.ts';
import type { Sort } from '../../ui/table.ts';
import type { ClientPart } from './client-view.svelte.ts';

/** How the user has set a section's table; kept as long as the client is open. */
export interface TableView {
  /** Code of a benefit, '' for all. */
  benefit: string;
  /** Months back from today as text, '' for all. */
  months: string;
  sort: Sort | null;
  showAll: boolean;
}

export interface FilterFields<Row> {
  readonly benefitOf?: ((row: Row) => string) | undefined;
  readonly dateOf?: ((row: Row) => string) | undefined;
}

/** Rows of the chosen benefit, from the chosen number of months back on. */
export const filterRows = <Row>(
  rows: readonly Row[],
  view: Pick<TableView, 'benefit' | 'months'>,
  { benefitOf, dateOf }: FilterFields<Row>,
  today: IsoDate,
): readonly Row[] => {
  const from = view.months === '' ? null : addMonths(today, -Number(view.months));
  return rows.filter(
    (row) =>
      (view.benefit === '' || benefitOf === undefined || benefitOf(row) === view.benefit) &&
      (from === null || dateOf === undefined || dateOf(row) >= from),
  );
};

const newestFirst = (column: string): Sort => ({ column, direction: 'descending' });

const firstSorts: Partial<Record<SectionName, Sort>> = {
  decisions: newestFirst('decided'),
  payments: newestFirst('payDate'),
  'payment-claims': newestFirst('registered'),
  recoveries: newestFirst('remaining'),
  'passed-by-others': newestFirst('received'),
};

const createTableViews = (): ((name: SectionName) => TableView) => {
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- the views are reactive, their index is not
  const views = new Map<SectionName, TableView>();
  return (name) => {
    const known = views.get(name);
    if (known !== undefined) return known;
    const view = $state<TableView>({
      benefit: '',
      months: '',
      sort: firstSorts[name] ?? null,
      showAll: false,
    });
    views.set(name, view);
    return view;
  };
};

export const tableViews: ClientPart<(name: SectionName) => TableView> = { make: createTableViews };
