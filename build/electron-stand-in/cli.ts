/**
 * Starts the app the way `electron <folder>` does. With the Electron binary present it *is* `electron <folder>`;
 * without it the stand-in runs the same built entry.
 *   node build/electron-stand-in/cli.ts <app folder> [app arguments]
 * Environment: KELMU_ELECTRON_STAND_IN=force|never, KELMU_HEADLESS=0|1, KELMU_CHROMIUM=<path of the executable>.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { electronBinary } from './locate-electron.ts';

async function runStandIn(appDir: string, appArguments: readonly string[]): Promise<void> {
  process.argv = [process.execPath, appDir, ...appArguments];
  const electronUrl = new URL('./electron.ts', import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron' || specifier === 'electron/main'
        ? { url: electronUrl, shortCircuit: true }
        : next(specifier, context),
  });
  const { startStandIn } = await import('./electron.ts');
  const manifest = JSON.parse(readFileSync(join(appDir, 'package.json'), 'utf8')) as { main?: string };
  await import(pathToFileURL(resolve(appDir, manifest.main ?? 'index.js')).href);
  startStandIn();
}

async function run(): Promise<void> {
  const [folder = '.', ...appArguments] = process.argv.slice(2);
  const appDir = resolve(folder);
  const mode = process.env['KELMU_ELECTRON_STAND_IN'];
  const binary = mode === 'force' ? undefined : electronBinary(appDir);
  if (binary) {
    const child = spawn(binary, [appDir, ...appArguments], { stdio: 'inherit' });
    child.on('close', (code) => process.exit(code ?? 1));
    return;
  }
  if (mode === 'never') throw new Error('the Electron binary is not installed (npx install-electron)');
  await runStandIn(appDir, appArguments);
}

await run();
