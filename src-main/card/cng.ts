import { setTimeout as delay } from 'node:timers/promises';
import { certificateId, type ReadCertificate } from './certificate.ts';
import { readCertificate } from './read-certificate.ts';
import type { SignatureAlgorithm } from './card-types.ts';
import { CngError, type CngKey, type CngStore } from './cng-native.ts';
import type { ListOutcome, SignatureFailureCode, SignatureRequest, TokenListing } from './helper-calls.ts';
import type { TokenSignature } from './token.ts';
import { digestToSign, isSignedBy } from './web-eid-token.ts';

/**
 * Cards through Windows' own key storage (CNG): certificates of the user's store whose key lives on a card that is in
 * a reader now. Windows asks for the PIN, so that it never enters this program.
 */

/** Milliseconds: Windows copies the certificates of a card into the store some time after the card was put in. */
const propagationPatience = 3000;
const propagationLook = 300;

/** CNG pads RSA by PKCS#1 v1.5 with every card; PSS fails with some drivers. */
const doable: ReadonlySet<SignatureAlgorithm> = new Set(['RS256', 'ES256', 'ES384', 'ES512']);

/** @param patience milliseconds that a store without a card's certificate is looked at again */
export async function listCng(store: CngStore, patience = propagationPatience): Promise<ListOutcome> {
  const until = performance.now() + patience;
  for (;;) {
    const tokens = await cardsIn(store);
    if (tokens.length > 0 || performance.now() >= until) return { code: 'listed', tokens };
    await delay(propagationLook);
  }
}

/** One listing a reader. Certificates of cards that are not there are skipped: their key cannot be opened silently. */
async function cardsIn(store: CngStore): Promise<readonly TokenListing[]> {
  const byReader = new Map<string, ReadCertificate[]>();
  await store.visit(async ({ der, openKey }) => {
    const certificate = readCertificate(der);
    // Keys of other certificates are not touched: some drivers show windows for them even when asked not to.
    if (!certificate?.isForAuthentication) return false;
    const readerName = await withKey(openKey(true), async (key) =>
      (await key.isOnCard()) ? key.readerName() : undefined,
    );
    if (readerName === undefined) return false;
    const algorithms = certificate.algorithms.filter((algorithm) => doable.has(algorithm));
    byReader.set(readerName, [...(byReader.get(readerName) ?? []), { ...certificate, algorithms }]);
    return false;
  });
  return [...byReader].map(([readerName, certificates]) => ({
    readerName,
    pinEntry: 'system',
    activated: true,
    triesLeft: null,
    recognized: true,
    certificates,
  }));
}

async function withKey<Value>(
  opening: Promise<CngKey | undefined>,
  use: (key: CngKey) => Promise<Value>,
): Promise<Value | undefined> {
  const key = await opening;
  if (!key) return undefined;
  try {
    return await use(key);
  } finally {
    await key.close();
  }
}

/** Signs once; Windows' window for the PIN is open meanwhile and counts the tries itself. */
export async function signWithCng(store: CngStore, request: SignatureRequest): Promise<TokenSignature> {
  let outcome = failed('card-changed', 'certificate not found');
  await store.visit(async ({ der, openKey }) => {
    if (certificateId(der) !== request.certificateId) return false;
    // Looked for silently first: Windows would ask for a card that has gone.
    const isThere = await withKey(openKey(true), (key) => key.isOnCard());
    const signed = isThere && (await withKey(openKey(false), (key) => signWithKey(key, der, request)));
    outcome = signed || failed('card-removed', 'the key cannot be opened');
    return true;
  });
  return outcome;
}

async function signWithKey(
  key: CngKey,
  der: Uint8Array,
  { window, algorithm, data }: SignatureRequest,
): Promise<TokenSignature> {
  if (window !== null) await key.setWindow(window);
  try {
    const padding = algorithm === 'RS256' ? 'pkcs1-sha256' : null;
    const signature = await key.sign(digestToSign(algorithm, data), padding);
    return isSignedBy(der, algorithm, data, signature)
      ? { code: 'signed', signature }
      : failed('card-changed', 'the signature is not of the chosen certificate');
  } catch (error) {
    if (!(error instanceof CngError)) throw error;
    return failed(failures.get(error.status) ?? 'driver-failed', error.message);
  }
}

const failed = (code: SignatureFailureCode, detail: string): TokenSignature => ({
  code,
  detail,
  triesLeft: null,
});

/** Statuses of NCryptSignHash with a card (winerror.h). Windows' own window repeats a wrong PIN by itself. */
const failures: ReadonlyMap<number, SignatureFailureCode> = new Map([
  [0x8010006e, 'pin-cancelled'], // SCARD_W_CANCELLED_BY_USER
  [0x800704c7, 'pin-cancelled'], // ERROR_CANCELLED as HRESULT
  [1223, 'pin-cancelled'], // ERROR_CANCELLED
  [0x8010006b, 'pin-wrong'], // SCARD_W_WRONG_CHV
  [0x8010002a, 'pin-length'], // SCARD_E_INVALID_CHV
  [0x8010006c, 'pin-blocked'], // SCARD_W_CHV_BLOCKED
  [0x80100069, 'card-removed'], // SCARD_W_REMOVED_CARD
  [0x8010000c, 'card-removed'], // SCARD_E_NO_SMARTCARD
  [0x80100017, 'card-removed'], // SCARD_E_READER_UNAVAILABLE
]);
