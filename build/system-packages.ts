import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { electronBinary } from './electron-stand-in/locate-electron.ts';
import { repository } from './repository.ts';

/** What a command or a test suite needs besides npm packages. */
export type PackageGroup = 'app' | 'browser' | 'card' | 'keychain' | 'file-readers' | 'windows';

interface SystemPackage {
  readonly name: string;
  /** One of these files is there when the package is installed, from Debian or in another way. */
  readonly files: readonly string[];
}

const libraries = (pattern: string): readonly string[] => [
  `/usr/lib/*/${pattern}`,
  `/usr/lib/${pattern}`,
  `/usr/lib64/${pattern}`,
];

const browser: readonly SystemPackage[] = [
  {
    name: 'chromium',
    files: [
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome',
      '/usr/bin/microsoft-edge',
    ],
  },
  { name: 'fonts-liberation', files: ['/usr/share/fonts/**/LiberationSans-Regular.ttf'] },
];
const secretLibrary: SystemPackage = { name: 'libsecret-1-0', files: libraries('libsecret-1.so.0') };

const groups: Readonly<Record<PackageGroup, readonly SystemPackage[]>> = {
  app: [...browser, secretLibrary],
  browser,
  card: [
    { name: 'pcscd', files: ['/usr/sbin/pcscd', '/usr/bin/pcscd'] },
    { name: 'opensc', files: ['/usr/bin/opensc-tool'] },
    { name: 'opensc-pkcs11', files: libraries('opensc-pkcs11.so') },
    {
      name: 'vsmartcard-vpcd',
      files: [
        '/usr/lib/pcsc/drivers/serial/libifdvpcd.so',
        ...libraries('pcsc/drivers/serial/libifdvpcd.so'),
      ],
    },
    { name: 'openssl', files: ['/usr/bin/openssl'] },
    { name: 'softhsm2', files: ['/usr/bin/softhsm2-util'] },
    { name: 'iproute2', files: ['/usr/bin/ip', '/usr/sbin/ip', '/bin/ip', '/sbin/ip'] },
  ],
  // Other programs that read what the product has written.
  'file-readers': [
    { name: 'poppler-utils', files: ['/usr/bin/pdftotext'] },
    { name: 'python3-openpyxl', files: ['/usr/lib/python3/dist-packages/openpyxl/__init__.py'] },
  ],
  keychain: [
    { name: 'dbus', files: ['/usr/bin/dbus-run-session'] },
    { name: 'gnome-keyring', files: ['/usr/bin/gnome-keyring-daemon'] },
    secretLibrary,
  ],
  windows: [
    { name: 'wine', files: ['/usr/bin/wine'] },
    { name: 'wine64', files: ['/usr/lib/wine/wine64', '/usr/bin/wine64', '/usr/lib64/wine'] },
  ],
};

function isInstalled(systemPackage: SystemPackage): boolean {
  // A Chromium that is named by hand needs no package.
  if (systemPackage.name === 'chromium' && process.env['KELMU_CHROMIUM']) return true;
  return systemPackage.files.some((file) =>
    file.includes('*') ? globSync(file).length > 0 : existsSync(file),
  );
}

/** Debian's names of the packages that are not there. Other systems than Linux bring their own counterparts. */
export function missingPackages(wanted: readonly PackageGroup[]): readonly string[] {
  if (process.platform !== 'linux') return [];
  // With Electron's own binary the app needs no browser.
  const names = wanted.flatMap((group) =>
    group === 'app' && electronBinary(repository) ? [secretLibrary] : groups[group],
  );
  return [...new Set(names.filter((entry) => !isInstalled(entry)).map((entry) => entry.name))];
}

/** The command that a person types to get the packages. */
export function installCommand(names: readonly string[]): string {
  return `apt-get update && apt-get install -y --no-install-recommends ${names.join(' ')}`;
}

function runQuietly(command: string, args: readonly string[]): void {
  const result = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status === 0) return;
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}`.trimEnd().split('\n').slice(-20).join('\n');
  throw new Error(`${output}\n${command} ${args.join(' ')} failed`);
}

/**
 * Installs what is missing where that can be done without asking: on Debian and Ubuntu, as root. Elsewhere it names
 * the packages. Returns the names that are still missing; a run that was cut short is completed by the next one.
 */
export function installMissingPackages(wanted: readonly PackageGroup[]): readonly string[] {
  const missing = missingPackages(wanted);
  if (missing.length === 0) return [];
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.error(
      `Missing system packages: ${missing.join(' ')}\nInstall them as root: ${installCommand(missing)}`,
    );
    return missing;
  }
  console.log(`Installing system packages (once): ${missing.join(' ')} ...`);
  const lockWait = ['-o', 'DPkg::Lock::Timeout=300'];
  try {
    runQuietly('dpkg', ['--configure', '-a']);
    runQuietly('apt-get', [...lockWait, '-qq', 'update']);
    runQuietly('apt-get', [...lockWait, '-qq', '-y', '--no-install-recommends', 'install', ...missing]);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  return missingPackages(wanted);
}

/** As {@link installMissingPackages}, for commands that cannot do without: ends the program when some are missing. */
export function requireSystemPackages(wanted: readonly PackageGroup[]): void {
  const missing = installMissingPackages(wanted);
  if (missing.length === 0) return;
  console.error(`Cannot go on without: ${missing.join(' ')}`);
  process.exit(1);
}
