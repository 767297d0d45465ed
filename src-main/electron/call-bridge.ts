import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import { callChannel, eventChannel } from '../../shared/ipc/channels.ts';
import type { TellWindow } from '../application.ts';
import type { Registrar, Sender } from '../ipc/ipc.ts';

const nobody: Sender = { isMainFrame: false, origin: null };

function senderOf(event: IpcMainInvokeEvent, window: BrowserWindow | undefined): Sender {
  const frame = event.senderFrame;
  if (!frame || !window || window.isDestroyed() || event.sender !== window.webContents) return nobody;
  return { isMainFrame: frame.parent === null, origin: frame.origin };
}

/** The only channel into the main process. */
export function receiveCalls(registrar: Registrar, window: () => BrowserWindow | undefined): void {
  ipcMain.handle(callChannel, (event, name: unknown, payload: unknown) =>
    registrar.answer(senderOf(event, window()), name, payload),
  );
}

/** The only channel out of it. */
export const eventsTo =
  (window: () => BrowserWindow | undefined): TellWindow =>
  (name, payload) => {
    const target = window();
    if (target && !target.isDestroyed()) target.webContents.send(eventChannel, name, payload);
  };
