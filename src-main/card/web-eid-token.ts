import { constants, createHash, verify, X509Certificate, type KeyObject } from 'node:crypto';
import { failure, success, type Result } from '../../shared/domain/result.ts';
import type { SignatureAlgorithm, WebEidToken } from './card-types.ts';

/**
 * Web eID authentication token 1.0 (https://github.com/web-eid/web-eid-system-architecture-doc): the card signs
 * hash(origin) || hash(nonce), all with the hash of the signature algorithm.
 */
export interface AuthenticationChallenge {
  readonly origin: string;
  readonly nonce: string;
}

const nonceLength = { min: 44, max: 128 };

/**
 * Checks what the service wants to have signed. The origin must be the configured one, character by character: a
 * token for any other origin could be used there. The nonce is base64 text of at least 256 bits.
 */
export function checkChallenge(
  challenge: AuthenticationChallenge,
  configuredOrigin: string,
): Result<AuthenticationChallenge, { code: 'origin-refused' | 'challenge-refused' }> {
  const { origin, nonce } = challenge;
  if (origin !== configuredOrigin || !isHttpsOrigin(origin)) return failure({ code: 'origin-refused' });
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(nonce) && nonce.length % 4 === 0;
  if (!isBase64 || nonce.length < nonceLength.min || nonce.length > nonceLength.max) {
    return failure({ code: 'challenge-refused' });
  }
  return success(challenge);
}

function isHttpsOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:' && new URL(text).origin === text;
}

const hashes = {
  ES256: 'sha256',
  ES384: 'sha384',
  ES512: 'sha512',
  PS256: 'sha256',
  RS256: 'sha256',
} as const;
const curves: Readonly<Record<string, SignatureAlgorithm>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
};

/** Algorithms that fit a certificate's key, preferred first; empty where the key is of no known kind. */
export function algorithmsOf(publicKey: KeyObject): readonly SignatureAlgorithm[] {
  const { asymmetricKeyType, asymmetricKeyDetails } = publicKey;
  if (asymmetricKeyType === 'rsa') {
    return (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048 ? ['RS256', 'PS256'] : [];
  }
  const algorithm = curves[asymmetricKeyDetails?.namedCurve ?? ''];
  return asymmetricKeyType === 'ec' && algorithm ? [algorithm] : [];
}

/** hash(origin) || hash(nonce); the nonce is hashed as its text, not as the bytes that it encodes. */
export function dataToSign(algorithm: SignatureAlgorithm, challenge: AuthenticationChallenge): Uint8Array {
  const digest = (text: string): Buffer => createHash(hashes[algorithm]).update(text, 'utf8').digest();
  return Buffer.concat([digest(challenge.origin), digest(challenge.nonce)]);
}

/** What a card with an elliptic-curve key signs: the digest whose length fits the curve. */
export function digestToSign(algorithm: SignatureAlgorithm, data: Uint8Array): Uint8Array {
  return createHash(hashes[algorithm]).update(data).digest();
}

/** Whether the signature was made over the data by the key of the certificate. */
export function isSignedBy(
  certificate: Uint8Array,
  algorithm: SignatureAlgorithm,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const key = new X509Certificate(certificate).publicKey;
  if (!algorithmsOf(key).includes(algorithm)) return false;
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  const options = algorithm === 'PS256' ? pss : { dsaEncoding: 'ieee-p1363' as const };
  return verify(hashes[algorithm], data, { key, ...options }, signature);
}

export function buildWebEidToken(parts: {
  readonly certificate: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
  readonly appVersion: string;
}): WebEidToken {
  return {
    unverifiedCertificate: Buffer.from(parts.certificate).toString('base64'),
    algorithm: parts.algorithm,
    signature: Buffer.from(parts.signature).toString('base64'),
    format: 'web-eid:1.0',
    appVersion: parts.appVersion,
  };
}

/** Remembers the challenges for which a signature was or may have been made. */
export interface UsedChallenges {
  has(nonce: string): boolean;
  add(nonce: string): void;
}

const rememberedChallenges = 1000;

export function createUsedChallenges(): UsedChallenges {
  const used = new Set<string>();
  return {
    has: (nonce) => used.has(nonce),
    add(nonce) {
      used.add(nonce);
      const oldest = used.values().next().value;
      if (used.size > rememberedChallenges && oldest !== undefined) used.delete(oldest);
    },
  };
}
