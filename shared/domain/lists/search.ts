import { chunkOf, CHUNK_ROWS, type Chunk, type ColumnValues, type WordedValues } from './column-stores.ts';
import type { ListColumn } from './columns.ts';
import type { RowStore } from './row-store.ts';
import { folded } from './search-terms.ts';
import type { Steps } from './steps.ts';

/** Finds rows by what they show. */
export interface ListSearch {
  /**
   * Marks (1) the rows that have every term in some column.
   * @param terms folded and without blanks, see `termsOf`; none finds all rows
   */
  search(terms: readonly string[]): Steps<Uint8Array>;
}

/** Marks the rows of one column that have the term. */
type Matcher = (term: string, marks: Uint8Array) => Steps<undefined>;

/** What is shown of a text of a column with codes. */
export type EntryLabel = (column: ListColumn, entry: string) => string;

const CHUNKS_A_STEP = 16;
/** Characters from here on are not told apart. */
const HIGHEST = 0x180;

const acceptedOf = (texts: readonly string[], term: string): Uint8Array | null => {
  const accepted = new Uint8Array(texts.length);
  let any = false;
  for (let code = 0; code < texts.length; code += 1) {
    if (texts[code]?.includes(term) !== true) continue;
    accepted[code] = 1;
    any = true;
  }
  return any ? accepted : null;
};

const markCoded = (codes: Uint16Array, accepted: Uint8Array, marks: Uint8Array): void => {
  const rows = marks.length;
  for (let row = 0; row < rows; row += 1) if (accepted[codes[row]!] === 1) marks[row] = 1;
};

/** The rows of each word: those of word `w` stand from `starts[w]` to `starts[w + 1]`. */
interface Postings {
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
}

const postingsOf = ({ codes, ends, words }: WordedValues, length: number): Postings => {
  const starts = new Uint32Array(words.length + 1);
  const end = ends[length - 1] ?? 0;
  for (let at = 0; at < end; at += 1) starts[codes[at]! + 1]! += 1;
  for (let word = 0; word < words.length; word += 1) starts[word + 1]! += starts[word]!;
  const next = starts.slice();
  const rows = new Uint32Array(end);
  for (let row = 0, at = 0; row < length; row += 1)
    for (; at < ends[row]!; at += 1) rows[next[codes[at]!]!++] = row;
  return { starts, rows };
};

const markPostings = ({ starts, rows }: Postings, accepted: Uint8Array, marks: Uint8Array): void => {
  for (let word = 0; word < accepted.length; word += 1)
    if (accepted[word] === 1)
      for (let at = starts[word]!; at < starts[word + 1]!; at += 1) marks[rows[at]!] = 1;
};

const intersect = (hits: Uint8Array, marks: Uint8Array): Uint8Array => {
  const rows = hits.length;
  for (let row = 0; row < rows; row += 1) hits[row]! &= marks[row]!;
  return hits;
};

interface Haystack {
  readonly text: string;
  readonly starts: Uint32Array;
  readonly isUpper: boolean;
}

/** Codes in capitals are searched as they are, with the term in capitals: no second copy is kept. */
const haystackOf = ({ text, starts }: Chunk): Haystack => {
  const isUpper = !/[a-z\u0080-\uffff]/.test(text);
  if (isUpper) return { text, starts, isUpper };
  const lower = folded(text);
  if (lower.length === text.length) return { text: lower, starts, isUpper };
  const rows = Array.from({ length: starts.length - 1 }, (_, row) =>
    folded(text.slice(starts[row], (starts[row + 1] ?? 1) - 1)),
  );
  return { ...chunkOf(rows), isUpper };
};

const markHaystack = ({ text, starts }: Haystack, needle: string, marks: Uint8Array, base: number): void => {
  let row = 0;
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, starts[row])) {
    while ((starts[row + 1] ?? Number.MAX_SAFE_INTEGER) <= at) row += 1;
    marks[base + row] = 1;
    row += 1;
    if (row >= starts.length - 1) return;
  }
};

/** @param chunkAt rows of a chunk; null after the last one */
const joinedMatcher = (chunkAt: (at: number) => Chunk | null): Matcher => {
  const haystacks: Haystack[] = [];
  /** Marks the characters that occur at all, the last place all those above: a term with another is nowhere. */
  const characters = new Uint8Array(HIGHEST + 1);
  const hasAll = (text: string): boolean => {
    for (let at = 0; at < text.length; at += 1)
      if (characters[Math.min(text.charCodeAt(at), HIGHEST)] === 0) return false;
    return true;
  };
  let isRead = false;
  function* read(): Steps<undefined> {
    for (let at = 0, chunk = chunkAt(0); chunk !== null; chunk = chunkAt((at += 1))) {
      const haystack = haystackOf(chunk);
      haystacks.push(haystack);
      for (let place = 0; place < haystack.text.length; place += 1)
        characters[Math.min(haystack.text.charCodeAt(place), HIGHEST)] = 1;
      if (at % CHUNKS_A_STEP === 0) yield undefined;
    }
    isRead = true;
    return undefined;
  }
  return function* match(term, marks) {
    if (!isRead) {
      haystacks.length = 0;
      yield* read();
    }
    const upper = term.toUpperCase();
    if (!hasAll(term) && !hasAll(upper)) return undefined;
    for (const [at, haystack] of haystacks.entries()) {
      markHaystack(haystack, haystack.isUpper ? upper : term, marks, at * CHUNK_ROWS);
      if (at % CHUNKS_A_STEP === CHUNKS_A_STEP - 1) yield undefined;
    }
    return undefined;
  };
};

/** Numbers as they are searched: without blanks and units, which a term has none of either. */
const numberText = ({ type }: ListColumn, number: number): string => {
  if (Number.isNaN(number)) return '';
  if (type !== 'money') return String(number).replace('.', ',');
  const cents = Math.abs(number);
  return `${number < 0 ? '-' : ''}${Math.floor(cents / 100)},${String(cents % 100).padStart(2, '0')}`;
};

const UNITS: Readonly<Partial<Record<ListColumn['type'], string>>> = { money: '€', percent: '%' };

const numberMatcher = (column: ListColumn, numbers: Float64Array, length: number): Matcher => {
  const matcher = joinedMatcher((at) => {
    const first = at * CHUNK_ROWS;
    if (first >= length) return null;
    const rows = Math.min(CHUNK_ROWS, length - first);
    return chunkOf(Array.from({ length: rows }, (_, row) => numberText(column, numbers[first + row]!)));
  });
  const unit = UNITS[column.type];
  return function* match(term, marks) {
    const bare = (unit === undefined ? term : term.replace(unit, '')).replace('\u2212', '-');
    if (bare !== '') return yield* matcher(bare, marks);
    for (let row = 0; row < marks.length; row += 1) if (!Number.isNaN(numbers[row])) marks[row] = 1;
    return undefined;
  };
};

const dictionaryMatcher = (
  texts: readonly string[],
  mark: (accepted: Uint8Array, marks: Uint8Array) => void,
) =>
  function* match(term: string, marks: Uint8Array): Steps<undefined> {
    const accepted = acceptedOf(texts, term);
    if (accepted === null) return undefined;
    yield undefined;
    mark(accepted, marks);
    return undefined;
  };

const matcherOf = (column: ListColumn, values: ColumnValues, length: number, label: EntryLabel): Matcher => {
  if (values.kind === 'number') return numberMatcher(column, values.numbers, length);
  if (values.kind === 'joined') return joinedMatcher((at) => values.chunks[at] ?? null);
  if (values.kind === 'worded') {
    let postings: Postings | null = null;
    return dictionaryMatcher(values.words.map(folded), (accepted, marks) =>
      markPostings((postings ??= postingsOf(values, length)), accepted, marks),
    );
  }
  const shown = values.entries.map((entry) => folded(label(column, entry)));
  return dictionaryMatcher(shown, (accepted, marks) => markCoded(values.codes, accepted, marks));
};

/**
 * A search over all columns of a list that has come whole. Words and codes are looked for among those that occur, not
 * row by row, and the rows of a term are remembered while it stays in the query: typing on looks for the new
 * word only.
 */
export const createListSearch = (store: RowStore, label: EntryLabel): ListSearch => {
  const matchers = store.columns.map((column) =>
    matcherOf(column, store.values(column.key), store.length, label),
  );
  let known: ReadonlyMap<string, Uint8Array> = new Map();

  function* marksOf(term: string): Steps<Uint8Array> {
    const marks = new Uint8Array(store.length);
    for (const matcher of matchers) {
      yield* matcher(term, marks);
      yield undefined;
    }
    return marks;
  }
  return {
    *search(terms) {
      let hits: Uint8Array | null = null;
      const found = new Map<string, Uint8Array>();
      for (const term of terms) {
        const marks = found.get(term) ?? known.get(term) ?? (yield* marksOf(term));
        found.set(term, marks);
        hits = hits === null ? marks.slice() : intersect(hits, marks);
        yield undefined;
      }
      known = found;
      return hits ?? new Uint8Array(store.length).fill(1);
    },
  };
};
