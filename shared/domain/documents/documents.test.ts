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
    ['a PDF that sends a form', pdf('/S /SubmitForm'), 'pdf', 'pdf-script'],
    ['a PDF that acts when it is closed', pdf('/AA << /WC 5 0 R >>'), 'pdf', 'pdf-script'],
    ['a PDF that opens a page of the net', pdf('/OpenAction << /S /URI /URI (x) >>'), 'pdf', 'pdf-script'],
    [
      'a PDF that opens another page of the net after a place',
      pdf('/OpenAction 7 0 R >> endobj 7 0 obj << /S /GoTo /D [1 0 R /Fit] /Next << /S /URI >> >> endobj <<'),
      'pdf',
      'pdf-script',
    ],
    ['a PDF that opens at a page', pdf('/OpenAction [3 0 R /Fit]'), 'pdf', null],
    [
      'a PDF that opens at a place by an action of its own',
      pdf('/OpenAction 7 0 R >> endobj 7 0 obj << /S /GoTo /D (x>>) >> endobj <<'),
      'pdf',
      null,
    ],
    ['a PDF with a link', pdf('/A << /S /URI /URI (https://kela.fi) >>'), 'pdf', null],
    ['a PDF whose action does not end', pdf(`/OpenAction << ${'/GoTo '.repeat(900)}`), 'pdf', 'pdf-script'],
    ['a PDF with a file in it', pdf('/Names << /EmbeddedFiles 5 0 R >>'), 'pdf', 'pdf-attachments'],
    ['a PDF with a file on a page', pdf('/FS << /EF << /F 5 0 R >> >>'), 'pdf', 'pdf-attachments'],
    [
      'a JPEG with a film behind it',
      bytesOf(`${String.fromCharCode(...jpeg)}\0\0\0\x18ftypmp42\xd9\xd9`),
      'jpeg',
      null,
    ],
    [
      'a JPEG that was cut behind its small picture',
      bytesOf(
        `\xff\xd8\xff\xe1\0\x06\xff\xd8\xff\xd9${String.fromCharCode(...jpeg.subarray(2)).slice(0, -2)}`,
      ),
      'jpeg',
      'image-damaged',
    ],
    ['a HEIC photo', bytesOf('\0\0\0\x18ftypheic....'), null, 'heic'],
    ['a HEIF photo', bytesOf('\0\0\0\x18ftypmif1....'), null, 'heic'],
    ['an AVIF picture', bytesOf('\0\0\0\x18ftypavif....'), null, 'other-picture'],
    ['a WebP picture', bytesOf('RIFF\x10\0\0\0WEBPVP8 '), null, 'other-picture'],
    ['a TIFF picture', bytesOf('II*\0\x08\0\0\0'), null, 'other-picture'],
    ['a BMP picture', bytesOf('BM\x10\x10\0\0\0\0\0\0'), null, 'other-picture'],
    ['a film', bytesOf('\0\0\0\x18ftypmp42....'), null, 'unknown-kind'],
    ['a DOCX', bytesOf('PK\x03\x04\x14\0\x06\0[Content_Types].xml'), null, 'office-document'],
    ['an ODT', bytesOf('PK\x03\x04mimetypeapplication/vnd.oasis.opendocument'), null, 'office-document'],
    ['a DOC', bytesOf('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), null, 'office-document'],
    ['text that begins like a picture', bytesOf('BMW:n vakuutus'), null, 'unknown-kind'],
    ['a program', bytesOf('MZ\x90\0.....'), null, 'unknown-kind'],
    ['a zip', bytesOf('PK\x03\x04.....'), null, 'archive'],
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
