import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyFilters,
  comparePeriods,
  createRowStore,
  createListSearch,
  daysClass,
  finish,
  groupRows,
  markedRows,
  matchRanges,
  orderRows,
  rankColumn,
  rankTexts,
  sumColumns,
  termsOf,
  type CellValue,
  type ColumnFilter,
  type ListColumn,
  type RowStore,
  type SortKey,
} from './index.ts';

const columns: readonly ListColumn[] = [
  { key: 'personalIdentityCode', type: 'identity-code' },
  { key: 'name', type: 'text' },
  { key: 'paid', type: 'money' },
  { key: 'from', type: 'date' },
  { key: 'inService', type: 'boolean' },
];

const storeOf = (rows: readonly (readonly CellValue[])[]): RowStore => {
  const store = createRowStore(columns);
  for (const row of rows) store.append(row);
  store.seal();
  return store;
};

const finnish = new Intl.Collator('fi');
const letters = fc.constantFrom(..."aAbBeEéoOöÖäÄåÅvVwWzZuüyY æßđ-'0129.łŽ");
const nameText = fc.array(letters, { maxLength: 14 }).map((characters) => characters.join(''));
const row = fc.tuple(
  fc.integer({ min: 0, max: 40 }).map((number) => `0101${number}-900A`),
  fc.option(nameText),
  fc.option(fc.integer({ min: -500, max: 500 })),
  fc.option(fc.constantFrom('2026-01-01', '2026-02-01', '2025-12-31')),
  fc.option(fc.boolean()),
);
const rows = fc.array(row, { maxLength: 60 });

const orderOf = (store: RowStore, keys: readonly SortKey[], collator = finnish): number[] => [
  ...finish(
    orderRows(
      store.length,
      keys.map(({ column, direction }) => {
        const found = store.columns.find(({ key }) => key === column);
        if (found === undefined) throw new Error(column);
        return { direction, ranks: finish(rankColumn(store, found, (entry) => entry, collator)) };
      }),
    ),
  ),
];

describe('the row store', () => {
  it('gives every value back', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const store = storeOf(given);
        const read = given.map((_, at) => columns.map(({ key }) => store.value(at, key)));
        // An empty text and no value are the same on the screen.
        expect(read).toEqual(given.map((cells) => cells.map((cell) => (cell === '' ? null : cell))));
      }),
    );
  });

  it('refuses a row that does not fit', () => {
    expect(() => createRowStore(columns).append(['only one'])).toThrow(RangeError);
  });

  it('keeps values beyond its first capacity', () => {
    const store = createRowStore(columns);
    for (let at = 0; at < 20_000; at += 1)
      store.append([`code-${at}`, `name ${at}`, at, '2026-01-01', at % 2 === 0]);
    store.seal();
    expect(store.value(19_999, 'name')).toBe('name 19999');
    expect(store.value(12_345, 'paid')).toBe(12_345);
    expect(store.value(12_345, 'personalIdentityCode')).toBe('code-12345');
    expect(store.value(3, 'inService')).toBe(false);
  });
});

describe('order', () => {
  it('ranks texts exactly as the collator sorts them', () => {
    for (const locale of ['fi', 'sv', 'en']) {
      const collator = new Intl.Collator(locale);
      fc.assert(
        fc.property(fc.array(nameText), (texts) => {
          const ranks = finish(rankTexts(texts, collator));
          for (const [one, left] of texts.entries())
            for (const [other, right] of texts.entries())
              expect(Math.sign((ranks[one] ?? 0) - (ranks[other] ?? 0))).toBe(
                Math.sign(collator.compare(left, right)),
              );
        }),
        { numRuns: 200 },
      );
    }
  });

  it('puts å, ä and ö last in Finnish and Swedish', () => {
    const names = ['Öhman', 'Zetterberg', 'Äijälä', 'Åström', 'Aalto', 'Virtanen', 'Wahlroos', 'Vuori'];
    const ranks = finish(rankTexts(names, finnish));
    const sorted = names.toSorted(
      (left, right) => ranks[names.indexOf(left)]! - ranks[names.indexOf(right)]!,
    );
    expect(sorted.slice(-3)).toEqual(['Åström', 'Äijälä', 'Öhman']);
    expect(sorted).toEqual(names.toSorted(finnish.compare));
  });

  it('sorts by several columns like a stable sort with blanks last', () => {
    const key = fc.record({
      column: fc.constantFrom('name', 'paid', 'from'),
      direction: fc.constantFrom('ascending' as const, 'descending' as const),
    });
    const compareBy = (
      store: RowStore,
      { column, direction }: SortKey,
      one: number,
      other: number,
    ): number => {
      const left = store.value(one, column);
      const right = store.value(other, column);
      if (left === null || right === null) return Number(left === null) - Number(right === null);
      const order =
        typeof left === 'number' ? left - Number(right) : finnish.compare(String(left), String(right));
      return direction === 'ascending' ? order : -order;
    };
    fc.assert(
      fc.property(rows, fc.array(key, { maxLength: 3 }), (given, keys) => {
        const store = storeOf(given);
        const expected = given
          .map((_, at) => at)
          .sort((one, other) => keys.reduce((sum, each) => sum || compareBy(store, each, one, other), 0));
        expect(orderOf(store, keys)).toEqual(expected);
      }),
    );
  });

  it('sorts more rows than one pass of digits can tell apart', () => {
    const numbers = Array.from({ length: 9_000 }, (_, at) => (at * 7_919) % 9_001);
    const store = storeOf(numbers.map((paid) => ['x', null, paid, null, null]));
    const sorted = orderOf(store, [{ column: 'paid', direction: 'descending' }]).map((at) => numbers[at]);
    expect(sorted).toEqual(numbers.toSorted((left, right) => right - left));
  });
});

describe('the search', () => {
  const label = (_: ListColumn, entry: string): string => (entry === 'true' ? 'Kyllä' : entry);
  const searchOf = (store: RowStore) => createListSearch(store, label);
  const rowsWith = (store: RowStore, query: string): number[] =>
    [...finish(searchOf(store).search(termsOf(query))).entries()].flatMap(([at, mark]) => (mark ? [at] : []));
  /** What the search looks at, the slow way. */
  const shown = (store: RowStore, at: number): string =>
    columns
      .map((column) => {
        const value = store.value(at, column.key);
        if (typeof value !== 'number') return label(column, String(value ?? ''));
        return `${value < 0 ? '-' : ''}${(Math.abs(value) / 100).toFixed(2).replace('.', ',')}`;
      })
      .join('\n')
      .toLowerCase();

  it('finds the rows that have every term somewhere, whatever was searched before', () => {
    const queries = fc.array(fc.constantFrom('a', 'B ö', 'ä  v', 'w0', '', '1', ',5', '-', 'kyl', '2026-02'));
    fc.assert(
      fc.property(rows, queries, (given, asked) => {
        const store = storeOf(given);
        const search = searchOf(store);
        for (const query of asked) {
          const found = [...finish(search.search(termsOf(query)))];
          const terms = query.toLowerCase().split(/\s+/);
          const expected = given.map((_, at) =>
            Number(terms.every((term) => shown(store, at).includes(term))),
          );
          expect(found).toEqual(expected);
        }
      }),
    );
  });

  const people = (count: number, name: (at: number) => string): RowStore =>
    storeOf(Array.from({ length: count }, (_, at) => [`010190-9${at}A`, name(at), null, null, null]));

  it('finds no term across two rows, columns or chunks', () => {
    const store = people(3_000, (at) => (at % 2 === 0 ? 'First' : 'Second'));
    expect(rowsWith(store, 'tsecond')).toEqual([]);
    expect(rowsWith(store, '3afirst')).toEqual([]);
    expect(rowsWith(store, 'second')).toHaveLength(1_500);
    expect(rowsWith(store, '92999a')).toEqual([2_999]);
  });

  it('finds codes in capitals by small letters, and names beyond the alphabet', () => {
    const store = people(2_000, (at) => (at === 1_500 ? 'İrem Łukasz Øst' : 'Aho'));
    expect(rowsWith(store, '91500a łuk')).toEqual([1_500]);
    expect(rowsWith(store, 'ØST')).toEqual([1_500]);
    expect(rowsWith(store, 'øx')).toEqual([]);
  });

  it('finds sums as they are written, with or without blanks and the euro', () => {
    const store = storeOf([
      ['a', 'x', 123_456, null, null],
      ['b', 'y', -5, null, null],
      ['c', 'z', null, null, null],
    ]);
    expect(rowsWith(store, '1\u00A0234,56\u00A0€')).toEqual([0]);
    expect(rowsWith(store, '1234,56')).toEqual([0]);
    expect(rowsWith(store, '-0,05')).toEqual([1]);
    expect(rowsWith(store, '\u22120,05 €')).toEqual([1]);
    expect(rowsWith(store, '€')).toEqual([0, 1]);
  });

  it('keeps and finds more different words than there are codes', () => {
    const count = 70_000;
    const store = people(count, (at) => `Name${at} Aino`);
    expect(store.value(3, 'name')).toBe('Name3 Aino');
    expect(store.value(count - 1, 'name')).toBe(`Name${count - 1} Aino`);
    expect(rowsWith(store, 'name69999')).toEqual([69_999]);
    expect(rowsWith(store, 'name6999 aino')).toHaveLength(11);
  });

  it('tells where a text matches', () => {
    expect(matchRanges('Äijälä Anna', ['an', 'äl', 'ä'])).toEqual([
      [0, 1],
      [3, 6],
      [7, 9],
    ]);
    expect(matchRanges('nothing', ['x'])).toEqual([]);
  });
});

describe('filters', () => {
  const given: CellValue[][] = [
    ['a', 'Aalto', 100, '2026-01-15', true],
    ['b', null, 300, '2026-02-15', false],
    ['c', 'Öhman', null, null, null],
  ];
  const rowsOf = (...filters: ColumnFilter[]): number[] => {
    const store = storeOf(given);
    return [...markedRows(null, finish(applyFilters(store, filters, new Uint8Array(3).fill(1))))];
  };

  it('takes sets, ranges and periods', () => {
    expect(rowsOf({ kind: 'set', column: 'name', values: new Set(['Öhman', '']) })).toEqual([1, 2]);
    expect(rowsOf({ kind: 'set', column: 'inService', values: new Set(['true']) })).toEqual([0]);
    expect(rowsOf({ kind: 'range', column: 'paid', from: 100, to: 299 })).toEqual([0]);
    expect(rowsOf({ kind: 'range', column: 'paid', from: null, to: null })).toEqual([0, 1]);
    expect(rowsOf({ kind: 'period', column: 'from', from: '2026-02-01', to: null })).toEqual([1]);
    expect(
      rowsOf(
        { kind: 'period', column: 'from', from: null, to: '2026-12-31' },
        { kind: 'range', column: 'paid', from: 200, to: null },
      ),
    ).toEqual([1]);
  });

  it('keeps the order of the rows', () => {
    expect([...markedRows(Uint32Array.of(2, 0, 1), Uint8Array.of(1, 0, 1))]).toEqual([2, 0]);
  });
});

describe('sums and groups', () => {
  it('adds up numbers, not blanks', () => {
    const store = storeOf([
      ['a', 'x', 100, null, null],
      ['b', 'y', null, null, null],
      ['a', 'x', 250, null, null],
    ]);
    expect(sumColumns(store, Uint32Array.of(0, 1, 2)).get('paid')).toEqual({ count: 2, sum: 350 });
    const groups = finish(
      groupRows(store, Uint32Array.of(0, 1, 2), {
        keyOf: (at) => String(store.value(at, 'name')),
        personOf: (at) => String(store.value(at, 'personalIdentityCode')),
        sumColumns: ['paid'],
      }),
    );
    expect(groups).toEqual([
      { key: 'x', rows: 2, persons: 1, sums: new Map([['paid', 350]]) },
      { key: 'y', rows: 1, persons: 1, sums: new Map([['paid', 0]]) },
    ]);
  });

  it('puts days into the classes of the municipal share', () => {
    expect([100, 101, 300, 301, 700, 701, 5_000].map(daysClass)).toEqual([
      '0–100',
      '101–200',
      '201–300',
      '301–400',
      '401–700',
      '701–1000',
      '1001–',
    ]);
  });
});

describe('comparison of periods', () => {
  it('finds who was added, removed and changed', () => {
    const before = storeOf([
      ['same', 'A', 1, null, null],
      ['gone', 'B', 2, null, null],
      ['changed', 'C', 3, null, true],
    ]);
    const after = storeOf([
      ['changed', 'C', 4, null, true],
      ['same', 'A', 1, null, null],
      ['new', 'D', 5, null, null],
    ]);
    const { changes, counts } = finish(comparePeriods(before, after, new Set()));
    expect(counts).toEqual({ added: 1, removed: 1, changed: 1, unchanged: 1 });
    expect(changes).toEqual([
      { person: 'changed', change: 'changed', row: 0, fields: [{ column: 'paid', before: 3, after: 4 }] },
      { person: 'new', change: 'added', row: 2, fields: [] },
      { person: 'gone', change: 'removed', row: 1, fields: [] },
    ]);
  });

  it('compares persons with several rows by their sums', () => {
    const before = storeOf([
      ['p', 'A', 100, null, null],
      ['p', 'A', 50, null, null],
    ]);
    const after = storeOf([['p', 'A', 150, null, null]]);
    expect(finish(comparePeriods(before, after, new Set())).counts.unchanged).toBe(1);
  });

  it('turns around when the periods do', () => {
    fc.assert(
      fc.property(rows, rows, (one, other) => {
        const forward = finish(comparePeriods(storeOf(one), storeOf(other), new Set())).counts;
        const backward = finish(comparePeriods(storeOf(other), storeOf(one), new Set())).counts;
        expect(forward).toEqual({ ...backward, added: backward.removed, removed: backward.added });
      }),
    );
  });
});
