import type { Clock } from '../clock.ts';

/** Token bucket: as many calls at once as a second allows, then as many as time gives back. */
export interface Rate {
  /** False when the call is one too many. */
  take(): boolean;
}

export function createRate(perSecond: number, clock: Clock): Rate {
  let available = perSecond;
  let at = clock.monotonic();
  return {
    take: () => {
      const now = clock.monotonic();
      available = Math.min(perSecond, available + ((now - at) / 1000) * perSecond);
      at = now;
      if (available < 1) return false;
      available -= 1;
      return true;
    },
  };
}
