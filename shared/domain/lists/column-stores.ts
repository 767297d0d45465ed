import type { CellValue } from './columns.ts';

/** One of few texts a row: `codes` are places in `entries`. Entry 0 stands for no value. */
export interface CodedValues {
  readonly kind: 'coded';
  readonly codes: Uint16Array;
  readonly entries: readonly string[];
}

/** Texts of words with single spaces between: the words of a row end in `codes` at `ends[row]`. */
export interface WordedValues {
  readonly kind: 'worded';
  readonly codes: Uint16Array;
  readonly ends: Uint32Array;
  readonly words: readonly string[];
}

/** Rows of a chunk, joined; `starts` has one more place for the end. */
export interface Chunk {
  readonly text: string;
  readonly starts: Uint32Array;
}

/** Texts that are mostly different. */
export interface JoinedValues {
  readonly kind: 'joined';
  readonly chunks: readonly Chunk[];
}

/** Numbers by row; NaN stands for no value. */
export interface NumberValues {
  readonly kind: 'number';
  readonly numbers: Float64Array;
}

/** Arrays may be longer than the column. */
export type ColumnValues = CodedValues | WordedValues | JoinedValues | NumberValues;
export type TextValues = Exclude<ColumnValues, NumberValues>;

/** A column that grows by a row at a time. */
export interface ColumnStore<Value = string> {
  /** @returns false when this kind of store has no place for the value; nothing was taken in then */
  append(value: Value): boolean;
  /** '' or NaN where there is no value. */
  value(row: number): Value;
  values(): ColumnValues;
  /** No more rows come: gives back what only appending needs. */
  seal(): void;
}

const FIRST_CAPACITY = 1024;
/** Codes have 16 bits. */
const MOST_CODES = 1 << 16;
/** Rows of a chunk: 2 to the power of this. */
const CHUNK_BITS = 10;
export const CHUNK_ROWS = 1 << CHUNK_BITS;

type Numbers = Uint16Array | Uint32Array | Float64Array;

/** The array itself while there is room, else one of twice the length with the same content. */
const roomFor = <Kind extends Numbers>(numbers: Kind, at: number): Kind => {
  if (at < numbers.length) return numbers;
  const larger = new (numbers.constructor as new (length: number) => Kind)(numbers.length * 2);
  larger.set(numbers);
  return larger;
};

export const createNumbers = (): ColumnStore<number> => {
  let numbers = new Float64Array(FIRST_CAPACITY);
  let length = 0;
  return {
    append: (value) => {
      numbers = roomFor(numbers, length);
      numbers[length++] = value;
      return true;
    },
    value: (row) => numbers[row] ?? Number.NaN,
    values: () => ({ kind: 'number', numbers }),
    seal: () => void (numbers = numbers.slice(0, length)),
  };
};

/** Texts with a code each; the empty text has code 0. */
const createDictionary = () => {
  const texts: string[] = [''];
  let known: Map<string, number> | null = new Map([['', 0]]);
  return {
    texts,
    /** -1 when there is no code left. */
    codeOf: (text: string): number => {
      const found = known?.get(text);
      if (found !== undefined) return found;
      if (texts.length === MOST_CODES) return -1;
      known?.set(text, texts.length);
      return texts.push(text) - 1;
    },
    seal: () => void (known = null),
  };
};

export const createCoded = (): ColumnStore => {
  const { texts, codeOf, seal } = createDictionary();
  let codes = new Uint16Array(FIRST_CAPACITY);
  let length = 0;
  return {
    append: (text) => {
      const code = codeOf(text);
      if (code < 0) return false;
      codes = roomFor(codes, length);
      codes[length++] = code;
      return true;
    },
    value: (row) => texts[codes[row] ?? 0] ?? '',
    values: () => ({ kind: 'coded', codes, entries: texts }),
    seal: () => {
      seal();
      codes = codes.slice(0, length);
    },
  };
};

/** Names and addresses are made of few words: a number a word takes a fraction of the texts themselves. */
export const createWorded = (): ColumnStore => {
  const { texts, codeOf, seal } = createDictionary();
  let codes = new Uint16Array(FIRST_CAPACITY);
  let ends = new Uint32Array(FIRST_CAPACITY);
  let length = 0;
  const startOf = (row: number): number => (row === 0 ? 0 : (ends[row - 1] ?? 0));
  return {
    append: (text) => {
      let at = startOf(length);
      for (const word of text === '' ? [] : text.split(' ')) {
        const code = codeOf(word);
        if (code < 0) return false;
        codes = roomFor(codes, at);
        codes[at++] = code;
      }
      ends = roomFor(ends, length);
      ends[length++] = at;
      return true;
    },
    value: (row) => {
      const start = startOf(row);
      const end = ends[row] ?? 0;
      let text = start < end ? (texts[codes[start] ?? 0] ?? '') : '';
      for (let at = start + 1; at < end; at += 1) text += ` ${texts[codes[at] ?? 0] ?? ''}`;
      return text;
    },
    values: () => ({ kind: 'worded', codes, ends, words: texts }),
    seal: () => {
      seal();
      codes = codes.slice(0, startOf(length));
      ends = ends.slice(0, length);
    },
  };
};

export const chunkOf = (texts: readonly string[]): Chunk => {
  const starts = new Uint32Array(texts.length + 1);
  for (let at = 0; at < texts.length; at += 1)
    starts[at + 1] = (starts[at] ?? 0) + (texts[at]?.length ?? 0) + 1;
  return { text: texts.map((text) => `${text}\n`).join(''), starts };
};

export const createJoined = (): ColumnStore => {
  const chunks: Chunk[] = [];
  let pending: string[] = [];
  const flush = (): void => {
    if (pending.length > 0) chunks.push(chunkOf(pending));
    pending = [];
  };
  return {
    append: (text) => {
      pending.push(text);
      if (pending.length === CHUNK_ROWS) flush();
      return true;
    },
    value: (row) => {
      const place = row & (CHUNK_ROWS - 1);
      const chunk = chunks[row >> CHUNK_BITS];
      if (chunk === undefined) return pending[place] ?? '';
      return chunk.text.slice(chunk.starts[place], (chunk.starts[place + 1] ?? 1) - 1);
    },
    values: () => ({
      kind: 'joined',
      chunks: pending.length === 0 ? chunks : [...chunks, chunkOf(pending)],
    }),
    seal: flush,
  };
};

/** What a cell is to the stores of texts. */
export const textOfCell = (value: CellValue): string => (value === null ? '' : String(value));
