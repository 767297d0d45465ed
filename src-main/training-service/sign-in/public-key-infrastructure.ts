import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { failure, success } from '../../../shared/domain/result.ts';
import type { Trust } from './web-eid-validator.ts';

/** Who a card is made for; the fields of a Finnish card certificate's subject. */
export interface CardHolder {
  readonly givenName: string;
  readonly surname: string;
  /** Subject serialNumber: eight digits and a check character, as on the cards of the Finnish authority. */
  readonly serialNumber: string;
  readonly organisation: string;
}

export interface CardCertificateOptions {
  /** Key usages of the certificate; the default is that of an authentication certificate. */
  readonly keyUsage?: 'authentication' | 'signature-only';
  /** Extended key usages as object identifiers; none by default, as on Finnish cards. */
  readonly extendedKeyUsages?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/** The certificate authority of training: it vouches for practice cards and for nothing else. */
export interface CertificateAuthority {
  /** Certificates in DER. */
  readonly rootCertificate: Buffer;
  readonly issuingCertificate: Buffer;
  /** Issuer name of the cards, RFC 4514 text. */
  readonly issuerName: string;
  /** `publicKey` is a SubjectPublicKeyInfo in DER; the certificate returned is DER. */
  issueCardCertificate(
    holder: CardHolder,
    publicKey: Buffer,
    options?: CardCertificateOptions,
  ): Promise<Buffer>;
  /** From then on a sign-in with the certificate is refused. */
  revoke(certificate: Buffer): void;
  /** It knows itself what it has revoked: nobody has to be asked. */
  readonly trust: Trust;
}

interface StoredAuthority {
  readonly rootCertificate: string;
  readonly issuingCertificate: string;
  readonly issuingKey: string;
}

const KEY_ALGORITHM = { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-384' } as const;
const FILE_NAME = 'training-certificate-authority.json';
const START = new Date('2025-01-01T00:00:00Z');
const END = new Date('2050-01-01T00:00:00Z');
const CARD_YEARS = 5;

const OBJECT_IDENTIFIERS = {
  country: '2.5.4.6',
  organisation: '2.5.4.10',
  serialNumber: '2.5.4.5',
  givenName: '2.5.4.42',
  surname: '2.5.4.4',
  commonName: '2.5.4.3',
} as const;

const rootName: x509.JsonName = [
  { C: ['FI'] },
  { O: ['Kelmu Training'] },
  { CN: ['Kelmu Training Root CA'] },
];
const issuingName: x509.JsonName = [
  { C: ['FI'] },
  { O: ['Kelmu Training'] },
  { CN: ['Kelmu Training Card CA'] },
];

// A positive serial number without a leading zero octet, as DER wants it.
const newSerialNumber = (): string => {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0] ?? 0) & 0x7f || 1;
  return bytes.toString('hex');
};

const authorityExtensions = async (
  publicKey: CryptoKey,
  issuerKey: CryptoKey,
  pathLength: number,
): Promise<x509.Extension[]> => [
  new x509.BasicConstraintsExtension(true, pathLength, true),
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
  await x509.SubjectKeyIdentifierExtension.create(publicKey),
  await x509.AuthorityKeyIdentifierExtension.create(issuerKey),
];

const makeAuthority = async (): Promise<StoredAuthority> => {
  const rootKeys = await crypto.subtle.generateKey(KEY_ALGORITHM, true, ['sign', 'verify']);
  const issuingKeys = await crypto.subtle.generateKey(KEY_ALGORITHM, true, ['sign', 'verify']);
  const common = { notBefore: START, notAfter: END, signingAlgorithm: SIGNING };
  const root = await x509.X509CertificateGenerator.create({
    ...common,
    serialNumber: newSerialNumber(),
    subject: rootName,
    issuer: rootName,
    publicKey: rootKeys.publicKey,
    signingKey: rootKeys.privateKey,
    extensions: await authorityExtensions(rootKeys.publicKey, rootKeys.publicKey, 1),
  });
  const issuing = await x509.X509CertificateGenerator.create({
    ...common,
    serialNumber: newSerialNumber(),
    subject: issuingName,
    issuer: rootName,
    publicKey: issuingKeys.publicKey,
    signingKey: rootKeys.privateKey,
    extensions: await authorityExtensions(issuingKeys.publicKey, rootKeys.publicKey, 0),
  });
  const issuingKey = await crypto.subtle.exportKey('pkcs8', issuingKeys.privateKey);
  // The root's private key is not kept: nothing more will ever be issued by it.
  return {
    rootCertificate: Buffer.from(root.rawData).toString('base64'),
    issuingCertificate: Buffer.from(issuing.rawData).toString('base64'),
    issuingKey: Buffer.from(issuingKey).toString('base64'),
  };
};

const loadOrMake = async (dataFolder: string | null): Promise<StoredAuthority> => {
  if (dataFolder === null) return makeAuthority();
  const path = join(dataFolder, FILE_NAME);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as StoredAuthority;
  const made = await makeAuthority();
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(path, JSON.stringify(made), { mode: 0o600 });
  return made;
};

const subjectOf = (holder: CardHolder): x509.JsonName => [
  { [OBJECT_IDENTIFIERS.country]: ['FI'] },
  { [OBJECT_IDENTIFIERS.organisation]: [holder.organisation] },
  { [OBJECT_IDENTIFIERS.serialNumber]: [holder.serialNumber] },
  { [OBJECT_IDENTIFIERS.givenName]: [holder.givenName.toLocaleUpperCase('fi')] },
  { [OBJECT_IDENTIFIERS.surname]: [holder.surname.toLocaleUpperCase('fi')] },
  {
    [OBJECT_IDENTIFIERS.commonName]: [
      `${holder.surname} ${holder.givenName} ${holder.serialNumber}`.toLocaleUpperCase('fi'),
    ],
  },
];

const usagesOf = (publicKey: x509.PublicKey, options: CardCertificateOptions): x509.Extension[] => {
  const { KeyUsageFlags } = x509;
  const second =
    publicKey.algorithm.name === 'ECDSA' ? KeyUsageFlags.keyAgreement : KeyUsageFlags.keyEncipherment;
  const flags =
    options.keyUsage === 'signature-only'
      ? KeyUsageFlags.nonRepudiation
      : KeyUsageFlags.digitalSignature | second;
  const usages: x509.Extension[] = [new x509.KeyUsagesExtension(flags, true)];
  if (options.extendedKeyUsages)
    usages.push(new x509.ExtendedKeyUsageExtension([...options.extendedKeyUsages]));
  return usages;
};

/**
 * Makes the training certificate authority, or loads the one in `dataFolder`: a root and an issuing
 * authority (P-384) in the shape of the Finnish card hierarchy. `now` dates the cards.
 */
export const createCertificateAuthority = async (
  dataFolder: string | null,
  now: () => Date,
): Promise<CertificateAuthority> => {
  const stored = await loadOrMake(dataFolder);
  const issuing = new x509.X509Certificate(Buffer.from(stored.issuingCertificate, 'base64'));
  const issuingKey = await crypto.subtle.importKey(
    'pkcs8',
    Buffer.from(stored.issuingKey, 'base64'),
    KEY_ALGORITHM,
    false,
    ['sign'],
  );
  const revoked = new Set<string>();
  const rootCertificate = Buffer.from(stored.rootCertificate, 'base64');
  const issuingCertificate = Buffer.from(stored.issuingCertificate, 'base64');
  return {
    rootCertificate,
    issuingCertificate,
    issuerName: issuing.subject,
    issueCardCertificate: async (holder, publicKeyDer, options = {}) => {
      const publicKey = new x509.PublicKey(new Uint8Array(publicKeyDer));
      const start = options.notBefore ?? new Date(now().getTime() - 86_400_000);
      const certificate = await x509.X509CertificateGenerator.create({
        serialNumber: newSerialNumber(),
        subject: subjectOf(holder),
        issuer: issuingName,
        notBefore: start,
        notAfter: options.notAfter ?? new Date(start.getTime() + CARD_YEARS * 365.25 * 86_400_000),
        publicKey,
        signingKey: issuingKey,
        signingAlgorithm: SIGNING,
        extensions: [
          new x509.BasicConstraintsExtension(false),
          ...usagesOf(publicKey, options),
          await x509.SubjectKeyIdentifierExtension.create(publicKey),
          await x509.AuthorityKeyIdentifierExtension.create(issuing.publicKey),
        ],
      });
      return Buffer.from(certificate.rawData);
    },
    revoke: (certificate) => void revoked.add(certificate.toString('base64')),
    trust: {
      certificates: [rootCertificate, issuingCertificate],
      acceptedPolicies: [],
      refusedPolicies: [],
      checkRevocation: ({ raw }) =>
        Promise.resolve(
          revoked.has(raw.toString('base64'))
            ? failure({ code: 'CERTIFICATE_REVOKED', detail: 'revoked by the training authority' })
            : success(true),
        ),
    },
  };
};
