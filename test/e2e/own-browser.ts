/** The browser of the user, beside the product: the pages that the product would open in it. */
import { chromium, type Browser, type Page } from '@playwright/test';
import { findChromium } from '../../build/electron-stand-in/chromium.ts';
import type { Shell } from './shell.ts';
import { expect } from './shell.ts';

declare global {
  var kelmuOpened: string[] | undefined;
}

export interface OwnBrowser {
  /** How many addresses were given to the browser. */
  opened(): Promise<readonly string[]>;
  /** Opens the page that the product has asked for as the n-th. */
  page(nth: number): Promise<Page>;
  close(): Promise<void>;
}

/** Takes down what the product gives to the operating system to open, in Electron and in the stand-in. */
export async function startOwnBrowser(shell: Shell): Promise<OwnBrowser> {
  await shell.main(({ shell: system }) => {
    const opened: string[] = [];
    globalThis.kelmuOpened = opened;
    system.openExternal = async (address: string) => void opened.push(address);
  }, undefined);
  const browser: Browser = await chromium.launch({
    executablePath: findChromium(),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const context = await browser.newContext();
  const opened = (): Promise<readonly string[]> => shell.main(() => globalThis.kelmuOpened ?? [], undefined);
  return {
    opened,
    page: async (nth) => {
      await expect.poll(async () => (await opened()).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(nth);
      const page = await context.newPage();
      await page.goto((await opened())[nth - 1] ?? '');
      return page;
    },
    close: () => browser.close(),
  };
}
