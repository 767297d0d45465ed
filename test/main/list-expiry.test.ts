import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchStandIn, type LaunchedStandIn } from '../../build/electron-stand-in/launch-stand-in.ts';
import { m } from '../../shared/messages/generated/messages.js';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { killWithDescendants } from '../process-tree.ts';
import { programCalls } from './program-calls.ts';

// The built program with its window and the real key store, where the administrators let lists wait for their expiry.
const appDir = join(import.meta.dirname, '../..');
const fi = { locale: 'fi' } as const;
const STEP = { timeout: 30_000 };
const DAY = 24 * 3600 * 1000;

let service: TrainingService;
let userData: string;
let app: LaunchedStandIn | undefined;

beforeAll(async () => {
  userData = mkdtempSync(join(tmpdir(), 'kelmu-list-expiry-'));
  service = await startTrainingService({ dataFolder: null, personCount: 2_000 });
});
afterAll(async () => {
  if (app !== undefined) killWithDescendants(app.pid);
  await service.close();
  rmSync(userData, { recursive: true, force: true, maxRetries: 5 });
});

const start = (): Promise<LaunchedStandIn> => {
  const policyFile = join(userData, 'policy.json');
  const policy = { trainingMode: true, cachePersonalLists: true, wipePersonalListsAt: 'expiry' };
  writeFileSync(policyFile, JSON.stringify(policy));
  const env = {
    ...process.env,
    KELMU_USER_DATA: userData,
    KELMU_HEADLESS: '1',
    KELMU_TRAINING_SERVICE_URL: service.url,
    KELMU_POLICY_FILE: policyFile,
    LANG: 'fi_FI.UTF-8',
  };
  return launchStandIn({ appDir, env });
};

it('a kept list stands in for the service for a day; then nothing opens it, and a kill leaves none of its bytes', async () => {
  app = await start();
  const page = await app.firstWindow();
  const { value, signIn } = programCalls(() => page);
  await signIn('u-esimerkki');
  await value('session.choose-role', { organisationId: 'org-pirkanmaa', purpose: 'TOIMEENTULO' });
  const openList = page.getByRole('main').getByRole('button', { name: m.lists_open({}, fi) });
  const toLists = async (): Promise<void> => {
    await page.getByRole('button', { name: m.app_home({}, fi) }).click(STEP);
    await openList.click(STEP);
    await page.getByRole('heading', { name: m.lists_title({}, fi), level: 1 }).waitFor(STEP);
  };
  await toLists();
  await openList.click(STEP);
  await page.getByTestId('list-sums').waitFor(STEP);
  const names = page.getByRole('rowheader');
  const name = (await names.first().textContent()) ?? '-';
  const kept = async (): Promise<number> => (await value('lists.kept', undefined)).lists.length;
  await expect.poll(kept, STEP).toBe(1);

  service.setFault({ path: '^/lists/L1/', kind: 'status', status: 503 });
  await value('session.choose-role', { organisationId: 'org-pirkanmaa', purpose: 'VAMMAIS_VANHUS' });
  await value('session.choose-role', { organisationId: 'org-pirkanmaa', purpose: 'TOIMEENTULO' });
  await toLists();
  await openList.click(STEP);
  await page.getByText(m.lists_from_cache_text({}, fi)).waitFor(STEP);
  expect(await names.first().textContent()).toBe(name);

  await app.main((_, day) => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + day;
  }, DAY);
  await value('session.choose-role', { organisationId: 'org-pirkanmaa', purpose: 'VAMMAIS_VANHUS' });
  await value('session.choose-role', { organisationId: 'org-pirkanmaa', purpose: 'TOIMEENTULO' });
  await toLists();
  expect(await kept()).toBe(0);
  await openList.click(STEP);
  await page.getByText(m.error_service_closed({}, fi)).first().waitFor(STEP);
  expect(await page.getByRole('grid').count()).toBe(0);
  expect(await page.locator('body').textContent()).not.toContain(name);

  killWithDescendants(app.pid);
  const folder = join(userData, 'lists');
  const files = (): string[] => (existsSync(folder) ? readdirSync(folder) : []);
  expect(files()).not.toEqual([]);
  // For the next start it is that day by the files' own times: its clock is that of this machine.
  const yesterday = new Date(Date.now() - DAY);
  for (const file of files()) utimesSync(join(folder, file), yesterday, yesterday);
  app = await start();
  await app.firstWindow();
  await expect.poll(files, STEP).toEqual([]);
}, 120_000);
