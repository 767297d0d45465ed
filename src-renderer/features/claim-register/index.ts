export { default as ClaimRegisterView } from './ClaimRegisterView.svelte';
export { default as ClaimReminders } from './ClaimReminders.svelte';
export { default as ClientClaimTools } from './ClientClaimTools.svelte';
