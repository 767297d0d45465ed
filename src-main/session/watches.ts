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
  let isOver: () => boolean = () => false;
  return {
    start: (milliseconds: number): void => {
      const [wall, monotonic] = [clock.now(), clock.monotonic()];
      cancel?.();
      cancel = clock.after(milliseconds, reached);
      isOver = () => Math.max(clock.now() - wall, clock.monotonic() - monotonic) >= milliseconds;
    },
    isOver: () => isOver(),
    stop: (): void => {
      cancel?.();
      isOver = () => false;
    },
  };
}

export function createWatches(clock: Clock, policy: () => Policy, listener: WatchListener): Watches {
  const idle = createIdleWatch(clock, { warn: listener.idleWarning, lock: listener.idle });
  const limit = createLimit(clock, listener.limitReached);
  let stopRemovalWatch: (() => void) | undefined;
  let cancelRecheck: (() => void) | undefined;

  const afterSleep = (): void => {
    if (limit.isOver()) listener.limitReached();
    else listener.slept();
  };
  const sleep = createSleepWatch(clock, afterSleep);

  const recheckLater = (): void => {
    cancelRecheck?.();
    cancelRecheck = clock.after(RECHECKED_EVERY, () => {
      recheckLater();
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
      limit.start(policy().absoluteSessionHours * 3600 * 1000);
      sleep.start();
      recheckLater();
      stopRemovalWatch?.();
      stopRemovalWatch = card && watchCardRemoval(card.service, card.certificateId, listener.cardRemoved);
    },
    restartIdle: () => {
      const seconds = policy().idleLockMinutes * 60;
      idle.start(seconds);
      return seconds;
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
