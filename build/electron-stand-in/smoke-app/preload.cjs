const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('smoke', {
  echo: (value) => ipcRenderer.invoke('echo', value),
  fail: () => ipcRenderer.invoke('fail'),
  sender: () => ipcRenderer.invoke('sender'),
  askHelper: (value) => ipcRenderer.invoke('ask-helper', value),
  onLocked(listener) {
    const relay = () => listener();
    ipcRenderer.on('locked', relay);
    return () => void ipcRenderer.removeListener('locked', relay);
  },
});
