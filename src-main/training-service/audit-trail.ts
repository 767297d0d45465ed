import type { SignInMethod } from '../../shared/service-api/sign-in.ts';
import type { ActiveRole } from './access.ts';
import type { ClientAudit } from './clients/client-handlers.ts';
import type { Database } from './database.ts';
import type { SignedIn } from './sign-in/sessions.ts';

/** One entry of the audit trail: who did what to whom, on which authority. Act 906/2019 17 § asks for such. */
export interface AuditRecord {
  /** ISO 8601. */
  readonly at: string;
  readonly userId: string;
  /** How the user signed in, and at which workstation. */
  readonly method: SignInMethod;
  readonly workstation: string | null;
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

/** Records with who, for whom and by which authority filled in. */
export const auditWriters = (trail: AuditTrail, now: () => Date) => {
  const write = (
    { userId, method, workstation }: SignedIn,
    role: ActiveRole | null,
    entry: Omit<ClientAudit, 'role'>,
  ): void =>
    trail.record({
      at: now().toISOString(),
      userId,
      method,
      workstation,
      organisationId: role?.organisation.organisationId ?? null,
      purpose: role?.purpose ?? null,
      mandates: role?.mandates ?? [],
      ...entry,
    });
  const nobody = { clientId: null, section: null, reason: null };
  return {
    ofClient: ({ role, ...entry }: ClientAudit): void => write(role.session, role, entry),
    ofRole: (role: ActiveRole, operation: string): void =>
      write(role.session, role, { ...nobody, operation, outcome: 'OK' }),
    ofSession: (who: SignedIn, operation: string, outcome: string): void =>
      write(who, null, { ...nobody, operation, outcome }),
  };
};

export const createAuditTrail = (database: Database): AuditTrail => {
  database.exec('CREATE TABLE IF NOT EXISTS audit (number INTEGER PRIMARY KEY, entry TEXT NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO audit (entry) VALUES (?)');
  const select = database.prepare('SELECT entry FROM audit ORDER BY number');
  return {
    record: (entry) => void insert.run(JSON.stringify(entry)),
    records: () => (select.all() as { entry: string }[]).map((row) => JSON.parse(row.entry) as AuditRecord),
  };
};
