/**
 * What `import ... from 'electron'` gives in the main process when the Electron binary is absent: the part of
 * Electron's API that this product uses. Anything else is absent on purpose, so that an unsupported call fails
 * at once instead of doing something else than Electron.
 */
import { createElectron } from './create-electron.ts';

const { electron, start } = createElectron();

export const {
  app,
  BrowserWindow,
  clipboard,
  ClipboardItem,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  Notification,
  net,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
  View,
  webContents,
} = electron;
/** For `cli.ts`: to be called once the app's main module has run. */
export const startStandIn = start;
