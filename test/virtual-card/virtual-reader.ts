import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { KeyFiles } from './test-pki.ts';

/** Reader names and TCP ports of the two slots that the reader driver offers. */
export const virtualReaders = [
  { name: 'Virtual PCD 00 00', port: 35963 },
  { name: 'Virtual PCD 00 01', port: 35964 },
] as const;

export interface VirtualReader {
  /**
   * Starts pcscd where it does not run, and waits until it answers. Without readers it is as if both had been
   * unplugged: this pcscd does not notice such a reader go by itself.
   */
  start(readers?: 'both' | 'none'): Promise<void>;
  /** Ends pcscd as if the smart card service had stopped. */
  stop(): Promise<void>;
}

/** Kept by with-reader.sh: pcscd writes no such file when it runs in the foreground. */
const pidFile = '/run/virtual-reader.pid';
const socketFile = '/run/pcscd/pcscd.comm';

/**
 * pcscd with the virtual readers, for code that already runs inside with-reader.sh. A daemon that with-reader.sh
 * has started is taken over.
 */
export async function startVirtualReader(): Promise<VirtualReader> {
  if (!existsSync(pidFile)) throw new Error('run this inside test/virtual-card/with-reader.sh');
  const runningPid = (): number | undefined => {
    const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : Number.NaN;
    return Number.isInteger(pid) && pid > 1 && isRunning(pid) ? pid : undefined;
  };
  const reader: VirtualReader = {
    async start(readers = 'both') {
      if (runningPid() !== undefined && existsSync(socketFile)) return;
      const path = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;
      const configuration = readers === 'both' ? [] : ['--config', '/dev/null'];
      const daemon = spawn('pcscd', ['--foreground', '--error', ...configuration], {
        stdio: 'ignore',
        detached: true,
        env: { ...process.env, PATH: path },
      });
      daemon.unref();
      writeFileSync(pidFile, String(daemon.pid));
      await waitUntil(() => existsSync(socketFile) && runningPid() !== undefined, 'pcscd did not start');
    },
    async stop() {
      const pid = runningPid();
      if (pid === undefined) return;
      process.kill(pid, 'SIGTERM');
      await waitUntil(() => !existsSync(socketFile) && !isRunning(pid), 'pcscd did not stop');
    },
  };
  await reader.start();
  return reader;
}

export interface VirtualCardOptions {
  readonly keys: readonly ({ readonly reference: '9a' | '9c' | '9d' | '9e' } & KeyFiles)[];
  /** 4 to 8 digits; default 123456. */
  readonly pin?: string;
  /** TCP port of the reader's slot; default: the first reader. */
  readonly port?: number;
  /** Milliseconds a signature takes. */
  readonly signDelay?: number;
  /** 32 hex digits: the serial number of the card. */
  readonly guid?: string;
  /** Start outside of the reader. */
  readonly absent?: boolean;
  /** A card of some other kind, which no driver knows. */
  readonly blank?: boolean;
}

/** In hexadecimal: SELECT, GET DATA, VERIFY with a PIN, VERIFY that asks for the PIN's state, a signature. */
export type CardInstruction = 'a4' | 'cb' | '20' | '20:status' | '87';

export interface VirtualCardStats {
  readonly commands: number;
  readonly signatures: number;
  readonly counts: Readonly<Partial<Record<CardInstruction, number>>>;
}

export interface VirtualCard {
  insert(): Promise<void>;
  remove(): Promise<void>;
  /** Pulls the card out as soon as it gets the instruction, before it answers. */
  removeOn(instruction: CardInstruction): Promise<void>;
  /** Answers nothing any more from this instruction on, until it is put in anew. */
  hangOn(instruction: CardInstruction): Promise<void>;
  /** Tries left on the PIN. */
  tries(): Promise<number>;
  stats(): Promise<VirtualCardStats>;
  quit(): Promise<void>;
}

/** Starts a card in a process of its own; it is in the reader when the promise settles. */
export async function startVirtualCard(options: VirtualCardOptions): Promise<VirtualCard> {
  const program = fileURLToPath(new URL('./virtual-card.ts', import.meta.url));
  const child = spawn(process.execPath, [program, ...argumentsOf(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ask = createConversation(child);
  await ask(null);
  return {
    insert: async () => void (await ask('insert')),
    remove: async () => void (await ask('remove')),
    removeOn: async (instruction) => void (await ask(`remove-on ${instruction}`)),
    hangOn: async (instruction) => void (await ask(`hang-on ${instruction}`)),
    tries: async () => ((await ask('tries')) as { left: number }).left,
    stats: async () => (await ask('stats')) as VirtualCardStats,
    async quit() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.stdin?.end('quit\n');
      await exited;
    },
  };
}

function argumentsOf(options: VirtualCardOptions): string[] {
  const { keys, pin, port, signDelay, guid, absent, blank } = options;
  return [
    ...keys.flatMap((key) => ['--key', `${key.reference}:${key.keyFile}:${key.certificateFile}`]),
    ...(pin === undefined ? [] : ['--pin', pin]),
    ...(port === undefined ? [] : ['--port', String(port)]),
    ...(signDelay === undefined ? [] : ['--sign-delay', String(signDelay)]),
    ...(guid === undefined ? [] : ['--guid', guid]),
    ...(absent ? ['--absent'] : []),
    ...(blank ? ['--blank'] : []),
  ];
}

/** One JSON line an answer, in the order of the questions; `null` waits for the greeting. */
function createConversation(child: ChildProcess): (command: string | null) => Promise<unknown> {
  const waiting: { resolve: (answer: unknown) => void; reject: (error: Error) => void }[] = [];
  if (!child.stdout) throw new Error('the virtual card needs a pipe');
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(JSON.parse(line)));
  const fail = (): void => {
    for (const { reject } of waiting.splice(0)) reject(new Error('the virtual card ended'));
  };
  child.on('exit', fail);
  child.on('error', fail);
  return (command) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      if (command !== null) child.stdin?.write(`${command}\n`);
    });
}

function isRunning(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'));
}

async function waitUntil(condition: () => boolean, message: string): Promise<void> {
  const until = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > until) throw new Error(message);
    await delay(20);
  }
}
