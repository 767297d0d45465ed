import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { originOf, schemeOf, toAppUrl, toBrowserUrl } from './urls.ts';

const schemes = new Set(['app', 'media']);

describe('addresses of the app and of Chromium', () => {
  it.each([
    ['app://bundle/index.html?a=1#b', 'https://bundle.app.invalid/index.html?a=1#b'],
    ['app://bundle', 'https://bundle.app.invalid/'],
    ['media://a.b/x', 'https://a.b.media.invalid/x'],
    ['https://example.org/x', 'https://example.org/x'],
    ['other://bundle/x', 'other://bundle/x'],
  ])('shows %s to Chromium as %s', (app, browser) => {
    expect(toBrowserUrl(app, schemes)).toBe(browser);
  });

  it.each([
    ['https://bundle.app.invalid:443/x', 'app://bundle/x'],
    ['https://bundle.other.invalid/x', 'https://bundle.other.invalid/x'],
    ['https://bundle.app.invalid.example.org/x', 'https://bundle.app.invalid.example.org/x'],
    ['http://bundle.app.invalid/x', 'http://bundle.app.invalid/x'],
    [
      'https://evil.example/?https://bundle.app.invalid/',
      'https://evil.example/?https://bundle.app.invalid/',
    ],
  ])('reads %s as %s', (browser, app) => {
    expect(toAppUrl(browser, schemes)).toBe(app);
  });

  it('comes back from Chromium as it went', () => {
    const host = fc.constantFrom('bundle', 'a.b', 'x-1.y');
    const path = fc.array(fc.constantFrom('a', '..', '%2f', 'ä', '//', 'app://x'), { maxLength: 4 });
    const rest = fc.constantFrom('', '?q=1', '?u=https://b.app.invalid/', '#f');
    fc.assert(
      fc.property(fc.constantFrom(...schemes), host, path, rest, (scheme, name, segments, end) => {
        const url = `${scheme}://${name}/${segments.join('/')}${end}`;
        expect(toAppUrl(toBrowserUrl(url, schemes), schemes)).toBe(url);
      }),
    );
  });

  it('knows scheme and origin', () => {
    expect([schemeOf('APP://x/'), schemeOf('data:text/plain,x'), schemeOf('/x')]).toEqual([
      'app',
      'data',
      '',
    ]);
    expect([originOf('app://bundle/x?y'), originOf('about:blank'), originOf('')]).toEqual([
      'app://bundle',
      'null',
      'null',
    ]);
  });
});
