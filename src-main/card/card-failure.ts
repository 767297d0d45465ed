import type { CardFailure, CardFailureCode } from './card-types.ts';

/** What the user cannot mend at the workstation; a blocked PIN needs the activation code and its own program. */
const lasting: ReadonlySet<CardFailureCode> = new Set([
  'pin-blocked',
  'certificate-not-usable',
  'origin-refused',
]);

export const cardFailure = (code: CardFailureCode): CardFailure => ({ code, retriable: !lasting.has(code) });
