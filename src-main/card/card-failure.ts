import type { CardFailure, CardFailureCode } from './card-types.ts';

/** What the user cannot mend at the workstation; a blocked PIN needs the activation code and its own program. */
const lasting: ReadonlySet<CardFailureCode> = new Set([
  'pin-blocked',
  'certificate-not-usable',
  'origin-refused',
]);

export interface FailureDetails {
  /** Null where nobody has told. */
  readonly triesLeft?: number | null;
  readonly supportCode?: string | null;
}

export const cardFailure = (
  code: CardFailureCode,
  { triesLeft = null, supportCode = null }: FailureDetails = {},
): CardFailure => ({
  code,
  retriable: !lasting.has(code),
  ...(triesLeft === null ? {} : { triesLeft }),
  ...(supportCode === null ? {} : { supportCode }),
});
