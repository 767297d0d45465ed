import { crc32, deflateSync } from 'node:zlib';
import type { NoticeContent } from '../../../shared/service-api/notices.ts';
import type { Person } from '../population/person.ts';
import { randomOf, type Random } from '../population/random.ts';
import samplePhoto from './sample-photo.json' with { type: 'json' };

export type Attachment = NoticeContent['attachments'][number];

interface Kind {
  readonly mediaType: string;
  readonly fi: string;
  readonly sv: string;
}

/** Names as clients give them: with a slash, without sense, and of a kind that nobody can show. */
const KINDS: readonly Kind[] = [
  { mediaType: 'application/pdf', fi: 'Sähkölasku 10/2026.pdf', sv: 'Elräkning 10/2026.pdf' },
  { mediaType: 'application/pdf', fi: 'Vuokravelka.pdf', sv: 'Hyresskuld.pdf' },
  { mediaType: 'image/jpeg', fi: 'IMG_2043.jpg', sv: 'IMG_2043.jpg' },
  { mediaType: 'image/png', fi: 'Tiliote.png', sv: 'Kontoutdrag.png' },
  { mediaType: 'application/pdf', fi: 'Lasku.pdf', sv: 'Räkning.pdf' },
  { mediaType: 'application/rtf', fi: 'Selvitys tilanteesta.rtf', sv: 'Redogörelse.rtf' },
];
const MOST = 3;
const KIBIBYTE = 1024;

/** Attachments of an application, none to three, no two of one name. */
export const attachmentsOf = (person: Person, random: Random): NoticeContent['attachments'] => {
  const first = random.integer(0, KINDS.length - 1);
  return Array.from({ length: random.integer(0, MOST) }, (_, at) => {
    const kind = KINDS[(first + at) % KINDS.length];
    if (kind === undefined) throw new RangeError('There is no such kind');
    return {
      id: `a-${at + 1}`,
      name: person.language === 'sv' ? kind.sv : kind.fi,
      mediaType: kind.mediaType,
      bytes: random.integer(18, 900) * KIBIBYTE,
    };
  });
};

/** Text in a PDF string: the standard fonts' encoding is Latin-1 here. */
const pdfText = (text: string): string => text.replace(/[\\()]/g, '\\$&');

const pageContent = (title: string, page: number, pages: number): string => {
  const lines = Array.from({ length: 18 }, (_, at) => `Rivi ${(page - 1) * 18 + at + 1}: harjoitusaineistoa`);
  const body = [title, `Sivu ${page} / ${pages}`, '', ...lines].map((line) => `(${pdfText(line)}) Tj T*`);
  return `BT /F1 14 Tf 20 TL 60 780 Td ${body.join(' ')} ET`;
};

/** A PDF (ISO 32000-1) of `bytes` bytes: a comment before the cross-reference table fills it up. */
const pdfOf = (title: string, pages: number, bytes: number): Buffer => {
  const kids = Array.from({ length: pages }, (_, at) => `${4 + 2 * at} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ...Array.from({ length: pages }, (_, at) => {
      const content = pageContent(title, at + 1, pages);
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${5 + 2 * at} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ];
    }).flat(),
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, at) => {
    const offset = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const endAt = (start: number): string =>
    `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}` +
    `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  const room = bytes - text.length - endAt(bytes).length;
  const comment = `%${'x'.repeat(Math.max(0, room - 2))}\n`;
  return fitted(Buffer.from(text + comment + endAt(text.length + comment.length), 'latin1'), bytes);
};

/** Evens out the few digits by which the size of a file was guessed wrong; line feeds may follow any PDF. */
const fitted = (file: Buffer, bytes: number): Buffer =>
  file.length === bytes ? file : Buffer.concat([file, Buffer.alloc(Math.max(0, bytes - file.length), '\n')]);

const pngChunk = (type: string, data: Buffer): Buffer => {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
};

const [PNG_WIDTH, PNG_HEIGHT, PNG_CHUNK_FRAME] = [320, 440, 12];

/** A PNG of `bytes` bytes: lines as of a page, and a private chunk that every reader passes over. */
const pngOf = (bytes: number): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(PNG_WIDTH, 0);
  header.writeUInt32BE(PNG_HEIGHT, 4);
  // Eight bits of grey.
  header[8] = 8;
  const pixels = Buffer.alloc((PNG_WIDTH + 1) * PNG_HEIGHT, 0xff);
  for (let y = 0; y < PNG_HEIGHT; y += 1) {
    const start = y * (PNG_WIDTH + 1);
    pixels[start] = 0;
    const isText = y > 30 && y < 400 && y % 20 < 8;
    if (isText) pixels.fill(0x44, start + 30, start + 120 + ((y * 7) % 160));
  }
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const parts = [signature, pngChunk('IHDR', header), pngChunk('IDAT', deflateSync(pixels))];
  const end = pngChunk('IEND', Buffer.alloc(0));
  const used = Buffer.concat(parts).length + end.length + PNG_CHUNK_FRAME;
  return Buffer.concat([...parts, pngChunk('keLm', Buffer.alloc(Math.max(0, bytes - used))), end]);
};

const JPEG_START = 2;
const LARGEST_COMMENT = 65_533;

/** The photo with comment segments behind its start, so many that it has `bytes` bytes. */
const jpegOf = (bytes: number): Buffer => {
  const photo = Buffer.from(samplePhoto.base64, 'base64');
  const comments: Buffer[] = [];
  for (let left = bytes - photo.length; left > 4;) {
    const length = Math.min(left - 4, LARGEST_COMMENT);
    const segment = Buffer.alloc(length + 4);
    segment.writeUInt16BE(0xfffe, 0);
    segment.writeUInt16BE(length + 2, 2);
    comments.push(segment);
    left -= length + 4;
  }
  const file = Buffer.concat([photo.subarray(0, JPEG_START), ...comments, photo.subarray(JPEG_START)]);
  return Buffer.concat([file, Buffer.alloc(Math.max(0, bytes - file.length))]);
};

const rtfOf = (bytes: number): Buffer => {
  const text = '{\\rtf1\\ansi Harjoitusaineistoa. ';
  return Buffer.from(`${text}${'x'.repeat(Math.max(0, bytes - text.length - 1))}}`, 'latin1');
};

/** The bytes of an attachment: always the same, of the size that the notice tells. */
export const attachmentBytes = ({ name, mediaType, bytes }: Attachment): Buffer => {
  switch (mediaType) {
    case 'application/pdf':
      return pdfOf(name, randomOf('attachment', name, bytes).integer(1, 3), bytes);
    case 'image/png':
      return pngOf(bytes);
    case 'image/jpeg':
      return jpegOf(bytes);
    default:
      return rtfOf(bytes);
  }
};
