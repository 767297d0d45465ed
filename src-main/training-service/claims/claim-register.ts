import type { ClaimReceipt, RegisteredPaymentClaim } from '../../../shared/service-api/payment-claims.ts';
import type { Database } from '../database.ts';

export interface StoredRegistration {
  /** Digest of the request that the key came with first. */
  readonly requestDigest: string;
  readonly receipt: ClaimReceipt;
}

/** Claims registered through the service; with a data folder they outlive it. */
export interface ClaimRegister {
  /** What an idempotency key brought about for a user, or null. */
  findByKey(userId: string, idempotencyKey: string): StoredRegistration | null;
  /** Gives the claim its running number and stores it with the key, all or nothing. */
  register(entry: NewRegistration): ClaimReceipt;
  /** Registered claims and those of before, newest first. */
  ofClient(
    personNumber: number,
    organisationId: string,
    past: readonly Omit<RegisteredPaymentClaim, 'ownClaim'>[],
  ): readonly RegisteredPaymentClaim[];
}

export interface NewRegistration {
  readonly userId: string;
  readonly idempotencyKey: string;
  readonly requestDigest: string;
  readonly personNumber: number;
  readonly clientId: string;
  readonly year: number;
  readonly claim: Omit<RegisteredPaymentClaim, 'id' | 'receiptNumber' | 'ownClaim'>;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS payment_claim (
    number INTEGER PRIMARY KEY,
    person INTEGER NOT NULL,
    claim TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS payment_claim_of_person ON payment_claim (person);
  CREATE TABLE IF NOT EXISTS idempotency_key (
    user TEXT NOT NULL,
    key TEXT NOT NULL,
    request_digest TEXT NOT NULL,
    receipt TEXT NOT NULL,
    PRIMARY KEY (user, key)
  ) STRICT;
`;

export const createClaimRegister = (database: Database): ClaimRegister => {
  database.exec(SCHEMA);
  const nextNumber = database.prepare('SELECT coalesce(max(number), 0) + 1 AS next FROM payment_claim');
  const insertClaim = database.prepare('INSERT INTO payment_claim (number, person, claim) VALUES (?, ?, ?)');
  const claimsOfPerson = database.prepare('SELECT claim FROM payment_claim WHERE person = ?');
  const insertKey = database.prepare(
    'INSERT INTO idempotency_key (user, key, request_digest, receipt) VALUES (?, ?, ?, ?)',
  );
  const findKey = database.prepare(
    'SELECT request_digest, receipt FROM idempotency_key WHERE user = ? AND key = ?',
  );
  const register = database.transaction((entry: NewRegistration): ClaimReceipt => {
    const { next } = nextNumber.get() as { next: number };
    const receiptNumber = `KM-${entry.year}-${String(next).padStart(6, '0')}`;
    const claim: RegisteredPaymentClaim = {
      ...entry.claim,
      id: `pc-${receiptNumber}`,
      receiptNumber,
      ownClaim: true,
    };
    const receipt: ClaimReceipt = {
      clientId: entry.clientId,
      receiptNumber,
      registeredAt: claim.registeredAt,
      claim,
    };
    insertClaim.run(next, entry.personNumber, JSON.stringify(claim));
    insertKey.run(entry.userId, entry.idempotencyKey, entry.requestDigest, JSON.stringify(receipt));
    return receipt;
  });
  return {
    register: (entry) => register.immediate(entry),
    findByKey: (userId, idempotencyKey) => {
      const row = findKey.get(userId, idempotencyKey) as
        { request_digest: string; receipt: string } | undefined;
      return row === undefined
        ? null
        : { requestDigest: row.request_digest, receipt: JSON.parse(row.receipt) as ClaimReceipt };
    },
    ofClient: (personNumber, organisationId, past) => {
      const rows = claimsOfPerson.all(personNumber) as { claim: string }[];
      const registered = rows.map((row) => JSON.parse(row.claim) as RegisteredPaymentClaim);
      return [...registered, ...past]
        .map((claim) => ({ ...claim, ownClaim: claim.organisation.organisationId === organisationId }))
        .sort((one, other) => (one.registeredAt < other.registeredAt ? 1 : -1));
    },
  };
};
