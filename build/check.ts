/** `npm run check`: everything that can be judged without running the app. Runs all, then fails if any failed. */
import { spawn } from 'node:child_process';
import { packageProgram, repository } from './repository.ts';

interface Check {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

const checks: readonly Check[] = [
  {
    name: 'ESLint: rules of the house',
    command: [packageProgram('eslint'), '.', '--max-warnings=0'],
  },
  { name: 'TypeScript: main process, build, tests', command: [packageProgram('tsc'), '-p', 'src-main'] },
  { name: 'TypeScript: shared without Node and DOM', command: [packageProgram('tsc'), '-p', '.'] },
  {
    name: 'TypeScript and Svelte: renderer',
    command: [
      packageProgram('svelte-check'),
      '--tsconfig',
      'src-renderer/tsconfig.json',
      '--fail-on-warnings',
    ],
  },
  { name: 'Prettier', command: [packageProgram('prettier'), '--check', '--log-level=warn', '.'] },
  { name: 'Messages in three languages', command: [process.execPath, 'build/messages.ts', '--check'] },
  { name: 'Import circles', command: [process.execPath, 'build/import-circles.ts'] },
  { name: 'OpenAPI document of the contract', command: [process.execPath, 'build/openapi.ts', '--check'] },
];

/** The machines that this must be quick on have two cores. */
const AT_A_TIME = 2;

function runCheck(check: Check): Promise<boolean> {
  const [program, ...programArguments] = check.command;
  const started = performance.now();
  const child = spawn(program, programArguments, {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  return new Promise((resolve) => {
    const finish = (passed: boolean): void => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${passed ? 'ok    ' : 'FAILED'} ${seconds.padStart(5)} s  ${check.name}`);
      if (!passed) console.log(output.trimEnd());
      resolve(passed);
    };
    child.on('error', (error) => {
      output += error.message;
      finish(false);
    });
    child.on('close', (code) => finish(code === 0));
  });
}

async function runAll(): Promise<readonly boolean[]> {
  const waiting = [...checks];
  const results: boolean[] = [];
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) results.push(await runCheck(check));
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return results;
}

const failed = (await runAll()).filter((passed) => !passed).length;
console.log(failed === 0 ? 'All checks passed.' : `${failed} of ${checks.length} checks failed.`);
process.exitCode = failed === 0 ? 0 : 1;
