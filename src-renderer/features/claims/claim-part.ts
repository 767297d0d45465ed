import { today } from '../client/index.ts';
import { claimWizardPart } from './claim-wizard.svelte.ts';

/** The payment claim that a client has on its way. */
export const claimPart = claimWizardPart({ today, newKey: () => crypto.randomUUID() });
