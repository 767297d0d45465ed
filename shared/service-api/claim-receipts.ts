import { z } from 'zod';
import { route } from './contract.ts';
import { claimReceipt } from './payment-claims.ts';

/** After a crash or a broken connection: did the claim that was sent arrive? */
export const findClaimReceipt = route({
  method: 'GET',
  path: '/payment-claim-receipts/{keyId}',
  summary:
    'Receipt of the claim that the user has registered under an idempotency key; null where there is none',
  authentication: 'role',
  sensitivity: 'client',
  response: z.object({ receipt: claimReceipt.nullable() }),
  problems: ['MANDATE_MISSING', 'CLAIM_ORG_NOT_ENTITLED'],
  safeToRepeat: true,
});
