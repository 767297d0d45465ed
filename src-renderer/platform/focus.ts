/** False inside a view that is kept but not shown. */
const isShown = (element: HTMLElement): boolean => element.closest('[hidden]') === null;

/** Moves the focus to the heading of the view that is shown, where a screen reader then reads on. */
export const focusViewHeading = (root: ParentNode = document): void => {
  const headings = [...root.querySelectorAll<HTMLElement>('[data-view-heading]')];
  headings.find(isShown)?.focus({ preventScroll: root !== document });
};

/** Attachment that takes the focus when its element appears. */
export const takeFocus = (element: HTMLElement): void => element.focus();

const focusable =
  'button:not(:disabled), a[href], input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex]';

/**
 * Moves the focus to the next (1) or previous (-1) region. Regions are elements with `data-region`, in the
 * order of the page; those without anything to focus are passed over.
 */
export const focusRegion = (step: 1 | -1): void => {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => isShown(region) && (region.matches('[tabindex]') || region.querySelector(focusable) !== null),
  );
  if (regions.length === 0) return;
  const active = document.activeElement;
  const at = regions.findIndex((region) => region.contains(active));
  const next = at < 0 ? 0 : (at + step + regions.length) % regions.length;
  const region = regions[next];
  if (region?.matches('[tabindex]')) region.focus();
  else region?.querySelector<HTMLElement>(focusable)?.focus();
};

/** Brings the row of a table into sight, opens it, and moves the focus to it; does nothing without such a row. */
export const openTableRow = (key: string, root: ParentNode = document): void => {
  const row = root.querySelector<HTMLElement>(`[data-row-key="${CSS.escape(key)}"]`);
  const control = row?.querySelector<HTMLElement>('[data-row-control]');
  if (row === null || control === null || control === undefined) return;
  if (control.getAttribute('aria-expanded') === 'false') control.click();
  row.scrollIntoView({ block: 'center' });
  control.focus({ preventScroll: true });
};
