import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { buildAll } from '../../build/build.ts';
import { missingPackages } from '../../build/system-packages.ts';
import { createDraftStore } from '../../src-main/drafts/draft-store.ts';
import { namedClients } from '../../src-main/training-service/worked-examples.ts';
import { advanceClaimOfToday, fillAdvanceClaim, lookUp } from '../e2e/walk.ts';
import { inTemporaryFolder, timedNow, type Guard, type GuardReading } from './measure.ts';
import { withSignedInProgram } from './signed-in-program.ts';

const ROUNDS = 3;
const SAVES = 200;

/** Milliseconds from the key to the frame that shows another group of the wizard. */
const step = (page: Page, key: 'on' | 'back'): Promise<number> =>
  page.evaluate(async (way) => {
    const heading = (): string => document.querySelector('main h2[id*="-group-"]')?.id ?? '';
    const painted = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
    const before = heading();
    const started = performance.now();
    if (way === 'on')
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }));
    else
      document
        .querySelector<HTMLButtonElement>(`main form .actions:has(button[type='submit']) button`)
        ?.click();
    while (heading() === before) {
      if (performance.now() - started > 5_000) throw new Error(`the wizard stays at ${before}`);
      await painted();
    }
    await painted();
    return performance.now() - started;
  }, key);

/** Back from the answers to check to the first group, and on again, with all rules checked at each step. */
async function steps(page: Page, groups: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (const way of ['back', 'on'] as const)
    for (let at = 0; at < groups; at += 1) times.push(await step(page, way));
  return times;
}

const worstStep = (): Promise<number> =>
  withSignedInProgram(async (walk) => {
    await lookUp(walk, namedClients[0]?.personalIdentityCode ?? '');
    await fillAdvanceClaim(walk, advanceClaimOfToday());
    const groups = 6;
    await steps(walk.page, groups);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) times.push(...(await steps(walk.page, groups)));
    return Math.max(...times);
  });

/** A draft as long as a claim with all its rows and reasons, into the encrypted file, through to the disk. */
const worstSave = (): Promise<number> =>
  inTemporaryFolder(async (folder) => {
    // The key alone is kept in memory: a key store is asked once at the start, not when a draft is saved.
    let kept: string | null = null;
    const store = createDraftStore({
      getPassword: () => Promise.resolve(kept),
      setPassword: (_service, _account, password) => {
        kept = password;
        return Promise.resolve();
      },
    });
    await store.open({ file: join(folder, 'drafts.db'), keychainService: 'bench' });
    const times = Array.from({ length: SAVES }, (_, at) =>
      timedNow(() =>
        store.save({ draftId: 'draft', owner: 'owner', content: `${at} ${'x'.repeat(8_000)}`, savedAt: at }),
      ),
    );
    store.close();
    return Math.max(...times.slice(SAVES / 10));
  });

export const guard: Guard = {
  title:
    'the claim wizard: a step from key to frame in the running program, and a draft saved through to the disk',
  run: async (): Promise<readonly GuardReading[] | string> => {
    const missing = missingPackages(['browser']);
    if (missing.length > 0) return `needs ${missing.join(' and ')}`;
    await buildAll();
    return [
      { name: 'wizard-step', value: await worstStep(), goal: 100, unit: 'ms' },
      { name: 'draft-save', value: await worstSave(), goal: 30, unit: 'ms' },
    ];
  },
};
