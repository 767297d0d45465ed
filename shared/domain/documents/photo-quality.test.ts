import { describe, expect, it } from 'vitest';
import { photoWarnings, type PhotoSample } from './photo-quality.ts';

const WIDTH = 420;
const HEIGHT = 594;

/** Something like printed lines: strokes of two pixels, in words, on the upper part of a page. */
const page = (x: number, y: number): number => {
  const inText = x > 40 && x < 380 && y > 50 && y < 420 && y % 22 < 9 && x % 60 < 50;
  return inText && (x * 7 + Math.floor(y / 22) * 3) % 11 < 4 ? 40 : 200;
};

interface Conditions {
  readonly blur?: number;
  readonly noise?: number;
  readonly light?: number;
}

const blurred = (values: Float32Array, radius: number): Float32Array => {
  let current = values;
  // Three boxes after each other are close to the blur of a lens.
  for (const step of [1, WIDTH, 1, WIDTH, 1, WIDTH]) {
    const next = new Float32Array(current.length);
    for (let at = 0; at < current.length; at += 1) {
      let sum = 0;
      for (let off = -radius; off <= radius; off += 1)
        sum += current[Math.min(current.length - 1, Math.max(0, at + off * step))]!;
      next[at] = sum / (2 * radius + 1);
    }
    current = next;
  }
  return current;
};

const photo = (draw: (x: number, y: number) => number, conditions: Conditions = {}): PhotoSample => {
  const { blur = 0, noise = 0, light = 1 } = conditions;
  const drawn = Float32Array.from(
    { length: WIDTH * HEIGHT },
    (_, at) => light * draw(at % WIDTH, Math.floor(at / WIDTH)),
  );
  const seen = blur === 0 ? drawn : blurred(drawn, blur);
  let seed = 1;
  const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647 - 0.5;
  const pixels = new Uint8ClampedArray(4 * seen.length);
  seen.forEach((value, at) => pixels.fill(value + noise * random(), 4 * at, 4 * at + 3));
  return { width: WIDTH, height: HEIGHT, pixels };
};

const warnings = (sample: PhotoSample) => photoWarnings(2100, 2970, sample);

describe('a photo', () => {
  it('that can be read is not warned of', () => {
    expect(warnings(photo(page))).toEqual([]);
    expect(warnings(photo(page, { noise: 4 }))).toEqual([]);
    expect(warnings(photo(page, { light: 0.6 }))).toEqual([]);
  });

  it('that is small or dark is warned of', () => {
    expect(photoWarnings(2100, 599, photo(page))).toEqual(['too-small']);
    expect(photoWarnings(600, 2100, photo(page))).toEqual([]);
    expect(warnings(photo(page, { light: 0.3 }))).toEqual(['too-dark']);
  });

  it.each([0, 4])('that is blurred is warned of, with noise of %i levels too', (noise) => {
    expect(warnings(photo(page, { blur: 2, noise }))).toEqual(['blurred']);
    expect(warnings(photo(page, { blur: 5, noise }))).toEqual(['blurred']);
  });

  it('of an empty page has nothing to be sharp', () => {
    expect(warnings(photo(() => 200))).toEqual([]);
    expect(warnings(photo(() => 200, { noise: 4 }))).toEqual([]);
  });

  it('without pixels is judged by its size alone', () => {
    const nothing = { width: 0, height: 0, pixels: new Uint8ClampedArray() };
    expect(photoWarnings(100, 100, nothing)).toEqual(['too-small']);
  });
});
