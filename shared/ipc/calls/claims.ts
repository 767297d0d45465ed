import { z } from 'zod';
import {
  claimAction,
  claimSearch,
  listClaimReminders,
  searchPaymentClaims,
} from '../../service-api/claim-life.ts';
import {
  claimReceipt,
  payeeAccount,
  paymentClaim,
  registeredPaymentClaim,
} from '../../service-api/payment-claims.ts';
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
  /** A part of the organisation's register of claims. */
  'claims.search': call({
    needs: 'role',
    request: claimSearch,
    response: searchPaymentClaims.response,
    perSecond: 20,
  }),
  /** What the organisation has to do about its claims now. */
  'claims.reminders': call({
    needs: 'role',
    request: nothing,
    response: listClaimReminders.response,
    perSecond: 10,
  }),
  /** Withdraws a claim, notes its end, its posting or that it was checked. The key is made when the user begins. */
  'claims.act': call({
    needs: 'role',
    request: z.strictObject({
      claimId: registeredPaymentClaim.shape.id,
      idempotencyKey: z.uuid(),
      action: claimAction,
    }),
    response: z.object({ claim: registeredPaymentClaim }),
    perSecond: 5,
  }),
} as const;
