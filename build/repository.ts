import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository, with a separator at its end. */
export const repository = fileURLToPath(new URL('..', import.meta.url));

/** Absolute path of a program that an npm package brings. */
export function packageProgram(name: string): string {
  return join(repository, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
}
