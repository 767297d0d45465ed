import { failure, success, type Result } from '../../shared/domain/result.ts';
import type { HelperFailure, RequestChannel } from '../helper-process/request-channel.ts';
import { cardFailure } from './card-failure.ts';
import { describeFailure, placeOf, type CardReader } from './card-reader.ts';
import { onCard, usableCertificates, type KnownToken } from './card-state.ts';
import type {
  CardDiagnosticCode,
  CardFailure,
  CardFailureCode,
  CardSignIn,
  Diagnose,
  SignInRequest,
} from './card-types.ts';
import type { ReadCertificate } from './certificate.ts';
import type { CardHelperCalls, SignatureOutcome } from './helper-calls.ts';
import type { ReaderSnapshot } from './reader-watch.ts';
import { sealPin } from './sealed-pin.ts';
import {
  buildWebEidToken,
  checkChallenge,
  createUsedChallenges,
  dataToSign,
  isSignedBy,
} from './web-eid-token.ts';

export interface CardDeadlines {
  /** Milliseconds to read the cards through one PKCS#11 module. */
  readonly list: number;
  /** Milliseconds to read them through Windows, which gets at a card's certificates with delay. */
  readonly listThroughWindows: number;
  readonly sign: number;
  /** Milliseconds where the user enters the PIN meanwhile, on the reader or in a window of the system. */
  readonly signWithPinEntry: number;
}

interface CardSignerParts {
  readonly channel: RequestChannel<CardHelperCalls>;
  readonly cards: CardReader;
  readonly origin: string;
  readonly appVersion: string;
  readonly deadlines: CardDeadlines;
  readonly diagnose: Diagnose;
  readonly now: () => number;
  readonly window: () => bigint | null;
}

/** Milliseconds that a driver has to report by itself that the card has gone; one that hangs never does. */
const removalGrace = 400;
const resetDeadline = 5000;
/** Milliseconds; the helper may have to start first, as after each sign-in. */
const keyDeadline = 15_000;

export interface ChosenCertificate {
  readonly token: KnownToken;
  readonly certificate: ReadCertificate;
  readonly place: ReaderSnapshot;
}

interface CurrentSignature {
  readonly place: ReaderSnapshot;
  removed: boolean;
  timer?: NodeJS.Timeout;
}

/** Has the helper process sign, and makes something of every way in which that may end. */
export class CardSigner {
  readonly #parts: CardSignerParts;
  readonly #usedChallenges = createUsedChallenges();
  #current: CurrentSignature | undefined;
  #closed = false;

  constructor(parts: CardSignerParts) {
    this.#parts = parts;
  }

  /** A driver may never notice that its card has gone: it gets a moment, then its process is ended. */
  noticeRemoval(): void {
    const current = this.#current;
    if (!current || current.removed || this.#stays(current.place)) return;
    current.removed = true;
    current.timer = setTimeout(() => this.#parts.cards.restartHelper(), removalGrace);
  }

  /** What can be told without a word to the card. */
  check(request: SignInRequest): Result<ChosenCertificate, CardFailure> {
    const challenge = checkChallenge(request, this.#parts.origin);
    if (!challenge.ok) return refuse(challenge.error.code);
    if (this.#usedChallenges.has(request.nonce)) return refuse('challenge-refused');
    const chosen = this.#choose(request.certificateId);
    if (!chosen.ok) return chosen;
    const { token } = chosen.value;
    if (token.triesLeft === 0) return refuse('pin-blocked');
    const pinMissing = request.pin === null || request.pin.length === 0;
    return token.pinEntry === 'screen' && pinMissing ? refuse('pin-empty') : chosen;
  }

  async sign(chosen: ChosenCertificate, request: SignInRequest): Promise<Result<CardSignIn, CardFailure>> {
    const reply = await this.#ask(chosen, request);
    const { outcome } = reply;
    if (this.#closed) return refuse('closed');
    const helperIsGone = !outcome.ok && outcome.error.code !== 'helper-failed';
    // A process that has seen a PIN ends: what a driver keeps of it, in its memory or for later, ends with it.
    if (!helperIsGone) this.#parts.cards.restartHelper();
    if (outcome.ok && outcome.value.code === 'signed' && !reply.removed) {
      this.#usedChallenges.add(request.nonce);
      this.#parts.cards.noteTriesLeft(chosen.token, null);
      return this.#accept(chosen, reply, outcome.value.signature);
    }
    const code = failureCode(reply, chosen.token);
    const detail = detailOf(outcome);
    this.#parts.diagnose(code, detail);
    if (!withoutSignature.has(code)) this.#usedChallenges.add(request.nonce);
    const triesLeft = triesLeftAfter(code, outcome);
    if (triesLeft !== null) this.#parts.cards.noteTriesLeft(chosen.token, triesLeft);
    if (helperIsGone && this.#stays(chosen.place)) {
      await this.#parts.channel.call('reset', { readerName: chosen.place.name }, resetDeadline);
    }
    const supportCode = code === 'driver-failed' && returnValue.test(detail) ? detail : null;
    return failure(cardFailure(code, { triesLeft, supportCode }));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#current?.timer);
  }

  #choose(certificateId: string): Result<ChosenCertificate, CardFailure> {
    const situation = this.#parts.cards.situation();
    for (const token of situation.tokens) {
      const usable = usableCertificates(token, this.#parts.now());
      const certificate = usable.find((each) => each.id === certificateId);
      const place = placeOf(token, situation);
      if (certificate && place) return success({ token, certificate, place });
    }
    const hasCard = situation.readers?.readers.some((reader) => reader.cardPresent) ?? false;
    return refuse(hasCard ? 'certificate-not-usable' : 'no-card');
  }

  async #ask(
    { token, certificate, place }: ChosenCertificate,
    request: SignInRequest,
  ): Promise<SignatureReply> {
    const { channel, deadlines } = this.#parts;
    const algorithm = certificate.algorithms[0] ?? 'RS256';
    const data = dataToSign(algorithm, request);
    const current: CurrentSignature = { place, removed: false };
    this.#current = current;
    const sealed = await this.#seal(token.pinEntry === 'screen' ? request.pin : null);
    request.pin?.fill(0);
    const outcome = sealed.ok
      ? await channel.call(
          'sign',
          {
            provider: token.provider,
            readerName: place.name,
            certificateId: certificate.id,
            algorithm,
            data,
            sealedPin: sealed.value,
            window: token.pinEntry === 'system' ? this.#parts.window() : null,
          },
          token.pinEntry === 'screen' ? deadlines.sign : deadlines.signWithPinEntry,
        )
      : sealed;
    this.#current = undefined;
    clearTimeout(current.timer);
    return { outcome, algorithm, data, removed: current.removed };
  }

  /** For the helper process that runs now: another one could not open it. */
  async #seal(pin: Uint8Array | null): Promise<Result<Uint8Array | null, HelperFailure>> {
    if (pin === null) return success(null);
    const key = await this.#parts.channel.call('pinKey', null, keyDeadline);
    return key.ok ? success(sealPin(pin, key.value)) : key;
  }

  #accept(
    { certificate, token }: ChosenCertificate,
    { algorithm, data }: SignatureReply,
    signature: Uint8Array,
  ): Result<CardSignIn, CardFailure> {
    if (!isSignedBy(certificate.der, algorithm, data, signature)) return refuse('card-changed');
    const { appVersion, now, cards } = this.#parts;
    const readers = cards.situation().readers?.readers ?? [];
    return success({
      token: buildWebEidToken({ certificate: certificate.der, algorithm, signature, appVersion }),
      certificate: onCard(certificate, { ...token, triesLeft: null }, readers, now()),
    });
  }

  #stays(place: ReaderSnapshot): boolean {
    const readers = this.#parts.cards.situation().readers?.readers ?? [];
    return readers.some(
      (reader) => reader.name === place.name && reader.cardPresent && reader.changes === place.changes,
    );
  }
}

interface SignatureReply {
  readonly outcome: Result<SignatureOutcome, HelperFailure>;
  readonly algorithm: ReadCertificate['algorithms'][number];
  readonly data: Uint8Array;
  readonly removed: boolean;
}

const refuse = (code: CardFailureCode): { readonly ok: false; readonly error: CardFailure } =>
  failure(cardFailure(code));

/** Outcomes after which the challenge may be signed still: it is certain that no signature was made. */
const withoutSignature: ReadonlySet<CardFailureCode> = new Set([
  'pin-wrong',
  'pin-wrong-last-try',
  'pin-blocked',
  'pin-length',
  'pin-empty',
  'pin-cancelled',
  'card-not-activated',
]);

/** A function of the driver and what it returned: `C_Sign: 0x5`. */
const returnValue = /^\w+: 0x[0-9a-f]+$/;

/** What is known of the PIN from now on; null where nothing has been learnt. */
function triesLeftAfter(code: CardFailureCode, outcome: SignatureReply['outcome']): number | null {
  if (code === 'pin-blocked') return 0;
  return outcome.ok && outcome.value.code !== 'signed' ? outcome.value.triesLeft : null;
}

function failureCode(
  { outcome, removed }: SignatureReply,
  { pinEntry }: KnownToken,
): CardFailureCode & CardDiagnosticCode {
  if (outcome.ok && outcome.value.code !== 'signed') {
    return removed && outcome.value.code === 'driver-failed' ? 'card-removed' : outcome.value.code;
  }
  if (removed) return 'card-removed';
  if (outcome.ok || outcome.error.code === 'helper-failed') return 'driver-failed';
  if (outcome.error.code === 'helper-crashed') return 'driver-crashed';
  return pinEntry === 'screen' ? 'driver-hung' : 'pin-not-entered';
}

function detailOf(outcome: SignatureReply['outcome']): string {
  if (!outcome.ok) return describeFailure(outcome.error);
  return outcome.value.code === 'signed' ? 'the card has gone' : outcome.value.detail;
}
