import { App } from './app.ts';
import { readBoot } from './boot.ts';
import { createBrowserWindow } from './browser-window.ts';
import type { ChromiumHost } from './chromium.ts';
import { pinnedChromiumMajor, versionWarning } from './chromium-version.ts';
import { createDesktop, NativeTheme } from './desktop.ts';
import { bundleInjectedScripts, type InjectedScripts } from './injected-scripts.ts';
import { IpcMain } from './ipc-main.ts';
import { createMenu, MenuItem } from './menu.ts';
import { createSessions } from './session.ts';
import { createTestHook } from './test-hook.ts';
import { createUtilityProcesses } from './utility-process.ts';

/** Builds the parts of the module `electron` once and connects them. */
export function createElectron() {
  const boot = readBoot(process.argv, process.env);
  const app = new App(boot);
  const ipcMain = new IpcMain();
  const nativeTheme = new NativeTheme();
  const schemes = new Set<string>();
  let bundled: Promise<InjectedScripts> | undefined;
  const scripts = (): Promise<InjectedScripts> => (bundled ??= bundleInjectedScripts());

  const onChromium = (host: ChromiumHost): void => {
    const warning = versionWarning(host.version, pinnedChromiumMajor());
    if (warning) console.error(warning);
    testHook.post({ type: 'chromium', webSocketEndpoint: host.webSocketEndpoint });
  };
  const session = createSessions({ app, boot, schemes, onChromium });
  const { BrowserWindow, webContents } = createBrowserWindow({
    app,
    ipcMain,
    schemes,
    scripts,
    headless: boot.headless,
    sessions: session,
    colorScheme: () => (nativeTheme.themeSource === 'system' ? '' : nativeTheme.themeSource),
  });
  nativeTheme.on('updated', () => {
    for (const contents of webContents.getAllWebContents()) contents.applyColorScheme();
  });
  const electron = {
    app,
    BrowserWindow,
    ...createDesktop(),
    ipcMain,
    Menu: createMenu(),
    MenuItem,
    nativeTheme,
    net: {
      fetch: session.defaultSession.fetch,
      isOnline: () => true,
      online: true,
    },
    protocol: session.defaultSession.protocol,
    session,
    utilityProcess: createUtilityProcesses({ app }),
    webContents,
  };
  const testHook = createTestHook(() => electron);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
  return {
    electron,
    start(): void {
      testHook.post({ type: 'ready' });
      app.emit('session-created', session.defaultSession);
      app.start();
    },
  };
}
