import { certificateId, type ReadCertificate } from './certificate.ts';
import { readCertificate } from './read-certificate.ts';
import type { SignatureAlgorithm } from './card-types.ts';
import type { ListOutcome, SignatureFailureCode, SignatureRequest, TokenListing } from './helper-calls.ts';
import {
  ckm,
  ckr,
  tokenFlags,
  type CertificateObject,
  type Handle,
  type Pkcs11Module,
  type TokenInfo,
} from './pkcs11.ts';
import { Pkcs11Error } from './pkcs11-native.ts';
import { digestToSign, isSignedBy } from './web-eid-token.ts';

const has = ({ flags }: TokenInfo, flag: number): boolean => (flags & flag) !== 0;
const hasPinPad = (info: TokenInfo): boolean => has(info, tokenFlags.protectedPath);

/** PKCS#11 has no number of tries: it tells the last one, and that there is none. */
function triesLeftOf(info: TokenInfo): number | null {
  if (has(info, tokenFlags.locked)) return 0;
  return has(info, tokenFlags.finalTry) ? 1 : null;
}

/** A new card has a PIN of the factory, or none, until its holder activates it. */
const isActivated = (info: TokenInfo): boolean =>
  !has(info, tokenFlags.pinToBeChanged) &&
  (!has(info, tokenFlags.loginRequired) || has(info, tokenFlags.pinInitialized));

/**
 * Every operation has a module of its own making: initialised, used, finalised. It costs some 25 ms and leaves no
 * session, no stale card and no PIN behind.
 */
async function withModule<Value>(module: Pkcs11Module, operation: () => Promise<Value>): Promise<Value> {
  await module.initialize();
  try {
    return await operation();
  } finally {
    await module.finalize();
  }
}

/** Reads the certificates of every token in a reader. Asks no PIN. */
export async function listTokens(module: Pkcs11Module): Promise<ListOutcome> {
  try {
    const tokens = await withModule(module, async () => {
      const listings: TokenListing[] = [];
      for (const slot of await module.slots()) listings.push(await listToken(module, slot));
      return listings;
    });
    return { code: 'listed', tokens };
  } catch (error) {
    if (error instanceof Pkcs11Error) return { code: 'driver-failed', detail: error.message };
    throw error;
  }
}

async function listToken(module: Pkcs11Module, slot: Handle): Promise<TokenListing> {
  const readerName = await module.slotDescription(slot);
  const unknown: TokenListing = {
    readerName,
    pinEntry: 'screen',
    activated: true,
    triesLeft: null,
    recognized: false,
    certificates: [],
  };
  try {
    const info = await module.tokenInfo(slot);
    const session = await module.openSession(slot);
    const certificates: ReadCertificate[] = [];
    for (const { der } of await module.certificates(session)) {
      const certificate = readCertificate(der);
      if (certificate)
        certificates.push({ ...certificate, algorithms: await supported(module, slot, certificate) });
    }
    return {
      readerName,
      pinEntry: hasPinPad(info) ? 'reader' : 'screen',
      activated: isActivated(info),
      triesLeft: triesLeftOf(info),
      recognized: true,
      certificates,
    };
  } catch (error) {
    const foreign: readonly number[] = [ckr.tokenNotRecognized, ckr.tokenNotPresent, ckr.deviceRemoved];
    if (error instanceof Pkcs11Error && foreign.includes(error.returnValue)) return unknown;
    throw error;
  }
}

async function supported(
  module: Pkcs11Module,
  slot: Handle,
  certificate: ReadCertificate,
): Promise<readonly SignatureAlgorithm[]> {
  const algorithms: SignatureAlgorithm[] = [];
  for (const algorithm of certificate.algorithms) {
    if (await module.hasMechanism(slot, mechanismOf(algorithm))) algorithms.push(algorithm);
  }
  return algorithms;
}

function mechanismOf(algorithm: SignatureAlgorithm): number {
  if (algorithm === 'RS256') return ckm.sha256RsaPkcs;
  return algorithm === 'PS256' ? ckm.sha256RsaPkcsPss : ckm.ecdsa;
}

export type TokenSignature =
  | { readonly code: 'signed'; readonly signature: Uint8Array }
  | { readonly code: SignatureFailureCode; readonly detail: string; readonly triesLeft: number | null };

/**
 * Logs in and signs once. The PIN goes to the card only when the chosen certificate is on it, so that one person's
 * PIN is never tried on another's card; the same certificate must be there after the signature and must verify it.
 * At most one PIN is sent, once; its buffer is overwritten.
 */
export async function signWithToken(
  module: Pkcs11Module,
  request: SignatureRequest,
): Promise<TokenSignature> {
  try {
    return await withModule(module, async () => {
      const slots = await module.slots();
      for (const slot of slots) {
        const found = await findInSlot(module, slot, request.certificateId);
        if (found) return signInSlot(module, slot, found, request);
      }
      return refused(slots.length === 0 ? 'card-removed' : 'card-changed', 'certificate not found');
    });
  } catch (error) {
    if (error instanceof Pkcs11Error) return refused(failureOf(error, false), error.message);
    throw error;
  } finally {
    request.pin?.fill(0);
  }
}

const refused = (
  code: SignatureFailureCode,
  detail: string,
  triesLeft: number | null = null,
): TokenSignature => ({ code, detail, triesLeft });

interface FoundCertificate extends CertificateObject {
  readonly session: Handle;
}

/** A card that the module does not know stands in nobody else's way. */
async function findInSlot(
  module: Pkcs11Module,
  slot: Handle,
  wanted: string,
): Promise<FoundCertificate | undefined> {
  try {
    return await findCertificate(module, slot, wanted);
  } catch (error) {
    if (error instanceof Pkcs11Error && error.returnValue === ckr.tokenNotRecognized) return undefined;
    throw error;
  }
}

async function findCertificate(
  module: Pkcs11Module,
  slot: Handle,
  wanted: string,
): Promise<FoundCertificate | undefined> {
  const session = await module.openSession(slot);
  const found = (await module.certificates(session)).find(({ der }) => certificateId(der) === wanted);
  return found && { ...found, session };
}

async function signInSlot(
  module: Pkcs11Module,
  slot: Handle,
  { session, handle, id, der }: FoundCertificate,
  { algorithm, data, pin }: SignatureRequest,
): Promise<TokenSignature> {
  const info = await module.tokenInfo(slot);
  const pinToSend = hasPinPad(info) ? null : pin;
  const refusal = pinRefusal(info, pinToSend);
  if (refusal) return refused(refusal, 'before C_Login', triesLeftOf(info));

  try {
    await module.login(session, pinToSend);
  } catch (error) {
    if (!(error instanceof Pkcs11Error)) throw error;
    return loginFailure(module, slot, error, hasPinPad(info));
  }
  // Nothing but the login needs it.
  pinToSend?.fill(0);
  const key = await module.privateKey(session, id);
  if (key === undefined) return refused('driver-failed', 'no private key beside the certificate');
  const isElliptic = algorithm.startsWith('ES');
  const input = isElliptic ? digestToSign(algorithm, data) : data;
  const signature = await module.sign(session, key, mechanismOf(algorithm), input);
  await module.logout(session);

  // A new session looks at the card anew.
  const after = await module.certificate(await module.openSession(slot), handle);
  if (!after || !Buffer.from(after).equals(der) || !isSignedBy(der, algorithm, data, signature)) {
    return refused('card-changed', 'the signature is not of the chosen certificate');
  }
  return { code: 'signed', signature };
}

/** What must not reach the card: some cards count an empty or a too long PIN as a wrong one. */
function pinRefusal(info: TokenInfo, pin: Uint8Array | null): SignatureFailureCode | undefined {
  if (triesLeftOf(info) === 0) return 'pin-blocked';
  if (!isActivated(info)) return 'card-not-activated';
  if (hasPinPad(info)) return undefined;
  if (!pin || pin.length === 0) return 'pin-empty';
  const tooShort = info.minPinLength > 0 && pin.length < info.minPinLength;
  const tooLong = info.maxPinLength > 0 && pin.length > info.maxPinLength;
  return tooShort || tooLong ? 'pin-length' : undefined;
}

async function loginFailure(
  module: Pkcs11Module,
  slot: Handle,
  error: Pkcs11Error,
  onPinPad: boolean,
): Promise<TokenSignature> {
  const code = failureOf(error, onPinPad);
  if (code !== 'pin-wrong') return refused(code, error.message);
  // How many tries are left is known from the token's flags only, and only at the last one.
  const triesLeft = triesLeftOf(await module.tokenInfo(slot));
  if (triesLeft === 0) return refused('pin-blocked', error.message, triesLeft);
  return refused(triesLeft === 1 ? 'pin-wrong-last-try' : 'pin-wrong', error.message, triesLeft);
}

const failures: ReadonlyMap<number, SignatureFailureCode> = new Map([
  [ckr.pinIncorrect, 'pin-wrong'],
  [ckr.pinLocked, 'pin-blocked'],
  [ckr.pinLengthRange, 'pin-length'],
  [ckr.pinInvalid, 'pin-length'],
  [ckr.pinExpired, 'card-not-activated'],
  [ckr.pinNotInitialized, 'card-not-activated'],
  [ckr.deviceRemoved, 'card-removed'],
  [ckr.tokenNotPresent, 'card-removed'],
  // The certificate that was there before the signature is there no more.
  [ckr.objectHandleInvalid, 'card-changed'],
]);
const cancellations: readonly number[] = [ckr.cancel, ckr.functionCanceled, ckr.functionRejected];

/** Only a user at the reader's keys can cancel: without them the same return value is a fault of the driver. */
function failureOf({ returnValue }: Pkcs11Error, onPinPad: boolean): SignatureFailureCode {
  if (onPinPad && cancellations.includes(returnValue)) return 'pin-cancelled';
  return failures.get(returnValue) ?? 'driver-failed';
}
