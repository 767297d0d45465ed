import type { ClaimReceipt, RegisteredPaymentClaim } from '../../../shared/service-api/payment-claims.ts';
import type { ClaimsOfPerson } from '../benefits/client-file.ts';
import type { ClaimEvent, ClaimRecord, StoredClaim } from '../benefits/claim-life.ts';
import type { Database } from '../database.ts';

export interface StoredRegistration {
  /** Digest of the request that the key came with first. */
  readonly requestDigest: string;
  readonly receipt: ClaimReceipt;
}

/** Claims registered through the service and what happens to claims; with a data folder they outlive it. */
export interface ClaimRegister {
  /** What an idempotency key brought about for a user, or null. */
  findByKey(userId: string, idempotencyKey: string): StoredRegistration | null;
  /** Gives the claim its running number and stores it with the key, all or nothing. */
  register(entry: NewRegistration): ClaimReceipt;
  ofPerson(personNumber: number): ClaimsOfPerson;
  /** Persons with registered claims of an organisation. */
  personsOf(organisationId: string): readonly number[];
  add(claimId: string, event: ClaimEvent): void;
  /** Grows with every change of any claim. */
  revision(): number;
}

export interface NewRegistration {
  readonly userId: string;
  readonly idempotencyKey: string;
  readonly requestDigest: string;
  readonly personNumber: number;
  readonly clientId: string;
  readonly year: number;
  readonly record: Omit<ClaimRecord, 'id' | 'receiptNumber'>;
  /** The claim as its receipt shows it. */
  readonly show: (record: ClaimRecord) => RegisteredPaymentClaim;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS claim_record (
    number INTEGER PRIMARY KEY,
    person INTEGER NOT NULL,
    organisation TEXT NOT NULL,
    record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS claim_of_person ON claim_record (person);
  CREATE INDEX IF NOT EXISTS claim_of_organisation ON claim_record (organisation);
  CREATE TABLE IF NOT EXISTS claim_event (
    number INTEGER PRIMARY KEY,
    claim TEXT NOT NULL,
    event TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS event_of_claim ON claim_event (claim);
  CREATE TABLE IF NOT EXISTS claim_key (
    user TEXT NOT NULL,
    key TEXT NOT NULL,
    request_digest TEXT NOT NULL,
    receipt TEXT NOT NULL,
    PRIMARY KEY (user, key)
  ) STRICT;
`;

const createRegistering = (database: Database) => {
  const nextNumber = database.prepare('SELECT coalesce(max(number), 0) + 1 AS next FROM claim_record');
  const insertRecord = database.prepare('INSERT INTO claim_record VALUES (?, ?, ?, ?)');
  const insertKey = database.prepare('INSERT INTO claim_key VALUES (?, ?, ?, ?)');
  return database.transaction((entry: NewRegistration): ClaimReceipt => {
    const { next } = nextNumber.get() as { next: number };
    const receiptNumber = `KM-${entry.year}-${String(next).padStart(6, '0')}`;
    const record: ClaimRecord = { ...entry.record, id: `pc-${receiptNumber}`, receiptNumber };
    const { registeredAt, organisation } = record;
    const receipt = { clientId: entry.clientId, receiptNumber, registeredAt, claim: entry.show(record) };
    insertRecord.run(next, entry.personNumber, organisation.organisationId, JSON.stringify(record));
    insertKey.run(entry.userId, entry.idempotencyKey, entry.requestDigest, JSON.stringify(receipt));
    return receipt;
  });
};

export const createClaimRegister = (database: Database): ClaimRegister => {
  database.exec(SCHEMA);
  const register = createRegistering(database);
  const recordsOfPerson = database.prepare('SELECT record FROM claim_record WHERE person = ?').pluck();
  const persons = database.prepare('SELECT DISTINCT person FROM claim_record WHERE organisation = ?').pluck();
  const events = database.prepare('SELECT event FROM claim_event WHERE claim = ? ORDER BY number').pluck();
  const insertEvent = database.prepare('INSERT INTO claim_event (claim, event) VALUES (?, ?)');
  const findKey = database.prepare(
    'SELECT request_digest, receipt FROM claim_key WHERE user = ? AND key = ?',
  );
  let revision = 0;
  const eventsOf = (claimId: string): readonly ClaimEvent[] =>
    events.all(claimId).map((row) => JSON.parse(row as string) as ClaimEvent);
  return {
    register: (entry) => {
      revision += 1;
      return register.immediate(entry);
    },
    findByKey: (userId, idempotencyKey) => {
      const row = findKey.get(userId, idempotencyKey) as
        { request_digest: string; receipt: string } | undefined;
      return row === undefined
        ? null
        : { requestDigest: row.request_digest, receipt: JSON.parse(row.receipt) as ClaimReceipt };
    },
    ofPerson: (personNumber) => ({
      registered: recordsOfPerson.all(personNumber).map((row): StoredClaim => {
        const record = JSON.parse(row as string) as ClaimRecord;
        return { record, events: eventsOf(record.id) };
      }),
      eventsOf,
    }),
    personsOf: (organisationId) => persons.all(organisationId) as number[],
    add: (claimId, event) => {
      revision += 1;
      insertEvent.run(claimId, JSON.stringify(event));
    },
    revision: () => revision,
  };
};
