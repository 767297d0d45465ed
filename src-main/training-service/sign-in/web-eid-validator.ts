import 'reflect-metadata';
import { constants, createHash, verify, X509Certificate, type KeyObject } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { failure, success, type Result } from '../../../shared/domain/result.ts';
import type { CheckRevocation, OcspFailure } from './ocsp.ts';

/** The holder of a certificate that passed every check. */
export interface VerifiedHolder {
  /** Issuer name as RFC 4514 text; together with `serialNumber` it names the holder. */
  readonly issuerName: string;
  /** Attribute serialNumber of the subject, not the certificate's own number. */
  readonly serialNumber: string;
}

export interface WebEidFailure {
  readonly code:
    | 'CARD_TOKEN_INVALID'
    | 'CERTIFICATE_UNTRUSTED'
    | 'CERTIFICATE_EXPIRED'
    | 'CERTIFICATE_NOT_FOR_SIGN_IN'
    | OcspFailure['code']
    | 'SIGNATURE_INVALID'
    | 'ORIGIN_MISMATCH';
  readonly detail: string;
}

/** Certificate authorities that are trusted, and what their certificates must be like. */
export interface Trust {
  /** In DER; a chain ends at any of them. */
  readonly certificates: readonly Buffer[];
  /** Policy identifiers of which a certificate must have one; none: any. */
  readonly acceptedPolicies: readonly string[];
  readonly refusedPolicies: readonly string[];
  /** Null: not asked for. */
  readonly checkRevocation: CheckRevocation | null;
}

export interface WebEidOptions {
  /** Origin that the client must have signed over: `https://host[:port]`, no trailing slash. */
  readonly origin: string;
  /**
   * Origins that a wrongly configured client is likely to sign over. A token that fits one of them is refused
   * as well, but as an origin mismatch, so that the mistake can be found.
   */
  readonly otherOrigins: () => readonly string[];
  /** The only authorities trusted, the first that a certificate's chain leads to. */
  readonly trusts: readonly Trust[];
  readonly now: () => Date;
}

export type WebEidValidator = (
  token: unknown,
  nonce: string,
) => Promise<Result<VerifiedHolder, WebEidFailure>>;

interface Token {
  readonly certificate: Buffer;
  readonly algorithm: Algorithm;
  readonly signature: Buffer;
}

interface ReadCertificate {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
  /** The same certificate with its extensions, which Node does not read. */
  readonly parsed: x509.X509Certificate;
}

interface Algorithm {
  readonly hash: 'sha256' | 'sha384' | 'sha512';
  readonly kind: 'ecdsa' | 'rsa-pss' | 'rsa-pkcs1';
  /** Curve that ECDSA with the hash goes with (RFC 7518 section 3.4), and the length of raw r and s. */
  readonly curve?: string;
  readonly coordinateLength?: number;
}

const FORMATS: readonly string[] = ['web-eid:1', 'web-eid:1.0'];
const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2';
const SUBJECT_SERIAL_NUMBER = '2.5.4.5';
const LONGEST_CHAIN = 5;
const SHORTEST_RSA_KEY = 2048;

const ALGORITHMS: ReadonlyMap<string, Algorithm> = new Map<string, Algorithm>([
  ['ES256', { hash: 'sha256', kind: 'ecdsa', curve: 'prime256v1', coordinateLength: 32 }],
  ['ES384', { hash: 'sha384', kind: 'ecdsa', curve: 'secp384r1', coordinateLength: 48 }],
  ['ES512', { hash: 'sha512', kind: 'ecdsa', curve: 'secp521r1', coordinateLength: 66 }],
  ['PS256', { hash: 'sha256', kind: 'rsa-pss' }],
  ['RS256', { hash: 'sha256', kind: 'rsa-pkcs1' }],
]);

const refuse = (code: WebEidFailure['code'], detail: string): Result<never, WebEidFailure> =>
  failure({ code, detail });

const base64 = (value: unknown, longest: number): Buffer | null => {
  if (typeof value !== 'string' || value.length === 0 || value.length > longest) return null;
  return /^[A-Za-z0-9+/]+={0,2}$/.test(value) ? Buffer.from(value, 'base64') : null;
};

const readToken = (value: unknown): Result<Token, WebEidFailure> => {
  if (typeof value !== 'object' || value === null) return refuse('CARD_TOKEN_INVALID', 'not an object');
  const fields = value as Record<string, unknown>;
  if (typeof fields['format'] !== 'string' || !FORMATS.includes(fields['format']))
    return refuse('CARD_TOKEN_INVALID', 'the format is not web-eid:1.0');
  const algorithm = typeof fields['algorithm'] === 'string' ? ALGORITHMS.get(fields['algorithm']) : undefined;
  if (algorithm === undefined) return refuse('CARD_TOKEN_INVALID', 'the algorithm is not allowed');
  const certificate = base64(fields['unverifiedCertificate'], 8000);
  const signature = base64(fields['signature'], 2000);
  if (certificate === null || signature === null)
    return refuse('CARD_TOKEN_INVALID', 'the certificate or the signature is not base64');
  return success({ certificate, algorithm, signature });
};

const readCertificate = (der: Buffer): Result<ReadCertificate, WebEidFailure> => {
  try {
    const certificate = new X509Certificate(der);
    // Trailing bytes would let two different tokens stand for one certificate.
    if (!certificate.raw.equals(der)) return refuse('CARD_TOKEN_INVALID', 'bytes after the certificate');
    return success({
      certificate,
      key: certificate.publicKey,
      parsed: new x509.X509Certificate(new Uint8Array(der)),
    });
  } catch {
    return refuse('CARD_TOKEN_INVALID', 'not an X.509 certificate');
  }
};

const keyFits = (key: KeyObject, algorithm: Algorithm): boolean => {
  if (algorithm.kind === 'ecdsa')
    return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === algorithm.curve;
  const isRsa =
    key.asymmetricKeyType === 'rsa' || (key.asymmetricKeyType === 'rsa-pss' && algorithm.kind === 'rsa-pss');
  return isRsa && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= SHORTEST_RSA_KEY;
};

const isInForce = (certificate: X509Certificate, at: Date): boolean =>
  certificate.validFromDate.getTime() <= at.getTime() && at.getTime() <= certificate.validToDate.getTime();

/** Follows the issuers among the trusted certificates up to a self-signed one. */
const chainOf = (
  certificate: X509Certificate,
  trusted: readonly X509Certificate[],
): readonly X509Certificate[] | null => {
  const chain: X509Certificate[] = [];
  let current = certificate;
  while (chain.length < LONGEST_CHAIN) {
    const subject = current;
    const issuer = trusted.find(
      (candidate) => candidate.ca && subject.checkIssued(candidate) && subject.verify(candidate.publicKey),
    );
    if (issuer === undefined) return chain.length > 0 ? chain : null;
    chain.push(issuer);
    if (issuer.verify(issuer.publicKey)) return chain;
    current = issuer;
  }
  return null;
};

const checkUsages = (parsed: x509.X509Certificate): Result<true, WebEidFailure> => {
  const usages = parsed.getExtension(x509.KeyUsagesExtension);
  if (usages === null || (usages.usages & x509.KeyUsageFlags.digitalSignature) === 0)
    return refuse('CERTIFICATE_NOT_FOR_SIGN_IN', 'key usage without digitalSignature');
  const extended = parsed.getExtension(x509.ExtendedKeyUsageExtension);
  if (extended !== null && !extended.usages.some((usage) => String(usage) === CLIENT_AUTHENTICATION))
    return refuse('CERTIFICATE_NOT_FOR_SIGN_IN', 'extended key usage without clientAuth');
  return success(true);
};

const checkPolicies = (parsed: x509.X509Certificate, trust: Trust): Result<true, WebEidFailure> => {
  const policies = parsed.getExtension(x509.CertificatePolicyExtension)?.policies ?? [];
  if (policies.some((policy) => trust.refusedPolicies.includes(policy)))
    return refuse('CERTIFICATE_NOT_FOR_SIGN_IN', 'issued under a policy that is refused');
  const { acceptedPolicies } = trust;
  return acceptedPolicies.length === 0 || policies.some((policy) => acceptedPolicies.includes(policy))
    ? success(true)
    : refuse('CERTIFICATE_NOT_FOR_SIGN_IN', 'not issued under a policy that is accepted');
};

/** Trust that a certificate's chain leads to, and its direct issuer. */
interface Foundation {
  readonly trust: Trust;
  readonly issuer: X509Certificate;
}

const checkCertificate = (
  { certificate, parsed }: ReadCertificate,
  trusts: readonly ReadTrust[],
  at: Date,
): Result<Foundation, WebEidFailure> => {
  for (const { trust, certificates } of trusts) {
    const chain = chainOf(certificate, certificates);
    const issuer = chain?.[0];
    if (chain === null || issuer === undefined || certificate.ca) continue;
    if (![certificate, ...chain].every((member) => isInForce(member, at)))
      return refuse('CERTIFICATE_EXPIRED', 'a certificate of the chain is not in force');
    const usages = checkUsages(parsed);
    if (!usages.ok) return usages;
    const policies = checkPolicies(parsed, trust);
    return policies.ok ? success({ trust, issuer }) : policies;
  }
  return refuse('CERTIFICATE_UNTRUSTED', 'not issued by a trusted certificate authority');
};

interface ReadTrust {
  readonly trust: Trust;
  readonly certificates: readonly X509Certificate[];
}

const signedBytes = (origin: string, nonce: string, hash: Algorithm['hash']): Buffer =>
  // The nonce is signed as its base64 text, not as the decoded bytes.
  Buffer.concat([
    createHash(hash).update(origin, 'utf8').digest(),
    createHash(hash).update(nonce, 'utf8').digest(),
  ]);

const signatureFits = (token: Token, key: KeyObject, origin: string, nonce: string): boolean => {
  const { algorithm, signature } = token;
  const data = signedBytes(origin, nonce, algorithm.hash);
  if (algorithm.kind === 'ecdsa') {
    const isRaw = signature.length === 2 * (algorithm.coordinateLength ?? 0);
    return verify(algorithm.hash, data, { key, dsaEncoding: isRaw ? 'ieee-p1363' : 'der' }, signature);
  }
  return verify(
    algorithm.hash,
    data,
    algorithm.kind === 'rsa-pss'
      ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : { key, padding: constants.RSA_PKCS1_PADDING },
    signature,
  );
};

/**
 * Checks Web eID authentication tokens (format 1.0): format, algorithm against the key, chain, validity, usages,
 * policies, the signature over hash(origin) || hash(nonce), and last, since it asks others, revocation. The caller
 * consumes the challenge before it calls, so that no nonce is ever tried twice.
 */
export const createWebEidValidator = (options: WebEidOptions): WebEidValidator => {
  const trusts = options.trusts.map((trust): ReadTrust => {
    return { trust, certificates: trust.certificates.map((der) => new X509Certificate(der)) };
  });
  const checkSignature = (token: Token, key: KeyObject, nonce: string): Result<true, WebEidFailure> => {
    if (signatureFits(token, key, options.origin, nonce)) return success(true);
    return options.otherOrigins().some((origin) => signatureFits(token, key, origin, nonce))
      ? refuse('ORIGIN_MISMATCH', 'signed over another origin than that of the service')
      : refuse('SIGNATURE_INVALID', 'the signature does not fit');
  };
  return async (value, nonce) => {
    const token = readToken(value);
    if (!token.ok) return token;
    const read = readCertificate(token.value.certificate);
    if (!read.ok) return read;
    const { certificate, key, parsed } = read.value;
    if (!keyFits(key, token.value.algorithm))
      return refuse('CARD_TOKEN_INVALID', 'the algorithm does not fit the key of the certificate');
    const founded = checkCertificate(read.value, trusts, options.now());
    if (!founded.ok) return founded;
    const signature = checkSignature(token.value, key, nonce);
    if (!signature.ok) return signature;
    const [serialNumber] = parsed.subjectName.getField(SUBJECT_SERIAL_NUMBER);
    if (serialNumber === undefined)
      return refuse('CARD_TOKEN_INVALID', 'the subject of the certificate has no serial number');
    const { trust, issuer } = founded.value;
    const inForce = await trust.checkRevocation?.(certificate, issuer);
    return inForce?.ok === false ? inForce : success({ issuerName: parsed.issuer, serialNumber });
  };
};
