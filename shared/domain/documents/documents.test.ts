import { describe, expect, it } from 'vitest';
import {
  documentLimits,
  kindOfContent,
  monthsOf,
  nameOfFile,
  refusalOfContent,
  refusalOfSize,
} from './document-rules.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const pdf = (inside: string): Uint8Array =>
  bytesOf(`%PDF-1.7\n1 0 obj << /Type /Catalog ${inside} >> endobj\ntrailer << >>\nstartxref\n9\n%%EOF\n`);
const pngOf = (width: string, height: string) =>
  bytesOf(`\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR${width}${height}........IEND\xae\x42\x60\x82`);
const png = pngOf('\0\0\x04\0', '\0\0\x03\0');
const jpegOf = (height: string, width: string) =>
  bytesOf(`\xff\xd8\xff\xe0\0\x06JFIF\xff\xff\xc2\0\x0b\x08${height}${width}\x01\x01\x11\0....\xff\xd9`);
const jpeg = jpegOf('\x03\0', '\x04\0');
const stream = (bytes: string) => `5 0 obj << /Length ${bytes.length} >> stream\n${bytes}\nendstream endobj`;

describe('content', () => {
  it.each([
    ['a PDF', pdf(''), 'pdf', null],
    ['a PDF behind other bytes', bytesOf(`xxx${String.fromCharCode(...pdf(''))}`), 'pdf', null],
    ['a PNG', png, 'png', null],
    ['a JPEG', jpeg, 'jpeg', null],
    ['an encrypted PDF', pdf('/Encrypt 5 0 R'), 'pdf', 'pdf-encrypted'],
    ['a PDF with a script', pdf('/OpenAction << /S /JavaScript /JS (x) >>'), 'pdf', 'pdf-script'],
    ['a PDF that starts a program', pdf('/OpenAction << /S /Launch >>'), 'pdf', 'pdf-script'],
    ['a PDF with a name that only begins alike', pdf('/JSomething 1 /Encrypted 2'), 'pdf', null],
    ['a PDF that was cut', pdf('').subarray(0, 40), 'pdf', 'pdf-damaged'],
    ['a PNG that was cut', png.subarray(0, 20), 'png', 'image-damaged'],
    ['a JPEG that was cut', jpeg.subarray(0, 12), 'jpeg', 'image-damaged'],
    ['a PNG of too many pixels', pngOf('\0\0\xff\xff', '\0\0\xff\xff'), 'png', 'image-too-large'],
    ['a JPEG of too many pixels', jpegOf('\x40\0', '\x40\0'), 'jpeg', 'image-too-large'],
    ['a PNG without pixels', pngOf('\0\0\0\0', '\0\0\x04\0'), 'png', 'image-damaged'],
    ['a PDF with a name that is spelt otherwise', pdf('/S /J#61vaScript'), 'pdf', 'pdf-script'],
    ['a PDF with a form of its own program', pdf('/AcroForm << /XFA 5 0 R >>'), 'pdf', 'pdf-script'],
    ['a PDF with the name in a text', pdf('/Title (\\) (a /JS) b)'), 'pdf', null],
    ['a PDF with the name in a picture', pdf(`>>\n${stream('/JS /Encrypt endstream')}\n<<`), 'pdf', null],
    ['a PDF with the name behind a picture', pdf(`>>\n${stream('(')}\n<< /JS 1`), 'pdf', 'pdf-script'],
    [
      'a PDF with the name behind a length elsewhere',
      pdf(`>>\n<< /Length 7 0 R >>stream\r\n(\nendstream<< /JS 1`),
      'pdf',
      'pdf-script',
    ],
    ['a PDF with the name in a comment', pdf('%/JS\n'), 'pdf', null],
    ['a HEIC photo', bytesOf('\0\0\0\x18ftypheic....'), 'heic', 'heic'],
    ['a program', bytesOf('MZ\x90\0.....'), null, 'unknown-kind'],
    ['a zip', bytesOf('PK\x03\x04.....'), null, 'unknown-kind'],
    ['an SVG', bytesOf('<svg xmlns="http://www.w3.org/2000/svg"/>'), null, 'unknown-kind'],
    ['nothing', new Uint8Array(), null, 'empty'],
  ])('%s', (_, bytes, kind, refusal) => {
    expect([kindOfContent(bytes), refusalOfContent(bytes)]).toEqual([kind, refusal]);
  });
});

it('limits a file, their number and the batch', () => {
  const { fileBytes, files } = documentLimits;
  expect(refusalOfSize([], fileBytes)).toBeNull();
  expect(refusalOfSize([], fileBytes + 1)).toBe('too-large');
  expect(refusalOfSize([fileBytes, fileBytes], fileBytes)).toBeNull();
  expect(refusalOfSize([fileBytes, fileBytes], fileBytes - 1)).toBeNull();
  expect(refusalOfSize([fileBytes, fileBytes, 1], fileBytes)).toBe('batch-too-large');
  expect(
    refusalOfSize(
      Array.from({ length: files }, () => 1),
      1,
    ),
  ).toBe('too-many');
  expect(refusalOfSize([], 0)).toBe('empty');
});

it.each([
  ['', []],
  ['10/2026', ['2026-10']],
  [' 1/2027, 12/2026;01/2027 ', ['2026-12', '2027-01']],
  ['13/2026', null],
  ['10/2026, lokakuu', null],
  ['10.2026', null],
])('reads the months "%s"', (typed, months) => {
  expect(monthsOf(typed)).toEqual(months);
});

it.each([
  ['lasku.pdf', [], 'lasku.pdf'],
  ['lasku.pdf', ['lasku.pdf'], 'lasku (2).pdf'],
  ['lasku.pdf', ['lasku.pdf', 'lasku (2).pdf'], 'lasku (3).pdf'],
  ['image', ['image'], 'image (2)'],
  ['lasku\u202efdp.exe\u0007', [], 'laskufdp.exe'],
  ['\u0000 ', [], '-'],
  [`${'a'.repeat(300)}.png`, [], `${'a'.repeat(116)}.png`],
  [`${'a'.repeat(300)}.png`, [`${'a'.repeat(116)}.png`], `${'a'.repeat(112)} (2).png`],
])('names the file %j beside %j', (name, others, shown) => {
  expect(nameOfFile(name, others)).toBe(shown);
});
