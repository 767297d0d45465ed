import { createHash, randomUUID } from 'node:crypto';
import { kindOfContent, refusalOfContent } from '../../../shared/domain/documents/document-rules.ts';
import type { DocumentBatch, DocumentReceipt } from '../../../shared/service-api/documents.ts';
import type { Database } from '../database.ts';

export interface StoredBatch {
  readonly id: string;
  readonly organisationId: string;
  readonly personNumber: number;
  readonly sentBy: string;
  readonly batch: DocumentBatch;
  readonly receipt: DocumentReceipt | null;
}

export interface DocumentStore {
  begin(entry: Omit<StoredBatch, 'id' | 'receipt'>): StoredBatch;
  find(id: string): StoredBatch | null;
  /** Bytes that are there of each file, in the order of the batch. */
  received(batch: StoredBatch): readonly { readonly fileId: string; readonly received: number }[];
  /** Keeps the bytes if they go on where the file ends. Returns how many there are then. */
  append(batch: StoredBatch, file: number, offset: number, bytes: Uint8Array): number;
  /** Files that are not what was told; their bytes are dropped, so that they can be sent again. */
  refusals(batch: StoredBatch): readonly { readonly fileId: string; readonly reason: string }[];
  complete(batch: StoredBatch, receipt: DocumentReceipt): void;
  cancel(batch: StoredBatch): void;
  sentFor(personNumber: number, organisationId: string): readonly StoredBatch[];
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS document_batch (
    id TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    person INTEGER NOT NULL,
    sent_by TEXT NOT NULL,
    batch TEXT NOT NULL,
    receipt TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS document_part (
    batch TEXT NOT NULL,
    file INTEGER NOT NULL,
    start INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (batch, file, start)
  ) STRICT;
`;

interface Row {
  readonly id: string;
  readonly organisation: string;
  readonly person: number;
  readonly sent_by: string;
  readonly batch: string;
  readonly receipt: string | null;
}

const parsed = (row: Row): StoredBatch => ({
  id: row.id,
  organisationId: row.organisation,
  personNumber: row.person,
  sentBy: row.sent_by,
  batch: JSON.parse(row.batch) as DocumentBatch,
  receipt: row.receipt === null ? null : (JSON.parse(row.receipt) as DocumentReceipt),
});

/** What every scanner takes for a virus, and nothing else (eicar.org): so that its finding can be practised. */
const TEST_VIRUS = ['X5O!P%@AP[4', 'PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('\\');

export const fileIdOf = (index: number): string => `f${index + 1}`;
/** Index of a file in its batch, or null. */
export const fileIndexOf = (fileId: string): number | null =>
  /^f([1-9]\d?)$/.test(fileId) ? Number(fileId.slice(1)) - 1 : null;

const statementsOf = (database: Database) => ({
  insert: database.prepare('INSERT INTO document_batch VALUES (?, ?, ?, ?, ?, NULL)'),
  find: database.prepare('SELECT * FROM document_batch WHERE id = ?'),
  length: database.prepare(
    'SELECT coalesce(sum(length(bytes)), 0) AS length FROM document_part WHERE batch = ? AND file = ?',
  ),
  part: database.prepare('INSERT INTO document_part VALUES (?, ?, ?, ?)'),
  parts: database.prepare('SELECT bytes FROM document_part WHERE batch = ? AND file = ? ORDER BY start'),
  dropFile: database.prepare('DELETE FROM document_part WHERE batch = ? AND file = ?'),
  dropParts: database.prepare('DELETE FROM document_part WHERE batch = ?'),
  dropBatch: database.prepare('DELETE FROM document_batch WHERE id = ?'),
  setReceipt: database.prepare('UPDATE document_batch SET receipt = ? WHERE id = ?'),
  sent: database.prepare(
    'SELECT * FROM document_batch WHERE person = ? AND organisation = ? AND receipt IS NOT NULL ORDER BY rowid DESC LIMIT 500',
  ),
});

export const createDocumentStore = (database: Database): DocumentStore => {
  database.exec(SCHEMA);
  const { insert, find, length, part, parts, dropFile, dropParts, dropBatch, setReceipt, sent } =
    statementsOf(database);
  const lengthOf = (id: string, file: number): number => (length.get(id, file) as { length: number }).length;
  const refusalOf = ({ id, batch }: StoredBatch, file: number): string | null => {
    const told = batch.files[file];
    const bytes = Buffer.concat((parts.all(id, file) as { bytes: Buffer }[]).map((row) => row.bytes));
    if (createHash('sha256').update(bytes).digest('hex') !== told?.sha256) return 'hash';
    if (bytes.includes(TEST_VIRUS)) return 'malware';
    return refusalOfContent(bytes) ?? (kindOfContent(bytes) === told.kind ? null : 'unknown-kind');
  };
  return {
    begin: (entry) => {
      const id = `b-${randomUUID()}`;
      insert.run(id, entry.organisationId, entry.personNumber, entry.sentBy, JSON.stringify(entry.batch));
      return { ...entry, id, receipt: null };
    },
    find: (id) => {
      const row = find.get(id) as Row | undefined;
      return row === undefined ? null : parsed(row);
    },
    received: ({ id, batch, receipt }) =>
      batch.files.map(({ bytes }, file) => ({
        fileId: fileIdOf(file),
        received: receipt === null ? lengthOf(id, file) : bytes,
      })),
    append: ({ id }, file, offset, bytes) => {
      const end = lengthOf(id, file);
      if (offset > end || offset + bytes.length <= end) return end;
      part.run(id, file, end, bytes.subarray(end - offset));
      return offset + bytes.length;
    },
    refusals: (batch) =>
      batch.batch.files.flatMap((_, file) => {
        const reason = refusalOf(batch, file);
        if (reason !== null) dropFile.run(batch.id, file);
        return reason === null ? [] : [{ fileId: fileIdOf(file), reason }];
      }),
    complete: (batch, receipt) => {
      setReceipt.run(JSON.stringify(receipt), batch.id);
      // A practice keeps the proof, not the documents.
      dropParts.run(batch.id);
    },
    cancel: ({ id }) => {
      dropParts.run(id);
      dropBatch.run(id);
    },
    sentFor: (personNumber, organisationId) => (sent.all(personNumber, organisationId) as Row[]).map(parsed),
  };
};
