import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KelmuTransport } from '../../shared/ipc/contract.ts';
import { launchStandIn, type LaunchedStandIn } from '../../build/electron-stand-in/launch-stand-in.ts';

// The built program in a real browser engine; the page plays an attacker who runs script in the window.
const appDir = join(import.meta.dirname, '../..');

let app: LaunchedStandIn;
let page: Page;
let userData: string;
/** Stands for the outside world; nothing may ever reach it. */
let outside: Server;
let outsideAddress: string;
let reached: string[];

beforeAll(async () => {
  reached = [];
  outside = createServer((request, response) => {
    reached.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  outsideAddress = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
  userData = mkdtempSync(join(tmpdir(), 'kelmu-abuse-'));
  const env = {
    ...(process.env as Record<string, string>),
    KELMU_USER_DATA: userData,
    KELMU_HEADLESS: '1',
    KELMU_ELECTRON_STAND_IN: 'force',
    // Nobody answers there: these tests need no service.
    KELMU_TRAINING_SERVICE_URL: 'http://127.0.0.1:9',
  };
  app = await launchStandIn({ appDir, args: [], env });
  page = await app.firstWindow();
  await page.waitForLoadState('domcontentloaded');
}, 120_000);
afterAll(async () => {
  await app.close();
  outside.close();
  rmSync(userData, { recursive: true, force: true });
});
beforeEach(() => (reached.length = 0));

const call = (name: unknown, request?: unknown): Promise<{ ok: boolean; error?: { code: string } }> =>
  page.evaluate(
    ([callName, payload]) => {
      const { kelmu } = globalThis as unknown as { kelmu: KelmuTransport };
      return kelmu.call(callName as never, payload as never) as Promise<{ ok: boolean }>;
    },
    [name, request] as const,
  );

/** As text: the test runner rewrites imports that it sees. */
const importInPage = (address: string): Promise<string> =>
  page.evaluate(`import(${JSON.stringify(address)}).then(() => 'loaded', String)`);

describe('what the page has', () => {
  it('is the transport of the contract and nothing of Node or Electron', async () => {
    const found = await page.evaluate(() => {
      const names = [
        'require',
        'process',
        'module',
        'Buffer',
        'ipcRenderer',
        'electron',
        '__dirname',
        'global',
      ];
      const { kelmu } = globalThis as unknown as { kelmu: object };
      return { kelmu: Object.keys(kelmu).toSorted(), leaked: names.filter((name) => name in globalThis) };
    });
    expect(found).toEqual({ kelmu: ['call', 'subscribe'], leaked: [] });
  });
});

describe('calls', () => {
  it('of unknown names are refused without naming others', async () => {
    const answer = await call('no.such-call');
    expect(answer).toEqual({ ok: false, error: { code: 'unknown-call', retriable: false } });
    expect(await call('__proto__')).toMatchObject({ error: { code: 'unknown-call' } });
  });

  it('with hostile payloads are refused', async () => {
    const answers = await page.evaluate(async () => {
      const { kelmu } = globalThis as unknown as {
        kelmu: { call(name: string, request: unknown): Promise<unknown> };
      };
      const own = JSON.parse('{"clientHandle": "123456789", "__proto__": {"x": 1}}') as unknown;
      const payloads = [
        own,
        new Map(),
        new Date(),
        { clientHandle: 'x'.repeat(2_000_000) },
        Number.NaN,
        [],
        7,
      ];
      return Promise.all(payloads.map((payload) => kelmu.call('client.leave', payload)));
    });
    expect(answers).toEqual(
      answers.map(() => ({ ok: false, error: { code: 'invalid-request', retriable: false } })),
    );
  });

  it('that need a session are refused without one', async () => {
    const request = { personalIdentityCode: '010190-900B', reason: null, nonDisclosureConfirmed: false };
    expect(await call('client.look-up', request)).toMatchObject({ error: { code: 'not-signed-in' } });
  });

  it('in a flood get busy, and the window lives', async () => {
    const counted = await page.evaluate(async () => {
      const { kelmu } = globalThis as unknown as { kelmu: KelmuTransport };
      const answers = await Promise.all(
        Array.from({ length: 2000 }, () => kelmu.call('session.state', undefined)),
      );
      return answers.filter((answer) => !answer.ok && answer.error.code === 'busy').length;
    });
    expect(counted).toBeGreaterThan(1000);
    expect(await page.evaluate(() => document.readyState)).toBe('complete');
  });
});

describe('content security', () => {
  it('lets no script in by text, handler, address or frame', async () => {
    const ran = await page.evaluate(async (address) => {
      const marks: string[] = [];
      Object.assign(globalThis, { mark: (name: string) => marks.push(name) });
      const attempt = (work: () => unknown): void => {
        try {
          work();
        } catch {
          // Trusted types refuse by an exception: as good as a refusal by the policy.
        }
      };
      const add = (make: (element: HTMLElement) => void, tag: string): void => {
        const element = document.createElement(tag);
        attempt(() => make(element));
        document.body.append(element);
      };
      add((element) => (element.textContent = "mark('inline')"), 'script');
      add((element) => ((element as HTMLScriptElement).src = "data:text/javascript,mark('data')"), 'script');
      add((element) => ((element as HTMLScriptElement).src = `${address}/script.js`), 'script');
      add((element) => element.setAttribute('onclick', "mark('handler')"), 'button');
      document.querySelector<HTMLElement>('button[onclick]')?.click();
      add((element) => ((element as HTMLAnchorElement).href = "javascript:mark('link')"), 'a');
      document.querySelector<HTMLElement>('a[href^="javascript:"]')?.click();
      add((element) => ((element as HTMLIFrameElement).src = `${address}/frame`), 'iframe');
      add((element) => ((element as HTMLObjectElement).data = `${address}/object`), 'object');
      add((element) => ((element as HTMLImageElement).src = `${address}/image.png`), 'img');
      add((element) => ((element as HTMLLinkElement).href = `${address}/x.css`), 'link');
      attempt(() =>
        (document.body.insertAdjacentHTML as (where: string, text: string) => void)(
          'beforeend',
          '<img src=x onerror="mark(1)">',
        ),
      );
      attempt(() => setTimeout("mark('timer')", 0));
      attempt(() => new Worker(URL.createObjectURL(new Blob(["fetch('" + address + "')"]))));
      attempt(() => new FontFace('f', `url(${address}/font)`).load().catch(() => undefined));
      await fetch(`${address}/fetch`).catch(() => undefined);
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
      return marks;
    }, outsideAddress);
    expect(ran).toEqual([]);
    expect(reached).toEqual([]);
  });

  it('lets no text become code', async () => {
    const outcome = await page.evaluate(
      () =>
        new Promise<string[]>((resolve) =>
          setTimeout(() => {
            const refused: string[] = [];
            const attempt = (name: string, work: () => unknown): void => {
              try {
                work();
              } catch {
                refused.push(name);
              }
            };
            attempt('eval', () => (0, eval)('1'));
            attempt('function', () => new Function('return 1'));
            attempt('html', () => (document.createElement('div').innerHTML = '<b>x</b>'));
            resolve(refused);
          }, 0),
        ),
    );
    expect(outcome).toEqual(['eval', 'function', 'html']);
  });

  it("lets a module come from the program's own files only", async () => {
    expect(await importInPage(`${outsideAddress}/module.js`)).toMatch(/TypeError/);
    expect(await importInPage('data:text/javascript,export const x = 1')).toMatch(/TypeError/);
    expect(reached).toEqual([]);
  });
});

describe('the window', () => {
  it('goes nowhere and opens no other', async () => {
    const before = page.url();
    await page.evaluate((address) => {
      globalThis.open(`${address}/popup`);
      const form = document.createElement('form');
      form.action = `${address}/form`;
      form.method = 'post';
      document.body.append(form);
      form.submit();
      const meta = document.createElement('meta');
      meta.httpEquiv = 'refresh';
      meta.content = `0;url=${address}/refresh`;
      document.head.append(meta);
      globalThis.location.assign(`${address}/assign`);
    }, outsideAddress);
    expect((await call('session.state')).ok).toBe(true);
    expect(page.url()).toBe(before);
    await expect.poll(() => app.windows().length).toBe(1);
    expect(reached).toEqual([]);
  });

  it('refuses every permission: what is copied goes through the main process', async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'clipboard-read',
      'clipboard-write',
    ] as const;
    const states = await page.evaluate(
      (all) =>
        Promise.all(
          all.map(async (name) => (await navigator.permissions.query({ name: name as never })).state),
        ),
      names,
    );
    expect(states).toEqual(names.map(() => 'denied'));
  });

  it('keeps nothing on the disk that a page stored', async () => {
    await page.evaluate(() => localStorage.setItem('marker', 'Kelmu-Abuse-Marker'));
    const stored = await app.main(({ session }) => session.fromPartition('kelmu').storagePath, undefined);
    expect(stored).toBeNull();
  });
});
