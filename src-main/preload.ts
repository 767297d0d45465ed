import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { callChannel, eventChannel } from '../shared/ipc/channels.ts';
import type { KelmuTransport } from '../shared/ipc/contract.ts';

const transport: KelmuTransport = {
  call: (name, request) => ipcRenderer.invoke(callChannel, name, request),
  subscribe: (name, listener) => {
    const receive = (_event: IpcRendererEvent, told: unknown, payload: unknown): void => {
      if (told === name) listener(payload as never);
    };
    ipcRenderer.on(eventChannel, receive);
    return () => void ipcRenderer.removeListener(eventChannel, receive);
  },
};

contextBridge.exposeInMainWorld('kelmu', transport);
