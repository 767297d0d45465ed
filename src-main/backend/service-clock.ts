import type { Diagnostic } from '../../shared/ipc/state.ts';
import type { Clock } from '../clock.ts';

const NAMED_SKEW = 5 * 60 * 1000;

/**
 * The service's time, and how far the workstation's clock is from it; more than five minutes are named to the user.
 * Between two replies it goes on by the monotonic clock, so that a clock that is moved at run time moves no proof.
 */
export interface ServiceClock {
  /** @param serverTime `Date` header (RFC 9110, 6.6.1) or ISO 8601 instant; anything else is ignored */
  learn(serverTime: string | null): void;
  /** Milliseconds since 1970 by the service. */
  now(): number;
  /** Milliseconds that the service is ahead of the workstation's clock. */
  skew(): number;
  isSkewed(): boolean;
  diagnostics(): readonly Diagnostic[];
}

export function createServiceClock(clock: Clock): ServiceClock {
  /** Service's time less the monotonic one. */
  let ahead: number | undefined;
  const now = (): number => (ahead === undefined ? clock.now() : clock.monotonic() + ahead);
  const skew = (): number => now() - clock.now();
  const isSkewed = (): boolean => Math.abs(skew()) > NAMED_SKEW;
  return {
    learn: (serverTime) => {
      const time = serverTime === null ? Number.NaN : Date.parse(serverTime);
      if (Number.isFinite(time)) ahead = time - clock.monotonic();
    },
    now,
    skew,
    isSkewed,
    diagnostics: () =>
      isSkewed()
        ? [{ code: 'clock-skewed', severity: 'warning', detail: `${Math.round(skew() / 60_000)} min` }]
        : [],
  };
}
