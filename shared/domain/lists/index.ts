export { rankTexts } from './collation.ts';
export { columnTypes, isNumeric, PERSON_COLUMN, type CellValue, type ListColumn } from './columns.ts';
export { comparePeriods, type Comparison, type FieldChange, type PersonChange } from './compare-periods.ts';
export { applyFilters, markedRows, type ColumnFilter } from './filters.ts';
export { orderRows, rankColumn, type ColumnRanks, type SortKey } from './order.ts';
export { createRowStore, type RowStore } from './row-store.ts';
export { finish, type Steps } from './steps.ts';
export { daysClass, groupRows, sumColumns, type Group, type Sum } from './sums.ts';
export { createTextIndex, isNarrower, matchRanges, termsOf, type TextIndex } from './text-index.ts';
