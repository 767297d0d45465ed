export { default as DocumentsStart } from './DocumentsStart.svelte';
export { default as DocumentsView } from './DocumentsView.svelte';
