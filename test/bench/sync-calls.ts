/**
 * Read in before the program (`node --import`): times what its main process does synchronously with files and other
 * programs, and writes the calls of the product's own code to the file of KELMU_BENCH_SYNC_CALLS when it ends.
 */
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { fileURLToPath } from 'node:url';

export interface SyncCalls {
  readonly count: number;
  /** Milliseconds, and where in the built program, of the longest ones. */
  readonly longest: readonly { readonly name: string; readonly took: number; readonly at: string }[];
  /** SQLite in the main process would be called synchronously. */
  readonly isSqlLoaded: boolean;
}

const KEPT = 5;
const OWN_CODE = '/out/main/';
const main = fileURLToPath(new URL('../../build/electron-stand-in/cli.ts', import.meta.url));

function watch(
  target: Record<string, unknown>,
  report: (name: string, took: number, at: string) => void,
): void {
  for (const [name, original] of Object.entries(target)) {
    if (!name.endsWith('Sync') || typeof original !== 'function') continue;
    const call = original as (...values: unknown[]) => unknown;
    const timed = (...values: unknown[]): unknown => {
      const started = performance.now();
      try {
        return call(...values);
      } finally {
        const took = performance.now() - started;
        const at = new Error().stack?.split('\n').find((line) => line.includes(OWN_CODE));
        if (at !== undefined) report(name, took, at.trim());
      }
    };
    target[name] = Object.assign(timed, call);
  }
}

function begin(file: string): void {
  let count = 0;
  let longest: SyncCalls['longest'] = [];
  const report = (name: string, took: number, at: string): void => {
    count += 1;
    longest = [...longest, { name, took, at }].toSorted((one, other) => other.took - one.took).slice(0, KEPT);
  };
  const write = fs.writeFileSync;
  const read = fs.readFileSync;
  watch(fs as unknown as Record<string, unknown>, report);
  watch(childProcess as unknown as Record<string, unknown>, report);
  syncBuiltinESMExports();
  process.once('exit', () => {
    const isSqlLoaded = read('/proc/self/maps', 'utf8').includes('better_sqlite3');
    write(file, JSON.stringify({ count, longest, isSqlLoaded } satisfies SyncCalls));
  });
}

const file = process.env['KELMU_BENCH_SYNC_CALLS'];
if (file !== undefined && process.argv[1] === main) begin(file);
