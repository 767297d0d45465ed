import { utilityProcess } from 'electron';
import type { StartHelper } from '../helper-process/helper-process.ts';

/**
 * Helpers of the product: Electron's utility processes.
 * @param program absolute path of the built helper
 * @param serviceName how the process is called in task managers
 */
export const utilityHelper =
  (program: string, serviceName: string, args: readonly string[] = []): StartHelper =>
  () => {
    const child = utilityProcess.fork(program, [...args], { serviceName, stdio: 'inherit' });
    return {
      post: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void child.once('exit', listener),
      kill: () => {
        // A driver that hangs does not take the polite signal that `kill` of Electron sends.
        if (child.pid === undefined) child.kill();
        else process.kill(child.pid, 'SIGKILL');
      },
    };
  };
