/** Endings by media type; the first one is added where a name has another. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['pdf'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
};
/** Endings of documents that no system runs; anything else becomes `.bin`. */
const HARMLESS: ReadonlySet<string> = new Set(
  'bmp csv doc docx eml gif heic heif odp ods odt ppt pptx rtf tif tiff txt webp xls xlsx'.split(' '),
);
/** Device names of Windows, with any ending. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;
/** Characters that change the direction of a text or are not seen at all. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const SEPARATING = /[/\\|:]/g;
const FORBIDDEN = /[<>"?*]/g;
/** Bytes in UTF-8: Linux takes 255 of a name, and an ending and a number follow. */
const LONGEST_STEM = 200;

const endingOf = (name: string): string => /\.([^.\s]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? '';

const bytesOf = (character: string): number => {
  const point = character.codePointAt(0) ?? 0;
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
};

/** The beginning of a text that has so many bytes, without half a character. */
const beginning = (text: string, bytes: number): string => {
  let left = bytes;
  let kept = '';
  for (const character of text) {
    left -= bytesOf(character);
    if (left < 0) return kept;
    kept += character;
  }
  return kept;
};

const trimmed = (text: string): string => text.replace(/^[.\s]+|[.\s]+$/g, '');

/**
 * The name of a file as its sender gave it, so far as Windows, macOS and Linux let a file bear it in any folder: no
 * path, no device, no hidden file, no unseen character, and an ending that fits the content.
 * @param otherwise stem where nothing of the name is left
 */
export const safeFileName = (name: string, mediaType: string, otherwise: string): string => {
  const clean = trimmed(
    name
      .normalize('NFC')
      .replace(UNSEEN, '')
      .replace(SEPARATING, '-')
      .replace(FORBIDDEN, '_')
      .replace(/\s+/g, ' '),
  );
  const found = endingOf(clean);
  const fitting = ENDINGS[mediaType];
  const fits = fitting === undefined ? HARMLESS.has(found) : fitting.includes(found);
  const ending = fits ? found : (fitting?.[0] ?? 'bin');
  const bare = fits ? clean.slice(0, -found.length - 1) : clean;
  const stem = trimmed(beginning(trimmed(bare), LONGEST_STEM)) || otherwise;
  return `${DEVICE.test(`${stem}.`) ? `_${stem}` : stem}.${ending}`;
};

const MOST_NUMBERS = 1000;

/** `Lasku.pdf`, `Lasku (2).pdf`, ...: the names to try where a name is taken. */
export function* numberedNames(name: string): Generator<string> {
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot <= 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot)];
  yield name;
  for (let number = 2; number <= MOST_NUMBERS; number += 1) yield `${stem} (${number})${ending}`;
}
