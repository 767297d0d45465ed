import type { CardStateView } from '../../shared/ipc/state.ts';
import type { CardCertificate, CardState } from '../card/card-types.ts';

/** Whose a card is; a serial number is unique within its issuer. */
export type CardHolder = Pick<CardCertificate, 'issuerName' | 'serialNumber'>;

/**
 * Whether the card is certainly another person's. With another issuer the serial numbers say nothing: the same person
 * may have two cards, and the service decides.
 */
export const isAnothers = (certificate: CardHolder, holder: CardHolder): boolean =>
  certificate.issuerName === holder.issuerName && certificate.serialNumber !== holder.serialNumber;

/**
 * The card as the window sees it.
 * @param lockedHolder whose card a locked session waits for
 */
export function viewOfCard(state: CardState, lockedHolder: CardHolder | undefined): CardStateView {
  const isStrange =
    lockedHolder !== undefined &&
    state.code === 'ready' &&
    state.certificates.every((certificate) => isAnothers(certificate, lockedHolder));
  return isStrange ? { ...state, code: 'another-person', retriable: false } : state;
}
