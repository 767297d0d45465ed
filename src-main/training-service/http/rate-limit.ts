export interface RateLimit {
  /** True when the caller may go on. */
  allow(caller: string): boolean;
}

const MOST_CALLERS = 1000;
/** A caller may save up this many seconds' worth of requests: a screen opens with a burst. */
const BURST_SECONDS = 3;

/** Token bucket for each caller. */
export const createRateLimit = (requestsPerSecond: number, now: () => number): RateLimit => {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const most = requestsPerSecond * BURST_SECONDS;
  return {
    allow: (caller) => {
      const at = now();
      if (buckets.size >= MOST_CALLERS && !buckets.has(caller)) buckets.clear();
      const bucket = buckets.get(caller) ?? { tokens: most, at };
      bucket.tokens = Math.min(most, bucket.tokens + ((at - bucket.at) / 1000) * requestsPerSecond);
      bucket.at = at;
      buckets.set(caller, bucket);
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
  };
};
