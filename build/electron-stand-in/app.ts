import { EventEmitter } from 'node:events';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Boot } from './boot.ts';
import { CommandLine } from './command-line.ts';
import { preventableEvent } from './preventable-event.ts';
import { takeInstanceLock, type InstanceLock } from './single-instance.ts';

/** What the app needs of its windows; the window module needs the app, so it is handed in from outside. */
export interface ClosableWindow {
  /** False where the app prevented it. */
  closeAndWait(): Promise<boolean>;
}

/** Parts of the stand-in that have to be ended with the app: Chromium, child processes, temporary folders. */
export type EndPart = () => Promise<void> | void;

/** Electron's `app`. */
export class App extends EventEmitter {
  readonly isPackaged = false;
  readonly commandLine = new CommandLine();
  readonly windows = new Set<ClosableWindow>();
  name: string;
  readonly #boot: Boot;
  readonly #paths = new Map<string, string>();
  readonly #ending: EndPart[] = [];
  #ready = false;
  #quitting = false;
  #lock: InstanceLock | undefined;

  constructor(boot: Boot) {
    super();
    this.#boot = boot;
    this.name = boot.manifest.productName ?? boot.manifest.name ?? 'Electron';
  }

  getName(): string {
    return this.name;
  }
  setName(name: string): void {
    this.name = name;
  }
  getVersion(): string {
    return this.#boot.manifest.version ?? '0.0.0';
  }
  getAppPath(): string {
    return this.#boot.appDir;
  }
  getLocale(): string {
    return new Intl.DateTimeFormat().resolvedOptions().locale;
  }
  getSystemLocale(): string {
    return this.getLocale();
  }
  getPreferredSystemLanguages(): string[] {
    return [this.getLocale()];
  }
  isReady(): boolean {
    return this.#ready;
  }
  whenReady(): Promise<void> {
    if (this.#ready) return Promise.resolve();
    return new Promise((done) => this.once('ready', () => done()));
  }
  getPath(name: string): string {
    return this.#paths.get(name) ?? defaultPath(name, this.name, (other) => this.getPath(other));
  }
  setPath(name: string, path: string): void {
    this.#paths.set(name, resolve(path));
  }
  focus(): void {
    // Nothing to bring to the front beyond the windows themselves.
  }

  // Of the operating system or of Electron's own process model: nothing to do here (README.md).
  enableSandbox(): void {}
  setAppUserModelId(): void {}
  setBadgeCount(): boolean {
    return false;
  }
  setAboutPanelOptions(): void {}
  showAboutPanel(): void {}
  setJumpList(): 'ok' {
    return 'ok';
  }
  setUserTasks(): boolean {
    return true;
  }
  setAsDefaultProtocolClient(): boolean {
    return false;
  }
  isAccessibilitySupportEnabled(): boolean {
    return false;
  }
  disableHardwareAcceleration(): void {
    this.commandLine.appendSwitch('disable-gpu');
  }

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    if (this.#lock?.held) return true;
    this.#lock = takeInstanceLock(this.getPath('userData'), additionalData, (second) =>
      this.emit('second-instance', preventableEvent({}), second.argv, second.cwd, second.additionalData),
    );
    return this.#lock.held;
  }
  hasSingleInstanceLock(): boolean {
    return this.#lock?.held ?? false;
  }
  releaseSingleInstanceLock(): void {
    if (this.#lock?.held) this.#lock.release();
    this.#lock = undefined;
  }

  quit(): void {
    if (this.#quitting) return;
    const event = preventableEvent({});
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.#quitting = true;
    void this.#closeWindowsAndEnd();
  }
  exit(exitCode = 0): void {
    this.#quitting = true;
    void this.#end(exitCode);
  }

  /** To be called once, after the app's main module has run. */
  start(): void {
    this.#ready = true;
    this.emit('will-finish-launching');
    this.emit('ready', {}, {});
  }
  onEnd(part: EndPart): void {
    this.#ending.push(part);
  }
  windowClosed(): void {
    if (this.#quitting || this.windows.size > 0) return;
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  async #closeWindowsAndEnd(): Promise<void> {
    for (const window of [...this.windows]) {
      if (await window.closeAndWait()) continue;
      this.#quitting = false;
      return;
    }
    const event = preventableEvent({});
    this.emit('will-quit', event);
    if (event.defaultPrevented) {
      this.#quitting = false;
      return;
    }
    await this.#end(0);
  }

  async #end(exitCode: number): Promise<void> {
    this.emit('quit', {}, exitCode);
    if (this.#lock && !this.#lock.held) await this.#lock.notified;
    for (const outcome of await Promise.allSettled(this.#ending.map(async (end) => end()))) {
      if (outcome.status === 'rejected') console.error('Electron stand-in: ending', outcome.reason);
    }
    this.releaseSingleInstanceLock();
    process.exit(exitCode);
  }
}

function configurationFolder(): string {
  if (process.platform === 'win32') return process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming');
  return process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
}

function defaultPath(name: string, appName: string, path: (name: string) => string): string {
  switch (name) {
    case 'home':
      return homedir();
    case 'temp':
      return tmpdir();
    case 'appData':
      return configurationFolder();
    case 'userData':
      return join(configurationFolder(), appName);
    case 'sessionData':
      return path('userData');
    case 'exe':
      return process.execPath;
    case 'logs':
      return join(path('userData'), 'logs');
    case 'crashDumps':
      return join(path('userData'), 'Crashpad');
    case 'desktop':
    case 'documents':
    case 'downloads':
      return join(homedir(), `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
    default:
      throw new Error(`Failed to get '${name}' path`);
  }
}
