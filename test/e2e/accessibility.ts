import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './shell.ts';

const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** What depends on the colours; all else is the same in both themes. */
const ofColours = ['color-contrast', 'link-in-text-block'];

async function faults(page: Page, rules: 'all' | 'colours'): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await (rules === 'all' ? axe.withTags(levels) : axe.withRules(ofColours)).analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

export const themes = ['light', 'dark'] as const;

/** What the window shows has no fault that axe finds; in the first theme by all rules, in others by those of colours. */
export async function expectAccessible(
  page: Page,
  view: string,
  inThemes: readonly (typeof themes)[number][] = themes,
): Promise<void> {
  for (const [index, colorScheme] of inThemes.entries()) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await faults(page, index === 0 ? 'all' : 'colours'), `${view}, ${colorScheme}`).toEqual([]);
  }
}
