import type { RegisteredPaymentClaim } from '../../../shared/service-api/payment-claims.ts';
import { today } from '../../platform/service-time.svelte.ts';
import { type ClientView } from '../client/index.ts';
import { claimWizardPart } from './claim-wizard.svelte.ts';

/** The payment claim that a client has on its way. */
export const claimPart = claimWizardPart({ today, newKey: () => crypto.randomUUID() });

/** Begins a claim like one in the register. False while another one of the client is on its way. */
export const copyClaim = async (client: ClientView, claim: RegisteredPaymentClaim): Promise<boolean> => {
  if (client.part(claimPart).receipt !== null) client.forgetPart(claimPart);
  return client.part(claimPart).copy(claim);
};
