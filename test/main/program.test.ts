import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchStandIn, type LaunchedStandIn } from '../../build/electron-stand-in/launch-stand-in.ts';
import { programCalls } from './program-calls.ts';

// The built program as a user starts it: its own training service, card helper, cache and key store.
const appDir = join(import.meta.dirname, '../..');

let app: LaunchedStandIn;
let page: Page;
let userData: string;

beforeAll(async () => {
  userData = mkdtempSync(join(tmpdir(), 'kelmu-program-'));
  app = await start();
  page = await app.firstWindow();
  await page.waitForLoadState('domcontentloaded');
}, 120_000);
afterAll(async () => {
  await app.close();
  rmSync(userData, { recursive: true, force: true });
});

function start(): Promise<LaunchedStandIn> {
  const { KELMU_TRAINING_SERVICE_URL: _, ...inherited } = process.env;
  const env = {
    ...inherited,
    KELMU_USER_DATA: userData,
    KELMU_HEADLESS: '1',
    KELMU_ELECTRON_STAND_IN: 'force',
  };
  return launchStandIn({ appDir, args: [], env });
}

const { value, signIn } = programCalls(() => page);

it('trains by itself when it runs from its sources', async () => {
  expect(await value('application.info', undefined)).toMatchObject({
    trainingMode: true,
    runtime: 'stand-in',
  });
  await signIn('u-stadi');
  const state = await value('session.state', undefined);
  if (state.phase !== 'choosing-role') throw new Error(state.phase);
  const { organisationId, purposes } = state.organisations[0]!;
  await value('session.choose-role', { organisationId, purpose: purposes[0]! });
  expect((await value('lists.catalogue', undefined)).source).toBe('service');
});

it('keeps its cache encrypted with a key of the key store', async () => {
  const codes = async (): Promise<string[]> =>
    (await value('application.diagnostics', undefined)).diagnostics.map(({ code }) => code);
  await expect.poll(codes, { timeout: 20_000, interval: 500 }).toContain('cache-encrypted');
  expect(readFileSync(join(userData, 'cache.db'), 'latin1')).not.toContain('SQLite format');
});

it.each([
  ['suspend', 'suspended'],
  ['lock-screen', 'system-locked'],
  ['user-did-resign-active', 'system-locked'],
] as const)('is locked by %s of the workstation', async (event, reason) => {
  const before = await value('session.state', undefined);
  if (before.phase === 'locked') await signIn('u-stadi');
  await app.main(({ powerMonitor }, name) => void powerMonitor.emit(name), event);
  expect(await value('session.state', undefined)).toMatchObject({ phase: 'locked', reason });
});

it('has a title that never changes', async () => {
  await page.evaluate(() => (document.title = 'Esimerkki Aino'));
  const title = await app.main(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle(),
    undefined,
  );
  expect(title).toBe('Kelmu Desktop');
});

it('runs once: a second start ends by itself', async () => {
  const second = await start().then((other) =>
    other.firstWindow().then(
      () => 'a window',
      () => 'no window',
    ),
  );
  expect(second).toBe('no window');
  expect(await value('session.state', undefined)).toMatchObject({ phase: 'locked' });
});

it('leaves nothing but the log, the settings, the encrypted cache and encrypted drafts', async () => {
  await app.close();
  const files = readdirSync(userData, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const databases = ['cache', 'drafts-USER'].flatMap((name) =>
    ['.db', '.db-shm', '.db-wal'].map((ending) => name + ending),
  );
  // The last choice of organisation and purpose names no person.
  const known = new Set(['audit-DAY.jsonl', 'settings.json', 'last-choice.json', ...databases]);
  const unknown = files
    .map(({ name }) => name.replace(/\d{4}-\d{2}-\d{2}/, 'DAY').replace(/drafts-[0-9a-f]{32}/, 'drafts-USER'))
    .filter((name) => !known.has(name));
  expect(unknown).toEqual([]);
  for (const { name, parentPath } of files.filter((file) => file.name.endsWith('.db'))) {
    expect(readFileSync(join(parentPath, name)).toString('latin1')).not.toContain('SQLite format');
  }
});
