import type { Database } from './database.ts';

/** One entry of the audit trail: who did what to whom, on which authority. Act 906/2019 17 § asks for such. */
export interface AuditRecord {
  /** ISO 8601. */
  readonly at: string;
  readonly userId: string;
  readonly organisationId: string | null;
  readonly purpose: string | null;
  /** Mandates that the user held in the organisation at that time. */
  readonly mandates: readonly string[];
  readonly operation: string;
  /** Opaque client id; null where the operation concerns no client. */
  readonly clientId: string | null;
  readonly section: string | null;
  readonly reason: string | null;
  /** `OK`, or the problem code of a refusal. */
  readonly outcome: string;
}

export interface AuditTrail {
  record(entry: AuditRecord): void;
  /** For tests and for training in reading a log; the trail is not served over HTTP. */
  records(): readonly AuditRecord[];
}

export const createAuditTrail = (database: Database): AuditTrail => {
  database.exec('CREATE TABLE IF NOT EXISTS audit (number INTEGER PRIMARY KEY, entry TEXT NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO audit (entry) VALUES (?)');
  const select = database.prepare('SELECT entry FROM audit ORDER BY number');
  return {
    record: (entry) => void insert.run(JSON.stringify(entry)),
    records: () => (select.all() as { entry: string }[]).map((row) => JSON.parse(row.entry) as AuditRecord),
  };
};
