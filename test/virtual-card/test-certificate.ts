import 'reflect-metadata';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import * as x509 from '@peculiar/x509';

export type TestKeyKind = 'P-256' | 'P-384' | 'P-521' | 'RSA' | 'RSA-4096';

export interface TestCertificateRequest {
  readonly key?: TestKeyKind;
  /** For a key that is somewhere else: SubjectPublicKeyInfo, DER. */
  readonly publicKey?: Uint8Array;
  /** Default: digitalSignature and keyAgreement, as on a FINEID card; null leaves the extension out. */
  readonly keyUsages?: number | null;
  /** Object identifiers; default: no extension, as on a FINEID card. */
  readonly extendedKeyUsages?: readonly string[];
  readonly subject?: x509.JsonName;
  /** Common name. */
  readonly issuer?: string;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

export interface TestCertificate {
  readonly der: Uint8Array;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export const { KeyUsageFlags } = x509;
export const clientAuthentication = '1.3.6.1.5.5.7.3.2';
export const emailProtection = '1.3.6.1.5.5.7.3.4';

const defaultSubject: x509.JsonName = [
  { C: ['FI'] },
  { O: ['Testihallinto'] },
  { '2.5.4.5': ['99900042X'] },
  { '2.5.4.42': ['Testi'] },
  { '2.5.4.4': ['Esimerkki'] },
  { CN: ['Esimerkki Testi 99900042X'] },
];
const day = 24 * 60 * 60 * 1000;

/** A certificate in memory for tests without a card; issuer and person are fictional. */
export async function createTestCertificate(request: TestCertificateRequest = {}): Promise<TestCertificate> {
  const { key = 'P-256', keyUsages = KeyUsageFlags.digitalSignature | KeyUsageFlags.keyAgreement } = request;
  const pair = key.startsWith('RSA')
    ? generateKeyPairSync('rsa', { modulusLength: key === 'RSA' ? 2048 : 4096 })
    : generateKeyPairSync('ec', { namedCurve: key });
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const issuer = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const signingKey = await crypto.subtle.importKey(
    'pkcs8',
    new Uint8Array(issuer.export({ type: 'pkcs8', format: 'der' })),
    algorithm,
    false,
    ['sign'],
  );
  const extensions: x509.Extension[] = [new x509.BasicConstraintsExtension(false, undefined, true)];
  if (keyUsages !== null) extensions.push(new x509.KeyUsagesExtension(keyUsages, true));
  if (request.extendedKeyUsages) {
    extensions.push(new x509.ExtendedKeyUsageExtension([...request.extendedKeyUsages]));
  }
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: '01',
    issuer: `CN=${request.issuer ?? 'TEST ONLY Issuing CA'}, O=Test only, C=FI`,
    subject: request.subject ?? defaultSubject,
    notBefore: request.notBefore ?? new Date(Date.now() - day),
    notAfter: request.notAfter ?? new Date(Date.now() + 730 * day),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    publicKey: new x509.PublicKey(
      new Uint8Array(request.publicKey ?? pair.publicKey.export({ type: 'spki', format: 'der' })),
    ),
    signingKey,
    extensions,
  });
  return { der: new Uint8Array(certificate.rawData), ...pair };
}
