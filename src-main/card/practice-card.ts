import { generateKeyPair, randomInt, sign, timingSafeEqual, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { failure, success, type Result } from '../../shared/domain/result.ts';
import { createListeners } from '../listeners.ts';
import { cardFailure } from './card-failure.ts';
import type {
  CardCertificate,
  CardFailure,
  CardFailureCode,
  CardService,
  CardSignIn,
  CardState,
  SignInRequest,
} from './card-types.ts';
import { describeCertificate, type ReadCertificate } from './certificate.ts';
import { readCertificate } from './read-certificate.ts';
import { buildWebEidToken, checkChallenge, createUsedChallenges, dataToSign } from './web-eid-token.ts';

export interface PracticeCardOptions {
  /** A software key proves nothing: outside of training mode there must be no way to one. */
  readonly trainingMode: true;
  /**
   * Has the training service's certificate authority certify the key.
   * @param publicKey SubjectPublicKeyInfo, DER, base64
   * @returns the certificate, DER, base64
   */
  readonly issue: (publicKey: string) => Promise<string>;
  /** The only origin to sign for; default: the https origin of each request. */
  readonly origin?: string;
  readonly appVersion?: string;
  /** Default: `practicePin`. */
  readonly pin?: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** The PIN of all practice cards, new at each start of the program; it is shown on the screen. */
export const practicePin = String(randomInt(1000, 1_000_000));

const pinTries = 3;
const pinLength = { min: 4, max: 8 };

interface PracticeCard {
  readonly privateKey: KeyObject;
  readonly certificate: ReadCertificate;
  readonly pin: Buffer;
  triesLeft: number;
}

/**
 * A card of software for training mode: same states, same failures and the same token as a real card, which only the
 * training service accepts. The key lives in memory. Rejects with whatever `issue` rejects with.
 * @throws outside of training mode
 */
export async function createPracticeCardService(options: PracticeCardOptions): Promise<CardService> {
  if ((options.trainingMode as boolean) !== true)
    throw new Error('the practice card is for training mode only');
  const { now = Date.now, pin = practicePin } = options;
  const { publicKey, privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const certificate = readCertificate(Buffer.from(await options.issue(spki), 'base64'));
  if (!certificate) throw new Error('the training service issued no certificate');
  const card: PracticeCard = { privateKey, certificate, pin: Buffer.from(pin), triesLeft: pinTries };

  const listeners = createListeners<[CardState]>();
  const usedChallenges = createUsedChallenges();
  const describe = (): CardCertificate => ({
    ...describeCertificate(certificate, now()),
    readerName: '',
    pinEntry: 'screen',
    ...(card.triesLeft === pinTries ? {} : { triesLeft: card.triesLeft }),
  });
  const state = (): CardState => ({ code: 'ready', retriable: true, certificates: [describe()] });
  const signWith = (request: SignInRequest): Result<CardSignIn, CardFailure> => {
    const challenge = checkChallenge(request, options.origin ?? request.origin);
    if (!challenge.ok) return refuse(challenge.error.code);
    if (usedChallenges.has(request.nonce)) return refuse('challenge-refused');
    if (request.certificateId !== certificate.id) return refuse('certificate-not-usable');
    const refusal = checkPin(card, request.pin);
    if (refusal) return failure(cardFailure(refusal, { triesLeft: card.triesLeft }));
    usedChallenges.add(request.nonce);
    const data = dataToSign('ES256', request);
    const signature = sign('sha256', data, { key: card.privateKey, dsaEncoding: 'ieee-p1363' });
    const appVersion = options.appVersion ?? 'https://localhost/practice-card';
    const token = buildWebEidToken({
      certificate: certificate.der,
      algorithm: 'ES256',
      signature,
      appVersion,
    });
    return success({ token, certificate: describe() });
  };
  return {
    state,
    onChange: listeners.add,
    signIn(request) {
      const triesBefore = card.triesLeft;
      const outcome = signWith(request);
      request.pin?.fill(0);
      if (card.triesLeft !== triesBefore) listeners.tell(state());
      return Promise.resolve(outcome);
    },
    readAgain: () => undefined,
    close: () => undefined,
  };
}

const refuse = (code: CardFailureCode): { readonly ok: false; readonly error: CardFailure } =>
  failure(cardFailure(code));

/** Counts as a card does: a PIN of a wrong length costs no try, the right one gives all tries back. */
function checkPin(card: PracticeCard, pin: Uint8Array | null): CardFailureCode | undefined {
  if (card.triesLeft === 0) return 'pin-blocked';
  if (!pin || pin.length === 0) return 'pin-empty';
  if (pin.length < pinLength.min || pin.length > pinLength.max) return 'pin-length';
  if (pin.length === card.pin.length && timingSafeEqual(pin, card.pin)) {
    card.triesLeft = pinTries;
    return undefined;
  }
  card.triesLeft -= 1;
  if (card.triesLeft === 0) return 'pin-blocked';
  return card.triesLeft === 1 ? 'pin-wrong-last-try' : 'pin-wrong';
}
