import type { DocumentReceipt } from '../../../shared/service-api/documents.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import type { Column } from '../../ui/index.ts';
import { sizeText, typeTexts } from './words.ts';

type SentFile = DocumentReceipt['files'][number];

/** What a receipt tells of each file. */
export const fileColumns = (): readonly Column<SentFile>[] => [
  { key: 'name', label: m.documents_column_file(), text: ({ name }) => name },
  { key: 'type', label: m.documents_type(), text: ({ documentType }) => typeTexts[documentType]() },
  { key: 'size', label: m.documents_column_size(), numeric: true, text: ({ bytes }) => sizeText(bytes) },
  {
    key: 'hash',
    label: m.documents_column_hash(),
    // The beginning tells files apart; the whole is with the receipt at the service.
    text: ({ sha256 }) => sha256.slice(0, 16),
  },
];
