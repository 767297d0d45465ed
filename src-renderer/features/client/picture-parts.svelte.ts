/**
 * The parts of a picture, each of which says something: one tab stop for all of them, moved by arrows, Home and End;
 * under the pointer a part is told too.
 */
export interface PictureParts {
  /** Text of the part that was pointed at or got the focus last, else of the one with the tab stop; '' without parts. */
  readonly told: string;
  /** What the element of a part needs; `index` is its place. */
  part(index: number): {
    readonly role: 'listitem';
    readonly 'aria-label': string;
    readonly 'data-part': true;
    readonly tabindex: 0 | -1;
    readonly onfocus: () => void;
    readonly onpointermove: () => void;
    readonly onpointerleave: () => void;
  };
  onkeydown(event: KeyboardEvent): void;
}

/**
 * @param texts what each part says, in their order on the picture; the last one has the tab stop at first
 */
export const createPictureParts = (texts: () => readonly string[]): PictureParts => {
  let chosen = $state<number | null>(null);
  let pointed = $state<number | null>(null);
  const last = (): number => texts().length - 1;
  const at = (): number => Math.min(chosen ?? last(), last());
  return {
    get told() {
      return texts()[pointed ?? at()] ?? '';
    },
    part: (index) => ({
      role: 'listitem',
      'aria-label': texts()[index] ?? '',
      'data-part': true,
      tabindex: index === at() ? 0 : -1,
      onfocus: () => {
        chosen = index;
        // The pointer may rest on another part while keys move the focus.
        pointed = null;
      },
      // Not when it enters: a part also comes under a pointer that rests, as the focus scrolls the page.
      onpointermove: () => void (pointed = index),
      onpointerleave: () => void (pointed = null),
    }),
    onkeydown: (event) => {
      const targets: Record<string, number> = {
        ArrowRight: Math.min(at() + 1, last()),
        ArrowDown: Math.min(at() + 1, last()),
        ArrowLeft: Math.max(at() - 1, 0),
        ArrowUp: Math.max(at() - 1, 0),
        Home: 0,
        End: last(),
      };
      const target = targets[event.key];
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (target === undefined || !(event.currentTarget instanceof Element)) return;
      event.preventDefault();
      event.currentTarget.querySelectorAll<SVGElement>('[data-part]')[target]?.focus();
    },
  };
};
