/** Text as a CSS string, CSS Values 4, 4.2. */
const quoted = (text: string): string =>
  `"${text.replace(/["\\\n]/g, (found) => `\\${found.codePointAt(0)?.toString(16)} `)}"`;

/**
 * Marks each printed page in its margin: what it is, when it was made, its number. A constructed style sheet, for
 * the content security policy allows no inline one. Returns what takes the marks away.
 */
export function pageMarks(mark: string, time: string, page: string): () => void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@page {
    @top-left { content: ${quoted(mark)}; }
    @top-right { content: ${quoted(time)}; }
    @bottom-right { content: ${quoted(`${page} `)} counter(page) " / " counter(pages); }
  }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  };
}
