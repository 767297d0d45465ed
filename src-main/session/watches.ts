import type { Policy } from '../../shared/policy/policy.ts';
import type { CardService } from '../card/card-types.ts';
import type { Clock } from '../clock.ts';
import { watchCardRemoval } from './card-removal.ts';
import { createIdleWatch } from './idle.ts';

/** What ends or locks a session without the user. */
export interface Watches {
  /** After a sign-in: the card that is used and the session's absolute limit. */
  begin(card: CardService, certificateId: string): void;
  /** Starts the idle time anew; @returns seconds until it locks */
  restartIdle(): number;
  touch(): void;
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
}

export function createWatches(clock: Clock, policy: () => Policy, listener: WatchListener): Watches {
  const idle = createIdleWatch(clock, { warn: listener.idleWarning, lock: listener.idle });
  let stopRemovalWatch: (() => void) | undefined;
  let cancelLimit: (() => void) | undefined;

  const pause = (): void => {
    idle.stop();
    stopRemovalWatch?.();
    stopRemovalWatch = undefined;
  };

  return {
    begin: (card, certificateId) => {
      cancelLimit?.();
      cancelLimit = clock.after(policy().absoluteSessionHours * 3600 * 1000, listener.limitReached);
      stopRemovalWatch?.();
      stopRemovalWatch = watchCardRemoval(card, certificateId, listener.cardRemoved);
    },
    restartIdle: () => {
      const seconds = policy().idleLockMinutes * 60;
      idle.start(seconds);
      return seconds;
    },
    touch: idle.touch,
    pause,
    stop: () => {
      pause();
      cancelLimit?.();
    },
  };
}
