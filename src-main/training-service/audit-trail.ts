import { AsyncLocalStorage } from 'node:async_hooks';
import type { SignInMethod } from '../../shared/service-api/sign-in.ts';
import type { ActiveRole } from './access.ts';
import type { ClientAudit } from './clients/client-handlers.ts';
import type { Database } from './database.ts';
import type { Session, SignedIn } from './sign-in/sessions.ts';

/** One entry of the audit trail: who did what to whom, on which authority. Act 906/2019 17 § asks for such. */
export interface AuditRecord {
  /** ISO 8601. */
  readonly at: string;
  /** Null where nobody was signed in: a sign-in that failed. */
  readonly userId: string | null;
  /** How the user signed in; null where a token that is not to be trusted would have said it. */
  readonly method: SignInMethod | null;
  /** At which workstation. */
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

/** For whom and by which mandates somebody acts, or wanted to act. */
export type Authority = Pick<AuditRecord, 'organisationId' | 'purpose' | 'mandates'>;
type Who = Pick<AuditRecord, 'userId' | 'method' | 'workstation'>;
type What = Omit<AuditRecord, 'at' | keyof Authority | keyof Who>;

const NO_AUTHORITY: Authority = { organisationId: null, purpose: null, mandates: [] };

const authorityOf = (role: ActiveRole): Authority => ({
  organisationId: role.organisation.organisationId,
  purpose: role.purpose,
  mandates: role.mandates,
});

/** Records with who, for whom and by which authority filled in. */
export const auditWriters = (trail: AuditTrail, now: () => Date) => {
  const request = new AsyncLocalStorage<{ recorded: boolean }>();
  const write = ({ userId, method, workstation }: Who, authority: Authority, what: What): void => {
    const { organisationId, purpose, mandates } = authority;
    trail.record({
      at: now().toISOString(),
      ...{ userId, method, workstation, organisationId, purpose, mandates },
      ...what,
    });
    const current = request.getStore();
    if (current !== undefined) current.recorded = true;
  };
  const ofNoClient = (operation: string, outcome: string): What => ({
    ...{ operation, outcome, clientId: null, section: null, reason: null },
  });
  return {
    /** Runs a request, so that it is known whether it has left a record. */
    during: (run: () => void): void => request.run({ recorded: false }, run),
    ofClient: ({ role, ...what }: ClientAudit): void => write(role.session, authorityOf(role), what),
    ofChoice: (session: Session, authority: Authority, outcome: string): void =>
      write(session, authority, ofNoClient('chooseRole', outcome)),
    ofSession: (who: SignedIn, operation: string, outcome: string): void =>
      write(who, NO_AUTHORITY, ofNoClient(operation, outcome)),
    ofFailedSignIn: (who: Omit<Who, 'userId'>, outcome: string): void =>
      write({ ...who, userId: null }, NO_AUTHORITY, ofNoClient('signIn', outcome)),
    /** A refusal for want of a right or a role, where the operation itself has recorded nothing of the request. */
    ofRefusal: (session: Session, mandates: readonly string[], operation: string, outcome: string): void => {
      if (request.getStore()?.recorded === true) return;
      const { organisationId, purpose } = session.role ?? NO_AUTHORITY;
      write(session, { organisationId, purpose, mandates }, ofNoClient(operation, outcome));
    },
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
