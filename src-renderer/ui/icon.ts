import type { Component } from 'svelte';

/** An icon component as the controls use it: those of `@lucide/svelte/icons/<name>` fit. */
export type Icon = Component<{ size?: number; 'aria-hidden'?: 'true' }>;
export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';
