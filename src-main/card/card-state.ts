import type { CardState, CardStateCode } from './card-types.ts';
import { describeCertificate, validityAt, type ReadCertificate } from './certificate.ts';
import type { TokenListing } from './helper-calls.ts';
import type { ReaderSnapshot, ReadersEvent } from './reader-watch.ts';

/** A token and the module that knows it. */
export interface KnownToken extends TokenListing {
  readonly modulePath: string;
}

/** All that the card service knows; `cardState` turns it into what the user sees. */
export interface CardSituation {
  /** Undefined until the first report of the readers. */
  readonly readers: ReadersEvent | undefined;
  readonly tokens: readonly KnownToken[];
  /** What the last reading of the cards came to. */
  readonly reading: 'under-way' | 'done' | 'driver-missing' | 'driver-failed';
  /** Name of the reader whose card is signing. */
  readonly signingIn: string | undefined;
}

/** The reader that a token is in: modules give the reader's name, cut at 64 bytes. */
export function readerOf(
  token: TokenListing,
  readers: readonly ReaderSnapshot[],
): ReaderSnapshot | undefined {
  const withCard = readers.filter((reader) => reader.cardPresent);
  const named = withCard.find(
    (reader) => token.readerName !== '' && reader.name.startsWith(token.readerName),
  );
  // A module with names of its own is understood as long as there is one card only.
  return named ?? (withCard.length === 1 ? withCard[0] : undefined);
}

/** Tokens whose card has stayed in its reader since the last report. */
export function tokensThatStay(
  tokens: readonly KnownToken[],
  before: readonly ReaderSnapshot[],
  after: readonly ReaderSnapshot[],
): readonly KnownToken[] {
  return tokens.filter((token) => {
    const then = readerOf(token, before);
    return (
      then && after.some((now) => now.name === then.name && now.cardPresent && now.changes === then.changes)
    );
  });
}

/** Certificates to sign in with: for authentication, valid now, with an algorithm that both sides know. */
export function usableCertificates(token: TokenListing, now: number): readonly ReadCertificate[] {
  return authenticationCertificates(token).filter((certificate) => validityAt(certificate, now) === 'valid');
}

const authenticationCertificates = (token: TokenListing): readonly ReadCertificate[] =>
  token.certificates.filter(
    (certificate) => certificate.isForAuthentication && certificate.algorithms.length > 0,
  );

/** @param now milliseconds since 1970 */
export function cardState(situation: CardSituation, now: number): CardState {
  const readers = situation.readers?.readers ?? [];
  const ready = situation.tokens.filter((token) => usableCertificates(token, now).length > 0);
  const shown = ready[0] ?? situation.tokens[0];
  const reader =
    (shown && readerOf(shown, readers)) ?? readers.find((each) => each.cardPresent) ?? readers[0];
  return {
    code: stateCode(situation, ready, now),
    ...(reader ? { readerName: reader.name } : {}),
    certificates: ready.flatMap((token) =>
      usableCertificates(token, now).map((certificate) => describeCertificate(certificate, now)),
    ),
    pinPad: ready.some((token) => token.pinPad),
    ...(ready.some((token) => token.lastTry) ? { lastTry: true } : {}),
    ...(ready.some((token) => token.pinBlocked) ? { pinBlocked: true } : {}),
  };
}

function stateCode(situation: CardSituation, ready: readonly KnownToken[], now: number): CardStateCode {
  const { readers, tokens, reading, signingIn } = situation;
  if (!readers) return reading === 'driver-failed' ? 'driver-failed' : 'reading';
  if (!readers.serviceRunning) return 'service-not-running';
  if (readers.readers.length === 0) return 'no-reader';
  if (!readers.readers.some((reader) => reader.cardPresent)) return 'no-card';
  if (readers.readers.some((reader) => reader.cardPresent && reader.name === signingIn)) return 'signing';
  if (ready.length > 0) return 'ready';
  if (reading === 'under-way') return 'reading';
  if (reading !== 'done') return reading;
  const outdated = tokens.flatMap(authenticationCertificates)[0];
  if (outdated) {
    return validityAt(outdated, now) === 'expired' ? 'certificate-expired' : 'certificate-not-yet-valid';
  }
  return tokens.some((token) => token.recognized) ? 'certificate-missing' : 'card-not-supported';
}
