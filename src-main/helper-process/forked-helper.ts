import { fork } from 'node:child_process';
import type { HelperProcess } from './helper-process.ts';

/** A helper on plain Node, for tests and scripts; Electron's counterpart is in src-main/electron. */
export function forkHelper(program: string, args: readonly string[] = []): HelperProcess {
  const child = fork(program, [...args], {
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return {
    post: (message) => {
      // A helper that has just died is reported by `onExit`; the failed write adds nothing.
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      let exited = false;
      const once = (): void => {
        if (exited) return;
        exited = true;
        listener();
      };
      child.on('exit', once);
      child.on('error', once);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
