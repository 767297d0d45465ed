import type { CallError, ErrorCode } from '../../shared/ipc/errors.ts';
import type { CardFailure, CardFailureCode } from '../card/card-types.ts';

const names: Record<CardFailureCode, ErrorCode> = {
  'pin-wrong': 'card-pin-wrong',
  'pin-wrong-last-try': 'card-pin-wrong-last-try',
  'pin-blocked': 'card-pin-blocked',
  'pin-length': 'card-pin-length',
  'pin-empty': 'card-pin-empty',
  'pin-not-entered': 'card-pin-not-entered',
  'pin-cancelled': 'card-pin-cancelled',
  'card-not-activated': 'card-not-activated',
  'card-removed': 'card-removed',
  'card-changed': 'card-changed',
  'driver-hung': 'card-driver-hung',
  'driver-crashed': 'card-driver-crashed',
  'driver-failed': 'card-driver-failed',
  'no-card': 'card-missing',
  'certificate-not-usable': 'card-certificate-not-usable',
  'challenge-refused': 'card-challenge-refused',
  'origin-refused': 'card-origin-refused',
  busy: 'card-busy',
  closed: 'cancelled',
};

/** A failure of the card as the window sees it. */
export const errorOfCard = ({ code, ...rest }: CardFailure): CallError => ({ code: names[code], ...rest });
