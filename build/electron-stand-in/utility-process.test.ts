import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUtilityProcesses, type UtilityProcess } from './utility-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'utility-process-'));
const program = (name: string, source: string): string => {
  const path = join(folder, name);
  writeFileSync(path, source);
  return path;
};

describe('utilityProcess', { timeout: 30_000 }, () => {
  const ending: (() => void)[] = [];
  const app = { isReady: () => true, onEnd: (end: () => void) => void ending.push(end) };
  const { fork } = createUtilityProcesses({ app });
  let echo = '';

  beforeAll(() => {
    echo = program(
      'echo.mjs',
      `process.parentPort.on('message', (event) => process.parentPort.postMessage(event.data));
       process.parentPort.postMessage({
         argv: process.argv.slice(2), type: process.type, send: typeof process.send, env: process.env.COLOUR,
       });`,
    );
  });
  afterAll(() => {
    for (const end of ending) end();
    rmSync(folder, { recursive: true });
  });
  const nextMessage = async (child: UtilityProcess): Promise<unknown> =>
    (await once(child, 'message'))[0] as unknown;

  it('gives the child a parent port, its arguments and its environment', async () => {
    const child = fork(echo, ['one', '--two'], { env: { COLOUR: 'blue' } });
    expect(child.pid).toBeUndefined();
    const spawned = once(child, 'spawn');
    const greeting = nextMessage(child);
    await spawned;
    expect(child.pid).toBeGreaterThan(0);
    expect(await greeting).toEqual({
      argv: ['one', '--two'],
      type: 'utility',
      send: 'undefined',
      env: 'blue',
    });
    const exited = once(child, 'exit');
    expect(child.kill()).toBe(true);
    await exited;
    expect(child.pid).toBeUndefined();
    expect(child.kill()).toBe(false);
    expect(() => child.postMessage('too late')).not.toThrow();
  });

  it('carries structured clone values both ways, in order', async () => {
    const child = fork(echo);
    await nextMessage(child);
    const values = [new Map([[1, new Date(5)]]), new Uint8Array([1, 2]), undefined, { big: 10n }];
    const received: unknown[] = [];
    const all = new Promise<void>((done) => {
      child.on('message', (value) => received.push(value) === values.length && done());
    });
    for (const value of values) child.postMessage(value);
    await all;
    expect(received).toEqual(values);
    child.kill();
  });

  it('keeps messages until the child listens', async () => {
    const late = program(
      'late.mjs',
      `setTimeout(() => process.parentPort.on('message', ({ data }) => process.parentPort.postMessage(data)), 50);`,
    );
    const child = fork(late);
    child.postMessage('early');
    expect(await nextMessage(child)).toBe('early');
    child.kill();
  });

  it('tells the exit code, pipes the output and reports a crash', async () => {
    const ending3 = program(
      'ending.mjs',
      `console.log('so far'); process.exitCode = 3; process.disconnect();`,
    );
    const child = fork(ending3, [], { stdio: 'pipe' });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    expect((await once(child, 'exit'))[0]).toBe(0);
    expect(output).toBe('so far\n');
    const throwing = fork(program('throwing.mjs', `throw new Error('broken')`), [], { stdio: 'ignore' });
    expect((await once(throwing, 'exit'))[0]).toBe(1);
  });

  it('refuses what it cannot do as Electron does', () => {
    const early = createUtilityProcesses({ app: { ...app, isReady: () => false } });
    expect(() => early.fork(echo)).toThrow('before app is ready');
    expect(() => fork(echo, [], { stdio: ['pipe', 'inherit', 'inherit'] })).toThrow('stdin');
  });
});
