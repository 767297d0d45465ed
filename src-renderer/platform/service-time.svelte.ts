import { untrack } from 'svelte';
import { todayInHelsinki, type IsoDate } from '../../shared/domain/dates.ts';
import type { Contract } from './contract.ts';

/** How often it is looked whether midnight has passed, milliseconds. */
const LOOKS_EVERY = 20_000;

export interface ServiceTime {
  /** Whole milliseconds since 1970 by the service; by the workstation as long as the service has not been heard. */
  now(): number;
  /** The calendar day in Finland. What is derived from it follows at midnight. */
  today(): IsoDate;
  /**
   * Goes by the service's clock from now on.
   * @param heard milliseconds since 1970; null where the service has not been heard
   * @returns the end of it
   */
  follow(contract: Pick<Contract, 'subscribe'>, heard: number | null): () => void;
}

/**
 * The service's time, counted on from when it was last told: what the program says of a day is what the service will
 * say of it, whatever the workstation's clock shows.
 */
export const createServiceTime = (): ServiceTime => {
  /** Service's time less the monotonic one; null before the service has been heard. */
  let ahead = $state.raw<number | null>(null);
  let turns = $state(0);
  const now = (): number => (ahead === null ? Date.now() : Math.round(performance.now() + ahead));
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- read at once, never kept
  const dayNow = (): IsoDate => todayInHelsinki(new Date(now()));
  const learn = (time: number | null): void => {
    ahead = time === null ? null : time - performance.now();
  };
  return {
    now,
    today: () => {
      void turns;
      return dayNow();
    },
    follow: (contract, heard) => {
      learn(heard);
      // Begun by an effect, which must not run again for what it has set itself.
      let day = untrack(dayNow);
      const stop = contract.subscribe('service-time.changed', learn);
      const timer = setInterval(() => {
        if (day === dayNow()) return;
        day = dayNow();
        turns += 1;
      }, LOOKS_EVERY);
      return () => {
        stop();
        clearInterval(timer);
        learn(null);
      };
    },
  };
};

/** Like the language, the time is the same for the whole window, so it is no part's own. */
export const serviceTime = createServiceTime();

export const { now, today } = serviceTime;
