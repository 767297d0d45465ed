import { SvelteSet } from 'svelte/reactivity';
import { addMonths, type IsoDate } from '../../../shared/domain/dates.ts';
import type { SectionName } from '../../../shared/domain/sections.ts';
import type { Sort } from '../../ui/table.ts';
import type { ClientPart } from './client-view.svelte.ts';

/** How the user has set a section's table; kept as long as the client is open. */
export interface TableView {
  /** Code of a benefit, '' for all. */
  benefit: string;
  /** Months back from today as text, or a year 'YYYY' where the rows are years; '' for all. */
  period: string;
  sort: Sort | null;
  showAll: boolean;
  /** Keys of the rows whose details are shown. */
  readonly expanded: SvelteSet<string>;
}

export interface FilterFields<Row> {
  readonly benefitOf?: ((row: Row) => string) | undefined;
  readonly dateOf?: ((row: Row) => string) | undefined;
  readonly yearOf?: ((row: Row) => number) | undefined;
}

/** Rows of the chosen benefit, from the chosen number of months back on or of the chosen year. */
export const filterRows = <Row>(
  rows: readonly Row[],
  view: Pick<TableView, 'benefit' | 'period'>,
  { benefitOf, dateOf, yearOf }: FilterFields<Row>,
  today: IsoDate,
): readonly Row[] => {
  const isInPeriod = (row: Row): boolean => {
    if (view.period === '') return true;
    if (yearOf !== undefined) return String(yearOf(row)) === view.period;
    return dateOf === undefined || dateOf(row) >= addMonths(today, -Number(view.period));
  };
  return rows.filter(
    (row) =>
      (view.benefit === '' || benefitOf === undefined || benefitOf(row) === view.benefit) && isInPeriod(row),
  );
};

const newestFirst = (column: string): Sort => ({ column, direction: 'descending' });

const firstSorts: Partial<Record<SectionName, Sort>> = {
  decisions: newestFirst('decided'),
  payments: newestFirst('payDate'),
  'payment-claims': newestFirst('registered'),
  recoveries: newestFirst('remaining'),
  'medicine-deductible': newestFirst('year'),
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
      period: '',
      sort: firstSorts[name] ?? null,
      showAll: false,
      expanded: new SvelteSet(),
    });
    views.set(name, view);
    return view;
  };
};

export const tableViews: ClientPart<(name: SectionName) => TableView> = { make: createTableViews };
