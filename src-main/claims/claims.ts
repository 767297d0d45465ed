import type { Result } from '../../shared/domain/result.ts';
import type { CallRequest, CallResponse } from '../../shared/ipc/contract.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import { routes } from '../../shared/service-api/routes.ts';
import type { Audit } from '../audit/audit.ts';
import type { Backend } from '../backend/backend.ts';
import type { Clients } from '../clients/clients.ts';

/** Electronic payment claims of the organisation. */
export interface Claims {
  payeeAccounts(): Promise<Result<CallResponse<'claims.payee-accounts'>, CallError>>;
  /**
   * Registers a claim under the key that was made when the user started it: a lost reply, a double click and
   * a crash all end in one claim and one receipt.
   */
  register(
    request: CallRequest<'claims.register'>,
  ): Promise<Result<CallResponse<'claims.register'>, CallError>>;
}

export function createClaims(backend: Backend, clients: Clients, audit: Audit): Claims {
  return {
    payeeAccounts: () => backend.request(routes.listPayeeAccounts),
    register: async ({ clientHandle, idempotencyKey, claim }) => {
      const receipt = await clients.request(clientHandle, routes.registerPaymentClaim, {
        body: claim,
        idempotencyKey,
      });
      if (receipt.ok) audit.record({ event: 'claim-registered' });
      return receipt;
    },
  };
}
