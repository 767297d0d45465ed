import type { CardService, CardState, CardStateCode } from '../card/card-types.ts';

/** States that say nothing about which card is there: it is being read, it signs, or its driver failed. */
const UNSETTLED: ReadonlySet<CardStateCode> = new Set([
  'reading',
  'signing',
  'driver-hung',
  'driver-crashed',
  'driver-failed',
]);

/** Gone is also a card that was swapped for another, usable or not. */
const isGone = (state: CardState, certificateId: string): boolean =>
  !UNSETTLED.has(state.code) && state.certificates.every(({ id }) => id !== certificateId);

/** Calls back once when the card of the session is gone. Returns the end of the watch. */
export function watchCardRemoval(card: CardService, certificateId: string, gone: () => void): () => void {
  const stop = card.onChange((state) => {
    if (!isGone(state, certificateId)) return;
    stop();
    gone();
  });
  return stop;
}
