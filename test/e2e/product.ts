/** The product against a training service of the test's own, which the test can look behind and let fail. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { namedClients } from '../../src-main/training-service/worked-examples.ts';
import { expect, test as base } from './shell.ts';
import { chooseRole, signInWithPracticeCard, type Walk } from './walk.ts';

interface ProductOptions {
  /**
   * The day of the test by the service's clock; '' is the real one. The program follows the service, as on a
   * workstation whose clock is wrong.
   */
  day: string;
}
interface ProductFixtures {
  service: TrainingService;
  /** Where the program and its Chromium put temporary files. */
  temporaryFolder: string;
  walk: Walk;
  /** Signed in as the social worker of Pirkanmaa, on the start view. */
  signedIn: Walk;
}

/** Ten o'clock in Helsinki, or eleven in summer. */
export const morningOf = (day: string): Date => new Date(`${day}T08:00:00Z`);

export const test = base.extend<ProductOptions & ProductFixtures>({
  day: ['', { option: true }],
  service: async ({ day }, use) => {
    const began = performance.now();
    const now = (): Date => new Date(morningOf(day).getTime() + performance.now() - began);
    const service = await startTrainingService({ dataFolder: null, ...(day !== '' && { now }) });
    await use(service);
    await service.close();
  },
  temporaryFolder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'kelmu-e2e-temporary-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  launchEnv: async ({ service, temporaryFolder }, use) =>
    use({ KELMU_TRAINING_SERVICE_URL: service.url, LANG: 'fi_FI.UTF-8', TMPDIR: temporaryFolder }),
  walk: async ({ win }, use) => {
    await win.setViewportSize({ width: 1366, height: 768 });
    await use({ page: win, locale: 'fi' });
  },
  signedIn: async ({ walk }, use) => {
    await signInWithPracticeCard(walk);
    await chooseRole(walk);
    await use(walk);
  },
});

/** A client of the training data by last name. */
export function clientNamed(lastName: string): {
  readonly personalIdentityCode: string;
  readonly name: string;
} {
  const found = namedClients.find(({ name }) => name.startsWith(`${lastName} `));
  if (!found) throw new Error(`no client named ${lastName}`);
  return found;
}

export { expect };
