/** A small app, written as for Electron, that uses each part of the stand-in once. */
import { app, BrowserWindow, ipcMain, net, powerMonitor, protocol, session, utilityProcess } from 'electron';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const here = import.meta.dirname;
const userData = process.env['KELMU_USER_DATA'];
if (!userData) throw new Error('KELMU_USER_DATA is not set');
app.setPath('userData', userData);
app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
const netLog = process.env['SMOKE_NET_LOG'];
if (netLog) app.commandLine.appendSwitch('log-net-log', netLog);

const isFirst = app.requestSingleInstanceLock({ opened: process.argv.at(-1) });
if (!isFirst) app.exit(0);

const CSP = "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'";

/** One byte at once, and another each time the test says so; `done` is told when the page reads no further. */
function slowly({ done, cut }: { done(): void; readonly cut: boolean }): Response {
  let byte = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      if (byte > 0) await new Promise((next) => powerMonitor.once('resume', () => next(undefined)));
      if (byte === 2 && cut) return controller.error(new Error('cut'));
      if (byte === 2) return controller.close();
      controller.enqueue(new Uint8Array([(byte += 1)]));
    },
    cancel: done,
  });
  return new Response(body, { headers: { 'x-smoke': 'slow' } });
}

async function serve(request: Request): Promise<Response> {
  const name = new URL(request.url).pathname.slice(1);
  if (name === 'slow' || name === 'cut')
    return slowly({ cut: name === 'cut', done: () => powerMonitor.emit('suspend') });
  if (request.method === 'POST') return new Response(await request.arrayBuffer());
  if (!['index.html', 'renderer.js'].includes(name)) return new Response('', { status: 404 });
  const file = await net.fetch(pathToFileURL(join(here, name)).href);
  const headers = new Headers(file.headers);
  headers.set('content-security-policy', CSP);
  return new Response(file.body, { headers });
}

function handleCalls(): void {
  ipcMain.handle('echo', (_event, value: unknown) => value);
  ipcMain.handle('fail', () => {
    throw new Error('no such client');
  });
  ipcMain.handle('sender', ({ sender, senderFrame }) => [
    senderFrame?.url,
    senderFrame?.origin,
    senderFrame === sender.mainFrame,
  ]);
  ipcMain.handle('ask-helper', (_event, value: unknown) => {
    const helper = utilityProcess.fork(join(here, 'helper.ts'), ['--argument'], {
      serviceName: 'smoke helper',
    });
    return new Promise((answer) => {
      helper.once('message', (message: unknown) => {
        helper.once('exit', (exitCode) => answer({ message, exitCode }));
        helper.postMessage('crash');
      });
      helper.postMessage(value);
    });
  });
}

function openWindow(): void {
  const memory = session.fromPartition('smoke');
  memory.setPermissionRequestHandler((_contents, permission, callback) =>
    callback(permission === 'clipboard-sanitized-write'),
  );
  memory.protocol.handle('app', serve);
  memory.webRequest.onBeforeRequest((details, callback) =>
    callback({ cancel: !details.url.startsWith('app://') }),
  );
  const window = new BrowserWindow({
    width: 900,
    height: 600,
    webPreferences: {
      session: memory,
      preload: join(here, 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
    },
  });
  window.webContents.on('will-navigate', (event) => event.preventDefault());
  powerMonitor.on('lock-screen', () => window.webContents.send('locked'));
  void window.loadURL('app://bundle/index.html');
}

app.on('second-instance', (_event, _argv, _cwd, data) => {
  BrowserWindow.getAllWindows()[0]?.setTitle(JSON.stringify(data));
});
app.on('window-all-closed', () => app.quit());
if (isFirst) {
  void app.whenReady().then(() => {
    handleCalls();
    openWindow();
  });
}
