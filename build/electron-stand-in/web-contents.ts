import type * as Electron from 'electron';
import { EventEmitter } from 'node:events';
import type { Page } from 'playwright-core';
import { encode } from './codec.ts';
import type { IpcMain } from './ipc-main.ts';
import type { InjectedScripts } from './injected-scripts.ts';
import { connectPage, type PageConnection, type PreloadMessage } from './page-connection.ts';
import { applyPermissions } from './permissions.ts';
import { preventableEvent } from './preventable-event.ts';
import type { Session } from './session.ts';
import { originOf, toAppUrl, toBrowserUrl, type Schemes } from './urls.ts';

export interface WebContentsParts {
  readonly ipcMain: IpcMain;
  readonly schemes: Schemes;
  readonly scripts: () => Promise<InjectedScripts>;
  readonly colorScheme: () => 'light' | 'dark' | '';
}
export interface PrintToPdfOptions {
  readonly landscape?: boolean;
  readonly printBackground?: boolean;
  readonly scale?: number;
  /** Width and height in inches. */
  readonly pageSize?: string | { readonly width: number; readonly height: number };
  /** In inches. */
  readonly margins?: {
    readonly top?: number;
    readonly bottom?: number;
    readonly left?: number;
    readonly right?: number;
  };
  readonly pageRanges?: string;
  readonly displayHeaderFooter?: boolean;
  readonly headerTemplate?: string;
  readonly footerTemplate?: string;
  readonly preferCSSPageSize?: boolean;
  readonly generateTaggedPDF?: boolean;
  readonly generateDocumentOutline?: boolean;
}
type WindowOpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

/** Electron's `WebFrameMain`, as far as senders are checked by it. */
export interface Frame {
  readonly url: string;
  readonly origin: string;
  readonly parent: Frame | null;
  readonly top: Frame;
  isDestroyed(): boolean;
}

/** Inches. */
const PAPER: Readonly<Record<string, { readonly width: number; readonly height: number }>> = {
  A3: { width: 11.69, height: 16.54 },
  A4: { width: 8.27, height: 11.69 },
  A5: { width: 5.83, height: 8.27 },
  Letter: { width: 8.5, height: 11 },
};

/** Electron's `WebContents`: one page of the session's Chromium. */
export class WebContents extends EventEmitter {
  readonly id: number;
  readonly session: Session;
  readonly mainFrame: Frame;
  readonly #parts: WebContentsParts;
  readonly #connection: Promise<PageConnection>;
  #page: Page | undefined;
  #expectedNavigation = '';
  #openHandler: WindowOpenHandler = () => ({ action: 'deny' });
  #destroyed = false;
  #loading = false;
  #zoom = 1;

  constructor(
    parts: WebContentsParts,
    id: number,
    session: Session,
    options: { readonly preload: string | undefined; readonly width: number; readonly height: number },
  ) {
    super();
    this.#parts = parts;
    this.id = id;
    this.session = session;
    this.mainFrame = this.#frame(() => this.getURL(), null);
    this.#connection = this.#connect(options);
    this.#connection.catch((error: unknown) => console.error('Electron stand-in: window failed', error));
  }

  connection(): Promise<PageConnection> {
    return this.#connection;
  }
  send(channel: string, ...args: unknown[]): void {
    encode(args); // throws at once for what cannot be cloned, as Electron does
    void this.#connection.then((connection) => connection.deliver({ type: 'event', channel, args }));
  }

  async loadURL(url: string): Promise<void> {
    const { page } = await this.#connection;
    const target = new URL(toBrowserUrl(url, this.#parts.schemes)).href; // as the request will spell it
    this.#expectedNavigation = target;
    this.#loading = true;
    this.emit('did-start-loading');
    try {
      await page.goto(target, { waitUntil: 'load' });
    } catch (cause) {
      this.emit('did-fail-load', {}, -2, 'ERR_FAILED', url, true);
      throw Object.assign(new Error(`ERR_FAILED (-2) loading '${url}'`, { cause }), {
        code: 'ERR_FAILED',
        errno: -2,
        url,
      });
    } finally {
      this.#loading = false;
    }
  }
  reload(): void {
    const page = this.#page;
    if (!page) return;
    this.#expectedNavigation = page.url();
    page.reload().catch((error: unknown) => this.#unlessClosed(error));
  }
  reloadIgnoringCache(): void {
    this.reload();
  }
  stop(): void {
    void this.#ifOpen(({ cdp }) => cdp.send('Page.stopLoading'));
  }
  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#openHandler = handler;
  }

  getURL(): string {
    const url = this.#page?.url() ?? 'about:blank';
    return url === 'about:blank' ? '' : toAppUrl(url, this.#parts.schemes);
  }
  getOSProcessId(): number {
    return process.pid;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  isLoading(): boolean {
    return this.#loading;
  }
  isCrashed(): boolean {
    return false;
  }
  isDevToolsOpened(): boolean {
    return false;
  }
  isFocused(): boolean {
    return !this.#destroyed;
  }
  focus(): void {
    void this.#ifOpen(({ page }) => page.bringToFront());
  }

  // Chromium's own tools and media engine: nothing to do here (README.md).
  openDevTools(): void {}
  closeDevTools(): void {}
  setIgnoreMenuShortcuts(): void {}
  setBackgroundThrottling(): void {}
  setWebRTCIPHandlingPolicy(): void {}
  async setVisualZoomLevelLimits(): Promise<void> {}

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const { cdp } = await this.#connection;
    const answer = await cdp.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
      userGesture,
    });
    const problem = answer.exceptionDetails;
    if (problem) throw new Error(problem.exception?.description ?? problem.text);
    return answer.result.value as unknown;
  }
  async insertCSS(css: string): Promise<string> {
    const { page } = await this.#connection;
    await page.evaluate((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      document.adoptedStyleSheets.push(sheet);
    }, css);
    return '';
  }
  async printToPDF(options: PrintToPdfOptions = {}): Promise<Buffer> {
    const { cdp } = await this.#connection;
    const { pageSize = 'A4', margins = {} } = options;
    const paper = typeof pageSize === 'string' ? PAPER[pageSize] : pageSize;
    if (!paper) throw new Error(`Electron stand-in: unknown page size ${String(pageSize)}`);
    const { data } = await cdp.send('Page.printToPDF', {
      landscape: options.landscape ?? false,
      printBackground: options.printBackground ?? false,
      scale: options.scale ?? 1,
      paperWidth: paper.width,
      paperHeight: paper.height,
      marginTop: margins.top ?? 0.4,
      marginBottom: margins.bottom ?? 0.4,
      marginLeft: margins.left ?? 0.4,
      marginRight: margins.right ?? 0.4,
      pageRanges: options.pageRanges ?? '',
      displayHeaderFooter: options.displayHeaderFooter ?? false,
      headerTemplate: options.headerTemplate ?? '',
      footerTemplate: options.footerTemplate ?? '',
      preferCSSPageSize: options.preferCSSPageSize ?? false,
      generateTaggedPDF: options.generateTaggedPDF ?? false,
      generateDocumentOutline: options.generateDocumentOutline ?? false,
    });
    return Buffer.from(data, 'base64');
  }
  print(_options?: unknown, callback?: (success: boolean, failureReason: string) => void): void {
    callback?.(false, 'printing is not available in the Electron stand-in');
  }
  async capturePage(): Promise<{ toPNG(): Buffer; isEmpty(): boolean }> {
    const { cdp } = await this.#connection;
    const { data } = await cdp.send('Page.captureScreenshot', { format: 'png' });
    const png = Buffer.from(data, 'base64');
    return { toPNG: () => png, isEmpty: () => png.length === 0 };
  }
  get zoomFactor(): number {
    return this.#zoom;
  }
  set zoomFactor(factor: number) {
    this.setZoomFactor(factor);
  }
  /** One level is 20 per cent. */
  getZoomLevel(): number {
    return Math.log(this.#zoom) / Math.log(1.2);
  }
  setZoomLevel(level: number): void {
    this.setZoomFactor(1.2 ** level);
  }
  getZoomFactor(): number {
    return this.#zoom;
  }
  /** By CSS: DevTools has no browser zoom, so media queries keep their values. */
  setZoomFactor(factor: number): void {
    this.#zoom = factor;
    void this.#ifOpen(({ page }) =>
      page.evaluate((zoom) => document.documentElement.style.setProperty('zoom', String(zoom)), factor),
    );
  }
  applyColorScheme(): void {
    const features = [{ name: 'prefers-color-scheme', value: this.#parts.colorScheme() }];
    void this.#ifOpen(({ cdp }) => cdp.send('Emulation.setEmulatedMedia', { features }));
  }

  async #connect(options: {
    preload: string | undefined;
    width: number;
    height: number;
  }): Promise<PageConnection> {
    const [host, scripts] = await Promise.all([this.session.chromium(), this.#parts.scripts()]);
    const opened = await host.openPage(options.width, options.height);
    this.#page = opened.page;
    this.session.pages.set(opened.page, {
      mayNavigate: (browserUrl) => this.#mayNavigate(browserUrl),
      permissionsChanged: () =>
        void this.#ifOpen(({ cdp }) => applyPermissions(cdp, this, this.session.permissions)),
      clearStorage: () => this.#clearStorage(),
    });
    const connection = await connectPage(opened, scripts, options.preload, {
      onMessage: (message, isMainFrame, reply) => this.#fromPreload(message, isMainFrame, reply),
      onWindowOpen: (url, frameName) => this.#askWindowOpen(toAppUrl(url, this.#parts.schemes), frameName),
    });
    this.#forwardPageEvents(opened.page);
    await applyPermissions(opened.cdp, this, this.session.permissions);
    const features = [{ name: 'prefers-color-scheme', value: this.#parts.colorScheme() }];
    await opened.cdp.send('Emulation.setEmulatedMedia', { features });
    return connection;
  }

  #forwardPageEvents(page: Page): void {
    page.on('domcontentloaded', () => {
      if (this.#zoom !== 1) this.setZoomFactor(this.#zoom);
      this.emit('dom-ready', {});
    });
    page.on('load', () => {
      this.emit('did-finish-load');
      this.emit('did-stop-loading');
    });
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.emit('did-navigate', {}, this.getURL(), 200, '');
    });
    page.on('console', (message) => {
      const { url: sourceId, lineNumber } = message.location();
      const level = message.type() === 'log' ? 'info' : message.type();
      this.emit('console-message', { message: message.text(), level, sourceId, lineNumber });
    });
    page.on('pageerror', (error) => console.error('[renderer]', error.message));
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }));
    page.on('download', (download) => {
      const event = preventableEvent({});
      const item = { getURL: () => download.url(), getFilename: () => download.suggestedFilename() };
      this.session.emit('will-download', event, item, this);
      if (event.defaultPrevented) void download.cancel();
    });
    page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));
    page.on('close', () => {
      this.#destroyed = true;
      this.session.pages.delete(page);
      this.emit('destroyed');
    });
  }

  async #fromPreload(
    message: PreloadMessage,
    isMainFrame: boolean,
    reply: (message: object) => Promise<void>,
  ): Promise<void> {
    if (message.type === 'preload-error') {
      this.emit('preload-error', {}, 'preload', new Error(message.message));
      return;
    }
    if (message.type === 'input') {
      this.emit('before-input-event', preventableEvent({}), message.input);
      return;
    }
    const { channel, args } = message;
    const event = {
      sender: this,
      senderFrame: isMainFrame ? this.mainFrame : this.#frame(() => 'about:blank', this.mainFrame),
      type: 'frame',
      ports: [],
      reply: (replyChannel: string, ...values: unknown[]) => this.send(replyChannel, ...values),
    };
    if (message.type === 'send') {
      this.emit('ipc-message', event, channel, ...args);
      this.#parts.ipcMain.emit(channel, event, ...args);
      return;
    }
    const { id } = message;
    try {
      const value = await this.#parts.ipcMain.answer(channel, event, args);
      await reply({ type: 'result', id, ok: true, value });
    } catch (error) {
      await reply({ type: 'result', id, ok: false, value: error });
    }
  }

  #frame(url: () => string, parent: Frame | null): Frame {
    const frame: Frame = {
      get url() {
        return url();
      },
      get origin() {
        return originOf(url());
      },
      parent,
      get top() {
        return parent?.top ?? frame;
      },
      isDestroyed: () => this.#destroyed,
    };
    return frame;
  }

  #mayNavigate(browserUrl: string): boolean {
    const isOwn = this.#expectedNavigation === browserUrl;
    this.#expectedNavigation = '';
    if (isOwn) return true;
    const url = toAppUrl(browserUrl, this.#parts.schemes);
    const event = preventableEvent({ url, isMainFrame: true, isSameDocument: false });
    this.emit('will-frame-navigate', event);
    if (!event.defaultPrevented) this.emit('will-navigate', event, url);
    return !event.defaultPrevented;
  }

  #askWindowOpen(url: string, frameName: string): void {
    const referrer = { url: this.getURL(), policy: 'default' as const };
    const details = { url, frameName, features: '', disposition: 'new-window' as const, referrer };
    if (this.#openHandler(details).action === 'deny') return;
    console.error('Electron stand-in: child windows are not supported; the window stays closed');
  }

  async #clearStorage(): Promise<void> {
    await this.#ifOpen(async ({ page, cdp }) => {
      const { origin } = new URL(page.url());
      if (origin !== 'null') await cdp.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    });
  }

  async #ifOpen(action: (connection: PageConnection) => Promise<unknown>): Promise<void> {
    try {
      const connection = await this.#connection;
      if (!this.#destroyed) await action(connection);
    } catch (error) {
      this.#unlessClosed(error);
    }
  }

  #unlessClosed(error: unknown): void {
    if (!this.#destroyed) console.error('Electron stand-in:', error);
  }
}
