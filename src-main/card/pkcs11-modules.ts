import { existsSync } from 'node:fs';

/**
 * Where card reader software puts its PKCS#11 module, in the order of preference: DVV's current reader software
 * (Atostek ID), its predecessor (mPollux DigiSign Client), then OpenSC. An administrator's setting replaces the list.
 * The paths of Atostek ID and mPollux on Windows are to be confirmed on a workstation (README.md).
 */
const knownModules: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  win32: [
    'C:\\Program Files\\Atostek\\AtostekID\\Atostek-ID-PKCS11.dll',
    'C:\\Program Files (x86)\\Atostek\\AtostekID\\Atostek-ID-PKCS11.dll',
    'C:\\Program Files\\Fujitsu\\mPollux DigiSign Client\\cryptoki.dll',
    'C:\\Program Files (x86)\\Fujitsu\\mPollux DigiSign Client\\cryptoki.dll',
    'C:\\Windows\\System32\\cryptoki.dll',
    'C:\\Program Files\\OpenSC Project\\OpenSC\\pkcs11\\opensc-pkcs11.dll',
  ],
  linux: [
    '/usr/lib/Atostek-ID-PKCS11.so',
    '/usr/lib/x86_64-linux-gnu/Atostek-ID-PKCS11.so',
    '/usr/lib/libcryptoki.so',
    '/usr/lib64/libcryptoki.so',
    '/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so',
    '/usr/lib64/opensc-pkcs11.so',
    '/usr/lib/opensc-pkcs11.so',
  ],
};

/** The known modules that are installed on this machine. */
export function installedModules(platform: NodeJS.Platform = process.platform): readonly string[] {
  return (knownModules[platform] ?? []).filter((path) => existsSync(path));
}
