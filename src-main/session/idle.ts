import type { Clock } from '../clock.ts';

/** Counts down while nobody touches the program. */
export interface IdleWatch {
  /** Starts, or starts anew with other times. */
  start(lockAfterSeconds: number): void;
  /** Another time from now on, counted from the last touch; what is left is not less than the warning. */
  change(lockAfterSeconds: number): void;
  stop(): void;
  /** The user did something. */
  touch(): void;
}

export interface IdleListener {
  /** Seconds left until the lock; undefined when the warning is over. */
  warn(secondsLeft: number | undefined): void;
  lock(): void;
}

const LONGEST_WARNING = 60;

/**
 * Measured by the monotonic clock, so that moving the wall clock neither locks nor keeps open. The warning
 * comes a minute before the lock, or at half time where the whole time is under two minutes.
 */
export function createIdleWatch(clock: Clock, listener: IdleListener): IdleWatch {
  let cancel: (() => void) | undefined;
  let lockAfter = 0;
  let touchedAt = 0;
  let warned = false;

  const warningTime = (): number => Math.min(LONGEST_WARNING, lockAfter / 2);
  const arm = (): void => {
    cancel?.();
    const warning = warningTime();
    const left = lockAfter - (clock.monotonic() - touchedAt) / 1000;
    if (left <= 0) {
      cancel = undefined;
      listener.lock();
      return;
    }
    if (left <= warning && !warned) {
      warned = true;
      listener.warn(Math.ceil(left));
    }
    cancel = clock.after(Math.max(50, (warned ? left : left - warning) * 1000), arm);
  };

  const takeBack = (): void => {
    if (!warned) return;
    warned = false;
    listener.warn(undefined);
    arm();
  };

  return {
    start: (seconds) => {
      lockAfter = seconds;
      touchedAt = clock.monotonic();
      warned = false;
      arm();
    },
    change: (seconds) => {
      if (!cancel || seconds === lockAfter) return;
      lockAfter = seconds;
      touchedAt = Math.max(touchedAt, clock.monotonic() - (lockAfter - warningTime()) * 1000);
      takeBack();
      arm();
    },
    stop: () => {
      cancel?.();
      cancel = undefined;
      warned = false;
    },
    touch: () => {
      if (!cancel) return;
      touchedAt = clock.monotonic();
      takeBack();
    },
  };
}
