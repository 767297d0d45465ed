// @vitest-environment node
/**
 * The stand-in has every member of Electron that src-main uses, in a type that src-main would accept, and emits
 * every event that src-main listens to. Found by TypeScript itself, so nobody has to keep a list of what is used.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findElectronUses, type ElectronUse } from './electron-uses.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const repository = join(here, '..', '..');
const sources = (folder: string): string[] =>
  globSync(`${folder}/**/*.ts`, { cwd: repository })
    .filter((path) => !path.endsWith('.test.ts') && !path.endsWith('preload.ts'))
    .map((path) => join(repository, path))
    .filter((path) => readFileSync(path, 'utf8').includes(`from 'electron'`));

const smokeApp = sources('build/electron-stand-in/smoke-app');
const product = sources('src-main');

/** Events that only a device, an operating system or a mode of Electron causes that the stand-in does not have. */
const NEVER_HAPPENS_HERE = new Set([
  'activate',
  'certificate-error',
  'child-process-gone',
  'did-create-window',
  'gpu-info-update',
  'login',
  'on-ac',
  'on-battery',
  'open-file',
  'open-url',
  'query-session-end',
  'responsive',
  'select-client-certificate',
  'select-hid-device',
  'select-serial-port',
  'select-usb-device',
  'session-end',
  'unresponsive',
  'will-attach-webview',
  'will-redirect',
  // Of `powerMonitor`, which tests emit by themselves.
  'lock-screen',
  'resume',
  'shutdown',
  'suspend',
  'unlock-screen',
  'user-did-resign-active',
]);

function emittedEvents(): Set<string> {
  const code = globSync('*.ts', { cwd: here }).map((name) => readFileSync(join(here, name), 'utf8'));
  // An emitted name may be chosen by a condition; every string of the call's first argument counts.
  const calls = code.flatMap((text) => [...text.matchAll(/(?:\.emit|#setState)\(([^)]*)\)/g)]);
  return new Set(
    calls.flatMap(([, args = '']) => [...args.matchAll(/'([a-z-]+)'/g)].map((name) => name[1] ?? '')),
  );
}

function missingIn(uses: readonly ElectronUse[]): string[] {
  const emitted = emittedEvents();
  return uses.flatMap((use) => {
    if (use.kind === 'member') {
      return use.standIn === 'present' ? [] : [`${use.owner}.${use.member} is ${use.standIn} (${use.at})`];
    }
    const happens = emitted.has(use.event) || NEVER_HAPPENS_HERE.has(use.event);
    return happens ? [] : [`event ${use.event} is never emitted (${use.at})`];
  });
}

describe('the stand-in offers what the app uses of Electron', { timeout: 60_000 }, () => {
  it('for the smoke app', () => {
    const uses = findElectronUses(smokeApp);
    const members = uses.flatMap((use) => (use.kind === 'member' ? [`${use.owner}.${use.member}`] : []));
    expect(members).toEqual(
      expect.arrayContaining([
        'App.requestSingleInstanceLock',
        'electron.utilityProcess',
        'typeof Session.fromPartition',
        'WebContents.send',
        'WebRequest.onBeforeRequest',
        'UtilityProcess.postMessage',
      ]),
    );
    expect(uses).toContainEqual(expect.objectContaining({ kind: 'event', event: 'second-instance' }));
    expect(missingIn(uses)).toEqual([]);
  });

  it('for the product', () => {
    const uses = findElectronUses(product);
    if (existsSync(join(repository, 'src-main/main.ts'))) expect(uses.length).toBeGreaterThan(20);
    expect(missingIn(uses)).toEqual([]);
  });

  it('and reports what it does not offer', () => {
    const missing = missingIn(findElectronUses([join(here, 'api-fixture', 'unsupported.ts')]));
    expect(missing.map((text) => text.replace(/ \(.*\)$/, ''))).toEqual([
      'electron.safeStorage is absent',
      'WebContents.sendInputEvent is absent',
      'event did-become-active is never emitted',
      'Screen.getCursorScreenPoint is absent',
      'SafeStorage.isEncryptionAvailable is absent',
    ]);
  });
});
