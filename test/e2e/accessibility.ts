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

type Theme = 'light' | 'dark';

const faultsIn = async (page: Page, theme: Theme, rules: 'all' | 'colours'): Promise<string[]> => {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  return faults(page, rules);
};

/** What the window shows has no fault that axe finds by all rules of WCAG 2.2 AA, in the theme. */
export async function expectAccessible(page: Page, view: string, theme: Theme): Promise<void> {
  expect(await faultsIn(page, theme, 'all'), `${view}, ${theme}`).toEqual([]);
}

/** The colours of the theme have no fault; for what has been looked at by all rules in the other theme. */
export async function expectColours(page: Page, view: string, theme: Theme): Promise<void> {
  expect(await faultsIn(page, theme, 'colours'), `${view}, ${theme}`).toEqual([]);
}
