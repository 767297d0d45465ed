import { createHash, X509Certificate } from 'node:crypto';
import type { CardCertificate, CertificateUse, SignatureAlgorithm } from './card-types.ts';
import { algorithmsOf } from './web-eid-token.ts';

/** What the client needs of a certificate that was read from a card. */
export interface ReadCertificate {
  readonly der: Uint8Array;
  readonly id: string;
  readonly holderName: string;
  readonly issuerName: string;
  readonly serialNumber: string;
  /** Milliseconds since 1970. */
  readonly validFrom: number;
  readonly validTo: number;
  /** By key usage; validity is judged by `validityAt`, at the time of use. */
  readonly isForAuthentication: boolean;
  readonly uses: readonly CertificateUse[];
  /** Algorithms that fit the key, preferred first. */
  readonly algorithms: readonly SignatureAlgorithm[];
}

const keyUsageOid = '551d0f'; // 2.5.29.15
const extendedKeyUsageOid = '551d25'; // 2.5.29.37
const clientAuthenticationOid = '2b06010505070302'; // 1.3.6.1.5.5.7.3.2
const emailProtectionOid = '2b06010505070304'; // 1.3.6.1.5.5.7.3.4
const workstationLogonOid = '2b060104018237140202'; // 1.3.6.1.4.1.311.20.2.2
const digitalSignatureBit = 0x80;
const nonRepudiationBit = 0x40;
/** keyEncipherment, dataEncipherment or keyAgreement. */
const encryptionBits = 0x20 | 0x10 | 0x08;

/**
 * Reads a DER certificate (RFC 5280). FINEID authentication certificates have key usage digitalSignature and no
 * extended key usage at all; the signature certificate beside has nonRepudiation and must never be used to sign in.
 * @returns undefined where the bytes are no certificate
 */
export function readCertificate(der: Uint8Array): ReadCertificate | undefined {
  let certificate: X509Certificate;
  let usages: KeyUsages;
  try {
    certificate = new X509Certificate(der);
    usages = readKeyUsages(readExtensions(der));
  } catch {
    // Cards hold foreign objects, too: what does not parse is none of ours.
    return undefined;
  }
  const legacy = certificate.toLegacyObject();
  const subject = legacy.subject as unknown as Readonly<Record<string, string | string[] | undefined>>;
  const issuer = legacy.issuer as unknown as typeof subject;
  const names = [first(subject['GN']), first(subject['SN'])].filter((name) => name !== '');
  return {
    der: new Uint8Array(der),
    id: certificateId(der),
    holderName: names.length === 2 ? names.join(' ') : first(subject['CN']),
    issuerName: first(issuer['CN']) || first(issuer['O']),
    serialNumber: first(subject['serialNumber']),
    validFrom: Date.parse(certificate.validFrom),
    validTo: Date.parse(certificate.validTo),
    isForAuthentication: isForAuthentication(usages),
    uses: usesOf(usages),
    algorithms: algorithmsOf(certificate.publicKey),
  };
}

/** As in {@link ReadCertificate}; of any bytes. */
export const certificateId = (der: Uint8Array): string => createHash('sha256').update(der).digest('hex');

const first = (value: string | string[] | undefined): string =>
  (Array.isArray(value) ? value[0] : value) ?? '';

interface KeyUsages {
  /** The first eight key usages; 0 without the extension. */
  readonly bits: number;
  /** Object identifiers, content bytes in hexadecimal; null without the extension. */
  readonly extended: readonly string[] | null;
}

function readKeyUsages(extensions: ReadonlyMap<string, Uint8Array>): KeyUsages {
  const keyUsage = extensions.get(keyUsageOid);
  const extended = extensions.get(extendedKeyUsageOid);
  const purposes = extended && children(children(extended)[0]?.value ?? new Uint8Array());
  return {
    // BIT STRING: tag, length, number of unused bits, first eight usages.
    bits: (keyUsage && children(keyUsage)[0]?.value[1]) ?? 0,
    extended: purposes?.map(({ value }) => toHex(value)) ?? null,
  };
}

function isForAuthentication({ bits, extended }: KeyUsages): boolean {
  if (!(bits & digitalSignatureBit) || bits & nonRepudiationBit) return false;
  return extended === null || extended.includes(clientAuthenticationOid);
}

function usesOf({ bits, extended }: KeyUsages): readonly CertificateUse[] {
  return [
    ...(bits & encryptionBits ? (['encryption'] as const) : []),
    ...(extended?.includes(emailProtectionOid) ? (['email'] as const) : []),
    ...(extended?.includes(workstationLogonOid) ? (['workstation'] as const) : []),
  ];
}

/** Extension OID (content bytes in hexadecimal) -> the content of its OCTET STRING. */
function readExtensions(der: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const extensionsTag = 0xa3;
  const octetStringTag = 0x04;
  const certificate = children(der)[0];
  const toBeSigned = certificate && children(certificate.value)[0];
  const wrapper = toBeSigned && children(toBeSigned.value).find((part) => part.tag === extensionsTag);
  const list = wrapper && children(wrapper.value)[0];
  const result = new Map<string, Uint8Array>();
  for (const extension of list ? children(list.value) : []) {
    const [oid, ...rest] = children(extension.value);
    const content = rest.find((part) => part.tag === octetStringTag);
    if (oid && content) result.set(toHex(oid.value), content.value);
  }
  return result;
}

/** DER values at one level (X.690); tags of one byte are all that certificates use here. */
function children(bytes: Uint8Array): { readonly tag: number; readonly value: Uint8Array }[] {
  const result = [];
  let position = 0;
  while (position < bytes.length) {
    const tag = bytes[position] ?? 0;
    let length = bytes[position + 1] ?? 0;
    position += 2;
    if (length & 0x80) {
      const lengthBytes = length & 0x7f;
      length = 0;
      for (let index = 0; index < lengthBytes; index += 1)
        length = length * 256 + (bytes[position + index] ?? 0);
      position += lengthBytes;
    }
    if (position + length > bytes.length) throw new RangeError('truncated DER');
    result.push({ tag, value: bytes.subarray(position, position + length) });
    position += length;
  }
  return result;
}

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

export type CertificateValidity = 'valid' | 'expired' | 'not-yet-valid';

/** @param now milliseconds since 1970 */
export function validityAt(certificate: ReadCertificate, now: number): CertificateValidity {
  if (now > certificate.validTo) return 'expired';
  return now < certificate.validFrom ? 'not-yet-valid' : 'valid';
}

const expiryNotice = 30 * 24 * 60 * 60 * 1000;

/** What is the same of a certificate wherever its card is. */
export type CertificateDescription = Omit<CardCertificate, 'readerName' | 'pinEntry' | 'triesLeft'>;

/** @param now milliseconds since 1970 */
export function describeCertificate(certificate: ReadCertificate, now: number): CertificateDescription {
  return {
    id: certificate.id,
    holderName: certificate.holderName,
    issuerName: certificate.issuerName,
    serialNumber: certificate.serialNumber,
    validTo: new Date(certificate.validTo).toISOString(),
    expiresSoon: certificate.validTo - now <= expiryNotice,
    uses: certificate.uses,
  };
}
