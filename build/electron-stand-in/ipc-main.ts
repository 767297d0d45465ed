import type * as Electron from 'electron';
import { EventEmitter } from 'node:events';

export type IpcHandler = Parameters<Electron.IpcMain['handle']>[1];

/** Electron's `ipcMain`. */
export class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, IpcHandler>();

  handle(channel: string, handler: IpcHandler): void {
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    this.#handlers.set(channel, handler);
  }
  handleOnce(channel: string, handler: IpcHandler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return handler(event, ...(args as unknown[]));
    });
  }
  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** Runs the handler of a call from a page; its errors get the texts that Electron gives them. */
  async answer(channel: string, event: unknown, args: readonly unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel);
    try {
      if (!handler) throw new Error(`No handler registered for '${channel}'`);
      return await handler(event as Electron.IpcMainInvokeEvent, ...args);
    } catch (error) {
      if (handler) console.error(`Error occurred in handler for '${channel}':`, error);
      throw new Error(`Error invoking remote method '${channel}': ${String(error)}`, { cause: error });
    }
  }
}
