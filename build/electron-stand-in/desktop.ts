/** What Electron takes from the desktop. Nothing is shown here: tests replace or read these objects. */
import { EventEmitter } from 'node:events';

/** Electron's `dialog`: every question is answered as if the user cancelled it. */
function createDialog() {
  return {
    async showOpenDialog(): Promise<{ canceled: boolean; filePaths: string[] }> {
      return { canceled: true, filePaths: [] };
    },
    async showSaveDialog(): Promise<{ canceled: boolean; filePath: string }> {
      return { canceled: true, filePath: '' };
    },
    /** Called with or without a window before the options. */
    async showMessageBox(...args: unknown[]): Promise<{ response: number; checkboxChecked: boolean }> {
      const { cancelId = 0 } = args.at(-1) as { readonly cancelId?: number };
      return { response: cancelId, checkboxChecked: false };
    },
    showErrorBox(title: string, content: string): void {
      console.error(`${title}: ${content}`);
    },
  };
}

/** Electron's `Notification`: nothing is shown; `shown` lists what would have been. */
export class StandInNotification extends EventEmitter {
  static readonly shown: StandInNotification[] = [];
  static isSupported(): boolean {
    return true;
  }
  readonly title: string;
  readonly body: string;

  constructor({ title = '', body = '' }: { readonly title?: string; readonly body?: string } = {}) {
    super();
    this.title = title;
    this.body = body;
  }
  show(): void {
    StandInNotification.shown.push(this);
    this.emit('show');
  }
  close(): void {
    this.emit('close');
  }
  /** What a user does to it, for tests. */
  press(): void {
    this.emit('click');
  }
}

/** Electron's `NativeImage`: a size and bytes, which nothing draws. */
class StandInImage {
  readonly isMacTemplateImage = false;
  readonly #size: { readonly width: number; readonly height: number };
  readonly #bitmap: Buffer;

  constructor(bitmap: Buffer, size: { readonly width: number; readonly height: number }) {
    this.#bitmap = bitmap;
    this.#size = size;
  }
  addRepresentation(): void {}
  setTemplateImage(): void {}
  getBitmap(): void {}
  crop(): this {
    return this;
  }
  resize(): this {
    return this;
  }
  getAspectRatio(): number {
    return this.#size.width / this.#size.height;
  }
  getScaleFactors(): number[] {
    return [1];
  }
  getSize(): { width: number; height: number } {
    return { ...this.#size };
  }
  isEmpty(): boolean {
    return this.#bitmap.length === 0;
  }
  isTemplateImage(): boolean {
    return false;
  }
  getNativeHandle(): Buffer {
    return Buffer.alloc(0);
  }
  toBitmap(): Buffer {
    return this.#bitmap;
  }
  toDataURL(): string {
    return 'data:,';
  }
  toJPEG(): Buffer {
    return Buffer.alloc(0);
  }
  toPNG(): Buffer {
    return Buffer.alloc(0);
  }
}

const nativeImage = {
  createFromBitmap(bitmap: Buffer, size: { readonly width: number; readonly height: number }): StandInImage {
    return new StandInImage(bitmap, size);
  },
};

/** Electron's `shell`; `opened` lists the addresses and paths that would have been opened. */
function createShell() {
  const opened: string[] = [];
  return {
    opened,
    async openExternal(url: string): Promise<void> {
      opened.push(url);
    },
    async openPath(path: string): Promise<string> {
      opened.push(path);
      return '';
    },
    showItemInFolder(fullPath: string): void {
      opened.push(fullPath);
    },
    beep(): void {},
  };
}

type ClipboardPayload = Blob | string | { readonly title: string; readonly url: string };

/** Electron's `ClipboardItem`: payloads by format. */
export class ClipboardItem {
  readonly #items: Readonly<Record<string, ClipboardPayload | Promise<Blob | string>>>;

  constructor(items: Readonly<Record<string, ClipboardPayload | Promise<Blob | string>>>) {
    this.#items = items;
  }
  get types(): string[] {
    return Object.keys(this.#items);
  }
  async getType(type: string): Promise<Blob> {
    const payload = await this.#items[type];
    if (typeof payload === 'string') return new Blob([payload], { type });
    if (!(payload instanceof Blob)) throw new Error(`no ${type} on the clipboard`);
    return payload;
  }
}

const PLAIN_TEXT = 'text/plain';

/** Electron's `clipboard`, of this process only: the desktop's clipboard is neither read nor changed. */
function createClipboard() {
  let content: ClipboardItem[] = [];
  const holder = (type: string): ClipboardItem | undefined =>
    content.find(({ types }) => types.includes(type));
  return {
    async write(items: ClipboardItem[]): Promise<void> {
      content = [...items];
    },
    async read(): Promise<ClipboardItem[]> {
      return content;
    },
    async writeText(text: string): Promise<void> {
      content = [new ClipboardItem({ [PLAIN_TEXT]: text })];
    },
    async readText(): Promise<string> {
      return (await (await holder(PLAIN_TEXT)?.getType(PLAIN_TEXT))?.text()) ?? '';
    },
    async has(type: string): Promise<boolean> {
      return holder(type) !== undefined;
    },
    clear(): void {
      content = [];
    },
  };
}

/** Electron's `View`, as far as it covers or uncovers the page: kept, not drawn. */
export class View extends EventEmitter {
  readonly children: View[] = [];
  addChildView(view: View): void {
    this.removeChildView(view);
    this.children.push(view);
  }
  removeChildView(view: View): void {
    const at = this.children.indexOf(view);
    if (at >= 0) this.children.splice(at, 1);
  }
  setBackgroundColor(): void {}
  setBounds(): void {}
}

export type ThemeSource = 'system' | 'light' | 'dark';

/** Electron's `nativeTheme`; its source drives `prefers-color-scheme` in all windows. */
export class NativeTheme extends EventEmitter {
  readonly shouldUseHighContrastColors = false;
  readonly shouldUseInvertedColorScheme = false;
  readonly inForcedColorsMode = false;
  readonly prefersReducedTransparency = false;
  #source: ThemeSource = 'system';

  get themeSource(): ThemeSource {
    return this.#source;
  }
  set themeSource(source: ThemeSource) {
    if (source === this.#source) return;
    this.#source = source;
    this.emit('updated');
  }
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
}

/** Electron's `powerMonitor`: tests emit `lock-screen`, `suspend` and the like themselves. */
class PowerMonitor extends EventEmitter {
  readonly onBatteryPower = false;

  getSystemIdleTime(): number {
    return 0;
  }
  getSystemIdleState(): 'active' {
    return 'active';
  }
  isOnBatteryPower(): boolean {
    return this.onBatteryPower;
  }
}

/** Electron's `screen` with one display. */
function createScreen() {
  const area = { x: 0, y: 0, width: 1280, height: 800 };
  const display = { id: 1, bounds: area, workArea: area, scaleFactor: 1, size: area, workAreaSize: area };
  return Object.assign(new EventEmitter(), {
    getPrimaryDisplay: () => display,
    getAllDisplays: () => [display],
    getDisplayMatching: () => display,
    getDisplayNearestPoint: () => display,
  });
}

/** What the module `electron` has of the desktop, but for the theme, which the windows follow. */
export const createDesktop = () => ({
  clipboard: createClipboard(),
  ClipboardItem,
  dialog: createDialog(),
  nativeImage,
  Notification: StandInNotification,
  powerMonitor: new PowerMonitor(),
  screen: createScreen(),
  shell: createShell(),
  View,
});
