import type { Clock } from '../clock.ts';

/** Notices that the workstation slept, also where the operating system did not say so. */
export interface SleepWatch {
  start(): void;
  /** The operating system says that the workstation is back. */
  check(): void;
  stop(): void;
}

const LOOKS_EVERY = 10_000;
/** A busy workstation may be this late, and a time server may correct this much, without a sleep. */
const UNNOTICED = 120_000;

/**
 * Compares the two clocks every ten seconds. Asleep, the monotonic clock of most systems stands still while the wall
 * clock goes on, and of the others it runs while the program does not. A wall clock that somebody moved ahead cannot
 * be told from a sleep, so it counts as one; one that was moved back changes nothing.
 * @param slept told after a sleep of two minutes or more
 */
export function createSleepWatch(clock: Clock, slept: () => void): SleepWatch {
  let cancel: (() => void) | undefined;
  let wall = 0;
  let monotonic = 0;

  const note = (): void => {
    wall = clock.now();
    monotonic = clock.monotonic();
  };
  const check = (): void => {
    if (!cancel) return;
    const passed = Math.max(clock.now() - wall, clock.monotonic() - monotonic);
    arm();
    if (passed > LOOKS_EVERY + UNNOTICED) slept();
  };
  const arm = (): void => {
    cancel?.();
    note();
    cancel = clock.after(LOOKS_EVERY, check);
  };

  return {
    start: arm,
    check,
    stop: () => {
      cancel?.();
      cancel = undefined;
    },
  };
}
