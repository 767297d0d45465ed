import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { App } from './app.ts';
import { createSessions } from './session.ts';

function setUp() {
  const boot = { appDir: '/app', headless: true, manifest: { name: 'test' } };
  const app = new App(boot);
  app.setPath('userData', '/user-data');
  const schemes = new Set<string>();
  return { app, ...createSessions({ app, boot, schemes, onChromium: () => undefined }) };
}

describe('session', () => {
  it('keeps a profile in the user data only where it is to persist', () => {
    const { defaultSession, fromPartition } = setUp();
    expect(fromPartition('client').storagePath).toBeNull();
    expect(fromPartition('client').isPersistent()).toBe(false);
    expect(fromPartition('persist:a').storagePath).toBe(join('/user-data', 'Partitions', 'a'));
    expect(defaultSession.storagePath).toBe(join('/user-data', 'electron-stand-in'));
    expect(fromPartition('client')).toBe(fromPartition('client'));
    expect(fromPartition('')).toBe(defaultSession);
  });

  it('answers fetch of its own schemes, and of no other session', async () => {
    const { fromPartition } = setUp();
    const one = fromPartition('one');
    one.protocol.handle(
      'app',
      (request) => new Response(`${request.method} ${new URL(request.url).pathname}`),
    );
    expect(await (await one.fetch('app://x/path', { method: 'PUT' })).text()).toBe('PUT /path');
    await expect(fromPartition('two').fetch('app://x/path')).rejects.toThrow();
    expect(() => one.protocol.handle('app', () => new Response())).toThrow('Failed to register');
    one.protocol.unhandle('app');
    expect(one.protocol.isProtocolHandled('app')).toBe(false);
  });

  it('reads files with their media type', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'session-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'a.json'), '[1]');
    const { defaultSession } = setUp();
    const answer = await defaultSession.fetch(pathToFileURL(join(folder, 'a.json')).href);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual([1]);
    await expect(defaultSession.fetch(pathToFileURL(join(folder, 'b')).href)).rejects.toThrow(
      'ERR_FILE_NOT_FOUND',
    );
  });

  it('lets webRequest block what it fetches, by filter', async () => {
    const { defaultSession } = setUp();
    defaultSession.protocol.handle('app', () => new Response('served'));
    defaultSession.webRequest.onBeforeRequest({ urls: ['app://blocked/*'] }, (_details, answer) =>
      answer({ cancel: true }),
    );
    await expect(defaultSession.fetch('app://blocked/x')).rejects.toThrow('net::ERR_BLOCKED_BY_CLIENT');
    expect(await (await defaultSession.fetch('app://open/x')).text()).toBe('served');
    defaultSession.webRequest.onBeforeRequest(null);
    expect(await (await defaultSession.fetch('app://blocked/x')).text()).toBe('served');
  });

  it('resolves fixed proxies and refuses to go around one', async () => {
    const { defaultSession } = setUp();
    expect(await defaultSession.resolveProxy('https://service.example/')).toBe('DIRECT');
    await defaultSession.setProxy({
      proxyRules: 'https=proxy.example:8080',
      proxyBypassRules: '*.inside.example',
    });
    expect(await defaultSession.resolveProxy('https://service.example/')).toBe('PROXY proxy.example:8080');
    expect(await defaultSession.resolveProxy('http://service.example/')).toBe('DIRECT');
    expect(await defaultSession.resolveProxy('https://a.inside.example/')).toBe('DIRECT');
    await expect(defaultSession.fetch('https://service.example/')).rejects.toThrow(
      'ERR_PROXY_CONNECTION_FAILED',
    );
    await defaultSession.setProxy({ mode: 'pac_script', pacScript: 'https://proxy.example/pac' });
    await expect(defaultSession.resolveProxy('https://service.example/')).rejects.toThrow('not supported');
  });
});
