import type { Diagnostic } from '../../shared/ipc/state.ts';
import type { Clock } from '../clock.ts';

const NAMED_SKEW = 5 * 60 * 1000;

/** How far the workstation's clock is from the service's; five minutes and more are named to the user. */
export interface ServiceClock {
  /** @param serverTime `Date` header (RFC 9110, 6.6.1) or ISO 8601 instant; anything else is ignored */
  learn(serverTime: string | null): void;
  /** Milliseconds since 1970 by the service. */
  now(): number;
  isSkewed(): boolean;
  diagnostics(): readonly Diagnostic[];
}

export function createServiceClock(clock: Clock): ServiceClock {
  let offset = 0;
  const isSkewed = (): boolean => Math.abs(offset) > NAMED_SKEW;
  return {
    learn: (serverTime) => {
      const time = serverTime === null ? Number.NaN : Date.parse(serverTime);
      if (Number.isFinite(time)) offset = time - clock.now();
    },
    now: () => clock.now() + offset,
    isSkewed,
    diagnostics: () =>
      isSkewed()
        ? [{ code: 'clock-skewed', severity: 'warning', detail: `${Math.round(offset / 60_000)} min` }]
        : [],
  };
}
