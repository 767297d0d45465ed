import { existsSync } from 'node:fs';

/** What reads cards and signs: Windows' own key store for smart cards, or a PKCS#11 module of the reader software. */
export type CardProvider =
  { readonly kind: 'cng' } | { readonly kind: 'pkcs11'; readonly modulePath: string };

export interface ProviderChoice {
  /** In this order; `cng` exists on Windows only. */
  readonly kinds: readonly CardProvider['kind'][];
  /** Modules in the order of preference; none: those that are known to be installed. */
  readonly modulePaths: readonly string[];
}

/**
 * Where card reader software puts its PKCS#11 module, in the order of preference: DVV's current reader software
 * (Atostek ID), its predecessor (mPollux DigiSign Client), then OpenSC. An administrator's list replaces this one.
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
    '/usr/lib/pkcs11/Atostek-ID-PKCS11.so',
    '/usr/lib64/Atostek-ID-PKCS11.so',
    '/usr/lib/x86_64-linux-gnu/Atostek-ID-PKCS11.so',
    '/usr/lib/libcryptoki.so',
    '/usr/lib64/libcryptoki.so',
    '/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so',
    '/usr/lib64/opensc-pkcs11.so',
    '/usr/lib/opensc-pkcs11.so',
  ],
};

/**
 * The providers to ask, first choice first. A configured module is asked even where it is not installed, so that
 * its absence is told.
 */
export function cardProviders(
  { kinds, modulePaths }: ProviderChoice,
  platform: NodeJS.Platform = process.platform,
  exists: (path: string) => boolean = existsSync,
): readonly CardProvider[] {
  const known = (knownModules[platform] ?? []).filter(exists);
  const modules = modulePaths.length > 0 ? modulePaths : known;
  return kinds.flatMap((kind): readonly CardProvider[] => {
    if (kind === 'pkcs11') return modules.map((modulePath) => ({ kind, modulePath }));
    return platform === 'win32' ? [{ kind }] : [];
  });
}
