import type * as Electron from 'electron';
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { decode } from './codec.ts';
import { withCompileCache } from './compile-cache.ts';
import type { TestHookMessage } from './test-hook.ts';

type ElectronModule = typeof Electron;

/** A running stand-in as tests see it; the same shape as the real Electron's in test/e2e/shell.ts. */
export interface LaunchedStandIn {
  readonly pid: number;
  windows(): Page[];
  firstWindow(): Promise<Page>;
  /** Runs in the main process with the module `electron`, like Playwright's `electronApp.evaluate`. */
  main<Answer, Argument>(
    fn: (electron: ElectronModule, argument: Argument) => Answer | Promise<Answer>,
    argument: Argument,
  ): Promise<Answer>;
  /** Quits as the app itself would; kills it after five seconds. */
  close(): Promise<void>;
}

export interface LaunchOptions {
  readonly appDir: string;
  readonly args?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export async function launchStandIn({ appDir, args = [], env }: LaunchOptions): Promise<LaunchedStandIn> {
  const cli = fileURLToPath(new URL('./cli.ts', import.meta.url));
  const child = fork(cli, [appDir, ...args], {
    env: withCompileCache({ ...env, KELMU_ELECTRON_STAND_IN: 'force' }),
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const browsers: Browser[] = [];
  const main = createEvaluate(child);
  const firstBrowser = new Promise<Browser>((resolve, reject) => {
    child.on('message', (message: TestHookMessage) => {
      if (message.type !== 'chromium') return;
      // Playwright's own overrides (colour scheme, focus) would hide what the app sets.
      chromium.connectOverCDP(message.webSocketEndpoint, { noDefaults: true }).then((browser) => {
        browsers.push(browser);
        resolve(browser);
      }, reject);
    });
    child.on('exit', (code) => reject(new Error(`the app ended with ${code} before it opened a window`)));
  });
  firstBrowser.catch(() => undefined); // for those who wait for it
  const contexts = () => browsers.flatMap((browser) => browser.contexts());
  return {
    pid: child.pid ?? 0,
    windows: () => contexts().flatMap((context) => context.pages()),
    async firstWindow() {
      const [context] = (await firstBrowser).contexts();
      if (!context) throw new Error('Chromium has no context');
      const page = context.pages()[0] ?? (await context.waitForEvent('page'));
      await page.waitForURL((url) => url.protocol !== 'about:' && url.hostname !== 'start.app.invalid');
      return page;
    },
    main,
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      const deadline = setTimeout(() => child.kill('SIGKILL'), 5000);
      if (child.connected) child.send({ type: 'quit' });
      await gone;
      clearTimeout(deadline);
      await Promise.all(browsers.map((browser) => browser.close()));
    },
  };
}

function createEvaluate(child: ChildProcess): LaunchedStandIn['main'] {
  let sequence = 0;
  return (fn, arg) => {
    const id = ++sequence;
    return new Promise((resolve, reject) => {
      const onExit = (): void => reject(new Error('the app ended before it answered'));
      const onMessage = (message: TestHookMessage): void => {
        if (message.type !== 'evaluated' || message.id !== id) return;
        child.off('message', onMessage);
        child.off('exit', onExit);
        if (message.ok) resolve(decode(message.value) as never);
        else reject(new Error(message.value));
      };
      child.on('message', onMessage);
      child.once('exit', onExit);
      child.send({ type: 'evaluate', id, source: fn.toString(), arg });
    });
  };
}
