/** Builds the two pages and opens each in a Chromium of its own. */
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { compileMessages } from '../../../build/messages.ts';
import { findChromium } from '../../../build/electron-stand-in/chromium.ts';
import { inTemporaryFolder } from '../measure.ts';
import type { ListPage } from './rows.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

async function buildPages(outDir: string): Promise<void> {
  const { build } = await import('vite');
  const { svelte } = await import('@sveltejs/vite-plugin-svelte');
  compileMessages();
  await build({
    configFile: false,
    logLevel: 'error',
    root: import.meta.dirname,
    plugins: [svelte({ configFile: false })],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'chrome140',
      rolldownOptions: { input: ['ours.html', 'peer.html'].map((file) => join(import.meta.dirname, file)) },
    },
  });
}

async function openPage(address: string, opened: Browser[]): Promise<Page> {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--enable-precise-memory-info',
      // Both sides draw as fast as they can: a display's 60 frames a second would round both up to 16.7 ms.
      '--disable-frame-rate-limit',
      '--disable-gpu-vsync',
    ],
  });
  opened.push(browser);
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await page.goto(address);
  await page.waitForFunction(() => 'bench' in globalThis, undefined, { timeout: 120_000 });
  return page;
}

/** A call of a page's benchmark. */
export const on =
  <Outcome>(work: (page: ListPage) => Outcome | Promise<Outcome>) =>
  (page: Page): Promise<Outcome> =>
    page.evaluate(`(${work.toString()})(globalThis.bench)`);

/** Megabytes of the page's JavaScript after a collection, typed arrays included. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage');
  const usage: { usedSize: number; backingStorageSize?: number } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return (usage.usedSize + (usage.backingStorageSize ?? 0)) / 2 ** 20;
}

export const withPages = <Outcome>(work: (ours: Page, peer: Page) => Promise<Outcome>): Promise<Outcome> =>
  inTemporaryFolder(async (folder) => {
    await buildPages(folder);
    const server = createServer((request, response) => {
      const path = (request.url ?? '/').split('?')[0] ?? '/';
      const type = TYPES[extname(path)];
      if (type === undefined || path.includes('..')) return response.writeHead(404).end();
      return response.writeHead(200, { 'Content-Type': type }).end(readFileSync(join(folder, path)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const opened: Browser[] = [];
    try {
      const ours = await openPage(`http://127.0.0.1:${port}/ours.html`, opened);
      const peer = await openPage(`http://127.0.0.1:${port}/peer.html`, opened);
      return await work(ours, peer);
    } finally {
      for (const browser of opened) await browser.close();
      server.close();
    }
  });
