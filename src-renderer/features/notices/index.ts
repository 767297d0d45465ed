export { default as NoticesView } from './NoticesView.svelte';
