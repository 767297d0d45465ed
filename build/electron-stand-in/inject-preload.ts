/**
 * Injected into the isolated world `electron-preload` before any script of the page: the sandboxed preload's
 * `require('electron')`, then the app's own preload bundle (CommonJS, as Electron's sandbox asks for).
 */
import { createBridge } from './bridge.ts';
import { decode, encode, type AnyFunction } from './codec.ts';

declare const KELMU_BRIDGE_SECRET: string;
declare const KELMU_PRELOAD:
  | ((
      require: (id: string) => unknown,
      module: { exports: unknown },
      exports: unknown,
      process: object,
    ) => void)
  | null;
declare const KELMU_PROCESS: object;

declare global {
  /** The DevTools binding; exists in the isolated world only. */
  var kelmuSend: (text: string) => void;
  /** What the main process calls. */
  var kelmuDeliver: ((text: string) => void) | undefined;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}
interface Delivered {
  readonly type: 'result' | 'event';
  readonly id: number;
  readonly ok: boolean;
  readonly value: unknown;
  readonly channel: string;
  readonly args: unknown[];
}

const post = (message: object): void => globalThis.kelmuSend(encode(message));

function unavailable(name: string, instead: string): () => never {
  return () => {
    throw new Error(`${name} is not available in the Electron stand-in: ${instead}`);
  };
}

function createIpcRenderer() {
  const listeners = new Map<string, { readonly fn: AnyFunction; readonly once: boolean }[]>();
  const pending = new Map<number, Pending>();
  let sequence = 0;

  const add = (channel: string, fn: AnyFunction, once: boolean) => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { fn, once }]);
    return ipcRenderer;
  };
  const remove = (channel: string, fn: AnyFunction) => {
    const list = listeners.get(channel) ?? [];
    const index = list.findIndex((listener) => listener.fn === fn);
    if (index >= 0) listeners.set(channel, list.toSpliced(index, 1));
    return ipcRenderer;
  };
  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const id = ++sequence;
        post({ type: 'invoke', id, channel, args });
        pending.set(id, { resolve, reject });
      }),
    send: (channel: string, ...args: unknown[]): void => post({ type: 'send', channel, args }),
    sendSync: unavailable('ipcRenderer.sendSync', 'use invoke'),
    postMessage: unavailable('ipcRenderer.postMessage', 'use send'),
    on: (channel: string, fn: AnyFunction) => add(channel, fn, false),
    addListener: (channel: string, fn: AnyFunction) => add(channel, fn, false),
    once: (channel: string, fn: AnyFunction) => add(channel, fn, true),
    off: remove,
    removeListener: remove,
    removeAllListeners(channel: string) {
      listeners.delete(channel);
      return ipcRenderer;
    },
    listenerCount: (channel: string): number => listeners.get(channel)?.length ?? 0,
  };

  const deliver = (text: string): void => {
    const message = decode(text) as Delivered;
    if (message.type === 'result') {
      const waiting = pending.get(message.id);
      pending.delete(message.id);
      if (message.ok) waiting?.resolve(message.value);
      else waiting?.reject(message.value);
      return;
    }
    for (const { fn, once } of [...(listeners.get(message.channel) ?? [])]) {
      if (once) remove(message.channel, fn);
      fn({ sender: ipcRenderer, ports: [] }, ...message.args);
    }
  };
  return { ipcRenderer, deliver };
}

/** Of Chromium, which takes these with Ctrl before the app's page zooms; Electron has no such shortcut. */
const CHROMIUM_ZOOM_KEYS = ['+', '-', '=', '0'];

/** For `before-input-event`. The answer would come too late, so a prevented key still reaches the page. */
function reportKeys(): void {
  const report = (event: KeyboardEvent): void => {
    if (!event.isTrusted) return;
    if (event.ctrlKey && CHROMIUM_ZOOM_KEYS.includes(event.key)) event.preventDefault();
    const { key, code, repeat, isComposing, shiftKey, ctrlKey, altKey, metaKey, location } = event;
    const type = event.type === 'keydown' ? 'keyDown' : 'keyUp';
    const modifiers = { shift: shiftKey, control: ctrlKey, alt: altKey, meta: metaKey };
    const input = {
      type,
      key,
      code,
      isAutoRepeat: repeat,
      isComposing,
      location,
      ...modifiers,
      modifiers: [],
    };
    post({ type: 'input', input });
  };
  window.addEventListener('keydown', report, { capture: true });
  window.addEventListener('keyup', report, { capture: true });
}

function runPreload(): void {
  const bridge = createBridge(window, KELMU_BRIDGE_SECRET, 'preload');
  const { ipcRenderer, deliver } = createIpcRenderer();
  globalThis.kelmuDeliver = deliver;
  reportKeys();
  const electron = {
    ipcRenderer,
    contextBridge: {
      exposeInMainWorld: (key: string, api: unknown) => void bridge.send('expose', { key, api }),
    },
    webUtils: { getPathForFile: unavailable('webUtils.getPathForFile', "send the file's bytes") },
  };
  const require = (id: string): unknown => {
    if (id === 'electron' || id === 'electron/renderer') return electron;
    throw new Error(`module not found: ${id}`); // what a sandboxed preload says
  };
  const module = { exports: {} };
  try {
    KELMU_PRELOAD?.(require, module, module.exports, KELMU_PROCESS);
  } catch (error) {
    console.error('Unable to load preload script', error);
    post({
      type: 'preload-error',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}

if (window === window.top) runPreload();
