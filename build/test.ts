/** `npm test [SUITE...]`: runs the suites one after another, some beside them, and sums them up in the last line. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildAll } from './build.ts';
import { asOrdinaryUser } from './ordinary-user.ts';
import { repository } from './repository.ts';
import { installMissingPackages } from './system-packages.ts';
import { countsOf, sum, summaryLine, type Counts } from './test-report.ts';
import { hasTests, playwrightCommand, reportFile, suites, type Suite } from './test-suites.ts';

/** What test/virtual-card/with-reader.sh answers where private namespaces or packages are missing. */
const CANNOT_RUN_HERE = 69;
const SKIPPED: Counts = { passed: 0, failed: 0, skipped: 1 };

type Command = readonly [string, ...string[]];

function runCommand(
  [program, ...programArguments]: Command,
  environment: Readonly<Record<string, string>>,
  limit: number,
  output: 'inherit' | number = 'inherit',
): Promise<number | null> {
  // A group of its own, so that a suite that hangs ends with all that it started.
  const child = spawn(program, programArguments, {
    cwd: repository,
    stdio: ['ignore', output, output],
    env: { ...process.env, ...environment },
    detached: process.platform !== 'win32',
  });
  const end = (): void => {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  };
  process.once('exit', end);
  const timer = setTimeout(() => {
    console.error(`Ended: still running after ${limit / 60_000} minutes.`);
    end();
  }, limit);
  return new Promise((resolve) => {
    const finish = (code: number | null): void => {
      clearTimeout(timer);
      process.off('exit', end);
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(error.message);
      finish(null);
    });
    child.on('close', finish);
  });
}

async function runSuite(suite: Suite, output: 'inherit' | number = 'inherit'): Promise<Counts> {
  console.log(`\n== ${suite.name}${output === 'inherit' ? '' : ', beside the others'}`);
  if (!hasTests(suite)) return skip(suite.name, `there are no tests in ${suite.files}`);
  const missing = installMissingPackages(suite.systemPackages);
  if (missing.length > 0) return skip(suite.name, `without ${missing.join(', ')}`);
  if (suite.needsBuild) await buildAll();
  const report = reportFile(suite.name);
  rmSync(report, { force: true });
  const environment = { PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const code = await runCommand(suite.command(report), environment, suite.limit, output);
  if (code === CANNOT_RUN_HERE) return skip(suite.name, 'the reason stands above');
  const counts = countsOf(suite.runner, report, code);
  return suite.name === 'e2e' ? sum([counts, await runSandboxTests(suite.limit)]) : counts;
}

/** Prints what the suite said when it is over and somebody waits for it. */
function runAside(suite: Suite): () => Promise<Counts> {
  const log = join(repository, 'test-results', `${suite.name}.log`);
  const output = openSync(log, 'w');
  const counts = runSuite(suite, output);
  return async () => {
    await counts;
    closeSync(output);
    console.log(`\n== ${suite.name}`);
    console.log(readFileSync(log, 'utf8'));
    return counts;
  };
}

/** The end-to-end tests with the tag @sandbox: by this user, or, as root, by an ordinary one. */
async function runSandboxTests(limit: number): Promise<Counts> {
  console.log("\n== e2e with Chromium's sandbox");
  const options = ['--grep=@sandbox'];
  if (process.getuid?.() !== 0) {
    const report = reportFile('sandbox');
    rmSync(report, { force: true });
    const command: Command = [process.execPath, ...playwrightCommand(...options)];
    const code = await runCommand(command, { PLAYWRIGHT_JSON_OUTPUT_NAME: report }, limit);
    return countsOf('playwright', report, code);
  }
  const run = asOrdinaryUser((folder) => playwrightCommand(...options, `--output=${join(folder, 'output')}`));
  if (typeof run === 'string') return skip("e2e with Chromium's sandbox", run);
  const report = join(run.folder, 'report.json');
  const code = await runCommand(
    run.command,
    { ...run.environment, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    limit,
  );
  const counts = countsOf('playwright', report, code);
  run.cleanUp();
  return counts;
}

function skip(name: string, reason: string): Counts {
  console.log(`Skipped ${name}: ${reason}.`);
  return SKIPPED;
}

function chosenSuites(names: readonly string[]): readonly Suite[] {
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(`Unknown: ${unknown.join(', ')}. Suites: ${suites.map((suite) => suite.name).join(', ')}`);
    process.exit(1);
  }
  return names.length === 0 ? suites : suites.filter((suite) => names.includes(suite.name));
}

const chosen = chosenSuites(process.argv.slice(2));
mkdirSync(join(repository, 'test-results'), { recursive: true });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const started = performance.now();
const besides = chosen.length > 1 ? chosen.filter(({ aside }) => aside) : [];
const running = besides.map((suite) => [suite.name, runAside(suite)] as const);
const results: (readonly [string, Counts])[] = [];
for (const suite of chosen) if (!besides.includes(suite)) results.push([suite.name, await runSuite(suite)]);
for (const [name, end] of running) results.push([name, await end()]);
const total = sum(results.map(([, counts]) => counts));
console.log();
for (const [name, counts] of results)
  console.log(`${name.padEnd(9)} ${summaryLine(counts).replaceAll(',', '')}`);
console.log(`Took ${Math.round((performance.now() - started) / 1000)} s.`);
console.log(summaryLine(total));
process.exitCode = total.failed === 0 ? 0 : 1;
