import { BrowserWindow, session, type Session } from 'electron';
import { windowAddress } from './app-scheme.ts';

/** In memory only (no `persist:`): nothing that a page could store outlives the program. */
export const windowSession = (): Session => session.fromPartition('kelmu', { cache: false });

export interface WindowOptions {
  readonly preload: string;
  readonly session: Session;
  /** Never changes: a title is seen by others, in task bars and screenshots. */
  readonly title: string;
}

export function createWindow({ preload, session: ofWindow, title }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1360,
    height: 860,
    minWidth: 640,
    minHeight: 480,
    title,
    show: false,
    webPreferences: {
      preload,
      session: ofWindow,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      enableWebSQL: false,
      safeDialogs: true,
    },
  });
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.show());
  void window.loadURL(windowAddress);
  return window;
}

/** Brings the window to the front. */
export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Windows' handle (HWND) of the window, for windows of the system that belong to it; null on other systems. */
export const nativeHandle = (window: BrowserWindow | undefined): bigint | null =>
  process.platform === 'win32' && window ? window.getNativeWindowHandle().readBigUInt64LE() : null;
