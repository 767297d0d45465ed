/** Which part of the stand-in is the counterpart of which of Electron's classes, for the conformance test. */
import type { App } from './app.ts';
import type { StandInWindow } from './browser-window.ts';
import type { ClipboardItem, StandInNotification, View } from './desktop.ts';
import type { CommandLine } from './command-line.ts';
import type { createElectron } from './create-electron.ts';
import type { IpcMain } from './ipc-main.ts';
import type { Menu, MenuItem } from './menu.ts';
import type { Protocol, Session } from './session.ts';
import type { UtilityProcess } from './utility-process.ts';
import type { Frame, WebContents } from './web-contents.ts';
import type { WebRequest } from './web-request.ts';

type Electron = ReturnType<typeof createElectron>['electron'];

export interface StandInTypes {
  readonly electron: Electron;
  readonly App: App;
  readonly BaseWindow: StandInWindow;
  readonly BrowserWindow: StandInWindow;
  readonly 'typeof BrowserWindow': Electron['BrowserWindow'];
  readonly Clipboard: Electron['clipboard'];
  readonly ClipboardItem: ClipboardItem;
  readonly CommandLine: CommandLine;
  readonly Dialog: Electron['dialog'];
  readonly IpcMain: IpcMain;
  readonly Menu: Menu;
  readonly 'typeof Menu': Electron['Menu'];
  readonly MenuItem: MenuItem;
  readonly NativeTheme: Electron['nativeTheme'];
  readonly Net: Electron['net'];
  readonly Notification: StandInNotification;
  readonly 'typeof Notification': typeof StandInNotification;
  readonly 'typeof NativeImage': Electron['nativeImage'];
  readonly PowerMonitor: Electron['powerMonitor'];
  readonly Protocol: Protocol;
  readonly Screen: Electron['screen'];
  readonly Session: Session;
  readonly 'typeof Session': Electron['session'];
  readonly Shell: Electron['shell'];
  readonly UtilityProcess: UtilityProcess;
  readonly 'typeof UtilityProcess': Electron['utilityProcess'];
  readonly View: View;
  readonly 'typeof View': Electron['View'];
  readonly WebContents: WebContents;
  readonly 'typeof WebContents': Electron['webContents'];
  readonly WebFrameMain: Frame;
  readonly WebRequest: WebRequest;
}
