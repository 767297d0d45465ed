import { failure, success, type Result } from '../../shared/domain/result.ts';
import type { StartHelper } from '../helper-process/helper-process.ts';
import { createRequestChannel, type HelperFailure } from '../helper-process/request-channel.ts';
import { createCardReader, describeFailure, placeOf } from './card-reader.ts';
import { cardState, usableCertificates, type KnownToken } from './card-state.ts';
import { cardFailure } from './card-failure.ts';
import type { CardFailure, CardFailureCode, CardService, CardSignIn, SignInRequest } from './card-types.ts';
import { describeCertificate, type ReadCertificate } from './certificate.ts';
import type { CardHelperCalls, SignatureOutcome } from './helper-calls.ts';
import { installedModules } from './pkcs11-modules.ts';
import type { ReaderSnapshot } from './reader-watch.ts';
import {
  buildWebEidToken,
  checkChallenge,
  createUsedChallenges,
  dataToSign,
  isSignedBy,
} from './web-eid-token.ts';

export interface CardDeadlines {
  /** Milliseconds to read the cards through one module. */
  readonly list: number;
  readonly sign: number;
  /** Milliseconds where the user types the PIN on the reader. */
  readonly signOnPinPad: number;
}

export interface CardServiceOptions {
  /** Starts the program card-helper.ts. */
  readonly startHelper: StartHelper;
  /** The only origin to sign for: `https://host[:port]` of the service, as the client connects to it. */
  readonly origin: string;
  /** URL that names the program and its version, for the token. */
  readonly appVersion: string;
  /** PKCS#11 modules in the order of preference; default: those known to be installed. */
  readonly modulePaths?: readonly string[];
  readonly deadlines?: Partial<CardDeadlines>;
  /** Told of driver errors for the diagnostics: function names and return values, no personal data. */
  readonly diagnose?: (code: string, detail: string) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const defaultDeadlines: CardDeadlines = { list: 5000, sign: 10_000, signOnPinPad: 60_000 };
/** Milliseconds that a driver has to report by itself that the card has gone; one that hangs never does. */
const removalGrace = 400;
const resetDeadline = 5000;

interface ChosenCertificate {
  readonly token: KnownToken;
  readonly certificate: ReadCertificate;
  readonly place: ReaderSnapshot;
}

interface CurrentSignature {
  readonly place: ReaderSnapshot;
  removed: boolean;
  timer?: NodeJS.Timeout;
}

/** Card sign-in on real cards: drivers run in a helper process that is killed where they hang. */
export function createCardService(options: CardServiceOptions): CardService {
  const { now = Date.now, diagnose = () => undefined } = options;
  const deadlines = { ...defaultDeadlines, ...options.deadlines };
  const channel = createRequestChannel<CardHelperCalls>(options.startHelper);
  const listeners = new Set<Parameters<CardService['onChange']>[0]>();
  const usedChallenges = createUsedChallenges();
  let lastReport = '';
  let busy = false;
  let current: CurrentSignature | undefined;

  const state = (): ReturnType<CardService['state']> => cardState(cards.situation(), now());
  const changed = (): void => {
    noticeRemoval();
    const report = state();
    const text = JSON.stringify(report);
    if (text === lastReport) return;
    lastReport = text;
    for (const listener of listeners) listener(report);
  };
  /** A driver may never notice that its card has gone: it gets a moment, then its process is ended. */
  const noticeRemoval = (): void => {
    if (!current || current.removed || stays(current.place)) return;
    current.removed = true;
    current.timer = setTimeout(() => cards.restartHelper(), removalGrace);
  };
  const stays = (place: ReaderSnapshot): boolean =>
    (cards.situation().readers?.readers ?? []).some(
      (reader) => reader.name === place.name && reader.cardPresent && reader.changes === place.changes,
    );

  const cards = createCardReader({
    channel,
    modulePaths: () => options.modulePaths ?? installedModules(),
    listDeadline: deadlines.list,
    now,
    changed,
    diagnose,
  });

  const choose = (certificateId: string): Result<ChosenCertificate, CardFailure> => {
    const situation = cards.situation();
    for (const token of situation.tokens) {
      const certificate = usableCertificates(token, now()).find((each) => each.id === certificateId);
      const place = placeOf(token, situation);
      if (certificate && place) return success({ token, certificate, place });
    }
    const hasCard = situation.readers?.readers.some((reader) => reader.cardPresent) ?? false;
    return failure(cardFailure(hasCard ? 'certificate-not-usable' : 'no-card'));
  };

  const ask = async (chosen: ChosenCertificate, request: SignInRequest): Promise<SignatureReply> => {
    const { token, certificate, place } = chosen;
    const algorithm = certificate.algorithms[0] ?? 'RS256';
    const data = dataToSign(algorithm, request);
    const pin = token.pinPad ? null : request.pin;
    const work: CurrentSignature = { place, removed: false };
    current = work;
    const answer = channel.call(
      'sign',
      {
        modulePath: token.modulePath,
        readerName: place.name,
        certificateId: certificate.id,
        algorithm,
        data,
        pin,
      },
      token.pinPad ? deadlines.signOnPinPad : deadlines.sign,
    );
    // The message has been written when `call` returns.
    request.pin?.fill(0);
    const outcome = await answer;
    current = undefined;
    clearTimeout(work.timer);
    return { outcome, algorithm, data, removed: work.removed };
  };

  const sign = async (chosen: ChosenCertificate, request: SignInRequest): Promise<SignInResult> => {
    const { certificate, token, place } = chosen;
    const reply = await ask(chosen, request);
    const { outcome, algorithm, data } = reply;
    if (outcome.ok && outcome.value.code === 'signed' && !reply.removed) {
      usedChallenges.add(request.nonce);
      cards.notePinStatus(token, { lastTry: false, pinBlocked: false });
      const { signature } = outcome.value;
      if (!isSignedBy(certificate.der, algorithm, data, signature)) return refuse('card-changed');
      return success({
        token: buildWebEidToken({
          certificate: certificate.der,
          algorithm,
          signature,
          appVersion: options.appVersion,
        }),
        certificate: describeCertificate(certificate, now()),
      });
    }
    const code = failureCode(reply);
    diagnose(code, detailOf(outcome));
    if (!withoutSignature.has(code)) usedChallenges.add(request.nonce);
    if (outcome.ok && outcome.value.code !== 'signed') {
      const blocked = code === 'pin-blocked' ? { lastTry: false, pinBlocked: true } : null;
      const status = outcome.value.pinStatus ?? blocked;
      if (status) cards.notePinStatus(token, status);
    }
    const helperIsGone = !outcome.ok && outcome.error.code !== 'helper-failed';
    if (helperIsGone && stays(place)) {
      await channel.call('reset', { readerName: place.name }, resetDeadline);
    }
    return refuse(code);
  };

  const check = (request: SignInRequest): Result<ChosenCertificate, CardFailure> => {
    const challenge = checkChallenge(request, options.origin);
    if (!challenge.ok) return refuse(challenge.error.code);
    if (usedChallenges.has(request.nonce)) return refuse('challenge-refused');
    const chosen = choose(request.certificateId);
    if (!chosen.ok) return chosen;
    const { token } = chosen.value;
    if (token.pinBlocked) return refuse('pin-blocked');
    const pinMissing = !token.pinPad && (request.pin === null || request.pin.length === 0);
    return pinMissing ? refuse('pin-empty') : chosen;
  };

  return {
    state,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async signIn(request) {
      if (busy) {
        request.pin?.fill(0);
        return refuse('cancelled');
      }
      busy = true;
      try {
        const first = check(request);
        if (!first.ok) return first;
        await cards.pause(first.value.place.name);
        // The card may have been changed while a reading came to its end.
        const chosen = check(request);
        return chosen.ok ? await sign(chosen.value, request) : chosen;
      } finally {
        request.pin?.fill(0);
        busy = false;
        cards.resume();
      }
    },
    close() {
      clearTimeout(current?.timer);
      listeners.clear();
      cards.close();
    },
  };
}

type SignInResult = Result<CardSignIn, CardFailure>;

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
  'cancelled',
]);

function failureCode({ outcome, removed }: SignatureReply): CardFailureCode {
  if (outcome.ok && outcome.value.code !== 'signed') {
    return removed && outcome.value.code === 'driver-failed' ? 'card-removed' : outcome.value.code;
  }
  if (removed) return 'card-removed';
  if (outcome.ok || outcome.error.code === 'helper-failed') return 'driver-failed';
  return outcome.error.code === 'helper-timed-out' ? 'driver-hung' : 'driver-crashed';
}

function detailOf(outcome: SignatureReply['outcome']): string {
  if (!outcome.ok) return describeFailure(outcome.error);
  return outcome.value.code === 'signed' ? 'the card has gone' : outcome.value.detail;
}
