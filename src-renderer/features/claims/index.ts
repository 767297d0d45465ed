export { default as ClaimWizard } from './ClaimWizard.svelte';
export { default as PaperPanel } from './paper/PaperPanel.svelte';
