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

/**
 * Which of the wanted names (without slash) a PDF uses, outside of strings, comments and the bytes of streams.
 * What stands in compressed object streams is seen only after a PDF reader has written the file anew.
 */
export const pdfNamesIn = (bytes: Uint8Array, wanted: ReadonlySet<string>): ReadonlySet<string> => {
  const found = new Set<string>();
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
      if (wanted.has(name)) found.add(name);
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
  return found;
};
