export { default as DiagnosticsView } from './DiagnosticsView.svelte';
export { default as SettingsView } from './SettingsView.svelte';
