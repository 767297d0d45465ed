/** The suites of `npm test`: what each needs, and the command that runs it. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { packageProgram, repository } from './repository.ts';
import type { PackageGroup } from './system-packages.ts';

export interface Suite {
  readonly name: string;
  readonly runner: 'vitest' | 'playwright';
  /** Where its tests stand; a suite without tests is skipped. */
  readonly files: string;
  readonly systemPackages: readonly PackageGroup[];
  /** The tests run the built app. */
  readonly needsBuild: boolean;
  /** Uses one processor and shares nothing with others: runs beside the others and is printed last. */
  readonly aside?: boolean;
  /** Ends a suite that hangs; milliseconds. */
  readonly limit: number;
  /** @param report path of the file that gets the results as JSON */
  command(report: string): readonly [string, ...string[]];
}

const MINUTE = 60_000;

const vitest = (report: string, ...options: string[]): readonly [string, ...string[]] => [
  packageProgram('vitest'),
  'run',
  '--config',
  'build/vitest.config.ts',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...options,
];

/** Playwright's own program without a shell script between, for a user who has no other programs. */
export const playwrightCommand = (...options: string[]): readonly string[] => [
  'node_modules/@playwright/test/cli.js',
  'test',
  '--config=test/e2e/playwright.config.ts',
  '--reporter=list,json',
  ...options,
];

export const suites: readonly Suite[] = [
  {
    name: 'unit',
    runner: 'vitest',
    files: '{shared,src-main,src-renderer,build}/**/*.test.ts',
    systemPackages: [],
    needsBuild: false,
    limit: 6 * MINUTE,
    command: (report) => vitest(report, '--project=unit', '--project=renderer'),
  },
  {
    name: 'service',
    runner: 'vitest',
    files: 'test/service/**/*.test.ts',
    systemPackages: [],
    needsBuild: false,
    limit: 4 * MINUTE,
    command: (report) => vitest(report, '--project=service'),
  },
  {
    name: 'keychain',
    runner: 'vitest',
    files: 'test/main/**/*.test.ts',
    systemPackages: ['app', 'keychain'],
    needsBuild: true,
    limit: 6 * MINUTE,
    command: (report) => ['sh', 'test/main/with-keychain.sh', ...vitest(report, '--project=keychain')],
  },
  {
    name: 'card',
    runner: 'vitest',
    files: 'test/card/**/*.test.ts',
    systemPackages: ['card'],
    needsBuild: false,
    aside: true,
    limit: 8 * MINUTE,
    command: (report) => ['sh', 'test/virtual-card/with-reader.sh', ...vitest(report, '--project=card')],
  },
  {
    name: 'windows',
    runner: 'vitest',
    files: 'test/windows/**/*.test.ts',
    systemPackages: ['windows'],
    needsBuild: false,
    limit: 6 * MINUTE,
    command: (report) => vitest(report, '--project=windows'),
  },
  {
    name: 'abuse',
    runner: 'vitest',
    files: 'test/abuse/**/*.test.ts',
    systemPackages: ['browser', 'keychain'],
    needsBuild: true,
    limit: 6 * MINUTE,
    command: (report) => vitest(report, '--project=abuse'),
  },
  {
    name: 'e2e',
    runner: 'playwright',
    files: 'test/e2e/**/*.spec.ts',
    systemPackages: ['app', 'file-readers'],
    needsBuild: true,
    limit: 15 * MINUTE,
    command: () => [process.execPath, ...playwrightCommand('--grep-invert=@sandbox', '--pass-with-no-tests')],
  },
];

export const hasTests = (suite: Suite): boolean => globSync(suite.files, { cwd: repository }).length > 0;

export const reportFile = (suite: string): string => join(repository, 'test-results', `${suite}.json`);
