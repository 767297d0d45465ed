/** One tab stop for the parts of a picture; arrows, Home and End move between them. */
export interface Roving {
  /** Place of the part that has the tab stop. */
  readonly at: number;
  /** What a part needs; `index` is its place. */
  part(index: number): {
    readonly tabindex: 0 | -1;
    readonly onfocus: () => void;
  };
  onkeydown(event: KeyboardEvent): void;
}

export const createRoving = (count: () => number, first: () => number): Roving => {
  let chosen = $state<number | null>(null);
  const last = (): number => count() - 1;
  const at = (): number => Math.min(chosen ?? first(), last());
  return {
    get at() {
      return at();
    },
    part: (index) => ({ tabindex: index === at() ? 0 : -1, onfocus: () => void (chosen = index) }),
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
      if (target === undefined || !(event.currentTarget instanceof Element)) return;
      event.preventDefault();
      event.currentTarget.querySelectorAll<SVGElement>('[data-part]')[target]?.focus();
    },
  };
};
