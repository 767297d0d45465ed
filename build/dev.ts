/**
 * `npm run dev`: builds at every change, reloads the windows when the renderer changed and starts the app again when
 * the main process or the preload did. The window gets its files from the app's own scheme as in the product: Vite's
 * server with module replacement would need a weaker content security policy than the one that is shipped.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { buildAll, type BuildPart } from './build.ts';
import type { TestHookMessage } from './electron-stand-in/test-hook.ts';
import { compileMessages } from './messages.ts';
import { repository } from './repository.ts';
import { requireSystemPackages } from './system-packages.ts';

interface DevelopedApp {
  start(): void;
  /** What was built again reaches the running app; before `start` nothing happens. */
  apply(part: BuildPart): Promise<void>;
}

function createApp(): DevelopedApp {
  let child: ChildProcess | undefined;
  let browser: Browser | undefined;
  let restarting = false;

  const connect = (message: TestHookMessage): void => {
    if (message.type !== 'chromium') return;
    void chromium.connectOverCDP(message.webSocketEndpoint, { noDefaults: true }).then((connected) => {
      browser = connected;
    });
  };
  const start = (): void => {
    restarting = false;
    browser = undefined;
    child = fork(join(repository, 'build/electron-stand-in/cli.ts'), ['.', ...process.argv.slice(2)], {
      cwd: repository,
    });
    child.on('message', connect);
    child.on('exit', (code) => (restarting ? start() : process.exit(code ?? 0)));
  };

  return {
    start,
    async apply(part) {
      if (!child || restarting) return;
      // Electron itself gives no way to reload its windows from here.
      if (part === 'renderer' && browser) {
        const pages = browser.contexts().flatMap((context) => context.pages());
        await Promise.all(pages.map((page) => page.reload()));
        console.log('The windows were reloaded.');
        return;
      }
      console.log(`The app starts again: ${part} changed.`);
      restarting = true;
      if (browser) child.send({ type: 'quit' });
      else child.kill();
    },
  };
}

requireSystemPackages(['app']);
const app = createApp();
await buildAll({
  watch: (part) => {
    app.apply(part).catch((error: unknown) => console.error(error));
  },
});
// The renderer's own watcher sees the compiled catalogues only.
watch(join(repository, 'shared/messages'), { recursive: true }, (_event, file) => {
  if (!file?.endsWith('.json')) return;
  try {
    compileMessages();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
});
app.start();
