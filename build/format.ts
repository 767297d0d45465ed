/** `npm run format`: writes every file in the house style. */
import { spawnSync } from 'node:child_process';
import { packageProgram, repository } from './repository.ts';

const result = spawnSync(packageProgram('prettier'), ['--write', '--log-level', 'warn', '.'], {
  cwd: repository,
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exit(result.status ?? 1);
