import type { DocumentReceipt } from '../../../shared/service-api/documents.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import type { Column } from '../../ui/index.ts';
import { sizeText, typeTexts } from './words.ts';

type SentFile = DocumentReceipt['files'][number];

/** What a receipt tells of each file. */
export const fileColumns = (hash: 'short' | 'whole-hash' = 'short'): readonly Column<SentFile>[] => [
  { key: 'name', label: m.documents_column_file(), text: ({ name }) => name },
  { key: 'type', label: m.documents_type(), text: ({ documentType }) => typeTexts[documentType]() },
  { key: 'size', label: m.documents_column_size(), numeric: true, text: ({ bytes }) => sizeText(bytes) },
  {
    key: 'hash',
    label: m.documents_column_hash(),
    // On the screen the beginning, which tells files apart; on paper in groups, which break over lines.
    text: ({ sha256 }) =>
      hash === 'short' ? sha256.slice(0, 16) : (sha256.match(/.{16}/g)?.join(' ') ?? ''),
  },
];
