const codesOf = (text: string): readonly number[] => [...text].map((character) => character.charCodeAt(0));
const [COMMENT = 0, STRING = 0, STRING_END = 0, ESCAPE = 0, LESS = 0, GREATER = 0, NAME = 0, HASH = 0] =
  codesOf('%()\\<>/#');
const [LINE_FEED = 0, RETURN = 0] = codesOf('\n\r');
const WHITE = new Set(codesOf(' \t\r\n\f\0'));
const DELIMITERS = new Set(codesOf('()<>[]{}/%'));
const STREAM_END = codesOf('endstream');

const isRegular = (byte: number | undefined): byte is number =>
  byte !== undefined && !WHITE.has(byte) && !DELIMITERS.has(byte);

const standsAt = (bytes: Uint8Array, at: number, wanted: readonly number[]): boolean =>
  wanted.every((byte, index) => bytes[at + index] === byte);

const skip = (bytes: Uint8Array, from: number, while_: (byte: number) => boolean): number => {
  let at = from;
  while (at < bytes.length && while_(bytes[at]!)) at += 1;
  return at;
};

/** Behind a literal string, which may hold brackets in pairs. */
const endOfString = (bytes: Uint8Array, from: number): number => {
  let depth = 0;
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === ESCAPE) at += 1;
    else if (byte === STRING) depth += 1;
    else if (byte === STRING_END && --depth === 0) return at + 1;
  }
  return bytes.length;
};

const endOfStream = (bytes: Uint8Array, from: number, length: number | null): number => {
  let start = from;
  if (bytes[start] === RETURN) start += 1;
  if (bytes[start] === LINE_FEED) start += 1;
  if (length !== null) {
    const told = skip(bytes, start + length, (byte) => WHITE.has(byte));
    if (standsAt(bytes, told, STREAM_END)) return told + STREAM_END.length;
  }
  for (let at = bytes.indexOf(STREAM_END[0]!, start); at !== -1; at = bytes.indexOf(STREAM_END[0]!, at + 1))
    if (standsAt(bytes, at, STREAM_END)) return at + STREAM_END.length;
  return bytes.length;
};

/** A name without its slash; `#53` is the character with that code. */
const nameBetween = (bytes: Uint8Array, from: number, end: number): string => {
  let name = '';
  for (let at = from; at < end; at += 1) {
    const code = bytes[at] === HASH ? String.fromCharCode(bytes[at + 1] ?? 0, bytes[at + 2] ?? 0) : '';
    if (/^[0-9a-f]{2}$/i.test(code)) {
      name += String.fromCharCode(Number.parseInt(code, 16));
      at += 2;
    } else name += String.fromCharCode(bytes[at]!);
  }
  return name;
};

/** Stands among the names that {@link pdfNamesIn} finds where the document does something when it is opened. */
export const OPENS_WITH_ACTION = 'OpenAction, not a place in the document';
/** Actions that leave the page (ISO 32000-1, table 198), and what makes one action follow another. */
const ACTIONS = [
  ...['GoToR', 'GoToE', 'Launch', 'Thread', 'URI', 'Sound', 'Movie', 'Hide', 'Named', 'SubmitForm'],
  ...['ResetForm', 'ImportData', 'JavaScript', 'SetOCGState', 'Rendition', 'Trans', 'GoTo3DView', 'Next'],
];

/** Versions of one thing in a file that was changed again and again; more are there to wear the reader out. */
const MOST = 20;

/** Bytes of an action that leads to a place in the document have room in these. */
const LONGEST_ACTION = 4096;

/** The dictionary at the beginning of the bytes; null where it does not end in them. */
const dictionaryAt = (bytes: Uint8Array): Uint8Array | null => {
  let depth = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const [byte, next] = [bytes[at], bytes[at + 1]];
    if (byte === STRING) at = endOfString(bytes, at) - 1;
    else if (byte === LESS && next === LESS) [depth, at] = [depth + 1, at + 1];
    else if (byte === GREATER && next === GREATER) {
      [depth, at] = [depth - 1, at + 1];
      if (depth === 0) return bytes.subarray(0, at + 1);
    }
  }
  return null;
};

type Told = (name: string, end: number) => void;

/** Tells each name that stands outside of strings, comments and the bytes of streams, and where it ends. */
const readNames = (bytes: Uint8Array, tell: Told): void => {
  /** The length told by the dictionary that is being read. */
  let length: number | null = null;
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at]!;
    if (byte === COMMENT) at = skip(bytes, at, (each) => each !== LINE_FEED && each !== RETURN);
    else if (byte === STRING) at = endOfString(bytes, at);
    else if (byte === LESS && bytes[at + 1] !== LESS) at = skip(bytes, at, (each) => each !== GREATER) + 1;
    else if (byte === NAME) {
      const end = skip(bytes, at + 1, isRegular);
      const name = nameBetween(bytes, at + 1, end);
      tell(name, end);
      const after = name === 'Length' ? String.fromCharCode(...bytes.subarray(end, end + 12)) : '';
      const told = /^\s*(\d+)/.exec(after)?.[1];
      if (told !== undefined) length = Number(told);
      at = end;
    } else if (isRegular(byte)) {
      const end = skip(bytes, at, isRegular);
      const word = end - at === 6 ? String.fromCharCode(...bytes.subarray(at, end)) : '';
      at = word === 'stream' ? endOfStream(bytes, end, length) : end;
      if (word === 'stream' || word === 'endobj') length = null;
    } else at += byte === LESS ? 2 : 1;
  }
};

/** Behind the head of each object of that number: an older one may stand before the one that counts. */
const startsOfObject = (bytes: Uint8Array, number: string, generation: string): readonly number[] => {
  const head = codesOf(`${number} ${generation} obj`);
  const starts: number[] = [];
  for (let at = bytes.indexOf(head[0]!); at !== -1; at = bytes.indexOf(head[0]!, at + 1))
    if (standsAt(bytes, at, head) && !isRegular(bytes[at - 1])) starts.push(at + head.length);
  return starts;
};

/** A dictionary that is no mere `GoTo`. */
const isAction = (bytes: Uint8Array, from: number): boolean => {
  const start = skip(bytes, from, (byte) => WHITE.has(byte));
  if (!standsAt(bytes, start, [LESS, LESS])) return false;
  const dictionary = dictionaryAt(bytes.subarray(start, start + LONGEST_ACTION));
  if (dictionary === null) return true;
  const names = new Set<string>();
  readNames(dictionary, (name) => names.add(name));
  return !names.has('GoTo') || ACTIONS.some((name) => names.has(name));
};

/** What an `OpenAction` that ends there does; a place in the document, in the open or as an object, is none. */
const opensWithAction = (bytes: Uint8Array, from: number): boolean => {
  const start = skip(bytes, from, (byte) => WHITE.has(byte));
  const value = String.fromCharCode(...bytes.subarray(start, start + 24));
  const [, number, generation] = /^(\d+)\s+(\d+)\s+R/.exec(value) ?? [];
  if (number === undefined || generation === undefined) return isAction(bytes, start);
  const objects = startsOfObject(bytes, number, generation);
  return objects.length > MOST || objects.some((object) => isAction(bytes, object));
};

/**
 * Which of the wanted names (without slash) a PDF uses, outside of strings, comments and the bytes of streams.
 * What stands in compressed object streams is seen only after a PDF reader has written the file anew. With them
 * comes {@link OPENS_WITH_ACTION}.
 */
export const pdfNamesIn = (bytes: Uint8Array, wanted: ReadonlySet<string>): ReadonlySet<string> => {
  const found = new Set<string>();
  let openings = 0;
  readNames(bytes, (name, end) => {
    if (wanted.has(name)) found.add(name);
    if (name !== 'OpenAction' || found.has(OPENS_WITH_ACTION)) return;
    openings += 1;
    if (openings > MOST || opensWithAction(bytes, end)) found.add(OPENS_WITH_ACTION);
  });
  return found;
};
