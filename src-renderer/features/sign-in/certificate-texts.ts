import type { CardCertificateView } from '../../../shared/ipc/state.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import { formatDate } from '../../platform/format.ts';

const useNames: Readonly<Record<CardCertificateView['uses'][number], () => string>> = {
  encryption: m.sign_in_use_encryption,
  email: m.sign_in_use_email,
  workstation: m.sign_in_use_workstation,
};

/** Issuer and last day of a certificate. */
export const certificateDetails = ({ issuerName, validTo }: CardCertificateView): string =>
  m.sign_in_certificate_details({ issuer: issuerName, date: formatDate(validTo.slice(0, 10)) });

/** What tells certificates of one holder apart besides: the reader, and what the certificate is meant for. */
export const certificatePlace = ({ readerName, uses }: CardCertificateView): string =>
  m.sign_in_certificate_place({
    reader: readerName,
    uses: [m.sign_in_use_sign_in(), ...uses.map((use) => useNames[use]())].join(', '),
  });
