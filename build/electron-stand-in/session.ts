import { EventEmitter } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { App } from './app.ts';
import type { Boot } from './boot.ts';
import { launchChromium, type ChromiumHost } from './chromium.ts';
import { createFetch, type Fetch, type SchemeHandler } from './net-fetch.ts';
import type { PermissionCheckHandler, PermissionHandlers, PermissionRequestHandler } from './permissions.ts';
import { createProxySettings, type ProxyConfiguration } from './proxy-settings.ts';
import { createRequestRouter } from './request-router.ts';
import { isAlive } from './single-instance.ts';
import { WebRequest } from './web-request.ts';

const TEMPORARY_PREFIX = 'electron-stand-in-';

/** What a session needs of a window's page; the window registers itself. */
export interface SessionPage {
  mayNavigate(browserUrl: string): boolean;
  permissionsChanged(): void;
  clearStorage(): Promise<void>;
}

export interface SessionParts {
  readonly app: App;
  readonly boot: Boot;
  /** Names of the app's own schemes, known to all sessions. */
  readonly schemes: Set<string>;
  onChromium(host: ChromiumHost): void;
}

/** `protocol` of a session. */
export class Protocol {
  readonly #parts: Pick<SessionParts, 'app' | 'schemes'>;
  readonly #handlers = new Map<string, SchemeHandler>();

  constructor(parts: Pick<SessionParts, 'app' | 'schemes'>) {
    this.#parts = parts;
  }
  registerSchemesAsPrivileged(customSchemes: readonly { readonly scheme: string }[]): void {
    if (this.#parts.app.isReady()) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
    for (const { scheme } of customSchemes) this.#parts.schemes.add(scheme);
  }
  handle(scheme: string, handler: SchemeHandler): void {
    if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    this.#parts.schemes.add(scheme);
    this.#handlers.set(scheme, handler);
  }
  unhandle(scheme: string): void {
    this.#handlers.delete(scheme);
  }
  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme);
  }
  handlerOf(scheme: string): SchemeHandler | undefined {
    return this.#handlers.get(scheme);
  }
}

/** Electron's `Session`: one Chromium with its own profile, started with the session's first window. */
export class Session extends EventEmitter {
  readonly protocol: Protocol;
  readonly webRequest = new WebRequest();
  readonly pages = new Map<Page, SessionPage>();
  readonly fetch: Fetch;
  readonly #parts: SessionParts;
  readonly #partition: string;
  readonly #proxy = createProxySettings();
  #permissions: PermissionHandlers = { request: null, check: null };
  #spellChecker = true;
  #fetches = 0;
  #chromium: Promise<ChromiumHost> | undefined;

  /** @param partition empty for the default session; without `persist:` nothing stays on the disk */
  constructor(parts: SessionParts, partition: string) {
    super();
    this.#parts = parts;
    this.#partition = partition;
    this.protocol = new Protocol(parts);
    const fetchDirect = createFetch((scheme) => this.protocol.handlerOf(scheme));
    this.fetch = async (input, init) => {
      const request = {
        url: input instanceof Request ? input.url : String(input),
        method: init?.method ?? 'GET',
      };
      await this.#refuseBlocked(request);
      this.#proxy.refuseUnlessDirect(request.url);
      return fetchDirect(input, init);
    };
  }

  /** Folder of the profile; null where it lasts as long as the app. Follows `app.setPath` until the first window. */
  get storagePath(): string | null {
    const data = this.#parts.app.getPath('sessionData');
    if (this.#partition === '') return join(data, 'electron-stand-in');
    if (!this.#partition.startsWith('persist:')) return null;
    return join(data, 'Partitions', encodeURIComponent(this.#partition.slice('persist:'.length)));
  }
  isPersistent(): boolean {
    return this.storagePath !== null;
  }
  get permissions(): PermissionHandlers {
    return this.#permissions;
  }
  setPermissionRequestHandler(handler: PermissionRequestHandler | null): void {
    this.#permissions = { ...this.#permissions, request: handler };
    for (const page of this.pages.values()) page.permissionsChanged();
  }
  setPermissionCheckHandler(handler: PermissionCheckHandler | null): void {
    this.#permissions = { ...this.#permissions, check: handler };
    for (const page of this.pages.values()) page.permissionsChanged();
  }
  setSpellCheckerEnabled(enable: boolean): void {
    this.#spellChecker = enable;
  }
  isSpellCheckerEnabled(): boolean {
    return this.#spellChecker;
  }
  async setProxy(configuration: ProxyConfiguration): Promise<void> {
    this.#proxy.set(configuration);
  }
  async resolveProxy(url: string): Promise<string> {
    return this.#proxy.resolve(url);
  }
  async closeAllConnections(): Promise<void> {
    // Node's fetch keeps its own pool, which holds no state of the session.
  }
  async clearStorageData(): Promise<void> {
    await Promise.all([...this.pages.values()].map((page) => page.clearStorage()));
  }
  async clearCache(): Promise<void> {
    // The app's own schemes are answered by interception, which Chromium does not cache.
  }

  // No such device, verification or dictionary exists here: nothing to do (README.md).
  setDevicePermissionHandler(): void {}
  setUSBProtectedClassesHandler(): void {}
  setBluetoothPairingHandler(): void {}
  setDisplayMediaRequestHandler(): void {}
  setCertificateVerifyProc(): void {}
  setSSLConfig(): void {}
  setSpellCheckerLanguages(): void {}
  setPreloads(): void {}
  allowNTLMCredentialsForDomains(): void {}

  chromium(): Promise<ChromiumHost> {
    this.#chromium ??= this.#launch();
    return this.#chromium;
  }

  async #refuseBlocked(request: { readonly url: string; readonly method: string }): Promise<void> {
    const id = ++this.#fetches;
    const details = { ...request, id, resourceType: 'other' as const, referrer: '', timestamp: Date.now() };
    const { cancel, redirectURL } = await this.webRequest.askBeforeRequest(details);
    if (cancel) throw new Error('net::ERR_BLOCKED_BY_CLIENT');
    if (redirectURL) throw new Error('Electron stand-in: fetch cannot be redirected by webRequest');
  }

  async #launch(): Promise<ChromiumHost> {
    const { app, boot, schemes } = this.#parts;
    const { storagePath } = this;
    const profileDir = storagePath ?? temporaryProfile();
    const removeTemporary = (): void => {
      if (storagePath === null) rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 });
    };
    // Also when the app ends by an exception. After a kill the next start removes it.
    process.on('exit', removeTemporary);
    const host = await launchChromium({
      profileDir,
      headless: boot.headless,
      switches: app.commandLine.appended(),
      onRequest: createRequestRouter({
        schemes,
        webRequest: this.webRequest,
        handlerOf: (scheme) => this.protocol.handlerOf(scheme),
        mayNavigate: (page, browserUrl) => this.pages.get(page)?.mayNavigate(browserUrl) ?? false,
      }),
    });
    app.onEnd(async () => {
      await host.close();
      removeTemporary();
    });
    this.#parts.onChromium(host);
    return host;
  }
}

/** A folder outside the user data; its name carries the process id, so that a later start knows a left-over. */
function temporaryProfile(): string {
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${TEMPORARY_PREFIX}(\\d+)-`).exec(name)?.[1];
    if (owner && !isAlive(Number(owner))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  return mkdtempSync(join(tmpdir(), `${TEMPORARY_PREFIX}${process.pid}-`));
}

/** Electron's `session` module. */
export function createSessions(parts: SessionParts) {
  const byPartition = new Map<string, Session>();

  const fromPartition = (partition: string): Session => {
    const existing = byPartition.get(partition);
    if (existing) return existing;
    const created = new Session(parts, partition);
    byPartition.set(partition, created);
    if (parts.app.isReady()) parts.app.emit('session-created', created);
    return created;
  };
  return { fromPartition, defaultSession: fromPartition('') };
}
