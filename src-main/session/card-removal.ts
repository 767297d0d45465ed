import type { CardService, CardState, CardStateCode } from '../card/card-types.ts';

const NO_CARD: ReadonlySet<CardStateCode> = new Set(['no-card', 'no-reader', 'service-not-running']);

/** A card that is being read or that fails is not gone; another card in its place is. */
const isGone = (state: CardState, certificateId: string): boolean =>
  NO_CARD.has(state.code) ||
  (state.code === 'ready' && state.certificates.every(({ id }) => id !== certificateId));

/** Calls back once when the card of the session is gone. Returns the end of the watch. */
export function watchCardRemoval(card: CardService, certificateId: string, gone: () => void): () => void {
  const stop = card.onChange((state) => {
    if (!isGone(state, certificateId)) return;
    stop();
    gone();
  });
  return stop;
}
