export { default as GuidesView } from './GuidesView.svelte';
