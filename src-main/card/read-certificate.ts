import { X509Certificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  Certificate,
  ExtendedKeyUsage,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_kp_clientAuth,
  id_kp_emailProtection,
  KeyUsage,
  KeyUsageFlags,
  type Name,
} from '@peculiar/asn1-x509';
import type { CertificateUse } from './card-types.ts';
import { certificateId, type ReadCertificate } from './certificate.ts';
import { algorithmsOf } from './web-eid-token.ts';

/** Attributes of names (X.520). */
const commonName = '2.5.4.3';
const surname = '2.5.4.4';
const serialNumber = '2.5.4.5';
const organizationName = '2.5.4.10';
const givenName = '2.5.4.42';
/** Extended key usage of Windows' sign-in. */
const workstationLogon = '1.3.6.1.4.1.311.20.2.2';
const { digitalSignature, nonRepudiation, keyEncipherment, dataEncipherment, keyAgreement } = KeyUsageFlags;
const encryption = keyEncipherment | dataEncipherment | keyAgreement;

/**
 * Reads a DER certificate (RFC 5280). FINEID authentication certificates have key usage digitalSignature and no
 * extended key usage at all; the signature certificate beside has nonRepudiation and must never be used to sign in.
 * @returns undefined where the bytes are no certificate
 */
export function readCertificate(der: Uint8Array): ReadCertificate | undefined {
  try {
    return describe(der);
  } catch {
    // Cards hold foreign objects, too: what does not parse is none of ours.
    return undefined;
  }
}

function describe(der: Uint8Array): ReadCertificate {
  const { publicKey, validFromDate, validToDate } = new X509Certificate(der);
  const parsed = AsnConvert.parse(der, Certificate);
  const { subject, issuer } = parsed.tbsCertificate;
  const usages = usagesOf(parsed);
  const names = [attribute(subject, givenName), attribute(subject, surname)].filter((name) => name !== '');
  return {
    der: new Uint8Array(der),
    id: certificateId(der),
    holderName: names.length === 2 ? names.join(' ') : attribute(subject, commonName),
    issuerName: attribute(issuer, commonName) || attribute(issuer, organizationName),
    serialNumber: attribute(subject, serialNumber),
    validFrom: validFromDate.getTime(),
    validTo: validToDate.getTime(),
    isForAuthentication: isForAuthentication(usages),
    uses: usesOf(usages),
    algorithms: algorithmsOf(publicKey),
  };
}

/** The first value of the attribute; empty where the name has none. */
function attribute(name: Name, type: string): string {
  const found = name.flatMap((part) => [...part]).find((part) => part.type === type);
  return found?.value.toString() ?? '';
}

interface KeyUsages {
  /** Bits of {@link KeyUsageFlags}; 0 without the extension. */
  readonly bits: number;
  /** Object identifiers; null without the extension. */
  readonly extended: readonly string[] | null;
}

function usagesOf(certificate: Certificate): KeyUsages {
  const extension = (id: string): ArrayBuffer | undefined =>
    certificate.tbsCertificate.extensions?.find(({ extnID }) => extnID === id)?.extnValue.buffer;
  const keyUsage = extension(id_ce_keyUsage);
  const extended = extension(id_ce_extKeyUsage);
  return {
    bits: keyUsage === undefined ? 0 : AsnConvert.parse(keyUsage, KeyUsage).toNumber(),
    extended: extended === undefined ? null : [...AsnConvert.parse(extended, ExtendedKeyUsage)],
  };
}

function isForAuthentication({ bits, extended }: KeyUsages): boolean {
  if (!(bits & digitalSignature) || bits & nonRepudiation) return false;
  return extended === null || extended.includes(id_kp_clientAuth);
}

function usesOf({ bits, extended }: KeyUsages): readonly CertificateUse[] {
  return [
    ...(bits & encryption ? (['encryption'] as const) : []),
    ...(extended?.includes(id_kp_emailProtection) ? (['email'] as const) : []),
    ...(extended?.includes(workstationLogon) ? (['workstation'] as const) : []),
  ];
}
