import { createHash } from 'node:crypto';
import type { CardCertificate, CertificateUse, SignatureAlgorithm } from './card-types.ts';

/** What the client needs of a certificate that was read from a card; read-certificate.ts makes it. */
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

/** As in {@link ReadCertificate}; of any bytes. */
export const certificateId = (der: Uint8Array): string => createHash('sha256').update(der).digest('hex');

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
