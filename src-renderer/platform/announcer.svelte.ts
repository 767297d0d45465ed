import { untrack } from 'svelte';

export interface Announcer {
  /** Texts of the two live regions. */
  readonly polite: string;
  readonly assertive: string;
  /** Has a screen reader say a text; `assertive` interrupts, for what cannot wait. */
  announce(text: string, urgency?: 'polite' | 'assertive'): void;
  /** What was said may name a client. */
  clear(): void;
}

const INVISIBLE = '\u200B';

/** Text for a region that holds `before`: a text that is said twice must differ, or nothing is said. */
const distinct = (text: string, before: string): string => (text === before ? text + INVISIBLE : text);

/** One polite and one assertive live region for the whole window: more of them would speak over each other. */
export const createAnnouncer = (): Announcer => {
  let polite = $state('');
  let assertive = $state('');
  return {
    get polite() {
      return polite;
    },
    get assertive() {
      return assertive;
    },
    clear: () => {
      polite = '';
      assertive = '';
    },
    announce: (text, urgency = 'polite') => {
      // Called from effects, which must not come to depend on what was said before.
      untrack(() => {
        if (urgency === 'polite') polite = distinct(text, polite);
        else assertive = distinct(text, assertive);
      });
    },
  };
};
