/** Height of a table's row in pixels, by the density of the screen. */
export const rowHeight = (): number => {
  const size = getComputedStyle(document.documentElement);
  const rem = parseFloat(size.fontSize) || 16;
  return Math.round((parseFloat(size.getPropertyValue('--row-height')) || 2) * rem);
};

/** Tells of another density of the screen. Returns the end of it. */
export const watchDensity = (onChange: () => void): (() => void) => {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-density'] });
  return () => observer.disconnect();
};
