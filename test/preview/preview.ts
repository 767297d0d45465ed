/**
 * Pictures of every view with a pretended main process, for looking at: `node test/preview/preview.ts [FOLDER]`.
 * Serves the built renderer under the product's content security policy and fails on a violation of it.
 */
import { createServer, type Server } from 'node:http';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';
import { compileMessages } from '../../build/messages.ts';
import { repository } from '../../build/repository.ts';
import { securityHeaders } from '../../src-main/electron/content-security.ts';
import { installFakeMain, type Scenario } from './fake-main.ts';
import { active, card, choosing, scenario, settings, withTriesLeft } from './scenarios.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

const buildRenderer = async (outDir: string): Promise<void> => {
  compileMessages();
  await build({
    configFile: false,
    logLevel: 'warn',
    root: join(repository, 'src-renderer'),
    base: './',
    plugins: [svelte({ configFile: false })],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'chrome140',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  });
};

const serve = (folder: string): Promise<{ server: Server; address: string }> =>
  new Promise((resolve) => {
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname;
      try {
        const content = readFileSync(join(folder, path === '/' ? 'index.html' : path));
        response.writeHead(200, {
          ...securityHeaders,
          'Content-Type': types[extname(path) || '.html'] ?? '',
        });
        response.end(content);
      } catch {
        response.writeHead(404).end();
      }
    });
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address();
      const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
      resolve({ server, address: `http://127.0.0.1:${port}/` });
    });
  });

interface Picture {
  readonly name: string;
  readonly scenario: Scenario;
  readonly act?: (page: Page) => Promise<void>;
}

const dark = settings({ theme: 'dark' });
const swedish = settings({ locale: 'sv', density: 'dense' });
const look = (code: string) => async (page: Page) => {
  await page.locator('main input').first().fill(code);
  await page.keyboard.press('Enter');
};
const failure = (code: string, rest: object = {}) => ({
  ok: false,
  error: { code, retriable: true, ...rest },
});

const header = {
  clientId: 'k-1',
  personalIdentityCode: '010190-900P',
  lastName: 'Malli',
  firstNames: 'Maija Anneli',
  calledName: 'Maija',
  birthDate: '1990-01-01',
  deathDate: null,
  language: 'fi',
  homeMunicipality: { code: '837', name: { fi: 'Tampere', sv: 'Tammerfors' } },
  stayMunicipality: null,
  address: { street: 'Esimerkkikatu 1', postalCode: '33100', city: 'Tampere' },
  nonDisclosure: false,
  guardian: null,
  household: [],
  asOf: '2026-03-02T07:00:00Z',
};
const found = { clientHandle: 'handle-1', header };

const pictures: readonly Picture[] = [
  {
    name: 'client',
    scenario: { ...scenario(active), 'client.look-up': found },
    act: async (page) => {
      await look('010190-900P')(page);
      await page.getByRole('heading', { level: 2 }).first().waitFor();
    },
  },
  {
    name: 'home-with-client',
    scenario: { ...scenario(active), 'client.look-up': found },
    act: async (page) => {
      await look('010190-900P')(page);
      await page.getByRole('heading', { level: 2 }).first().waitFor();
      await page.keyboard.press('Alt+Home');
    },
  },
  { name: 'sign-in-practice', scenario: scenario({ phase: 'signed-out' }) },
  { name: 'sign-in-practice-dark', scenario: scenario({ phase: 'signed-out' }, { settings: dark }) },
  {
    name: 'sign-in-no-card',
    scenario: scenario(
      { phase: 'signed-out', reason: 'expired' },
      { training: false, card: card({ code: 'no-card' }) },
    ),
  },
  {
    name: 'sign-in-wrong-pin',
    scenario: {
      ...scenario({ phase: 'signed-out' }, { training: false, card: withTriesLeft(1) }),
      'session.sign-in': failure('card-pin-wrong-last-try'),
    },
    act: async (page) => {
      await page.locator('input[type=password]').fill('1234');
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'locked',
    scenario: scenario(
      { phase: 'locked', reason: 'idle', userName: 'Testi Esimerkki', method: 'certificate-card' },
      { training: false },
    ),
  },
  { name: 'role', scenario: scenario(choosing) },
  {
    name: 'role-dark',
    scenario: scenario(choosing, { settings: dark }),
    act: (page) => page.locator('summary').first().click(),
  },
  { name: 'home', scenario: scenario(active) },
  { name: 'home-dark', scenario: scenario(active, { settings: dark }) },
  { name: 'home-dense-sv', scenario: scenario(active, { settings: swedish }) },
  {
    name: 'home-roomy-en',
    scenario: scenario(active, { settings: settings({ locale: 'en', density: 'roomy' }) }),
  },
  { name: 'home-bad-code', scenario: scenario(active), act: look('010190-9011') },
  {
    name: 'home-reason',
    scenario: { ...scenario(active), 'client.look-up': failure('reason-required') },
    act: look('010190-900P'),
  },
  {
    name: 'home-non-disclosure-dark',
    scenario: {
      ...scenario(active, { settings: dark }),
      'client.look-up': failure('non-disclosure-confirmation-required'),
    },
    act: look('010190-900P'),
  },
  { name: 'home-unreachable', scenario: scenario(active), act: look('010190-900P') },
  { name: 'look-up-dialog', scenario: scenario(active), act: (page) => page.keyboard.press('Control+K') },
  {
    name: 'palette-dark',
    scenario: scenario(active, { settings: dark }),
    act: (page) => page.keyboard.press('Control+Shift+P'),
  },
  { name: 'help', scenario: scenario(active), act: (page) => page.keyboard.press('F1') },
  {
    name: 'settings',
    scenario: scenario(active),
    act: (page) => page.getByRole('button', { name: 'Asetukset' }).first().click(),
  },
  {
    name: 'guides',
    scenario: scenario(active),
    act: (page) => page.getByRole('button', { name: 'Ohjeet' }).click(),
  },
  {
    name: 'diagnostics-dark',
    scenario: scenario(active, { settings: dark }),
    act: async (page) => {
      await page.getByRole('button', { name: 'Asetukset' }).first().click();
      await page.getByRole('button', { name: 'Avaa vianmääritys' }).click();
    },
  },
  {
    name: 'idle-warning',
    scenario: scenario({ ...active, idleWarning: 60 } as typeof active),
  },
];

const take = async (
  browser: Browser,
  address: string,
  picture: Picture,
  folder: string,
): Promise<string[]> => {
  const faults: string[] = [];
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, reducedMotion: 'reduce' });
  // Without an icon of its own the browser asks for one.
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${picture.name}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`${picture.name}: ${error.message}`));
  await page.addInitScript(installFakeMain, picture.scenario);
  await page.goto(address, { waitUntil: 'networkidle' });
  await picture.act?.(page);
  await page.waitForLoadState('networkidle');
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  for (const { id, nodes } of violations)
    faults.push(`${picture.name}: axe ${id}: ${nodes[0]?.html.slice(0, 160)}`);
  await page.screenshot({ path: join(folder, `${picture.name}.png`) });
  await page.close();
  return faults;
};

const folder = process.argv[2] ?? join(repository, 'test-results/preview');
const wanted = process.argv[3];
mkdirSync(folder, { recursive: true });
const built = await mkdtemp(join(tmpdir(), 'kelmu-preview-'));
await buildRenderer(built);
const { server, address } = await serve(built);
const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium' });
const faults: string[] = [];
for (const picture of pictures)
  if (wanted === undefined || picture.name.includes(wanted))
    faults.push(...(await take(browser, address, picture, folder)));
await browser.close();
server.close();
rmSync(built, { recursive: true });
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
