export { copyClaim } from './claim-part.ts';
export { default as ClaimWizard } from './ClaimWizard.svelte';
export { default as PaperPanel } from './paper/PaperPanel.svelte';
