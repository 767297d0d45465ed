import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { buildAll } from '../../build/build.ts';
import { findChromium } from '../../build/electron-stand-in/chromium.ts';
import { launchStandIn } from '../../build/electron-stand-in/launch-stand-in.ts';
import { repository } from '../../build/repository.ts';
import { missingPackages } from '../../build/system-packages.ts';
import { m } from '../../shared/messages/generated/messages.js';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { chooseLanguage, chooseRole, signInWithPracticeCard, type Walk } from '../e2e/walk.ts';
import { processTree, readOfProcess } from '../process-tree.ts';
import { compare, inTemporaryFolder, type Benchmark, type Probe } from './measure.ts';

/** Milliseconds in which both sides do nothing before their memory is read. */
const IDLE = 2_000;
/** Time for the collections of garbage that Chromium makes when it is idle. */
const IDLE_AFTER_LIST = 10_000;
const LONG_LIST = 150_000;
const STAND_IN_SHARE = 'stand-in-alone';
const fi = { locale: 'fi' } as const;

interface Start {
  /** Milliseconds to the view that can be used. */
  readonly time: number;
  /** Proportional set size of all processes, MB. */
  readonly memory: number;
}

function memoryOf(root: number): number {
  const kilobytes = processTree(root).map((pid) =>
    Number(/^Pss:\s+(\d+)/m.exec(readOfProcess(pid, 'smaps_rollup'))?.[1] ?? 0),
  );
  return kilobytes.reduce((sum, value) => sum + value, 0) / 1024;
}

const launch = (appDir: string, userData: string, env: NodeJS.ProcessEnv = {}) =>
  launchStandIn({
    appDir,
    env: { ...process.env, ...env, KELMU_HEADLESS: '1', KELMU_USER_DATA: userData },
  });

async function startApp(appDir: string, userData: string, idle: number): Promise<Start> {
  const started = performance.now();
  const app = await launch(appDir, userData);
  try {
    const page = await app.firstWindow();
    await page.getByRole('main').getByRole('button').first().waitFor();
    const time = performance.now() - started;
    await pause(idle);
    return { time, memory: memoryOf(app.pid) };
  } finally {
    await app.close();
  }
}

/** Signs in, opens the list of the largest city, locks (which closes it) and waits on the lock screen. */
async function memoryAfterList(userData: string, service: TrainingService): Promise<number> {
  const app = await launch(repository, userData, { KELMU_TRAINING_SERVICE_URL: service.url });
  try {
    const walk: Walk = { page: await app.firstWindow(), locale: 'fi' };
    await chooseLanguage(walk);
    await signInWithPracticeCard(walk, 'Stina Stadilainen');
    await chooseRole(walk);
    const openLists = walk.page.getByRole('main').getByRole('button', { name: m.lists_open({}, fi) });
    await openLists.click();
    await walk.page.getByLabel(m.lists_list({}, fi), { exact: true }).selectOption('L1');
    await walk.page.getByRole('button', { name: m.lists_open({}, fi) }).click();
    await walk.page.getByTestId('list-sums').waitFor({ timeout: 120_000 });
    const rows = Number(await walk.page.getByRole('grid').getAttribute('aria-rowcount')) - 1;
    if (rows < LONG_LIST) throw new Error(`the list has ${rows} rows only`);
    await app.main(({ powerMonitor }) => void powerMonitor.emit('lock-screen'), undefined);
    await walk.page.getByText(m.sign_in_locked_system({}, fi)).waitFor();
    await pause(IDLE_AFTER_LIST);
    return memoryOf(app.pid);
  } finally {
    await app.close();
  }
}

async function startBareChromium(profile: string, idle: number): Promise<Start> {
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
    await pause(idle);
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
      const profile = join(folder, 'chromium');
      const ours = probes(() => startApp(repository, join(folder, 'app'), IDLE));
      const peer = probes(() => startBareChromium(profile, IDLE));
      const time = await compare({ name: 'start', goal: 1.35, ours: ours.time, peer: peer.time });
      const sides = { unit: 'MB', ours: ours.memory, peer: peer.memory } as const;
      const memory = await compare({ name: 'memory', goal: 1.25, ...sides });
      const oneLine = join(import.meta.dirname, 'start-page');
      const share = await compare({
        name: STAND_IN_SHARE,
        ours: async () => (await startApp(oneLine, join(folder, 'one-line'), 0)).time,
        peer: async () => (await startBareChromium(profile, 0)).time,
      });
      const service = await startTrainingService({ dataFolder: null });
      try {
        const afterList = await compare({
          name: 'memory-after-list',
          goal: 1.4,
          unit: 'MB',
          pairs: 3,
          warmUp: 0,
          ours: () => memoryAfterList(join(folder, 'list'), service),
          peer: async () => (await startBareChromium(profile, IDLE)).memory,
        });
        return [time, memory, afterList, share];
      } finally {
        await service.close();
      }
    });
  },
  notes: (measurements) => {
    const find = (name: string) => measurements.find((each) => each.name === name);
    const [whole, standIn, memory] = [find('start'), find(STAND_IN_SHARE), find('memory')];
    if (!whole || !standIn || !memory) return [];
    const share = (whole.ours - standIn.ours) / whole.peer;
    return [
      `the stand-in is Chromium and a whole Node that drives it: with a one-line page it takes ${standIn.ratio.toFixed(2)} of the start of the peer, so the product's own share is ${share.toFixed(2)}`,
      `of the memory ${(memory.ours - memory.peer).toFixed(0)} MB are not Chromium's: Node as main process and the helpers; Electron's main process is Chromium's own`,
    ];
  },
};
