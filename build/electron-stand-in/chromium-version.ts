import { createRequire } from 'node:module';

/** Major Chromium version of the Electron that the app pins, from its package and `electron-to-chromium`. */
export function pinnedChromiumMajor(): number {
  const require = createRequire(import.meta.url);
  const { version } = require('electron/package.json') as { version: string };
  const chromiumOf = require('electron-to-chromium/full-versions.json') as Record<string, string>;
  return Number.parseInt(chromiumOf[version] ?? '', 10);
}

/** Undefined where both are of the same major version; `chromiumVersion` is like "156.0.8078.79". */
export function versionWarning(chromiumVersion: string, pinnedMajor: number): string | undefined {
  if (Number.parseInt(chromiumVersion, 10) === pinnedMajor) return undefined;
  return (
    `Electron stand-in: this machine's Chromium is ${chromiumVersion}, the pinned Electron has ${pinnedMajor}. ` +
    'What the pages do here may differ from the product.'
  );
}
