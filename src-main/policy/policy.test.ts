import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../shared/policy/policy.ts';
import { allowedExternalLink, allowedProviderPage, createPolicySource, machinePolicyFile } from './policy.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kelmu-policy-'));
  file = join(folder, 'policy.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (content: unknown): void =>
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));

describe('settings of the administrators', () => {
  it('are the defaults where there is no file', () => {
    const source = createPolicySource(file);
    expect(source.current()).toEqual(defaultPolicy);
    expect(source.diagnostics()).toEqual([]);
  });

  it('are taken one by one: what is wrong is ignored and named, without its value', () => {
    write({
      serviceUrl: 'http://plain.example',
      idleLockMinutes: 5,
      absoluteSessionHours: '12',
      onCardRemoval: 'sign-out',
      cachePersonalLists: true,
      externalLinks: ['https://kela.fi'],
      colour: 'blue',
    });
    const source = createPolicySource(file);
    expect(source.current()).toEqual({
      ...defaultPolicy,
      idleLockMinutes: 5,
      onCardRemoval: 'sign-out',
      cachePersonalLists: true,
    });
    expect(source.diagnostics()).toEqual([
      { code: 'policy-value-ignored', severity: 'warning', detail: 'serviceUrl' },
      { code: 'policy-value-ignored', severity: 'warning', detail: 'absoluteSessionHours' },
      { code: 'policy-value-ignored', severity: 'warning', detail: 'externalLinks' },
      { code: 'policy-name-unknown', severity: 'warning', detail: 'colour' },
    ]);
  });

  it.each([
    'https://user:pass@kela.example',
    'https://kela.example/?x=1',
    'https://kela.example/#x',
    'ftp://kela.example',
    'https://',
    'https://kela.example\\@evil.example',
  ])('accept no service at %s', (serviceUrl) => {
    write({ serviceUrl });
    expect(createPolicySource(file).current().serviceUrl).toBeNull();
  });

  it('may be written with a byte order mark', () => {
    write('\uFEFF{"idleLockMinutes": 7}');
    expect(createPolicySource(file).current().idleLockMinutes).toBe(7);
  });

  it.each([
    ['is half-written', () => write('{"idleLockMinutes": 9')],
    ['is no object', () => write('[1]')],
    ['is huge', () => write(`{"idleLockMinutes": 9, "x": "${'x'.repeat(1_100_000)}"}`)],
    [
      'is a folder',
      () => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
  ])('keep what was known when the file %s', (_, spoil) => {
    write({ idleLockMinutes: 3 });
    const source = createPolicySource(file);
    spoil();
    source.refresh();
    expect(source.current().idleLockMinutes).toBe(3);
    expect(source.diagnostics()).toHaveLength(1);
  });

  it('follow the file: changed, then taken away', () => {
    write({ idleLockMinutes: 3 });
    const source = createPolicySource(file);
    write({ idleLockMinutes: 4 });
    source.refresh();
    expect(source.current().idleLockMinutes).toBe(4);
    rmSync(file);
    source.refresh();
    expect(source.current()).toEqual(defaultPolicy);
  });

  it('cannot be put under a prototype', () => {
    write('{"__proto__": {"trainingMode": true}, "constructor": 1}');
    const source = createPolicySource(file);
    expect(source.current()).toEqual(defaultPolicy);
    expect(({} as { trainingMode?: unknown }).trainingMode).toBeUndefined();
  });

  it('stand where only administrators write', () => {
    expect(machinePolicyFile('linux', {})).toBe('/etc/kelmu-desktop/policy.json');
    expect(machinePolicyFile('win32', { ProgramData: 'D:\\Data' })).toContain('Kelmu Desktop');
  });
});

describe('external links', () => {
  const hosts = ['www.kela.fi', 'xn--kla-tla.fi'];

  it('open an exact https host', () => {
    expect(allowedExternalLink('https://www.kela.fi/sivu?x=1#y', hosts)).toBe(
      'https://www.kela.fi/sivu?x=1#y',
    );
  });

  it.each([
    'http://www.kela.fi/',
    'https://kela.fi/',
    'https://www.kela.fi.evil.example/',
    'https://www.kela.fi@evil.example/',
    'https://ok@www.kela.fi/',
    'https://www.kela.fi:8443/',
    'https://www.k\u0435la.fi/',
    'file:///etc/passwd',
    'smb://server/share',
    '\\\\server\\share',
    'ms-settings:privacy',
    'javascript:alert(1)',
    'data:text/html,x',
    'not an address',
    '',
    `https://www.kela.fi/${'x'.repeat(3000)}`,
  ])('refuse %s', (address) => expect(allowedExternalLink(address, hosts)).toBeNull());
});

describe('pages of the identity provider', () => {
  const issuer = 'https://tunnistus.example/oidc';
  const hosts = ['varmenne.example'];
  const long = (host: string, length: number) => `https://${host}/?x=`.padEnd(length, 'x');

  it.each([
    'https://tunnistus.example/oidc/auth?client_id=kelmu',
    'https://tunnistus.example/elsewhere',
    'https://varmenne.example/auth',
    long('tunnistus.example', 6000),
  ])('open on its own host and on those of the list: %#', (address) => {
    expect(allowedProviderPage(address, issuer, hosts)).toBe(address);
  });

  it.each([
    ['no TLS', 'http://tunnistus.example/oidc/auth'],
    ['another host', 'https://evil.example/oidc/auth'],
    ['a host below it', 'https://a.tunnistus.example/'],
    ['a host that begins like it', 'https://tunnistus.example.evil.example/'],
    ['its name as the user', 'https://tunnistus.example@evil.example/'],
    ['a user and a password', 'https://a:b@tunnistus.example/'],
    ['another port', 'https://tunnistus.example:8443/oidc/auth'],
    ['a look-alike', 'https://tunn\u0456stus.example/'],
    ['a file', 'file:///etc/passwd'],
    ['a script', 'javascript:alert(1)'],
    ['no address', 'tunnistus.example'],
    ['more than an address holds', long('tunnistus.example', 6001)],
  ])('do not open with %s', (_, address) => {
    expect(allowedProviderPage(address, issuer, hosts)).toBeNull();
  });

  describe('of training', () => {
    const practice = 'http://127.0.0.1:8470/identity-provider';

    it('open below the address of the provider', () => {
      for (const page of [`${practice}/auth?x=1`, `${practice}/interaction/abc`])
        expect(allowedProviderPage(page, practice, hosts)).toBe(page);
    });

    it.each([
      ['the provider itself', practice],
      ['the service beside it', 'http://127.0.0.1:8470/training/users'],
      ['a path that leads out of it', `${practice}/../training/users`],
      ['another path that begins like it', `${practice}-more/auth`],
      ['another port', 'http://127.0.0.1:8471/identity-provider/auth'],
      ['another name of this machine', 'http://localhost:8470/identity-provider/auth'],
      ['TLS that it does not have', 'https://127.0.0.1:8470/identity-provider/auth'],
      ['a user', 'http://a@127.0.0.1:8470/identity-provider/auth'],
      ['a host of the list', 'https://varmenne.example/auth'],
    ])('do not open with %s', (_, address) => {
      expect(allowedProviderPage(address, practice, hosts)).toBeNull();
    });

    it('open nothing where a provider without TLS is elsewhere', () => {
      const elsewhere = 'http://tunnistus.example/oidc';
      expect(allowedProviderPage(`${elsewhere}/auth`, elsewhere, hosts)).toBeNull();
    });
  });
});
