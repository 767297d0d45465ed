import { OPENS_WITH_ACTION, pdfNamesIn } from './pdf-names.ts';

/**
 * Rules of documents sent at the client's request. Kinds, limits and types are assumptions: no page of Kela
 * names them for this service.
 */
export const documentKinds = ['pdf', 'jpeg', 'png'] as const;
export type DocumentKind = (typeof documentKinds)[number];
/** Kinds that are not taken and that clients send all the same: known to tell what to do with them. */
export type OtherKind = 'heic' | 'other-picture' | 'office-document' | 'archive';

const MEBIBYTE = 1024 * 1024;

export const documentLimits = {
  fileBytes: 10 * MEBIBYTE,
  files: 10,
  batchBytes: 30 * MEBIBYTE,
  noteLength: 500,
  nameLength: 120,
  /** Months that one document may be about. */
  months: 24,
  /** Pixels of a picture: what is decoded takes four bytes each. Photos of telephones have 12 to 50 million. */
  pixels: 64_000_000,
  /** Bytes of a part of the upload. */
  partBytes: MEBIBYTE,
} as const;

export const documentTypes = [
  'BANK_STATEMENT',
  'RENT_CONTRACT',
  'BILL',
  'PAYSLIP',
  'OTHER_DECISION',
  'MEDICAL_STATEMENT',
  'SITUATION_ACCOUNT',
  'OTHER',
] as const;
export const requestWays = ['IN_PERSON', 'PHONE', 'WRITTEN'] as const;

export type FileRefusal =
  | 'empty'
  | 'too-large'
  | 'too-many'
  | 'batch-too-large'
  | OtherKind
  | 'unknown-kind'
  | 'pdf-encrypted'
  | 'pdf-damaged'
  | 'pdf-script'
  | 'pdf-attachments'
  | 'pdf-too-complex'
  | 'image-damaged'
  | 'image-too-large';

const startsWith = (bytes: Uint8Array, signature: readonly number[], at = 0): boolean =>
  signature.every((byte, index) => bytes[at + index] === byte);

const codesOf = (text: string): number[] => [...text].map((character) => character.charCodeAt(0));

/** Where the text stands in the bytes, or -1. */
const indexOf = (bytes: Uint8Array, text: string, from = 0): number => {
  const wanted = codesOf(text);
  const [first = 0] = wanted;
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1))
    if (startsWith(bytes, wanted, at)) return at;
  return -1;
};

/** Major brands of ISO base media files (ISO/IEC 23008-12; AVIF by its specification). */
const HEIF_BRANDS = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1']);
const AVIF_BRANDS = new Set(['avif', 'avis']);
/** Readers look for the header of a PDF in the first bytes, not at the very first (ISO 32000-1, annex H). */
const PDF_HEADER_WITHIN = 1024;
/** A zip names its first file there. */
const ZIP_START = 256;

const textAt = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

/** The kind by the content; a file's name says nothing. Null for what is not taken. */
export const kindOfContent = (bytes: Uint8Array): DocumentKind | null => {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  return indexOf(bytes.subarray(0, PDF_HEADER_WITHIN), '%PDF-') === -1 ? null : 'pdf';
};

/** TIFF of both byte orders, and GIF. */
const OTHER_PICTURES = ['II*\0', 'MM\0*', 'GIF8'];
/** RTF, and the files of Office before 2007. */
const OFFICE_STARTS = ['{\\rtf', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'];
/** Rar, 7-Zip, gzip. */
const ARCHIVES = ['Rar!', '7z\xbc\xaf', '\x1f\x8b'];
/** The first file of a zip that is an Office or an OpenDocument file. */
const OFFICE_ZIP =
  /\[Content_Types\]\.xml|_rels\/|docProps\/|word\/|xl\/|ppt\/|mimetypeapplication\/vnd\.oasis/;

const otherKindOf = (bytes: Uint8Array): OtherKind | null => {
  const start = textAt(bytes, 0, ZIP_START);
  const begins = (signatures: readonly string[]): boolean =>
    signatures.some((signature) => start.startsWith(signature));
  const brand = start.slice(4, 8) === 'ftyp' ? start.slice(8, 12) : '';
  if (HEIF_BRANDS.has(brand)) return 'heic';
  const isWebP = start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP';
  const isBmp = start.startsWith('BM') && start.slice(6, 10) === '\0\0\0\0';
  if (AVIF_BRANDS.has(brand) || isWebP || isBmp || begins(OTHER_PICTURES)) return 'other-picture';
  if (start.startsWith('PK\x03\x04')) return OFFICE_ZIP.test(start) ? 'office-document' : 'archive';
  if (begins(OFFICE_STARTS)) return 'office-document';
  return begins(ARCHIVES) ? 'archive' : null;
};

/**
 * Names by which a PDF runs a script, starts a program, sends or fetches data, acts by itself, or holds a form or
 * medium that can.
 */
const SCRIPT_NAMES = [
  'JavaScript',
  'JS',
  'Launch',
  'SubmitForm',
  'ImportData',
  'AA',
  'XFA',
  'RichMedia',
  OPENS_WITH_ACTION,
] as const;
const ATTACHMENT_NAMES = ['EmbeddedFiles', 'EmbeddedFile', 'EF', 'FileAttachment'] as const;
const TELLING_NAMES = new Set<string>([...SCRIPT_NAMES, ...ATTACHMENT_NAMES, 'Encrypt']);

/**
 * What speaks against a PDF by the names that it uses: for the outer form of a file, and for what a PDF reader
 * has written anew without compressed objects.
 */
export const refusalOfPdfNames = (
  bytes: Uint8Array,
): 'pdf-encrypted' | 'pdf-script' | 'pdf-attachments' | null => {
  const found = pdfNamesIn(bytes, TELLING_NAMES);
  if (found.has('Encrypt')) return 'pdf-encrypted';
  if (SCRIPT_NAMES.some((name) => found.has(name))) return 'pdf-script';
  return ATTACHMENT_NAMES.some((name) => found.has(name)) ? 'pdf-attachments' : null;
};

const refusalOfPdf = (bytes: Uint8Array): FileRefusal | null =>
  indexOf(bytes.subarray(-2048), '%%EOF') === -1 || indexOf(bytes, 'startxref') === -1
    ? 'pdf-damaged'
    : refusalOfPdfNames(bytes);

/** Start-of-frame markers of JPEG; C4, C8 and CC are other things (ITU-T T.81, table B.1). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

const bigEndian = (bytes: Uint8Array, at: number, length: 2 | 4): number =>
  [...bytes.subarray(at, at + length)].reduce((sum, byte) => sum * 256 + byte, 0);

interface PictureHeader {
  readonly pixels: number;
  /** Where the header ends. */
  readonly end: number;
}

/** What a picture tells of itself before anything is decoded; null where its header cannot be read. */
const headerOfPicture = (bytes: Uint8Array, kind: 'jpeg' | 'png'): PictureHeader | null => {
  if (kind === 'png')
    return textAt(bytes, 12, 16) === 'IHDR' && bytes.length >= 24
      ? { pixels: bigEndian(bytes, 16, 4) * bigEndian(bytes, 20, 4), end: 24 }
      : null;
  let at = 2;
  while (bytes[at] === 0xff && at + 9 <= bytes.length) {
    const marker = bytes[at + 1] ?? 0;
    if (isFrame(marker))
      return { pixels: bigEndian(bytes, at + 5, 2) * bigEndian(bytes, at + 7, 2), end: at + 9 };
    // 0xff may fill up before a marker; every marker here is followed by the length of its part.
    at += marker === 0xff ? 1 : 2 + bigEndian(bytes, at + 2, 2);
  }
  return null;
};

/** Behind its end a telephone may have put other things: a film of the moment, a second picture. */
const PICTURE_ENDS = { jpeg: '\xff\xd9', png: 'IEND' } as const;

const refusalOfPicture = (bytes: Uint8Array, kind: 'jpeg' | 'png'): FileRefusal | null => {
  const header = headerOfPicture(bytes, kind);
  // A small picture of the whole stands before the header of a photo, with an end of its own.
  if (!header?.pixels || indexOf(bytes, PICTURE_ENDS[kind], header.end) === -1) return 'image-damaged';
  return header.pixels > documentLimits.pixels ? 'image-too-large' : null;
};

/**
 * Why the content cannot be sent, as far as its outer form tells; null when nothing speaks against it. Scripts
 * inside compressed parts of a PDF are found by a PDF reader only.
 */
export const refusalOfContent = (bytes: Uint8Array): FileRefusal | null => {
  if (bytes.length === 0) return 'empty';
  if (bytes.length > documentLimits.fileBytes) return 'too-large';
  const kind = kindOfContent(bytes);
  if (kind === null) return otherKindOf(bytes) ?? 'unknown-kind';
  return kind === 'pdf' ? refusalOfPdf(bytes) : refusalOfPicture(bytes, kind);
};

/** Months as typed, m/yyyy with commas or blanks between; null where one of them is none. Nothing typed: none. */
export const monthsOf = (typed: string): readonly string[] | null => {
  const parts = typed.split(/[\s,;]+/).filter((part) => part !== '');
  const months = parts.map((part) => {
    const [, month, year] = /^(0?[1-9]|1[0-2])\/(20\d{2})$/.exec(part) ?? [];
    return month === undefined || year === undefined ? null : `${year}-${month.padStart(2, '0')}`;
  });
  const unique = [...new Set(months)].filter((month) => month !== null).sort();
  return months.includes(null) || unique.length > documentLimits.months ? null : unique;
};

/** Control characters, and the marks that turn the direction of writing: they make one name look like another. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The name of a file as it is shown and sent, unlike those of the other files. */
export const nameOfFile = (name: string, others: readonly string[]): string => {
  const seen = name.replace(UNSEEN, '').trim().slice(-documentLimits.nameLength) || '-';
  const [, stem = seen, ending = ''] = /^(.+?)(\.[^.]{1,5})?$/u.exec(seen) ?? [];
  let unique = seen;
  for (let count = 2; others.includes(unique); count += 1) {
    const mark = ` (${count})${ending}`;
    unique = stem.slice(0, documentLimits.nameLength - mark.length) + mark;
  }
  return unique;
};

/** How much fits into a batch beside what is there. */
export const roomFor = (present: readonly number[]): { readonly files: number; readonly bytes: number } => ({
  files: documentLimits.files - present.length,
  bytes: documentLimits.batchBytes - present.reduce((total, bytes) => total + bytes, 0),
});

/** Why one more file does not fit into a batch; null when it does. */
export const refusalOfSize = (present: readonly number[], added: number): FileRefusal | null => {
  if (added === 0) return 'empty';
  if (added > documentLimits.fileBytes) return 'too-large';
  const room = roomFor(present);
  if (room.files <= 0) return 'too-many';
  return added > room.bytes ? 'batch-too-large' : null;
};
