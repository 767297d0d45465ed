/** The notices' work queue of Pirkanmaa, for end-to-end tests of it. */
import type { Locator, Page } from '@playwright/test';
import { m } from '../../shared/messages/generated/messages.js';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { createServiceClient, type ServiceClient } from '../service/service-client.ts';
import { largeQueue } from './notice-volume.ts';
import { expect, test as base } from './product.ts';

const fi = { locale: 'fi' } as const;
const STEP = { timeout: 30_000 };

/** A colleague at another workstation, as far as the service knows. */
export const colleague = async (service: TrainingService, userId: string, organisationId: string) => {
  const client = createServiceClient(service.url);
  await client.signIn(userId);
  await client.chooseRole(organisationId, 'TOIMEENTULO');
  return client;
};

export const test = base.extend<{ eino: ServiceClient }>({
  service: async ({}, use) => {
    const service = await startTrainingService({ dataFolder: null, ...largeQueue });
    await use(service);
    await service.close();
  },
  eino: async ({ service }, use) => use(await colleague(service, 'u-ei-valtuutta', 'org-pirkanmaa')),
});

export const rowOf = (page: Page, id: string): Locator =>
  page.locator('tr', { has: page.locator(`#notice-${id}`) });
export const heading = (page: Page): Locator => page.locator('#notice-heading');
export const title = (page: Page): Locator =>
  page.getByRole('heading', { level: 1, name: m.notices_title({}, fi) });

export const toQueue = async (page: Page): Promise<void> => {
  await page.keyboard.press('Alt+n');
  await expect(title(page)).toBeVisible(STEP);
  // Not the second one by number: the queue stands where it was left.
  await expect(page.locator('tbody tr[aria-rowindex]').first()).toBeVisible(STEP);
};
