import { join } from 'node:path';
import { repository } from '../repository.ts';

/**
 * The environment of the stand-in's processes: Node keeps what it has compiled, and what is left of the stand-in's
 * own TypeScript, in a folder, and each start but the first takes it from there. Electron needs none of it.
 */
export const withCompileCache = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  NODE_COMPILE_CACHE: join(repository, 'node_modules/.cache/electron-stand-in'),
  ...env,
});
