import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { TrainingService } from '../../src-main/training-service/start-training-service.ts';
import { createCardStack, origin, type CardStack } from './card-stack.ts';
import { lettersOf, type MainCommand, type MainReply } from './main-process.ts';
import { childrenOf, findInMemory, formsOf, type ChildProcessEntry } from './process-memory.ts';

/**
 * What is searched: all writable memory of the real main process (contract, session and card sign-in; without its
 * windows) and of each process that it has started, after a wrong and after the right PIN went the whole way to the
 * card; and every file that it has written. What is not: the window, into which the PIN is typed (what it can still reach is
 * searched in test/e2e/sign-in.spec.ts); pcscd, which is another program; and Electron's own channels, in whose place the
 * test hands the bytes to the contract.
 */
let stack: CardStack;
let training: TrainingService;
let dataFolder: string;
let main: ChildProcess | undefined;

beforeAll(async () => {
  stack = await createCardStack();
  dataFolder = mkdtempSync(join(tmpdir(), 'kelmu-pin-'));
  training = await stack.startTraining();
});
afterEach(async () => {
  main?.kill('SIGKILL');
  await stack.endTest();
});
afterAll(async () => {
  await training.close();
  stack.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

function ask(child: ChildProcess, command: MainCommand): Promise<MainReply> {
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('the main process ended')));
    child.once('message', (reply: MainReply) => resolve(reply));
    child.send(command);
  });
}

const helpersOf = (pid: number): readonly ChildProcessEntry[] =>
  childrenOf(pid).filter(({ command }) => command.endsWith('card-helper.ts'));

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

test('the PIN is in no memory and in no file after the sign-in, neither the right nor a wrong one', async () => {
  const [right, wrong, kept] = ['74609182', '90317564', '58274036'];
  const files = stack.pki.issue('memory', { key: 'p-256' });
  await stack.startCard({ keys: [{ reference: '9a', ...files }], pin: right });
  main = fork(fileURLToPath(new URL('main-process.ts', import.meta.url)));
  const pid = main.pid ?? 0;
  await ask(main, { kind: 'start', url: training.url, origin, dataFolder });
  const before = helpersOf(pid);
  expect(before).toHaveLength(1);

  const refused = await ask(main, { kind: 'sign-in', letters: lettersOf(wrong) });
  expect(refused).toMatchObject({ answer: { error: { code: 'card-pin-wrong' } } });
  const entered = await ask(main, { kind: 'sign-in', letters: lettersOf(right) });
  expect(entered).toMatchObject({ answer: { ok: true, value: { user: { userId: 'u-esimerkki' } } } });

  // The processes that have seen a PIN are gone, and what a driver has kept of it with them.
  await vi.waitFor(() => {
    const now = helpersOf(pid).map((helper) => helper.pid);
    expect(now).toHaveLength(1);
    expect(before.map((helper) => helper.pid)).not.toContain(now[0]);
  });
  const all = new Map([
    ...formsOf(right, 'the right PIN'),
    ...formsOf(wrong, 'the wrong PIN'),
    ...formsOf(kept, 'other digits'),
  ]);
  for (const each of [pid, ...childrenOf(pid).map((child) => child.pid)])
    expect(findInMemory(each, all)).toEqual([]);
  for (const file of filesIn(dataFolder)) {
    for (const digits of [right, wrong]) expect(readFileSync(file).includes(digits), file).toBe(false);
  }

  // What is there is found: each form of other digits that the same process keeps.
  await ask(main, { kind: 'keep', letters: lettersOf(kept) });
  const found = new Set(findInMemory(pid, all));
  expect([...found].sort()).toEqual([...formsOf(kept, 'other digits').keys()].sort());
}, 90_000);
