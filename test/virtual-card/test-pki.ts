import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A private key and its certificate, both PEM files. */
export interface KeyFiles {
  readonly keyFile: string;
  readonly certificateFile: string;
}

export interface TestPki {
  readonly rootCertificateFile: string;
  readonly issuingCertificateFile: string;
  /** The authority's record of what it has issued and revoked, as `openssl ocsp` reads it. */
  readonly indexFile: string;
  /** Makes a key and a card certificate, by default an authentication certificate valid for two years. */
  issue(name: string, request: CardCertificateRequest): KeyFiles;
  revoke(name: string): void;
}

export type KeyKind = 'rsa-2048' | 'rsa-3072' | 'rsa-4096' | 'p-256' | 'p-384' | 'p-521';
export interface CardCertificateRequest {
  readonly key: KeyKind;
  readonly profile?: 'authentication' | 'signature' | 'other-usage' | 'ocsp-responder';
  readonly person?: { readonly given: string; readonly surname: string; readonly serialNumber: string };
  /** Default: from yesterday for two years. */
  readonly validity?: 'now' | 'expired' | 'not-yet' | 'ends-in-ten-days';
}

const day = 24 * 60 * 60 * 1000;

export interface TestPkiOptions {
  /** Address of the OCSP responder that card certificates name; without it they name none. */
  readonly ocspAddress?: string;
}

/**
 * A throw-away certificate authority made with openssl. Card certificates are shaped like those of FINEID cards: the
 * authentication certificate has key usage digitalSignature and no extended key usage; the subject holds C, O,
 * serialNumber, GN, SN and CN. Persons are fictional.
 */
export function createTestPki(folder: string, options: TestPkiOptions = {}): TestPki {
  mkdirSync(folder, { recursive: true });
  const file = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void =>
    void execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  writeFileSync(file('pki.cnf'), configuration(options.ocspAddress));
  writeFileSync(file('index.txt'), '');
  writeFileSync(file('index.txt.attr'), 'unique_subject = no\n');

  const makeKey = (name: string, kind: KeyKind): void => {
    const options = kind.startsWith('rsa')
      ? ['-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${kind.slice(4)}`]
      : ['-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${kind.toUpperCase()}`];
    openssl('genpkey', ...options, '-out', file(`${name}.key`));
  };
  const certify = (name: string, subject: string, section: string, issuer: string, dates: Dates): void => {
    const request = ['-new', '-config', 'pki.cnf', '-utf8', '-subj', subject, '-key', `${name}.key`];
    openssl('req', ...request, '-out', `${name}.csr`);
    const authority = issuer === name ? ['-selfsign'] : ['-cert', `${issuer}.crt`];
    const times = ['-startdate', asn1Time(dates.from), '-enddate', asn1Time(dates.to)];
    const what = ['-extensions', section, '-in', `${name}.csr`, '-out', `${name}.crt`];
    const how = [
      '-batch',
      '-notext',
      '-utf8',
      '-rand_serial',
      '-config',
      'pki.cnf',
      '-keyfile',
      `${issuer}.key`,
    ];
    openssl('ca', ...how, ...authority, ...times, ...what);
  };

  const tenYears = { from: new Date(Date.now() - 400 * day), to: new Date(Date.now() + 3650 * day) };
  makeKey('root', 'p-384');
  certify('root', '/C=FI/O=Test only/CN=TEST ONLY Root CA', 'root', 'root', tenYears);
  makeKey('issuing', 'p-384');
  certify('issuing', '/C=FI/O=Test only/CN=TEST ONLY Organisation Certificates', 'issuing', 'root', tenYears);

  return {
    rootCertificateFile: file('root.crt'),
    issuingCertificateFile: file('issuing.crt'),
    indexFile: file('index.txt'),
    revoke(name) {
      const authority = ['-config', 'pki.cnf', '-keyfile', 'issuing.key', '-cert', 'issuing.crt'];
      openssl('ca', ...authority, '-revoke', `${name}.crt`);
    },
    issue(name, { key, profile = 'authentication', person = defaultPerson, validity = 'now' }) {
      makeKey(name, key);
      const { given, surname, serialNumber } = person;
      const commonName = `${surname} ${given} ${serialNumber}`;
      const subject = `/C=FI/O=Testihallinto/serialNumber=${serialNumber}/GN=${given}/SN=${surname}/CN=${commonName}`;
      const section =
        profile === 'authentication' ? `authentication_${key.startsWith('rsa') ? 'rsa' : 'ec'}` : profile;
      certify(name, subject, section, 'issuing', datesOf(validity));
      return { keyFile: file(`${name}.key`), certificateFile: file(`${name}.crt`) };
    },
  };
}

const defaultPerson = { given: 'Testi', surname: 'Esimerkki', serialNumber: '99900042X' };

interface Dates {
  readonly from: Date;
  readonly to: Date;
}

function datesOf(validity: NonNullable<CardCertificateRequest['validity']>): Dates {
  const offsets = {
    now: [-1, 730],
    expired: [-60, -1],
    'not-yet': [10, 730],
    'ends-in-ten-days': [-300, 10],
  };
  const [from = 0, to = 0] = offsets[validity];
  return { from: new Date(Date.now() + from * day), to: new Date(Date.now() + to * day) };
}

const asn1Time = (date: Date): string => `${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;

const configuration = (ocspAddress?: string): string =>
  `${authorities}${profiles(ocspAddress === undefined ? '' : `authorityInfoAccess = OCSP;URI:${ocspAddress}`)}`;

const authorities = `
[ca]
default_ca = test_ca
[test_ca]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha384
policy = any
[any]
countryName = optional
organizationName = optional
serialNumber = optional
givenName = optional
surname = optional
commonName = supplied
[req]
distinguished_name = name
prompt = no
utf8 = yes
string_mask = utf8only
[name]
CN = placeholder
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[issuing]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
`;

/** @param revocation a line of the profiles for signing in */
const profiles = (revocation: string): string => `
[authentication_rsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,keyEncipherment,dataEncipherment
subjectAltName = email:testi.esimerkki@testi.invalid
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
certificatePolicies = 1.3.6.1.4.1.55555.1.1
${revocation}
[authentication_ec]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,keyAgreement
subjectAltName = email:testi.esimerkki@testi.invalid
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
certificatePolicies = 1.3.6.1.4.1.55555.1.1
${revocation}
[signature]
basicConstraints = critical,CA:FALSE
keyUsage = critical,nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
certificatePolicies = 1.3.6.1.4.1.55555.1.2
[other-usage]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = emailProtection
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ocsp-responder]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = OCSPSigning
noCheck = ignored
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
`;
