import type { Steps } from './steps.ts';

/** Rows of a block: large enough for a fast search, small enough for a step. */
const BLOCK_ROWS = 1024;
const BLOCKS_A_STEP = 8;
/** Where fewer than one row in this many is left, the rows are looked at one by one. */
const SPARSE = 24;

interface Block {
  /** Texts of the rows, each ended by a line feed. */
  readonly text: string;
  /** Where each row begins in `text`; one more entry for the end. */
  readonly starts: Uint32Array;
}

/** All that a list shows, in lower case and joined row after row, so that a search is a scan of a few strings. */
export interface TextIndex {
  /** Rows that are in the index. */
  readonly length: number;
  /** Takes the rows before `length` into the index; blocks that are not full wait unless `last`. */
  extend(length: number, last: boolean): Steps<undefined>;
  /**
   * Marks (1) the rows that have every term somewhere.
   * @param terms in lower case, see {@link termsOf}; none finds all rows
   * @param among rows of an earlier search that all hits are known to be in
   */
  search(terms: readonly string[], among?: Uint8Array | null): Steps<Uint8Array>;
}

/** Blanks of every kind are one blank: sums are written with narrow ones. */
const plain = (text: string): string => text.replaceAll(/[\u00A0\u202F\u2009]/g, ' ');

/** Words of a query, all of which a row must have. */
export const termsOf = (query: string): readonly string[] =>
  plain(query)
    .toLowerCase()
    .split(/\s+/)
    .filter((term) => term !== '');

/** True when every hit of `next` is a hit of `before` too: the user has typed on. */
export const isNarrower = (before: readonly string[], next: readonly string[]): boolean =>
  before.every((term) => next.some((other) => other.includes(term)));

/** Places in a text that match a term: start and end, in order and without overlaps. */
export const matchRanges = (
  text: string,
  terms: readonly string[],
): readonly (readonly [number, number])[] => {
  const lower = plain(text).toLowerCase();
  // Some letters grow in lower case; places would be wrong.
  if (lower.length !== text.length) return [];
  const found: [number, number][] = [];
  for (const term of terms)
    for (let at = lower.indexOf(term); at >= 0; at = lower.indexOf(term, at + term.length))
      found.push([at, at + term.length]);
  found.sort((left, right) => left[0] - right[0]);
  const ranges: [number, number][] = [];
  for (const [start, end] of found) {
    const last = ranges.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else ranges.push([start, end]);
  }
  return ranges;
};

const rowsWithTerm = (block: Block, term: string, hits: Uint8Array, base: number, wanted: number): void => {
  const { text, starts } = block;
  const rows = starts.length - 1;
  let row = 0;
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, starts[row])) {
    while ((starts[row + 1] ?? 0) <= at) row += 1;
    if (hits[base + row] === wanted) hits[base + row] = wanted + 1;
    row += 1;
    if (row >= rows) return;
  }
};

const searchBlock = (block: Block, terms: readonly string[], hits: Uint8Array, base: number): void => {
  for (const [at, term] of terms.entries()) rowsWithTerm(block, term, hits, base, at);
  for (let row = base; row < base + block.starts.length - 1; row += 1)
    hits[row] = hits[row] === terms.length ? 1 : 0;
};

/** Few rows are left: each is looked at by itself. */
const searchRows = (
  block: Block,
  terms: readonly string[],
  among: Uint8Array,
  hits: Uint8Array,
  base: number,
): void => {
  for (let row = 0; row < block.starts.length - 1; row += 1) {
    if (among[base + row] !== 1) continue;
    const text = block.text.slice(block.starts[row], block.starts[row + 1]);
    if (terms.every((term) => text.includes(term))) hits[base + row] = 1;
  }
};

const countOf = (marks: Uint8Array): number => {
  let count = 0;
  for (const mark of marks) count += mark;
  return count;
};

/** @param textOf what is shown of a row, cell by cell */
export const createTextIndex = (textOf: (row: number) => string): TextIndex => {
  const blocks: Block[] = [];
  let indexed = 0;

  const buildBlock = (first: number, end: number): Block => {
    const starts = new Uint32Array(end - first + 1);
    const texts: string[] = [];
    let at = 0;
    for (let row = first; row < end; row += 1) {
      const text = `${plain(textOf(row)).toLowerCase()}\n`;
      starts[row - first] = at;
      at += text.length;
      texts.push(text);
    }
    starts[end - first] = at;
    return { text: texts.join(''), starts };
  };

  return {
    get length() {
      return indexed;
    },
    *extend(length, last) {
      while (indexed < length) {
        const end = Math.min(length, indexed + BLOCK_ROWS);
        if (end - indexed < BLOCK_ROWS && !last) return undefined;
        blocks.push(buildBlock(indexed, end));
        indexed = end;
        yield undefined;
      }
      return undefined;
    },
    *search(terms, among = null) {
      const hits = new Uint8Array(indexed);
      if (terms.length === 0) return hits.fill(1);
      const sparse = among !== null && countOf(among) * SPARSE < indexed ? among : null;
      for (const [at, block] of blocks.entries()) {
        if (sparse === null) searchBlock(block, terms, hits, at * BLOCK_ROWS);
        else searchRows(block, terms, sparse, hits, at * BLOCK_ROWS);
        if (at % BLOCKS_A_STEP === BLOCKS_A_STEP - 1) yield undefined;
      }
      return hits;
    },
  };
};
