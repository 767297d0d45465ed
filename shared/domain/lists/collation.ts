import type { Steps } from './steps.ts';

/** Characters whose order is decided one by one; a text with any other is left to the collator alone. */
const SIMPLE = " -'.,/()0123456789abcdefghijklmnopqrstuvwxyzåäö";
/** Characters of the prefix that is compared as one number: eight of six bits are exact in a double. */
const PREFIX_LENGTH = 8;
const RADIX = 64;
const ELEMENTS_A_STEP = 8192;

/** Weight of each character below 256 in the collator's order; 0 for those that are not simple. */
const weightsOf = (collator: Intl.Collator): Uint8Array => {
  const { locale } = collator.resolvedOptions();
  const base = new Intl.Collator(locale, { sensitivity: 'base' });
  const characters = [...SIMPLE].sort(base.compare);
  const weights = new Uint8Array(256);
  let weight = 0;
  for (const [at, character] of characters.entries()) {
    if (at === 0 || base.compare(characters[at - 1] ?? '', character) !== 0) weight += 1;
    weights[character.charCodeAt(0)] = weight;
    weights[character.toUpperCase().charCodeAt(0)] = weight;
  }
  return weights;
};

/** The first characters as one number that sorts like them; -1 for a text that is not simple. */
const prefixOf = (text: string, weights: Uint8Array): number => {
  let prefix = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const weight = code < 256 ? (weights[code] ?? 0) : 0;
    if (weight === 0) return -1;
    if (at < PREFIX_LENGTH) prefix = prefix * RADIX + weight;
  }
  for (let at = text.length; at < PREFIX_LENGTH; at += 1) prefix *= RADIX;
  return prefix;
};

const compareTails = (left: string, right: string, weights: Uint8Array): number => {
  const shorter = Math.min(left.length, right.length);
  for (let at = PREFIX_LENGTH; at < shorter; at += 1) {
    const difference = (weights[left.charCodeAt(at)] ?? 0) - (weights[right.charCodeAt(at)] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
};

type Compare = (left: number, right: number) => number;

const merge = (
  from: Uint32Array,
  to: Uint32Array,
  start: number,
  middle: number,
  end: number,
  compare: Compare,
): void => {
  let left = start;
  let right = middle;
  for (let at = start; at < end; at += 1) {
    const takesLeft = left < middle && (right >= end || compare(from[left] ?? 0, from[right] ?? 0) <= 0);
    to[at] = (takesLeft ? from[left++] : from[right++]) ?? 0;
  }
};

/** A stable merge sort that can pause: the built-in sort of many texts would hold the screen up. */
function* sortInSteps(items: Uint32Array, compare: Compare): Steps<Uint32Array> {
  let from: Uint32Array = items;
  let to: Uint32Array = new Uint32Array(items.length);
  let done = 0;
  for (let width = 1; width < items.length; width *= 2) {
    for (let start = 0; start < items.length; start += 2 * width) {
      const middle = Math.min(start + width, items.length);
      const end = Math.min(start + 2 * width, items.length);
      merge(from, to, start, middle, end, compare);
      done += end - start;
      if (done >= ELEMENTS_A_STEP) {
        done = 0;
        yield undefined;
      }
    }
    [from, to] = [to, from];
  }
  return from;
}

function* sortedTexts(texts: readonly string[], collator: Intl.Collator): Steps<Uint32Array> {
  const weights = weightsOf(collator);
  const prefixes = new Float64Array(texts.length);
  const simple: number[] = [];
  const others: number[] = [];
  for (let at = 0; at < texts.length; at += 1) {
    const prefix = prefixOf(texts[at] ?? '', weights);
    prefixes[at] = prefix;
    (prefix < 0 ? others : simple).push(at);
    if (at % ELEMENTS_A_STEP === ELEMENTS_A_STEP - 1) yield undefined;
  }
  const byCollator: Compare = (left, right) => collator.compare(texts[left] ?? '', texts[right] ?? '');
  const bySimple: Compare = (left, right) => {
    const difference = (prefixes[left] ?? 0) - (prefixes[right] ?? 0);
    if (difference !== 0) return difference;
    const one = texts[left] ?? '';
    const other = texts[right] ?? '';
    if (one === other) return 0;
    return compareTails(one, other, weights) || collator.compare(one, other);
  };
  const first = yield* sortInSteps(Uint32Array.from(simple), bySimple);
  if (others.length === 0) return first;
  const second = yield* sortInSteps(Uint32Array.from(others), byCollator);
  const both = new Uint32Array(texts.length);
  both.set(first);
  both.set(second, first.length);
  const merged = new Uint32Array(texts.length);
  merge(both, merged, 0, first.length, both.length, byCollator);
  return merged;
}

/**
 * Rank of each text in the collator's order, from 0; texts that the collator holds equal share one. The same
 * order as sorting with the collator, found several times faster for Finnish and Swedish names.
 */
export function* rankTexts(texts: readonly string[], collator: Intl.Collator): Steps<Uint32Array> {
  const order = yield* sortedTexts(texts, collator);
  const ranks = new Uint32Array(texts.length);
  let rank = 0;
  for (let at = 0; at < order.length; at += 1) {
    const text = texts[order[at] ?? 0] ?? '';
    const before = at === 0 ? text : (texts[order[at - 1] ?? 0] ?? '');
    if (before !== text && collator.compare(before, text) !== 0) rank += 1;
    ranks[order[at] ?? 0] = rank;
    if (at % ELEMENTS_A_STEP === ELEMENTS_A_STEP - 1) yield undefined;
  }
  return ranks;
}
