/** Ratios of two sides that are measured in turn in one run: A B A B, the median of the pairs' ratios. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Measurement {
  readonly name: string;
  /** Ours divided by the peer's. */
  readonly ratio: number;
  /** The ratio must not be larger; undefined for what is told without a goal. */
  readonly goal?: number;
  /** Medians, in `unit`. */
  readonly ours: number;
  readonly peer: number;
  readonly unit: 'ms' | 'MB';
}

export interface Benchmark {
  readonly id: string;
  readonly title: string;
  readonly peer: string;
  /** The measurements, or why they cannot be made here. */
  run(): Promise<readonly Measurement[] | string>;
  /** Lines to print below what was measured: why a goal is not held, or what the ratio does not say. */
  notes?(measurements: readonly Measurement[]): readonly string[];
}

/** A value that must not be passed, whatever any peer does. */
export interface GuardReading {
  readonly name: string;
  /** The worst that was seen. */
  readonly value: number;
  /** The value must not be larger. */
  readonly goal: number;
  readonly unit: 'ms' | 'MB' | 'nodes' | 'libraries';
}

/** What a file `guard-*.ts` exports as `guard`; `npm run bench` finds the files by their name. */
export interface Guard {
  readonly title: string;
  /** The readings, or why they cannot be made here. */
  run(): Promise<readonly GuardReading[] | string>;
}

/** A value to compare: one run of the work gives one number in the measurement's unit. */
export type Probe = () => number | Promise<number>;

export interface Comparison {
  readonly name: string;
  readonly goal?: number;
  readonly unit?: 'ms' | 'MB';
  readonly pairs?: number;
  readonly warmUp?: number;
  readonly ours: Probe;
  readonly peer: Probe;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle) - 1]!) / 2;
}

export async function compare(comparison: Comparison): Promise<Measurement> {
  const { name, goal, unit = 'ms', pairs = 9, warmUp = 2 } = comparison;
  const ours: number[] = [];
  const peer: number[] = [];
  for (let round = 0; round < pairs + warmUp; round += 1) {
    const first = await comparison.ours();
    const second = await comparison.peer();
    if (round < warmUp) continue;
    ours.push(first);
    peer.push(second);
  }
  return {
    name,
    ...(goal !== undefined && { goal }),
    unit,
    ratio: median(ours.map((value, at) => value / peer[at]!)),
    ours: median(ours),
    peer: median(peer),
  };
}

/** Milliseconds that the work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** As {@link timed}, without a turn of the event loop in between: for work of microseconds. */
export function timedNow(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** Random numbers that are the same in every run (mulberry32), in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export async function inTemporaryFolder<Value>(work: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), 'kelmu-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
