import type { Clock } from '../../src-main/clock.ts';

/** A clock that stands until it is moved; timers run in their order while it moves. */
export interface FakeClock extends Clock {
  /** Moves both clocks and lets pending promises go on after each timer. */
  advance(milliseconds: number): Promise<void>;
  /** Moves the wall clock alone, as a user or a time server does. */
  setWall(milliseconds: number): void;
}

/** Lets everything that waits for a settled promise go on. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function createFakeClock(wall = Date.parse('2026-11-02T08:00:00Z')): FakeClock {
  let now = wall;
  let monotonic = 1_000;
  const timers = new Set<{ at: number; run: () => void }>();
  return {
    now: () => now,
    monotonic: () => monotonic,
    after: (milliseconds, run) => {
      const timer = { at: monotonic + milliseconds, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    setWall: (milliseconds) => (now = milliseconds),
    advance: async (milliseconds) => {
      const until = monotonic + milliseconds;
      for (;;) {
        const next = [...timers].filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers.delete(next);
        now += Math.max(0, next.at - monotonic);
        monotonic = Math.max(monotonic, next.at);
        next.run();
        await settle();
      }
      now += until - monotonic;
      monotonic = until;
      await settle();
    },
  };
}
