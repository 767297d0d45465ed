import { createHash } from 'node:crypto';
import { todayInHelsinki } from '../../shared/domain/dates.ts';
import { success, type Result } from '../../shared/domain/result.ts';
import type { Database } from './database.ts';
import type { Call } from './http/call.ts';
import { refuse, type ServiceFailure } from './http/problem.ts';

/** Answers by idempotency key: the same key and request give the first answer, and nothing is done twice. */
export interface AnsweredKeys {
  once<Value>(
    call: Call,
    userId: string,
    request: unknown,
    run: () => Result<Value, ServiceFailure>,
  ): Result<Value, ServiceFailure>;
  /** The next number of a series of receipts, as `KS-2026-000001`. */
  receiptNumber(series: string, at: Date): string;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS answered_key (
    user TEXT NOT NULL,
    key TEXT NOT NULL,
    request_digest TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (user, key)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS receipt_series (series TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
`;

export const createAnsweredKeys = (database: Database): AnsweredKeys => {
  database.exec(SCHEMA);
  const find = database.prepare('SELECT request_digest, answer FROM answered_key WHERE user = ? AND key = ?');
  const insert = database.prepare('INSERT INTO answered_key VALUES (?, ?, ?, ?)');
  const next = database.prepare(
    `INSERT INTO receipt_series VALUES (?, 1) ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last`,
  );
  return {
    once: (call, userId, request, run) => {
      const key = call.idempotencyKey;
      if (key === null)
        return refuse({ code: 'IDEMPOTENCY_KEY_MISSING', detail: 'Idempotency-Key must be a UUID' });
      const digest = createHash('sha256').update(JSON.stringify(request)).digest('base64');
      const known = find.get(userId, key) as { request_digest: string; answer: string } | undefined;
      if (known !== undefined)
        return known.request_digest === digest
          ? success(JSON.parse(known.answer))
          : refuse({ code: 'IDEMPOTENCY_KEY_REUSED' });
      return database
        .transaction(() => {
          const answer = run();
          if (answer.ok) insert.run(userId, key, digest, JSON.stringify(answer.value));
          return answer;
        })
        .immediate();
    },
    receiptNumber: (series, at) => {
      const { last } = next.get(series) as { last: number };
      return `${series}-${todayInHelsinki(at).slice(0, 4)}-${String(last).padStart(6, '0')}`;
    },
  };
};
