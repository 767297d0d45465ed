/** `npm start`: builds what changed and starts the app, in Electron or in the stand-in. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { buildOrEnd } from './build.ts';
import { withCompileCache } from './electron-stand-in/compile-cache.ts';
import { repository } from './repository.ts';
import { requireSystemPackages } from './system-packages.ts';

/** Without a display a window would open where nobody sees it; KELMU_HEADLESS says that this is wanted. */
function hasScreen(env: NodeJS.ProcessEnv): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY'] ?? env['KELMU_HEADLESS']);
}

function runProgram(program: string, programArguments: readonly string[]): void {
  const child = spawn(process.execPath, [join(repository, program), ...programArguments], {
    cwd: repository,
    env: withCompileCache(process.env),
    stdio: 'inherit',
  });
  // Ctrl+C reaches the app from the terminal itself, and the app decides when it ends.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('close', (code, signal) => {
    process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0);
  });
}

const appArguments = process.argv.slice(2);
if (hasScreen(process.env)) {
  requireSystemPackages(['app']);
  await buildOrEnd();
  console.log('Starting Kelmu Desktop; close its window or press Ctrl+C here to end it.');
  runProgram('build/electron-stand-in/cli.ts', ['.', ...appArguments]);
} else {
  console.log(
    'There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the demo runs instead:',
  );
  console.log('it works through the app without a window and writes pictures of what a caseworker sees.');
  console.log('KELMU_HEADLESS=1 npm start starts the app itself without a window.');
  runProgram('build/demo.ts', []);
}
