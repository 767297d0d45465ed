export { default as DocumentsView } from './DocumentsView.svelte';
