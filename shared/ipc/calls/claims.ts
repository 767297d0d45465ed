import { z } from 'zod';
import { claimReceipt, payeeAccount, paymentClaim } from '../../service-api/payment-claims.ts';
import { call, clientHandle, nothing } from './call.ts';

export const claimsCalls = {
  'claims.payee-accounts': call({
    needs: 'role',
    request: nothing,
    response: z.object({ accounts: z.array(payeeAccount) }),
    perSecond: 10,
  }),
  /** What the service has registered under a claim's key; null where it has nothing. */
  'claims.find-receipt': call({
    needs: 'role',
    request: z.strictObject({ idempotencyKey: z.uuid() }),
    response: z.object({ receipt: claimReceipt.nullable() }),
    perSecond: 10,
  }),
  'claims.register': call({
    needs: 'role',
    request: z.strictObject({ clientHandle, idempotencyKey: z.uuid(), claim: paymentClaim }),
    response: claimReceipt,
    perSecond: 5,
  }),
} as const;
