import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildAll } from '../../build/build.ts';
import { missingPackages } from '../../build/system-packages.ts';
import { m } from '../../shared/messages/generated/messages.js';
import { namedClients } from '../../src-main/training-service/worked-examples.ts';
import {
  advanceClaimOfToday,
  backToClient,
  fillAdvanceClaim,
  lookUp,
  readSections,
  sendClaim,
  type Walk,
} from '../e2e/walk.ts';
import { inTemporaryFolder, type Guard, type GuardReading } from './measure.ts';
import { withSignedInProgram } from './signed-in-program.ts';
import type { SyncCalls } from './sync-calls.ts';

/** A claim from the look-up to its receipt, and the lock: drafts, settings, audit and caches are all written to. */
async function work(walk: Walk): Promise<void> {
  const { page } = walk;
  await lookUp(walk, namedClients[0]?.personalIdentityCode ?? '');
  await readSections(walk);
  await fillAdvanceClaim(walk, advanceClaimOfToday());
  await sendClaim(walk);
  await backToClient(walk);
  await page
    .getByRole('banner')
    .getByRole('button', { name: m.common_settings({}, walk) })
    .click();
  await page.getByRole('checkbox', { name: m.settings_single_keys({}, walk) }).uncheck();
  await page.keyboard.press('Control+l');
  await page.getByRole('button', { name: m.sign_in_locked_sign_out({}, walk) }).click();
}

export const guard: Guard = {
  title:
    'the main process from its start to a receipt and the lock: files, other programs and SQL on its thread',
  run: async (): Promise<readonly GuardReading[] | string> => {
    const missing = missingPackages(['browser']);
    if (missing.length > 0) return `needs ${missing.join(' and ')}`;
    await buildAll();
    return inTemporaryFolder(async (folder) => {
      const file = join(folder, 'sync-calls.json');
      const hook = pathToFileURL(join(import.meta.dirname, 'sync-calls.ts')).href;
      await withSignedInProgram(work, {
        NODE_OPTIONS: `--import=${hook}`,
        KELMU_BENCH_SYNC_CALLS: file,
      });
      // Electron's own binary takes no modules beforehand.
      if (!existsSync(file)) return 'needs the stand-in, whose main process can be watched from its start';
      const { count, longest, isSqlLoaded } = JSON.parse(readFileSync(file, 'utf8')) as SyncCalls;
      for (const { name, took, at } of longest) console.log(`${name} ${took.toFixed(1)} ms ${at}`);
      if (count === 0) return 'no synchronous call was seen: the watch does not work';
      return [
        { name: 'synchronous-call', value: longest[0]?.took ?? 0, goal: 8, unit: 'ms' },
        { name: 'sql-in-main-process', value: Number(isSqlLoaded), goal: 0, unit: 'libraries' },
      ];
    });
  },
};
