import type { Shell } from './shell.ts';

interface WithPassing {
  passHalfMinute?: () => void;
}

/**
 * From now on {@link letHalfMinutePass} moves the main process's monotonic clock, and runs what would be due by then of
 * the timers of 15 to 30 seconds: with a policy of one idle minute, its warning and its lock. Shorter than what counts
 * as a sleep of the workstation.
 */
export const holdTime = (shell: Shell): Promise<void> =>
  shell.main(() => {
    const [start, cancel] = [globalThis.setTimeout, globalThis.clearTimeout];
    const now = performance.now.bind(performance);
    const held = new Map<unknown, () => void>();
    let ahead = 0;
    performance.now = () => now() + ahead;
    const startHeld = (run: () => void, milliseconds = 0, ...more: []): NodeJS.Timeout => {
      const timer = start(() => {
        held.delete(timer);
        run(...more);
      }, milliseconds);
      if (milliseconds > 15_000 && milliseconds < 30_001) held.set(timer, run);
      return timer;
    };
    globalThis.setTimeout = Object.assign(startHeld, start) as typeof setTimeout;
    globalThis.clearTimeout = (timer) => {
      held.delete(timer);
      cancel(timer);
    };
    (globalThis as WithPassing).passHalfMinute = () => {
      ahead += 30_000;
      const due = [...held];
      held.clear();
      for (const [timer, run] of due) {
        cancel(timer as NodeJS.Timeout);
        run();
      }
    };
  }, undefined);

export const letHalfMinutePass = (shell: Shell): Promise<void> =>
  shell.main(() => (globalThis as WithPassing).passHalfMinute?.(), undefined);
