import { join } from 'node:path';
import { repository } from '../../build/repository.ts';
import {
  startTrainingService,
  type TrainingServiceOptions,
} from '../../src-main/training-service/start-training-service.ts';
import { launchShell } from '../e2e/shell.ts';
import { chooseRole, signInWithPracticeCard, type Walk } from '../e2e/walk.ts';
import { inTemporaryFolder } from './measure.ts';

/**
 * Starts the built program on a training service of its own, and signs in, up to the start view.
 * @param more environment of the program
 * @param start how the service is started, and who signs in
 */
export async function withSignedInProgram<Value>(
  work: (walk: Walk) => Promise<Value>,
  more: Readonly<Record<string, string>> = {},
  start: Partial<TrainingServiceOptions> & { readonly userName?: string } = {},
): Promise<Value> {
  const { userName, ...options } = start;
  const service = await startTrainingService({ dataFolder: null, ...options });
  try {
    return await inTemporaryFolder(async (folder) => {
      const env = {
        KELMU_HEADLESS: '1',
        KELMU_TRAINING_SERVICE_URL: service.url,
        LANG: 'fi_FI.UTF-8',
        ...more,
      };
      const app = await launchShell({ appDir: repository, userData: join(folder, 'app'), env });
      try {
        const page = await app.firstWindow();
        await page.setViewportSize({ width: 1366, height: 768 });
        const walk = { page, locale: 'fi' } as const;
        await signInWithPracticeCard(walk, userName);
        await chooseRole(walk);
        return await work(walk);
      } finally {
        await app.close();
      }
    });
  } finally {
    await service.close();
  }
}
