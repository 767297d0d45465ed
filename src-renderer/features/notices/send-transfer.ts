import { isOver } from '../../../shared/domain/notices/handling.ts';
import type { CallError } from '../../../shared/ipc/errors.ts';
import type { NoticeRow, TransferReceipt } from '../../../shared/service-api/notices.ts';
import type { Contract } from '../../platform/contract.ts';
import type { RetryKeys } from './retry-keys.ts';

export type TransferResult = TransferReceipt['results'][number];

/** What a transfer came to, with the names as they stood in the sender's queue. */
export interface TransferOutcome {
  /** One for each request: the service takes a limited number of notices at once. */
  readonly receipts: readonly Pick<TransferReceipt, 'receiptNumber' | 'at'>[];
  readonly municipality: string;
  readonly results: readonly (TransferResult & { readonly clientName: string })[];
  /** Why the rest was not sent; null when all was. */
  readonly error: CallError | null;
}

/** As many as the service takes in one request. */
export const MOST_AT_ONCE = 200;

/**
 * Sends notices to a municipality, in as many requests as it takes. Each request has a key that stays the same when
 * it is sent again, so that a lost answer moves nothing twice.
 */
export const sendTransfer = async (
  contract: Contract,
  keys: RetryKeys,
  rows: readonly NoticeRow[],
  municipality: string,
  reason: string,
): Promise<TransferOutcome> => {
  const open = rows.filter(({ state }) => !isOver(state));
  const names = new Map(open.map(({ id, clientName }) => [id, clientName]));
  const receipts: TransferOutcome['receipts'][number][] = [];
  const results: TransferOutcome['results'][number][] = [];
  for (let at = 0; at < open.length; at += MOST_AT_ONCE) {
    const notices = open.slice(at, at + MOST_AT_ONCE).map(({ id, version }) => ({ id, version }));
    const transfer = { municipality, reason, notices };
    const idempotencyKey = keys.of(transfer);
    const answer = await contract.call('notices.transfer', { idempotencyKey, transfer });
    if (!answer.ok) return { receipts, municipality, results, error: answer.error };
    keys.forget(transfer);
    const { receiptNumber, at: sentAt } = answer.value;
    receipts.push({ receiptNumber, at: sentAt });
    results.push(
      ...answer.value.results.map((result) => ({ ...result, clientName: names.get(result.id) ?? '' })),
    );
  }
  return { receipts, municipality, results, error: null };
};
