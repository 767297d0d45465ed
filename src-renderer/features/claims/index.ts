export { default as ClaimWizard } from './ClaimWizard.svelte';
