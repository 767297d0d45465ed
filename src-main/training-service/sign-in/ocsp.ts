import 'reflect-metadata';
import { createHash, randomBytes, verify, X509Certificate } from 'node:crypto';
import {
  BasicOCSPResponse,
  CertID,
  id_kp_OCSPSigning,
  id_pkix_ocsp,
  id_pkix_ocsp_basic,
  id_pkix_ocsp_nonce,
  Nonce,
  OCSPRequest,
  OCSPResponse,
  OCSPResponseStatus,
  Request,
  TBSRequest,
  type ResponderID,
  type SingleResponse,
} from '@peculiar/asn1-ocsp';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AuthorityInfoAccessSyntax,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  id_ce_extKeyUsage,
  id_pe_authorityInfoAccess,
} from '@peculiar/asn1-x509';
import { failure, success, type Result } from '../../../shared/domain/result.ts';

/** Why it is not certain that a certificate is in force, each with what has to be mended. */
export interface OcspFailure {
  readonly code:
    | 'CERTIFICATE_REVOKED'
    | 'CERTIFICATE_STATUS_UNKNOWN'
    | 'OCSP_UNREACHABLE'
    | 'OCSP_RESPONSE_INVALID'
    | 'OCSP_RESPONSE_STALE'
    | 'OCSP_RESPONDER_UNTRUSTED'
    | 'OCSP_SIGNATURE_INVALID';
  readonly detail: string;
}

export interface OcspSettings {
  /** Seconds that a response may be old: `thisUpdate` to now. */
  readonly maximumAge: number;
  /** Seconds that the responder's clock may be off. */
  readonly allowedSkew: number;
  /** Seconds. */
  readonly timeout: number;
  /** Addresses of responders that do not repeat the nonce. */
  readonly withoutNonce: readonly string[];
  /** Asked instead of the responder that the certificate names, and trusted by its own certificate (DER). */
  readonly responder: { readonly url: string; readonly certificate: Buffer } | null;
}

export const defaultOcspSettings: OcspSettings = {
  maximumAge: 120,
  allowedSkew: 900,
  timeout: 5,
  withoutNonce: [],
  responder: null,
};

const LONGEST_RESPONSE = 64 * 1024;
const SHA1 = '1.3.14.3.2.26';

/** Signature algorithms of responders; the digests that are broken are left out. */
const DIGESTS: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.11', 'sha256'],
  ['1.2.840.113549.1.1.12', 'sha384'],
  ['1.2.840.113549.1.1.13', 'sha512'],
  ['1.2.840.10045.4.3.2', 'sha256'],
  ['1.2.840.10045.4.3.3', 'sha384'],
  ['1.2.840.10045.4.3.4', 'sha512'],
]);

const refuse = (code: OcspFailure['code'], detail: string): Result<never, OcspFailure> =>
  failure({ code, detail });

const parseCertificate = (certificate: X509Certificate): Certificate =>
  AsnConvert.parse(certificate.raw, Certificate);

const extensionOf = (certificate: Certificate, id: string): ArrayBuffer | undefined =>
  certificate.tbsCertificate.extensions?.find(({ extnID }) => extnID === id)?.extnValue.buffer;

/** Address of the responder that the certificate names (authority information access), http or https. */
const responderAddress = (certificate: X509Certificate): string | null => {
  const access = extensionOf(parseCertificate(certificate), id_pe_authorityInfoAccess);
  if (access === undefined) return null;
  const places = [...AsnConvert.parse(access, AuthorityInfoAccessSyntax)];
  const place = places.find(({ accessMethod }) => accessMethod === id_pkix_ocsp);
  const address = place?.accessLocation.uniformResourceIdentifier;
  return address !== undefined && /^https?:\/\//.test(address) ? address : null;
};

const sha1 = (bytes: ArrayBuffer): Buffer => createHash('sha1').update(new Uint8Array(bytes)).digest();
const encode = (value: unknown): Buffer => Buffer.from(AsnConvert.serialize(value));
const bytesOf = ({ buffer }: OctetString): Buffer => Buffer.from(new Uint8Array(buffer));

/** SHA-1 names the certificate here and protects nothing; every responder knows it (RFC 5019, section 2.1.1). */
const certificateId = (certificate: X509Certificate, issuer: X509Certificate): CertID => {
  const { subject, subjectPublicKeyInfo } = parseCertificate(issuer).tbsCertificate;
  return new CertID({
    hashAlgorithm: new AlgorithmIdentifier({ algorithm: SHA1, parameters: null }),
    issuerNameHash: new OctetString(createHash('sha1').update(encode(subject)).digest()),
    issuerKeyHash: new OctetString(sha1(subjectPublicKeyInfo.subjectPublicKey)),
    serialNumber: parseCertificate(certificate).tbsCertificate.serialNumber,
  });
};

const requestFor = (id: CertID, nonce: Buffer): Buffer => {
  const extension = new Extension({
    extnID: id_pkix_ocsp_nonce,
    extnValue: new OctetString(AsnConvert.serialize(new Nonce(nonce))),
  });
  const tbsRequest = new TBSRequest({
    requestList: [new Request({ reqCert: id })],
    requestExtensions: new Extensions([extension]),
  });
  return encode(new OCSPRequest({ tbsRequest }));
};

const ask = async (address: string, body: Buffer, timeout: number): Promise<Result<Buffer, OcspFailure>> => {
  try {
    const reply = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/ocsp-request', accept: 'application/ocsp-response' },
      body: new Uint8Array(body),
      redirect: 'error',
      signal: AbortSignal.timeout(timeout * 1000),
    });
    if (!reply.ok) return refuse('OCSP_UNREACHABLE', `the responder answered with status ${reply.status}`);
    const bytes = Buffer.from(await reply.arrayBuffer());
    return bytes.length > LONGEST_RESPONSE
      ? refuse('OCSP_RESPONSE_INVALID', 'the response is too long')
      : success(bytes);
  } catch {
    // Refused, timed out, no such name: to the user they are one.
    return refuse('OCSP_UNREACHABLE', 'the responder did not answer');
  }
};

const readResponse = (bytes: Buffer): Result<BasicOCSPResponse, OcspFailure> => {
  try {
    const { responseStatus, responseBytes } = AsnConvert.parse(bytes, OCSPResponse);
    const passing = [OCSPResponseStatus.tryLater, OCSPResponseStatus.internalError];
    if (passing.includes(responseStatus)) return refuse('OCSP_UNREACHABLE', 'the responder is out of order');
    if (responseStatus !== OCSPResponseStatus.successful || responseBytes === undefined)
      return refuse('OCSP_RESPONSE_INVALID', `the responder refused with ${responseStatus}`);
    if (responseBytes.responseType !== id_pkix_ocsp_basic)
      return refuse('OCSP_RESPONSE_INVALID', 'not a basic response');
    return success(AsnConvert.parse(responseBytes.response.buffer, BasicOCSPResponse));
  } catch {
    return refuse('OCSP_RESPONSE_INVALID', 'not an OCSP response');
  }
};

const isNamedBy = (certificate: X509Certificate, { byName, byKey }: ResponderID): boolean => {
  const { subject, subjectPublicKeyInfo } = parseCertificate(certificate).tbsCertificate;
  if (byKey !== undefined) return bytesOf(byKey).equals(sha1(subjectPublicKeyInfo.subjectPublicKey));
  return byName !== undefined && encode(byName).equals(encode(subject));
};

const mayAnswer = (responder: X509Certificate, issuer: X509Certificate, at: Date): boolean => {
  if (responder.raw.equals(issuer.raw)) return true;
  const usages = extensionOf(parseCertificate(responder), id_ce_extKeyUsage);
  const isForOcsp =
    usages !== undefined && [...AsnConvert.parse(usages, ExtendedKeyUsage)].includes(id_kp_OCSPSigning);
  const isInForce = responder.validFromDate <= at && at <= responder.validToDate;
  return isForOcsp && isInForce && responder.checkIssued(issuer) && responder.verify(issuer.publicKey);
};

export type CheckRevocation = (
  certificate: X509Certificate,
  issuer: X509Certificate,
) => Promise<Result<true, OcspFailure>>;

/** One question to a responder and all that the check of its answer needs. */
interface Inquiry {
  readonly id: CertID;
  readonly issuer: X509Certificate;
  readonly address: string;
  readonly nonce: Buffer;
  readonly at: Date;
  readonly settings: OcspSettings;
}

/** The certificate that the response was signed with: the issuer's own, or one that the issuer made for this. */
const responderOf = (response: BasicOCSPResponse, inquiry: Inquiry): X509Certificate | undefined => {
  const { issuer, settings, at } = inquiry;
  const sent = (response.certs ?? []).map((certificate) => new X509Certificate(encode(certificate)));
  const designated = settings.responder && new X509Certificate(settings.responder.certificate);
  const { responderID } = response.tbsResponseData;
  const known = [...(designated ? [designated] : []), issuer, ...sent];
  return known.find(
    (candidate) =>
      isNamedBy(candidate, responderID) &&
      ((designated !== null && candidate.raw.equals(designated.raw)) || mayAnswer(candidate, issuer, at)),
  );
};

const checkSignature = (response: BasicOCSPResponse, inquiry: Inquiry): Result<true, OcspFailure> => {
  const responder = responderOf(response, inquiry);
  if (responder === undefined)
    return refuse('OCSP_RESPONDER_UNTRUSTED', 'not signed by the issuer or a responder of its own');
  const digest = DIGESTS.get(response.signatureAlgorithm.algorithm);
  if (digest === undefined || response.tbsResponseDataRaw === undefined)
    return refuse('OCSP_RESPONSE_INVALID', 'the signature algorithm is not allowed');
  const data = new Uint8Array(response.tbsResponseDataRaw);
  return verify(digest, data, responder.publicKey, new Uint8Array(response.signature))
    ? success(true)
    : refuse('OCSP_SIGNATURE_INVALID', 'the signature of the response does not fit');
};

const checkTime = (answer: SingleResponse, { at, settings }: Inquiry): Result<true, OcspFailure> => {
  const skew = settings.allowedSkew * 1000;
  const age = at.getTime() - answer.thisUpdate.getTime();
  if (age < -skew) return refuse('OCSP_RESPONSE_STALE', 'the response is dated ahead');
  if (age > settings.maximumAge * 1000) return refuse('OCSP_RESPONSE_STALE', 'the response is too old');
  if (answer.nextUpdate && answer.nextUpdate.getTime() + skew < at.getTime())
    return refuse('OCSP_RESPONSE_STALE', 'there must be a newer response');
  return success(true);
};

const checkNonce = (response: BasicOCSPResponse, inquiry: Inquiry): Result<true, OcspFailure> => {
  if (inquiry.settings.withoutNonce.includes(inquiry.address)) return success(true);
  const extensions = response.tbsResponseData.responseExtensions ?? [];
  const value = extensions.find(({ extnID }) => extnID === id_pkix_ocsp_nonce)?.extnValue;
  return value !== undefined && bytesOf(value).equals(encode(new Nonce(inquiry.nonce)))
    ? success(true)
    : refuse('OCSP_RESPONSE_INVALID', 'the response is not to this request');
};

const checkStatus = ({ certStatus }: SingleResponse): Result<true, OcspFailure> => {
  if (certStatus.revoked !== undefined) return refuse('CERTIFICATE_REVOKED', 'the responder says revoked');
  if (certStatus.good !== undefined) return success(true);
  return refuse('CERTIFICATE_STATUS_UNKNOWN', 'the responder does not know the certificate');
};

const checkResponse = (response: BasicOCSPResponse, inquiry: Inquiry): Result<true, OcspFailure> => {
  const [answer, ...others] = response.tbsResponseData.responses;
  if (answer === undefined || others.length > 0 || !encode(answer.certID).equals(encode(inquiry.id)))
    return refuse('OCSP_RESPONSE_INVALID', 'not an answer about the certificate');
  for (const checked of [
    checkSignature(response, inquiry),
    checkTime(answer, inquiry),
    checkNonce(response, inquiry),
  ])
    if (!checked.ok) return checked;
  return checkStatus(answer);
};

/**
 * Asks the responder that a certificate names whether it is revoked (RFC 6960). Only certificates whose chain has been
 * checked may come here: the address comes from the certificate.
 */
export const createOcspCheck =
  (settings: OcspSettings, now: () => Date): CheckRevocation =>
  async (certificate, issuer) => {
    const address = settings.responder?.url ?? responderAddress(certificate);
    if (address === null) return refuse('OCSP_UNREACHABLE', 'the certificate names no responder');
    const id = certificateId(certificate, issuer);
    const nonce = randomBytes(32);
    const bytes = await ask(address, requestFor(id, nonce), settings.timeout);
    if (!bytes.ok) return bytes;
    const response = readResponse(bytes.value);
    if (!response.ok) return response;
    const inquiry = { id, issuer, address, nonce, at: now(), settings };
    try {
      return checkResponse(response.value, inquiry);
    } catch {
      return refuse('OCSP_RESPONSE_INVALID', 'a certificate of the response cannot be read');
    }
  };
