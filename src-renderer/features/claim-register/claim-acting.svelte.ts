import type { CallError } from '../../../shared/ipc/errors.ts';
import type { ClaimActionRequest } from '../../../shared/service-api/claim-life.ts';
import type { RegisteredPaymentClaim } from '../../../shared/service-api/payment-claims.ts';
import type { Contract } from '../../platform/contract.ts';

/** One action on a claim, from the dialog that asks for it to the service's answer. */
export interface ClaimActing {
  readonly open: ClaimActionRequest['kind'] | null;
  readonly busy: boolean;
  readonly error: CallError | null;
  begin(kind: ClaimActionRequest['kind']): void;
  cancel(): void;
  /** Null when it was not done; the dialog stays open then, and trying again does it once. */
  run(action: ClaimActionRequest): Promise<RegisteredPaymentClaim | null>;
}

export const createClaimActing = (
  contract: Pick<Contract, 'call'>,
  claimId: string,
  newKey: () => string,
): ClaimActing => {
  let open = $state<ClaimActionRequest['kind'] | null>(null);
  let busy = $state(false);
  let error = $state.raw<CallError | null>(null);
  let idempotencyKey = '';
  let sent = '';
  return {
    get open() {
      return open;
    },
    get busy() {
      return busy;
    },
    get error() {
      return error;
    },
    begin: (kind) => {
      open = kind;
      error = null;
      sent = '';
    },
    cancel: () => {
      if (!busy) open = null;
    },
    run: async (action) => {
      if (busy) return null;
      // The same words under the same key are one action, whatever became of the first answer.
      const text = JSON.stringify(action);
      if (text !== sent) idempotencyKey = newKey();
      sent = text;
      busy = true;
      const answer = await contract.call('claims.act', { claimId, idempotencyKey, action });
      busy = false;
      error = answer.ok ? null : answer.error;
      if (!answer.ok) return null;
      open = null;
      return answer.value.claim;
    },
  };
};
