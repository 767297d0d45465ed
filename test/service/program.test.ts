import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const program = fileURLToPath(new URL('../../src-main/training-service/program.ts', import.meta.url));

it('runs as a helper process: tells its address and ends with its parent', async () => {
  const child = fork(program, ['--faults'], { silent: true });
  const [message] = (await once(child, 'message')) as [{ kind: string; url: string }];
  expect(message).toEqual({ kind: 'ready', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
  expect((await fetch(`${message.url}/guides`)).status).toBe(200);
  const ended = once(child, 'exit');
  child.disconnect();
  expect((await ended)[0]).toBe(0);
}, 60_000);
