/** Blanks of every kind are one blank: sums are written with narrow ones. */
const plain = (text: string): string => text.replaceAll(/[\u00A0\u202F\u2009]/g, ' ');

/** A text as searches compare it. */
export const folded = (text: string): string => plain(text).toLowerCase();

/** Words of a query, all of which a row must have. */
export const termsOf = (query: string): readonly string[] =>
  folded(query)
    .split(/\s+/)
    .filter((term) => term !== '');

/** Places in a text that match a term: start and end, in order and without overlaps. */
export const matchRanges = (
  text: string,
  terms: readonly string[],
): readonly (readonly [number, number])[] => {
  const lower = folded(text);
  // Some letters grow in lower case; places would be wrong.
  if (lower.length !== text.length) return [];
  const found: [number, number][] = [];
  for (const term of terms)
    for (let at = lower.indexOf(term); at >= 0; at = lower.indexOf(term, at + term.length))
      found.push([at, at + term.length]);
  found.sort((left, right) => left[0] - right[0]);
  const ranges: [number, number][] = [];
  for (const [start, end] of found) {
    const last = ranges.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else ranges.push([start, end]);
  }
  return ranges;
};
