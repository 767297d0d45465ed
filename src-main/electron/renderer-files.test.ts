import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRendererFiles } from './renderer-files.ts';

let parent: string;
let answer: (request: Request) => Promise<Response>;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'kelmu-files-'));
  const folder = join(parent, 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(parent, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'main.js'), 'void 0');
  writeFileSync(join(folder, 'assets', 'notes.txt'), 'no known type');
  symlinkSync(join(parent, 'secret.txt'), join(folder, 'link.json'));
  answer = createRendererFiles(folder, 'kelmu');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const get = (address: string, method = 'GET'): Promise<Response> =>
  answer({ url: address, method } as unknown as Request);

it('serves the built files under a strict policy', async () => {
  const response = await get('app://kelmu/');
  expect(await response.text()).toBe('<!doctype html>');
  const script = await get('app://kelmu/assets/main.js');
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  const policy = response.headers.get('content-security-policy')!;
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toContain('unsafe');
  expect(policy).not.toMatch(/https?:|\*/);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
});

describe('refuses', () => {
  it.each([
    ['app://kelmu/../secret.txt', 404],
    ['app://kelmu/%2e%2e/secret.txt', 404],
    ['app://kelmu/..%2fsecret.txt', 404],
    ['app://kelmu/..\\secret.txt', 404],
    ['app://kelmu/assets/%00main.js', 404],
    ['app://kelmu/assets', 404],
    ['app://kelmu/assets/notes.txt', 404],
    ['app://kelmu/link.json', 404],
    ['app://kelmu//index.html', 404],
    ['app://kelmu/INDEX.html', 404],
    ['app://other/index.html', 403],
    ['app://user@kelmu/index.html', 403],
  ])('%s', async (address, status) => {
    const response = await get(address);
    expect(response.status).toBe(status);
    expect(response.body).toBeNull();
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('other methods', async () => expect((await get('app://kelmu/', 'POST')).status).toBe(405));
});
