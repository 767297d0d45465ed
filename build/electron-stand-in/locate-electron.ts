import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * Absolute path of the Electron binary that belongs to `appDir`, or undefined where there is none.
 * Looks at what is on disk: `require('electron')` would try to download the binary.
 */
export function electronBinary(appDir: string): string | undefined {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  for (let dir = resolve(appDir); ; dir = dirname(dir)) {
    const base = join(dir, 'node_modules', 'electron');
    const pathFile = join(base, 'path.txt');
    const executable = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : defaultName();
    const candidate = override ? join(override, executable) : join(base, 'dist', executable);
    if (existsSync(candidate)) return candidate;
    if (override || dirname(dir) === dir) return undefined;
  }
}

function defaultName(): string {
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}
