import { EventEmitter } from 'node:events';
import type { App, ClosableWindow } from './app.ts';
import { View } from './desktop.ts';
import { preventableEvent } from './preventable-event.ts';
import type { Session } from './session.ts';
import { WebContents, type WebContentsParts } from './web-contents.ts';

export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly minWidth?: number;
  readonly minHeight?: number;
  readonly title?: string;
  readonly show?: boolean;
  readonly webPreferences?: {
    readonly preload?: string;
    readonly partition?: string;
    readonly session?: unknown;
    readonly contextIsolation?: boolean;
    readonly nodeIntegration?: boolean;
    readonly sandbox?: boolean;
    readonly webSecurity?: boolean;
  };
}
export interface WindowParts extends WebContentsParts {
  readonly app: App;
  readonly headless: boolean;
  readonly sessions: { fromPartition(partition: string): Session };
}
type WindowState = 'normal' | 'minimized' | 'maximized' | 'fullscreen';
type Bounds = { x: number; y: number; width: number; height: number };

/** Electron permits these; the stand-in does not even start with them. */
function refuseInsecure(preferences: NonNullable<WindowOptions['webPreferences']>): void {
  const insecure = [
    preferences.contextIsolation === false && 'contextIsolation: false',
    preferences.nodeIntegration === true && 'nodeIntegration: true',
    preferences.sandbox === false && 'sandbox: false',
    preferences.webSecurity === false && 'webSecurity: false',
  ].filter((text) => text !== false);
  if (insecure.length > 0) throw new Error(`Electron stand-in: ${insecure.join(', ')} is refused`);
}

/** A window of the app. The exported `BrowserWindow` binds it to one app (`createBrowserWindow`). */
export class StandInWindow extends EventEmitter implements ClosableWindow {
  readonly id: number;
  readonly webContents: WebContents;
  /** Views over the page. */
  readonly contentView = new View();
  /** For tests to read. */
  thumbnailClip: Bounds | undefined;
  readonly #parts: WindowParts;
  #title: string;
  #bounds: Bounds;
  #shown: boolean;
  #closed = false;
  #contentProtected = false;
  #state: WindowState = 'normal';
  #focused = true;

  constructor(parts: WindowParts, id: number, options: WindowOptions) {
    super();
    const preferences = options.webPreferences ?? {};
    refuseInsecure(preferences);
    if (!parts.app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    this.#parts = parts;
    this.id = id;
    const { width = 800, height = 600 } = options;
    this.#bounds = { x: 0, y: 0, width, height };
    this.#title = options.title ?? parts.app.name;
    this.#shown = options.show !== false;
    const session = (preferences.session ??
      parts.sessions.fromPartition(preferences.partition ?? '')) as Session;
    this.webContents = new WebContents(parts, id, session, { preload: preferences.preload, width, height });
    this.webContents.connection().then(
      ({ page }) => {
        page.on('framenavigated', () => void this.#syncTitle());
        page.on('domcontentloaded', () => void this.#syncTitle());
        void this.#applyBounds();
      },
      () => undefined, // reported by the contents
    );
    this.webContents.once('dom-ready', () => queueMicrotask(() => this.emit('ready-to-show')));
    this.webContents.on('destroyed', () => this.#onClosed());
    parts.app.windows.add(this);
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }
  show(): void {
    this.#shown = true;
    this.webContents.focus();
    this.emit('show');
  }
  showInactive(): void {
    this.#shown = true;
    this.emit('show');
  }
  hide(): void {
    this.#shown = false;
    this.emit('hide');
  }
  focus(): void {
    this.webContents.focus();
    this.setFocused(true);
  }
  blur(): void {
    this.setFocused(false);
  }
  setFocused(focused: boolean): void {
    if (this.#focused === focused) return;
    this.#focused = focused;
    this.emit(focused ? 'focus' : 'blur');
    this.#parts.app.emit(focused ? 'browser-window-focus' : 'browser-window-blur', {}, this);
  }
  isVisible(): boolean {
    return this.#shown && !this.#closed;
  }
  isFocused(): boolean {
    return this.#focused && !this.#closed;
  }
  isDestroyed(): boolean {
    return this.#closed;
  }
  isMinimized(): boolean {
    return this.#state === 'minimized';
  }
  isMaximized(): boolean {
    return this.#state === 'maximized';
  }
  isFullScreen(): boolean {
    return this.#state === 'fullscreen';
  }
  minimize(): void {
    this.#setState('minimized', 'minimize');
  }
  maximize(): void {
    this.#setState('maximized', 'maximize');
  }
  unmaximize(): void {
    this.#setState('normal', 'unmaximize');
  }
  restore(): void {
    this.#setState('normal', 'restore');
  }
  setFullScreen(on: boolean): void {
    this.#setState(on ? 'fullscreen' : 'normal', on ? 'enter-full-screen' : 'leave-full-screen');
  }
  setTitle(title: string): void {
    this.#title = title;
  }
  getTitle(): string {
    return this.#title;
  }
  setContentProtection(enable: boolean): void {
    this.#contentProtected = enable;
  }
  isContentProtected(): boolean {
    return this.#contentProtected;
  }
  /** What Windows shows of the window in the task bar; kept, not applied. */
  setThumbnailClip(region: Bounds): void {
    this.thumbnailClip = region;
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }
  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height];
  }
  setBounds(bounds: Partial<Bounds>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.emit('resize');
    void this.#applyBounds();
  }
  getBounds(): Bounds {
    return { ...this.#bounds };
  }
  getNormalBounds(): Bounds {
    return this.getBounds();
  }
  setMinimumSize(): void {}

  // Decorations of the operating system: nothing to do here (README.md).
  setMenu(): void {}
  removeMenu(): void {}
  setMenuBarVisibility(): void {}
  setAutoHideMenuBar(): void {}
  setIcon(): void {}
  setBackgroundColor(): void {}
  setProgressBar(): void {}
  setOverlayIcon(): void {}
  flashFrame(): void {}
  setSkipTaskbar(): void {}
  setAlwaysOnTop(): void {}
  setEnabled(): void {}

  close(): void {
    void this.closeAndWait();
  }
  destroy(): void {
    void this.#closePage();
  }
  async closeAndWait(): Promise<boolean> {
    if (this.#closed) return true;
    const event = preventableEvent({});
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    await this.#closePage();
    return true;
  }

  async #closePage(): Promise<void> {
    const connection = await this.webContents.connection().catch(() => undefined);
    if (connection) await connection.page.close();
    else this.#onClosed();
  }
  #onClosed(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#parts.app.windows.delete(this);
    this.emit('closed');
    this.#parts.app.windowClosed();
  }
  /** Chromium does not tell its window's handle: none. */
  getNativeWindowHandle(): Buffer {
    return Buffer.alloc(8);
  }
  async #syncTitle(): Promise<void> {
    const { page } = await this.webContents.connection();
    const title = await page.title().catch(() => ''); // navigated on meanwhile: the next event syncs
    if (!title) return;
    const event = preventableEvent({});
    this.emit('page-title-updated', event, title, true);
    if (!event.defaultPrevented) this.#title = title;
  }
  async #applyBounds(): Promise<void> {
    const { width, height } = this.#bounds;
    try {
      const { page, cdp } = await this.webContents.connection();
      if (this.#parts.headless) return await page.setViewportSize({ width, height });
      const { windowId } = await cdp.send('Browser.getWindowForTarget');
      await cdp.send('Browser.setWindowBounds', { windowId, bounds: { width, height } });
    } catch (error) {
      if (!this.#closed) console.error('Electron stand-in: window bounds', error);
    }
  }
  #setState(state: WindowState, event: string): void {
    this.#state = state;
    if (!this.#parts.headless) void this.#applyState();
    this.emit(event);
  }
  async #applyState(): Promise<void> {
    const { cdp } = await this.webContents.connection();
    const { windowId } = await cdp.send('Browser.getWindowForTarget');
    await cdp.send('Browser.setWindowBounds', { windowId, bounds: { windowState: this.#state } });
  }
}

/** Electron's `BrowserWindow` and `webContents`, bound to one app. */
export function createBrowserWindow(parts: WindowParts) {
  const open = new Map<number, BrowserWindow>();
  let nextId = 1;

  class BrowserWindow extends StandInWindow {
    constructor(options: WindowOptions = {}) {
      super(parts, nextId++, options);
      open.set(this.id, this);
      this.once('closed', () => open.delete(this.id));
      parts.app.emit('web-contents-created', {}, this.webContents);
      parts.app.emit('browser-window-created', {}, this);
      this.on('focus', () => {
        for (const other of open.values()) if (other !== this) other.setFocused(false);
      });
    }
    static getAllWindows(): BrowserWindow[] {
      return [...open.values()];
    }
    static fromId(id: number): BrowserWindow | null {
      return open.get(id) ?? null;
    }
    static fromWebContents(contents: unknown): BrowserWindow | null {
      return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null;
    }
    static getFocusedWindow(): BrowserWindow | null {
      return BrowserWindow.getAllWindows().find((window) => window.isFocused()) ?? null;
    }
  }
  const webContents = {
    getAllWebContents: (): WebContents[] => BrowserWindow.getAllWindows().map((window) => window.webContents),
    fromId: (id: number): WebContents | undefined => open.get(id)?.webContents,
    getFocusedWebContents: (): WebContents | null => BrowserWindow.getFocusedWindow()?.webContents ?? null,
  };
  return { BrowserWindow, webContents };
}
