export { default as HomeView } from './HomeView.svelte';
export { default as LookUpForm } from './LookUpForm.svelte';
export { default as LookUpDialog } from './LookUpDialog.svelte';
export { default as UnsentDocuments } from './UnsentDocuments.svelte';
export type { FoundClient } from './look-up.svelte.ts';
export { createRecentClients, type RecentClient, type RecentClients } from './recent-clients.svelte.ts';
export type { ListedDraft } from './draft-list.svelte.ts';
