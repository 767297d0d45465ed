import type { Policy } from '../../shared/policy/policy.ts';
import type { CardService } from '../card/card-types.ts';
import type { Clock } from '../clock.ts';
import { watchCardRemoval } from './card-removal.ts';
import { createIdleWatch } from './idle.ts';
import { createSleepWatch } from './sleep.ts';

/** What ends or locks a session without the user. */
export interface Watches {
  /** After a sign-in: the session's absolute limit, and the card where one was used. */
  begin(card: { readonly service: CardService; readonly certificateId: string } | undefined): void;
  /** Starts the idle time anew; @returns seconds until it locks */
  restartIdle(): number;
  touch(): void;
  /** The workstation is back from sleep or from its own lock. */
  resumed(): void;
  /** While the session is locked only its absolute limit goes on. */
  pause(): void;
  stop(): void;
}

export interface WatchListener {
  /** Seconds left until the idle lock; undefined when the warning is over. */
  idleWarning(secondsLeft: number | undefined): void;
  idle(): void;
  /** Seconds without input after which the session locks, as the policy says now. */
  idleTime(seconds: number): void;
  cardRemoved(): void;
  limitReached(): void;
  /** The workstation slept without having said so. */
  slept(): void;
  /** Time to ask the service what the session may still do. */
  recheck(): void;
}

const RECHECKED_EVERY = 60_000;

/** The session's longest time by either clock: the monotonic one stands still while the workstation sleeps. */
function createLimit(clock: Clock, reached: () => void) {
  let cancel: (() => void) | undefined;
  let limit = Infinity;
  let [wall, monotonic] = [0, 0];
  const left = (): number => limit - Math.max(clock.now() - wall, clock.monotonic() - monotonic);
  const change = (milliseconds: number): void => {
    if (milliseconds === limit) return;
    limit = milliseconds;
    cancel?.();
    cancel = clock.after(Math.max(0, left()), reached);
  };
  const stop = (): void => {
    cancel?.();
    limit = Infinity;
  };
  return {
    start: (milliseconds: number): void => {
      stop();
      [wall, monotonic] = [clock.now(), clock.monotonic()];
      change(milliseconds);
    },
    /** Another limit from now on, counted from the start. */
    change,
    isOver: () => left() <= 0,
    stop,
  };
}

/** @param policy the administrators' settings; read again with every look at what the session may still do */
export function createWatches(
  clock: Clock,
  policy: { readonly current: () => Policy; readonly refresh: () => void },
  listener: WatchListener,
): Watches {
  const idle = createIdleWatch(clock, { warn: listener.idleWarning, lock: listener.idle });
  const limit = createLimit(clock, listener.limitReached);
  let stopRemovalWatch: (() => void) | undefined;
  let cancelRecheck: (() => void) | undefined;

  const afterSleep = (): void => {
    if (limit.isOver()) listener.limitReached();
    else listener.slept();
  };
  const sleep = createSleepWatch(clock, afterSleep);

  const idleTime = (): number => policy.current().idleLockMinutes * 60;
  const limitTime = (): number => policy.current().absoluteSessionHours * 3600 * 1000;
  const recheckLater = (): void => {
    cancelRecheck?.();
    cancelRecheck = clock.after(RECHECKED_EVERY, () => {
      recheckLater();
      policy.refresh();
      limit.change(limitTime());
      idle.change(idleTime());
      listener.idleTime(idleTime());
      listener.recheck();
    });
  };
  const pause = (): void => {
    idle.stop();
    cancelRecheck?.();
    stopRemovalWatch?.();
    stopRemovalWatch = undefined;
  };

  return {
    begin: (card) => {
      limit.start(limitTime());
      sleep.start();
      recheckLater();
      stopRemovalWatch?.();
      stopRemovalWatch = card && watchCardRemoval(card.service, card.certificateId, listener.cardRemoved);
    },
    restartIdle: () => {
      idle.start(idleTime());
      return idleTime();
    },
    touch: idle.touch,
    resumed: () => {
      sleep.check();
      if (limit.isOver()) listener.limitReached();
    },
    pause,
    stop: () => {
      pause();
      sleep.stop();
      limit.stop();
    },
  };
}
