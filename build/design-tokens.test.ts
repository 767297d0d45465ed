import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from './repository.ts';

type Color = readonly [red: number, green: number, blue: number];
type Theme = 'light' | 'dark';

const style = readFileSync(join(repository, 'src-renderer/styles/tokens.css'), 'utf8');

const parseHsl = (text: string): Color => {
  const match = /^hsl\((\d+), (\d+)%, (\d+)%\)$/.exec(text);
  if (match === null) throw new Error(`Not a colour: ${text}`);
  const [hue, saturation, lightness] = [Number(match[1]), Number(match[2]) / 100, Number(match[3]) / 100];
  const spread = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number): number => {
    const at = (offset + hue / 30) % 12;
    return lightness - spread * Math.max(-1, Math.min(at - 3, 9 - at, 1));
  };
  return [channel(0), channel(8), channel(4)];
};

const colorOf = (name: string, theme: Theme): Color => {
  const value = new RegExp(`--color-${name}: ([^;]+);`).exec(style)?.[1];
  if (value === undefined) throw new Error(`No token ${name}`);
  const both = /^light-dark\((hsl\([^)]*\)), (hsl\([^)]*\))\)$/.exec(value);
  return parseHsl((theme === 'light' ? both?.[1] : both?.[2]) ?? value);
};

/** Relative luminance and contrast of WCAG 2.2. */
const luminance = (color: Color): number => {
  const [red, green, blue] = color.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  ) as unknown as Color;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const ratio = (front: Color, back: Color): number => {
  const [lighter, darker] = [luminance(front), luminance(back)].sort((left, right) => right - left) as [
    number,
    number,
  ];
  return (lighter + 0.05) / (darker + 0.05);
};
const contrast = (front: string, back: string, theme: Theme): number =>
  ratio(colorOf(front, theme), colorOf(back, theme));

const surfaces = ['page', 'surface', 'surface-raised', 'surface-sunken', 'surface-hover', 'surface-selected'];
const tones = ['neutral', 'info', 'success', 'warning', 'danger'];
const textPairs = [
  ...surfaces.flatMap((surface) =>
    ['text', 'text-muted', 'heading', 'action', 'danger', 'warning'].map(
      (front) => [front, surface] as const,
    ),
  ),
  ...tones.flatMap((tone) =>
    [tone, 'text', 'text-muted', 'action'].map((front) => [front, `${tone}-soft`] as const),
  ),
  ['on-action', 'action'],
  ['on-action', 'action-hover'],
  ['on-action', 'danger-solid'],
  ...(['pane-1', 'pane-2'] as const).flatMap((pane) => [
    ['on-pane', pane] as const,
    ...['text', 'text-muted', 'heading', 'action', 'danger'].map((front) => [front, `${pane}-soft`] as const),
  ]),
  ['on-brand', 'brand'],
  ['on-brand-muted', 'brand'],
] as const;
const controlPairs = [
  ...surfaces.flatMap((surface) =>
    ['border-strong', 'focus', 'danger-solid'].map((front) => [front, surface] as const),
  ),
  ...tones.map((tone) => ['focus', `${tone}-soft`] as const),
  ...[1, 2, 3, 4, 5].map((kind) => [`chart-${kind}`, 'surface'] as const),
] as const;

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  it.each(textPairs)('text %s on %s has a contrast of 4.5', (front, back) =>
    expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(4.5),
  );
  it.each(controlPairs)('border or ring %s on %s has a contrast of 3', (front, back) =>
    expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(3),
  );
});

describe('the measure itself', () => {
  it('agrees with the known contrasts of black, grey and white', () => {
    expect(ratio(parseHsl('hsl(0, 0%, 0%)'), parseHsl('hsl(0, 0%, 100%)'))).toBe(21);
    // #767676 is the lightest grey that passes on white.
    expect(ratio([118 / 255, 118 / 255, 118 / 255], [1, 1, 1])).toBeCloseTo(4.54, 2);
  });
});
