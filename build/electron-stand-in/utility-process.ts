import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import { withCompileCache } from './compile-cache.ts';

/** Node's channel refuses `undefined` by itself, which Electron carries. */
export interface Envelope {
  readonly data: unknown;
}

export interface UtilityOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly execArgv?: string[];
  readonly cwd?: string;
  readonly stdio?: string | readonly string[];
  readonly serviceName?: string;
}

/** Electron's `UtilityProcess` on `child_process.fork`; the child gets `process.parentPort` from a preloaded shim. */
export class UtilityProcess extends EventEmitter {
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  readonly #child: ChildProcess;
  #running = false;

  constructor(modulePath: string, args: readonly string[], options: UtilityOptions) {
    super();
    const [stdin = 'ignore', stdout = 'inherit', stderr = 'inherit'] = stdioOf(options.stdio);
    if (stdin !== 'ignore') throw new TypeError('stdin value other than ignore is not supported.');
    this.#child = fork(modulePath, args, {
      execArgv: [...(options.execArgv ?? []), '--import', new URL('utility-child.ts', import.meta.url).href],
      serialization: 'advanced',
      stdio: ['ignore', stdout, stderr, 'ipc'],
      env: withCompileCache(options.env ?? process.env),
      ...(options.cwd ? { cwd: options.cwd } : {}),
    });
    this.stdout = this.#child.stdout;
    this.stderr = this.#child.stderr;
    this.#child.on('spawn', () => {
      this.#running = true;
      this.emit('spawn');
    });
    this.#child.on('message', (envelope) => this.emit('message', (envelope as Envelope).data));
    this.#child.on('exit', (code, signal) => this.#ended(code ?? (signal === 'SIGKILL' ? 9 : 15)));
    // A program that cannot be started at all ends without an `exit` of its own.
    this.#child.on('error', () => {
      if (this.#child.pid === undefined) this.#ended(1);
    });
  }

  /** Undefined before `spawn` and after `exit`. */
  get pid(): number | undefined {
    return this.#running ? this.#child.pid : undefined;
  }
  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new Error('Electron stand-in: message ports cannot be transferred');
    // A child that has just ended is reported by `exit`; the failed write adds nothing.
    if (this.#child.connected) this.#child.send({ data: message } satisfies Envelope, () => undefined);
  }
  /** True where the child was running. */
  kill(): boolean {
    return this.#child.kill();
  }

  #ended(exitCode: number): void {
    this.#running = false;
    this.emit('exit', exitCode);
  }
}

function stdioOf(stdio: UtilityOptions['stdio']): ('pipe' | 'ignore' | 'inherit')[] {
  const list = typeof stdio === 'string' ? ['ignore', stdio, stdio] : (stdio ?? []);
  return list as ('pipe' | 'ignore' | 'inherit')[];
}

export interface UtilityProcessParts {
  readonly app: { isReady(): boolean; onEnd(end: () => void): void };
}

/** Electron's `utilityProcess` module. */
export function createUtilityProcesses({ app }: UtilityProcessParts) {
  const running = new Set<UtilityProcess>();
  app.onEnd(() => {
    for (const child of running) child.kill();
  });
  return {
    fork(modulePath: string, args: readonly string[] = [], options: UtilityOptions = {}): UtilityProcess {
      if (!app.isReady()) throw new Error('utilityProcess cannot be created before app is ready.');
      const child = new UtilityProcess(modulePath, args, options);
      running.add(child);
      child.once('exit', () => running.delete(child));
      return child;
    },
  };
}
