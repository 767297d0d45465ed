import type { Diagnostic } from '../../shared/ipc/state.ts';
import type { Clock } from '../clock.ts';
import { createListeners } from '../listeners.ts';

const NAMED_SKEW = 5 * 60 * 1000;
/** The time comes in whole seconds and after a way: what differs less is the same time. */
const SAME = 2000;

/**
 * The service's time, and how far the workstation's clock is from it; more than five minutes are named to the user.
 * Between two replies it goes on by the monotonic clock, so that a clock that is moved at run time moves no proof.
 */
export interface ServiceClock extends Clock {
  /** @param serverTime `Date` header (RFC 9110, 6.6.1) or ISO 8601 instant; anything else is ignored */
  learn(serverTime: string | null): void;
  /** Whole milliseconds since 1970 by the service; by the workstation as long as the service has not been heard. */
  now(): number;
  /** As `now`; null as long as the service has not been heard. */
  heard(): number | null;
  /** Told the service's time when it is first heard, and when it goes on otherwise than it did. */
  onChange(listener: (now: number) => void): () => void;
  /** Milliseconds that the service is ahead of the workstation's clock. */
  skew(): number;
  isSkewed(): boolean;
  diagnostics(): readonly Diagnostic[];
}

export function createServiceClock(clock: Clock): ServiceClock {
  /** Service's time less the monotonic one. */
  let ahead: number | undefined;
  let told: number | undefined;
  const changed = createListeners<[number]>();
  const now = (): number => (ahead === undefined ? clock.now() : Math.round(clock.monotonic() + ahead));
  const skew = (): number => now() - clock.now();
  const isSkewed = (): boolean => Math.abs(skew()) > NAMED_SKEW;
  return {
    learn: (serverTime) => {
      const time = serverTime === null ? Number.NaN : Date.parse(serverTime);
      if (!Number.isFinite(time)) return;
      ahead = time - clock.monotonic();
      if (told !== undefined && Math.abs(ahead - told) <= SAME) return;
      told = ahead;
      changed.tell(time);
    },
    now,
    heard: () => (ahead === undefined ? null : now()),
    monotonic: () => clock.monotonic(),
    after: (milliseconds, run) => clock.after(milliseconds, run),
    onChange: changed.add,
    skew,
    isSkewed,
    diagnostics: () =>
      isSkewed()
        ? [{ code: 'clock-skewed', severity: 'warning', detail: `${Math.round(skew() / 60_000)} min` }]
        : [],
  };
}
