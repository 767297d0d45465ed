import type { Contract } from '../platform/contract.ts';

const TOLD_EVERY = 10_000;

/**
 * Tells the main process that the user does something, at most every ten seconds, but at once while the idle
 * lock is announced. Returns the end of it.
 */
export const watchActivity = (
  contract: Contract,
  isActive: () => boolean,
  isWarned: () => boolean,
  now: () => number = () => performance.now(),
): (() => void) => {
  let toldAt = -TOLD_EVERY;
  const tell = (): void => {
    if (!isActive() || (now() - toldAt < TOLD_EVERY && !isWarned())) return;
    toldAt = now();
    void contract.call('session.activity', undefined);
  };
  const kinds = ['keydown', 'pointerdown', 'wheel'] as const;
  for (const kind of kinds) window.addEventListener(kind, tell, { passive: true, capture: true });
  return () => {
    for (const kind of kinds) window.removeEventListener(kind, tell, { capture: true });
  };
};
