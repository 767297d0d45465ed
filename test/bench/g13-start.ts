import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { buildAll } from '../../build/build.ts';
import { findChromium } from '../../build/electron-stand-in/chromium.ts';
import { launchStandIn } from '../../build/electron-stand-in/launch-stand-in.ts';
import { repository } from '../../build/repository.ts';
import { missingPackages } from '../../build/system-packages.ts';
import { compare, inTemporaryFolder, type Benchmark, type Probe } from './measure.ts';

/** What both sides do before their memory is read: nothing. */
const IDLE = 3000;

interface Start {
  /** Milliseconds to the view that can be used. */
  readonly time: number;
  /** Proportional set size of all processes, MB. */
  readonly memory: number;
}

/** Process ids of a process and all that it started. */
function processTree(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = readProc(`/proc/${name}/stat`);
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** Empty where the process has ended meanwhile. */
function readProc(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function memoryOf(root: number): number {
  const kilobytes = processTree(root).map((pid) =>
    Number(/^Pss:\s+(\d+)/m.exec(readProc(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0),
  );
  return kilobytes.reduce((sum, value) => sum + value, 0) / 1024;
}

async function startApp(userData: string): Promise<Start> {
  const started = performance.now();
  const app = await launchStandIn({
    appDir: repository,
    env: { ...process.env, KELMU_HEADLESS: '1', KELMU_USER_DATA: userData },
  });
  try {
    const page = await app.firstWindow();
    await page.getByRole('main').getByRole('button').first().waitFor();
    const time = performance.now() - started;
    await pause(IDLE);
    return { time, memory: memoryOf(app.pid) };
  } finally {
    await app.close();
  }
}

async function startBareChromium(profile: string): Promise<Start> {
  const started = performance.now();
  const before = new Set(processTree(process.pid));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: true,
    chromiumSandbox: process.getuid?.() !== 0,
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto('data:text/html,<!doctype html><title>x</title><button>x</button>');
    await page.getByRole('button').waitFor();
    const time = performance.now() - started;
    await pause(IDLE);
    const browser = processTree(process.pid).find((pid) => !before.has(pid));
    if (browser === undefined) throw new Error('Chromium has no process');
    return { time, memory: memoryOf(browser) };
  } finally {
    await context.close();
  }
}

/** One start gives both numbers: the memory of a start is read by the comparison after that of its time. */
function probes(start: () => Promise<Start>): { readonly time: Probe; readonly memory: Probe } {
  const memories: number[] = [];
  return {
    time: async () => {
      const { time, memory } = await start();
      memories.push(memory);
      return time;
    },
    memory: () => memories.shift() ?? 0,
  };
}

export const benchmark: Benchmark = {
  id: 'G13',
  title: 'start to the interactive sign-in view in the stand-in; memory of all processes there',
  peer: 'bare Chromium with a one-line page',
  run: async () => {
    if (process.platform !== 'linux') return 'memory is read from /proc, which only Linux has';
    const missing = missingPackages(['browser']);
    if (missing.length > 0) return `needs ${missing.join(' and ')}`;
    await buildAll();
    return inTemporaryFolder(async (folder) => {
      const ours = probes(() => startApp(join(folder, 'app')));
      const peer = probes(() => startBareChromium(join(folder, 'chromium')));
      const time = await compare({ name: 'start', goal: 1.35, ours: ours.time, peer: peer.time });
      const memory = await compare({
        name: 'memory',
        unit: 'MB',
        goal: 1.25,
        ours: ours.memory,
        peer: peer.memory,
      });
      return [time, memory];
    });
  },
};
