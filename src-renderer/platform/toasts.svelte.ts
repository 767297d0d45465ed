import { untrack } from 'svelte';
import type { Toast, Tone } from '../ui/index.ts';
import type { Announcer } from './announcer.svelte.ts';

export interface Toasts {
  readonly list: readonly Toast[];
  /** Shows a short text in the corner and has it read out. Errors stay until dismissed. */
  show(text: string, tone?: Tone): void;
  dismiss(id: number): void;
  clear(): void;
}

const SHOWN_FOR = 8000;

export const createToasts = (announcer: Announcer): Toasts => {
  let list = $state.raw<readonly Toast[]>([]);
  let lastId = 0;
  const dismiss = (id: number): void => {
    list = list.filter((toast) => toast.id !== id);
  };
  return {
    get list() {
      return list;
    },
    show: (text, tone = 'success') => {
      const id = ++lastId;
      // Called from effects, which must not come to depend on the list.
      list = [...untrack(() => list), { id, tone, text }];
      announcer.announce(text, tone === 'danger' ? 'assertive' : 'polite');
      if (tone !== 'danger') setTimeout(() => dismiss(id), SHOWN_FOR);
    },
    dismiss,
    clear: () => {
      list = [];
    },
  };
};
