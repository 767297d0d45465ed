import type { CardCertificate, CardState, CardStateCode } from './card-types.ts';
import { describeCertificate, validityAt, type ReadCertificate } from './certificate.ts';
import type { CardProvider } from './card-providers.ts';
import type { TokenListing } from './helper-calls.ts';
import type { ReaderSnapshot, ReadersEvent } from './reader-watch.ts';

/** A token and the provider that knows it. */
export interface KnownToken extends TokenListing {
  readonly provider: CardProvider;
}

/** What the reading of a card came to where there is nothing to say of the card itself. */
export type ReadingFailure = Extract<
  CardStateCode,
  'driver-missing' | 'driver-hung' | 'driver-crashed' | 'driver-failed'
>;

/** All that the card service knows; `cardState` turns it into what the user sees. */
export interface CardSituation {
  /** Undefined until the first report of the readers. */
  readonly readers: ReadersEvent | undefined;
  readonly tokens: readonly KnownToken[];
  /** What the last reading of the cards came to. */
  readonly reading: 'under-way' | 'done' | ReadingFailure;
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

/**
 * Certificates to sign in with: for authentication, valid now, with an algorithm that both sides know, on a card
 * whose PIN has been set.
 */
export function usableCertificates(token: TokenListing, now: number): readonly ReadCertificate[] {
  return token.activated ? validCertificates(token, now) : [];
}

const validCertificates = (token: TokenListing, now: number): readonly ReadCertificate[] =>
  authenticationCertificates(token).filter((certificate) => validityAt(certificate, now) === 'valid');

const authenticationCertificates = (token: TokenListing): readonly ReadCertificate[] =>
  token.certificates.filter(
    (certificate) => certificate.isForAuthentication && certificate.algorithms.length > 0,
  );

/** For each state whether the same card can work here without another person's help. */
const retriable: Readonly<Record<CardStateCode, boolean>> = {
  'service-not-running': true,
  'no-reader': true,
  'no-card': true,
  reading: true,
  'card-not-supported': false,
  'card-not-activated': true,
  'certificate-missing': false,
  'certificate-expired': false,
  'certificate-not-yet-valid': false,
  ready: true,
  signing: true,
  'driver-missing': false,
  'driver-hung': true,
  'driver-crashed': true,
  'driver-failed': true,
};

/** @param now milliseconds since 1970 */
export function cardState(situation: CardSituation, now: number): CardState {
  const readers = situation.readers?.readers ?? [];
  const ready = situation.tokens.filter((token) => usableCertificates(token, now).length > 0);
  const shown = ready[0] ?? situation.tokens[0];
  const reader =
    (shown && readerOf(shown, readers)) ?? readers.find((each) => each.cardPresent) ?? readers[0];
  const code = stateCode(situation, ready, now);
  return {
    code,
    retriable: retriable[code],
    ...(reader ? { readerName: reader.name } : {}),
    certificates: ready.flatMap((token) =>
      usableCertificates(token, now).map((certificate) => onCard(certificate, token, readers, now)),
    ),
  };
}

export function onCard(
  certificate: ReadCertificate,
  token: TokenListing,
  readers: readonly ReaderSnapshot[],
  now: number,
): CardCertificate {
  return {
    ...describeCertificate(certificate, now),
    readerName: readerOf(token, readers)?.name ?? token.readerName,
    pinEntry: token.pinEntry,
    ...(token.triesLeft === null ? {} : { triesLeft: token.triesLeft }),
  };
}

function stateCode(situation: CardSituation, ready: readonly KnownToken[], now: number): CardStateCode {
  const { readers, tokens, reading, signingIn } = situation;
  // Without a report of the readers only the end of the helper process can be told.
  if (!readers) return reading === 'under-way' || reading === 'done' ? 'reading' : reading;
  if (!readers.serviceRunning) return 'service-not-running';
  if (readers.readers.length === 0) return 'no-reader';
  if (!readers.readers.some((reader) => reader.cardPresent)) return 'no-card';
  if (readers.readers.some((reader) => reader.cardPresent && reader.name === signingIn)) return 'signing';
  if (ready.length > 0) return 'ready';
  if (reading === 'under-way') return 'reading';
  if (reading !== 'done') return reading;
  return stateOfUnusable(tokens, now);
}

/** Why no card of those that were read can be signed in with; what can be mended soonest comes first. */
function stateOfUnusable(tokens: readonly KnownToken[], now: number): CardStateCode {
  if (tokens.some((token) => validCertificates(token, now).length > 0)) return 'card-not-activated';
  const outdated = tokens.flatMap(authenticationCertificates)[0];
  if (outdated) {
    return validityAt(outdated, now) === 'expired' ? 'certificate-expired' : 'certificate-not-yet-valid';
  }
  return tokens.some((token) => token.recognized) ? 'certificate-missing' : 'card-not-supported';
}
