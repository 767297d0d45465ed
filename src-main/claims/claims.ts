import { failure, type Result } from '../../shared/domain/result.ts';
import { isRefusal, ON_ITS_WAY } from '../../shared/ipc/claim-outcome.ts';
import type { CallRequest, CallResponse } from '../../shared/ipc/contract.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import { routes } from '../../shared/service-api/routes.ts';
import type { Audit } from '../audit/audit.ts';
import type { Backend } from '../backend/backend.ts';
import type { Clients } from '../clients/clients.ts';
import type { Clock } from '../clock.ts';
import type { Drafts } from '../drafts/drafts.ts';

/** Payment claims of the organisation. */
export interface Claims {
  payeeAccounts(): Promise<Result<CallResponse<'claims.payee-accounts'>, CallError>>;
  /**
   * Registers a claim under the key that was made when the user started it: a lost reply, a double click and
   * a crash all end in one claim and one receipt.
   */
  register(
    request: CallRequest<'claims.register'>,
  ): Promise<Result<CallResponse<'claims.register'>, CallError>>;
  search(request: CallRequest<'claims.search'>): Promise<Result<CallResponse<'claims.search'>, CallError>>;
  reminders(): Promise<Result<CallResponse<'claims.reminders'>, CallError>>;
  /** Withdraws a claim, notes its end, its posting or that it was checked, once under its key. */
  act(request: CallRequest<'claims.act'>): Promise<Result<CallResponse<'claims.act'>, CallError>>;
  /** Asks whether a claim that was sent is registered. */
  findReceipt(
    request: CallRequest<'claims.find-receipt'>,
  ): Promise<Result<CallResponse<'claims.find-receipt'>, CallError>>;
}

export interface ClaimsParts {
  readonly backend: Backend;
  readonly clients: Clients;
  /** A claim that goes out is written down in its draft before. */
  readonly drafts: Pick<Drafts, 'mark' | 'open'>;
  readonly clock: Clock;
  readonly audit: Audit;
}

export function createClaims({ backend, clients, drafts, clock, audit }: ClaimsParts): Claims {
  /** Tried twice: the drafts' helper may have died, and is started again by the second try. */
  const markAsSent = async (draftId: string): Promise<void> => {
    const marked = await drafts.mark(draftId, clock.now());
    if (!marked.ok) await drafts.mark(draftId, clock.now());
  };
  const sentBefore = async (draftId: string): Promise<number | null> => {
    const found = await drafts.open(draftId);
    return found.ok ? (found.value.draft?.sentAt ?? null) : null;
  };
  const unmarkOld = async (draftId: string): Promise<void> => {
    const sentAt = await sentBefore(draftId);
    if (sentAt !== null && clock.now() - sentAt > ON_ITS_WAY) await drafts.mark(draftId, null);
  };
  return {
    payeeAccounts: () => backend.request(routes.listPayeeAccounts),
    register: async ({ clientHandle, idempotencyKey, claim }) => {
      const mayHaveArrived = (await sentBefore(idempotencyKey)) !== null;
      await markAsSent(idempotencyKey);
      const receipt = await clients.request(clientHandle, routes.registerPaymentClaim, {
        body: claim,
        idempotencyKey,
      });
      if (receipt.ok) {
        audit.record({ event: 'claim-registered' });
        return receipt;
      }
      const error: CallError = { ...receipt.error, ...(mayHaveArrived && { mayBeDone: true }) };
      if (isRefusal(error)) await drafts.mark(idempotencyKey, null);
      return failure(error);
    },
    search: (search) => backend.request(routes.searchPaymentClaims, { body: search }),
    reminders: () => backend.request(routes.listClaimReminders),
    act: async ({ claimId, idempotencyKey, action }) => {
      const answer = await backend.request(routes.actOnPaymentClaim, {
        params: { claimId },
        body: action,
        idempotencyKey,
      });
      if (answer.ok) audit.record({ event: 'claim-acted-on', kind: action.kind });
      return answer;
    },
    findReceipt: async ({ idempotencyKey }) => {
      const found = await backend.request(routes.findClaimReceipt, { params: { keyId: idempotencyKey } });
      if (found.ok && found.value.receipt === null) await unmarkOld(idempotencyKey);
      return found;
    },
  };
}
