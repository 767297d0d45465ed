/**
 * What the window needs once somebody has signed in, as one script: the lock screen is there without it, and no view
 * waits for a script of its own.
 */
export { default as ActiveView } from './ActiveView.svelte';
export { openClient } from '../features/client/index.ts';
