/** False inside a view that is kept but not shown. */
const isShown = (element: HTMLElement): boolean => element.closest('[hidden]') === null;

const userGoesOn = ['keydown', 'pointerdown'] as const;

/**
 * Uses an element as soon as `find` gives it: at once, or when a view whose code is still on its way has drawn it.
 * Given up when the user goes on by a key or the pointer. Returns the giving up.
 */
export const whenDrawn = (
  find: () => HTMLElement | undefined,
  use: (element: HTMLElement) => void,
): (() => void) => {
  const now = find();
  if (now !== undefined) {
    use(now);
    return () => undefined;
  }
  const look = (): void => {
    const found = find();
    if (found === undefined) return;
    end();
    use(found);
  };
  const observer = new MutationObserver(look);
  const end = (): void => {
    observer.disconnect();
    for (const event of userGoesOn) window.removeEventListener(event, end, true);
  };
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['hidden'] });
  for (const event of userGoesOn) window.addEventListener(event, end, true);
  return end;
};

/**
 * Moves the focus to the heading of the view that is shown, where a screen reader then reads on; also when the view
 * comes a moment later. Returns the giving up.
 */
export const focusViewHeading = (root: ParentNode = document): (() => void) =>
  whenDrawn(
    () => [...root.querySelectorAll<HTMLElement>('[data-view-heading]')].find(isShown),
    (heading) => heading.focus({ preventScroll: root !== document }),
  );

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

/**
 * Brings the row of a table into sight, opens it, and moves the focus to it, as soon as the row is drawn. Returns the
 * giving up.
 */
export const openTableRow = (key: string, root: ParentNode = document): (() => void) =>
  whenDrawn(
    () =>
      root.querySelector<HTMLElement>(`[data-row-key="${CSS.escape(key)}"] [data-row-control]`) ?? undefined,
    (control) => {
      if (control.getAttribute('aria-expanded') === 'false') control.click();
      control.closest('[data-row-key]')?.scrollIntoView({ block: 'center' });
      control.focus({ preventScroll: true });
    },
  );

/** Does something when the next frame is on the screen; soon in a window that is not shown. Returns the giving up. */
export const afterPaint = (work: () => void): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  // A task of its own after the frame's callbacks comes when the frame is drawn.
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    timer = setTimeout(work);
  });
  // Frames stop while the window is hidden.
  timer = setTimeout(() => {
    cancelAnimationFrame(frame);
    work();
  }, 100);
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
};
