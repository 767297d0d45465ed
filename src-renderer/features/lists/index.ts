export { createLists, type Lists } from './lists.svelte.ts';
export { default as ListsView } from './ListsView.svelte';
