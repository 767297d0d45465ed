import { isRefusal, ON_ITS_WAY } from '../../../shared/ipc/claim-outcome.ts';
import type { CallError } from '../../../shared/ipc/errors.ts';
import type { ClaimReceipt, PaymentClaimRequest } from '../../../shared/service-api/payment-claims.ts';
import { now } from '../../platform/service-time.svelte.ts';
import type { ClientView } from '../client/index.ts';

/** Milliseconds between the questions about a claim whose outcome is not known. */
const CHECK_EVERY = 10_000;

/** What is known of the claim at the service. */
export type Outcome =
  | { readonly phase: 'not-sent' }
  | { readonly phase: 'sending' }
  | { readonly phase: 'refused'; readonly error: CallError }
  /** The answer did not come: it may be registered. Asked by its key until that is known. */
  | {
      readonly phase: 'unknown';
      readonly error: CallError | null;
      readonly sentAt: number;
      readonly checking: boolean;
    }
  /** Asked by its key: the service does not have it. */
  | { readonly phase: 'not-registered'; readonly checkedAt: number }
  | {
      readonly phase: 'registered';
      readonly receipt: ClaimReceipt;
      /** An earlier try had arrived; what was changed after it is not in the claim. */
      readonly asFirstSent: boolean;
    };

export interface ClaimSendingParts {
  readonly client: ClientView;
  readonly idempotencyKey: () => string;
  /** The draft is on disk before the claim goes out. */
  readonly flush: () => Promise<unknown>;
  readonly onRefused: (error: CallError) => void;
  readonly onRegistered: (receipt: ClaimReceipt) => void;
}

export interface ClaimSending {
  readonly outcome: Outcome;
  readonly receipt: ClaimReceipt | null;
  readonly busy: boolean;
  /** Does nothing while one is on its way or registered. */
  send(claim: PaymentClaimRequest): Promise<void>;
  /** Asks the service what became of the claim. */
  check(): Promise<void>;
  /** A continued draft was sent at that time, milliseconds since 1970. */
  wasSent(sentAt: number): void;
  /** Another claim is begun; what became of this one is asked where its draft is listed. */
  restart(): void;
}

/**
 * Sends a claim under one key, so that a double click, a retry and a crash end in one claim. Where the answer is
 * lost, asks by the key until it is known what became of it.
 */
export const createClaimSending = (parts: ClaimSendingParts): ClaimSending => {
  const { client } = parts;
  let outcome = $state.raw<Outcome>({ phase: 'not-sent' });
  let sentAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const later = (): void => {
    clearTimeout(timer);
    if (!client.closed) timer = setTimeout(() => void check(), CHECK_EVERY);
  };
  const lose = (error: CallError | null): void => {
    outcome = { phase: 'unknown', error, sentAt, checking: false };
    later();
  };
  const accept = (receipt: ClaimReceipt, asFirstSent: boolean): void => {
    clearTimeout(timer);
    outcome = { phase: 'registered', receipt, asFirstSent };
    parts.onRegistered(receipt);
  };

  const check = async (): Promise<void> => {
    if (outcome.phase !== 'unknown' || outcome.checking || client.closed) return;
    clearTimeout(timer);
    const reused = outcome.error?.code === 'claim-key-reused';
    outcome = { ...outcome, checking: true };
    const idempotencyKey = parts.idempotencyKey();
    const answer = await client.contract.call('claims.find-receipt', { idempotencyKey });
    if (client.closed || parts.idempotencyKey() !== idempotencyKey) return;
    if (!answer.ok) lose(answer.error);
    else if (answer.value.receipt !== null) accept(answer.value.receipt, reused);
    // What was sent just now may still be on its way.
    else if (now() - sentAt < ON_ITS_WAY) lose(null);
    else outcome = { phase: 'not-registered', checkedAt: now() };
  };

  const send = async (claim: PaymentClaimRequest): Promise<void> => {
    if (outcome.phase === 'sending' || outcome.phase === 'registered' || client.closed) return;
    clearTimeout(timer);
    outcome = { phase: 'sending' };
    await parts.flush();
    if (client.closed) return;
    sentAt = now();
    const answer = await client.contract.call('claims.register', {
      clientHandle: client.handle,
      idempotencyKey: parts.idempotencyKey(),
      claim,
    });
    if (client.closed) return;
    if (answer.ok) return accept(answer.value, false);
    if (isRefusal(answer.error)) {
      outcome = { phase: 'refused', error: answer.error };
      parts.onRefused(answer.error);
      return;
    }
    lose(answer.error);
    if (answer.error.code === 'claim-key-reused') await check();
  };

  $effect(() => () => clearTimeout(timer));

  return {
    get outcome() {
      return outcome;
    },
    get receipt() {
      return outcome.phase === 'registered' ? outcome.receipt : null;
    },
    get busy() {
      return outcome.phase === 'sending';
    },
    send,
    check,
    wasSent: (time) => {
      sentAt = time;
      outcome = { phase: 'unknown', error: null, sentAt, checking: false };
      void check();
    },
    restart: () => {
      clearTimeout(timer);
      outcome = { phase: 'not-sent' };
    },
  };
};
