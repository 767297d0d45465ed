// @vitest-environment node
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchStandIn, type LaunchedStandIn } from './launch-stand-in.ts';

/** The smoke app's preload API, as the page sees it. */
interface SmokeApi {
  echo(value: unknown): Promise<unknown>;
  fail(): Promise<never>;
  sender(): Promise<unknown[]>;
  askHelper(value: unknown): Promise<unknown>;
}
declare global {
  var smoke: SmokeApi;
}

const here = fileURLToPath(new URL('.', import.meta.url));
const appDir = join(here, 'smoke-app');

describe('the stand-in with a small app', { timeout: 30_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'kelmu-smoke-'));
  const env = {
    ...process.env,
    KELMU_HEADLESS: '1',
    KELMU_USER_DATA: join(folder, 'user-data'),
    SMOKE_NET_LOG: join(folder, 'net-log.json'),
  };
  let app: LaunchedStandIn;
  let page: Page;

  beforeAll(async () => {
    app = await launchStandIn({ appDir, env });
    page = await app.firstWindow();
    await page.getByText('ready').waitFor();
  }, 30_000);
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, maxRetries: 5 });
  });

  it('serves the app scheme in a secure context without powers of Node', async () => {
    expect(await page.evaluate(() => [isSecureContext, typeof crypto.subtle, document.title])).toEqual([
      true,
      'object',
      'Smoke app',
    ]);
    expect(
      await page.evaluate(() =>
        ['require', 'process', 'module', 'kelmuSend'].filter((key) => key in globalThis),
      ),
    ).toEqual([]);
    expect(
      await page.evaluate(async () => {
        const answer = await fetch('/echo', { method: 'POST', body: new Uint8Array([1, 2, 3]) });
        return [...new Uint8Array(await answer.arrayBuffer())];
      }),
    ).toEqual([1, 2, 3]);
    expect(await page.evaluate(async () => (await fetch('/absent.js')).status)).toBe(404);
  });

  it('brings an answer to the page while it is made, breaks off with it, ends it where the page stops', async () => {
    const goOn = (): Promise<void> =>
      app.main(({ powerMonitor }) => void powerMonitor.emit('resume'), undefined);
    const open = async (path: string) => {
      const opened = await page.evaluateHandle(async (name) => {
        const { headers, url, body } = await fetch(name);
        return { header: headers.get('x-smoke'), url, reader: body!.getReader() };
      }, path);
      const next = (): Promise<unknown> =>
        opened.evaluate(async ({ reader }) => {
          const piece = await reader.read().catch(String);
          if (typeof piece === 'string') return piece;
          return piece.done ? 'done' : [...piece.value];
        });
      return { next, about: await opened.evaluate(({ header, url }) => [header, url]) };
    };
    const whole = await open('/slow');
    expect(whole.about).toEqual(['slow', 'https://bundle.app.invalid/slow']);
    expect(await whole.next()).toEqual([1]);
    await goOn();
    expect(await whole.next()).toEqual([2]);
    await goOn();
    expect(await whole.next()).toBe('done');

    const cut = await open('/cut');
    expect(await cut.next()).toEqual([1]);
    await goOn();
    expect(await cut.next()).toEqual([2]);
    await goOn();
    expect(await cut.next()).toBe('TypeError: network error');

    const ended = app.main(
      ({ powerMonitor }) => new Promise<string>((told) => powerMonitor.once('suspend', () => told('told'))),
      undefined,
    );
    const stopped = await page.evaluate(async () => {
      const stop = new AbortController();
      const { body } = await fetch('/slow', { signal: stop.signal });
      const reader = body!.getReader();
      await reader.read();
      const next = reader.read().catch((error: unknown) => (error as Error).name);
      stop.abort();
      return next;
    });
    expect([stopped, await ended]).toEqual(['AbortError', 'told']);
  });

  it('carries calls from the page to the main process and back, with types and errors', async () => {
    const answer = await page.evaluate(async () => {
      const value = (await smoke.echo({ date: new Date(5), map: new Map([[1, 2n]]), none: undefined })) as {
        date: Date;
        map: Map<number, bigint>;
      };
      return [value.date.getTime(), String(value.map.get(1)), 'none' in value, Object.isFrozen(smoke)];
    });
    expect(answer).toEqual([5, '2', true, true]);
    const refusals = await page.evaluate(async () => {
      const text = (error: unknown) => (error as Error).message;
      const unclonable = (): Promise<unknown> => smoke.echo(new Proxy({}, {}));
      return [await smoke.fail().catch(text), await Promise.resolve().then(unclonable).catch(text)];
    });
    expect(refusals).toEqual([
      "Error invoking remote method 'fail': Error: no such client",
      expect.stringMatching(/could not be cloned/),
    ]);
    expect(await page.evaluate(() => smoke.sender())).toEqual([
      'app://bundle/index.html',
      'app://bundle',
      true,
    ]);
  });

  it('carries events from the main process to the page', async () => {
    await app.main(({ powerMonitor }) => powerMonitor.emit('lock-screen'), undefined);
    await page.getByText('locked').waitFor();
  });

  it('runs a utility process with a parent port', async () => {
    expect(await page.evaluate(() => smoke.askHelper({ list: [1, 2] }))).toEqual({
      message: { echoed: { list: [1, 2] }, hasNodeChannel: false },
      exitCode: 3,
    });
  });

  it('enforces the content security policy, blocked navigation and permissions', async () => {
    const seen = await page.evaluate(async () => {
      const violations: string[] = [];
      const both = new Promise<void>((done) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          if (violations.push(effectiveDirective) === 2) done();
        });
      });
      const script = document.createElement('script');
      script.textContent = 'globalThis.injected = true';
      document.head.append(script);
      await fetch('https://outside.example/').catch(() => undefined);
      await both;
      return [...violations, 'injected' in globalThis];
    });
    expect(seen).toEqual(expect.arrayContaining(['connect-src', 'script-src-elem', false]));
    const asked = app.main(
      ({ BrowserWindow }) =>
        new Promise<string>((done) => {
          BrowserWindow.getAllWindows()[0]?.webContents.once('will-navigate', ({ url }) => done(url));
        }),
      undefined,
    );
    await page.getByRole('link', { name: 'Outside link' }).click();
    expect(await asked).toBe('https://outside.example/');
    expect(page.url()).toBe('https://bundle.app.invalid/index.html');
    const states = await page.evaluate(() =>
      Promise.all(
        ['geolocation', 'clipboard-write', 'camera'].map(
          async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
        ),
      ),
    );
    expect(states).toEqual(['denied', 'granted', 'denied']);
  });

  it('follows the theme that the app sets, and prints to PDF', async () => {
    const isDark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    expect(await isDark()).toBe(false);
    await app.main(({ nativeTheme }) => void (nativeTheme.themeSource = 'dark'), undefined);
    await page.waitForFunction(() => matchMedia('(prefers-color-scheme: dark)').matches);
    const start = await app.main(
      async ({ BrowserWindow }) =>
        (await BrowserWindow.getAllWindows()[0]?.webContents.printToPDF({ pageSize: 'A4' }))
          ?.subarray(0, 5)
          .toString('latin1'),
      undefined,
    );
    expect(start).toBe('%PDF-');
  });

  it('reports keys to the main process, and zooms', async () => {
    const key = app.main(
      ({ BrowserWindow }) =>
        new Promise((done) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          contents?.once('before-input-event', (_event, input) => {
            contents.setZoomLevel(1);
            done([input.type, input.key, input.control, contents.getZoomFactor()]);
          });
        }),
      undefined,
    );
    // The listener is there once the main process answers the next question.
    await app.main(() => undefined, undefined);
    const before = await page.evaluate(
      () => document.querySelector('h1')?.getBoundingClientRect().height ?? 0,
    );
    await page.keyboard.down('Control');
    expect(await key).toEqual(['keyDown', 'Control', true, 1.2]);
    await page.keyboard.up('Control');
    await page.waitForFunction(
      (height) => (document.querySelector('h1')?.getBoundingClientRect().height ?? 0) > height * 1.1,
      before,
    );
  });

  it('gives a second start to the first instance', async () => {
    const cli = join(here, 'cli.ts');
    const secondEnv = { ...env, KELMU_ELECTRON_STAND_IN: 'force' };
    await promisify(execFile)(process.execPath, [cli, appDir, 'second-file'], { env: secondEnv });
    const title = await app.main(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle(),
      undefined,
    );
    expect(title).toBe('{"opened":"second-file"}');
  });

  it('leaves no profile, no process and no request to the outside behind', async () => {
    const profiles = () =>
      readdirSync(tmpdir()).filter((name) => name.startsWith(`electron-stand-in-${app.pid}-`));
    expect(profiles()).toHaveLength(1);
    await app.close();
    expect(profiles()).toEqual([]);
    expect(readdirSync(env.KELMU_USER_DATA)).toEqual([]);
    expect(() => process.kill(app.pid, 0)).toThrow('ESRCH');
    expect(foreignHosts(readFileSync(env.SMOKE_NET_LOG, 'utf8'))).toEqual([]);
  });
});

/** Hosts that Chromium tried to reach beyond this machine, out of its network log (`--log-net-log`). */
function foreignHosts(netLog: string): string[] {
  const { constants, events } = JSON.parse(netLog) as {
    readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
    readonly events: readonly { readonly type: number; readonly params?: { readonly url?: string } }[];
  };
  const started = constants.logEventTypes['URL_REQUEST_START_JOB'];
  // A job's begin names the address, its end does not.
  const hosts = events.flatMap(({ type, params }) =>
    type === started && params?.url ? [new URL(params.url).hostname] : [],
  );
  if (hosts.length === 0) throw new Error('the network log has no request at all: is its format another?');
  return hosts.filter((host) => !host.endsWith('.invalid'));
}
