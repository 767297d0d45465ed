/** One fixture for both runtimes: Electron where its binary is installed, else the stand-in. */
import { _electron, test as base, expect, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchStandIn, type LaunchedStandIn } from '../../build/electron-stand-in/launch-stand-in.ts';
import { electronBinary } from '../../build/electron-stand-in/locate-electron.ts';

export interface Shell extends LaunchedStandIn {
  readonly runtime: 'electron' | 'stand-in';
  /** Absolute path of the app's user data folder. */
  readonly userData: string;
}

export interface LaunchShellOptions {
  readonly appDir: string;
  readonly userData: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** Starts the built app; for tests that start it more than once with the same user data. */
export async function launchShell(options: LaunchShellOptions): Promise<Shell> {
  const { appDir, userData, args = [] } = options;
  const env = { ...inheritedEnvironment(), ...options.env, KELMU_USER_DATA: userData };
  const binary = process.env['KELMU_ELECTRON_STAND_IN'] === 'force' ? undefined : electronBinary(appDir);
  if (!binary) {
    return { runtime: 'stand-in', userData, ...(await launchStandIn({ appDir, args, env })) };
  }
  const electron = await _electron.launch({ executablePath: binary, args: [appDir, ...args], env });
  return {
    runtime: 'electron',
    userData,
    pid: electron.process().pid ?? 0,
    windows: () => electron.windows(),
    firstWindow: () => electron.firstWindow(),
    main: (fn, argument) => electron.evaluate(fn as never, argument as never),
    close: () => electron.close(),
  };
}

function inheritedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry) => entry[1] !== undefined);
  return Object.fromEntries(entries as [string, string][]);
}

interface ShellOptions {
  /** Folder of the app under test. */
  appDir: string;
  /** Environment of the app, added to this process's own. */
  launchEnv: Record<string, string>;
  launchArgs: string[];
}
interface ShellFixtures {
  shell: Shell;
  /** The first window. */
  win: Page;
}

export const test = base.extend<ShellOptions & ShellFixtures>({
  appDir: [process.cwd(), { option: true }],
  launchEnv: [{}, { option: true }],
  launchArgs: [[], { option: true }],
  shell: async ({ appDir, launchEnv, launchArgs }, use) => {
    const userData = mkdtempSync(join(tmpdir(), 'kelmu-e2e-'));
    const shell = await launchShell({ appDir, userData, env: launchEnv, args: launchArgs });
    try {
      await use(shell);
    } finally {
      await shell.close();
      rmSync(userData, { recursive: true, force: true, maxRetries: 5 });
    }
  },
  win: async ({ shell }, use) => use(await shell.firstWindow()),
});
export { expect };
