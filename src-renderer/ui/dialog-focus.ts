const candidates =
  'button, a[href], input, select, textarea, summary, [tabindex], [contenteditable=true], iframe, audio[controls], video[controls]';

/** Of a group of radio buttons Tab reaches one: the chosen one, or any while none is chosen. */
const isOtherRadio = (element: HTMLElement): boolean =>
  element instanceof HTMLInputElement &&
  element.type === 'radio' &&
  !element.checked &&
  element
    .closest('[role=dialog]')
    ?.querySelector(`input[type=radio][name="${CSS.escape(element.name)}"]:checked`) != null;

/** What Tab reaches below the element, in the order of the page. */
const reachable = (root: HTMLElement): readonly HTMLElement[] =>
  [...root.querySelectorAll<HTMLElement>(candidates)].filter(
    (element) =>
      element.tabIndex >= 0 &&
      !element.matches(':disabled, [inert] *') &&
      element.checkVisibility?.() !== false &&
      !isOtherRadio(element),
  );

/** Moves the focus to the first control; to the element itself where it has none. */
export const focusFirst = (root: HTMLElement): void => (reachable(root)[0] ?? root).focus();

/** Lets Tab go round inside the element: from the last control to the first, and back. */
export const keepTabInside = (event: KeyboardEvent, root: HTMLElement): void => {
  if (event.key !== 'Tab' || event.altKey || event.ctrlKey || event.metaKey) return;
  const all = reachable(root);
  const [first, last] = event.shiftKey ? [all.at(-1), all[0]] : [all[0], all.at(-1)];
  const active = document.activeElement;
  const isInside = active !== root && root.contains(active);
  if (isInside && active !== last) return;
  event.preventDefault();
  (first ?? root).focus();
};
