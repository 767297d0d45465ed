/** The least that an Electron app can be, for g13-start.ts: what the stand-in itself takes. */
import { app, BrowserWindow, protocol } from 'electron';

app.setPath('userData', process.env['KELMU_USER_DATA'] ?? '');
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
void app.whenReady().then(async () => {
  protocol.handle('app', () => {
    const page = '<!doctype html><title>x</title><main><button>x</button></main>';
    return new Response(page, { headers: { 'Content-Type': 'text/html' } });
  });
  await new BrowserWindow({ show: true }).loadURL('app://page/');
});
