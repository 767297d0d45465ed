import { createHash, createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { defaultOcspSettings, type OcspSettings } from '../../src-main/training-service/sign-in/ocsp.ts';
import {
  readSignInConfiguration,
  trustOf,
  type SignInConfiguration,
} from '../../src-main/training-service/sign-in/sign-in-configuration.ts';
import {
  createWebEidValidator,
  type WebEidFailure,
} from '../../src-main/training-service/sign-in/web-eid-validator.ts';
import { startOcspResponder } from '../virtual-card/ocsp-responder.ts';
import { createTestPki, type KeyFiles, type TestPki } from '../virtual-card/test-pki.ts';
import { newNonce, origin } from './card-stack.ts';

/** In the network of with-reader.sh every port is free. */
const port = 35970;
const address = `http://127.0.0.1:${port}/`;
const policy = '1.3.6.1.4.1.55555.1.1';

let folder: string;
let pki: TestPki;
let stranger: TestPki;
let card: KeyFiles;
let revoked: KeyFiles;
let responder: KeyFiles;
const endings: (() => Promise<void>)[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kelmu-ocsp-'));
  pki = createTestPki(join(folder, 'pki'), { ocspAddress: address });
  stranger = createTestPki(join(folder, 'stranger'));
  card = pki.issue('card', { key: 'p-384' });
  revoked = pki.issue('revoked', { key: 'p-256' });
  pki.revoke('revoked');
  responder = pki.issue('responder', { key: 'rsa-2048', profile: 'ocsp-responder' });
});
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const answering = async (changes: Partial<Parameters<typeof startOcspResponder>[0]> = {}): Promise<void> => {
  endings.push(await startOcspResponder({ pki, port, signer: responder, ...changes }));
};

/** A responder of script, for what openssl does not do. */
const scripted = (listener: RequestListener): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer(listener);
    endings.push(
      () =>
        new Promise((closed) => {
          server.close(() => closed());
          server.closeAllConnections();
        }),
    );
    server.listen(port, '127.0.0.1', () => resolve(server));
  });

const der = (files: KeyFiles | string): Buffer =>
  new X509Certificate(readFileSync(typeof files === 'string' ? files : files.certificateFile)).raw;

interface Changes {
  readonly configuration?: Partial<SignInConfiguration>;
  readonly ocsp?: Partial<OcspSettings>;
  /** Milliseconds that the service's clock is ahead. */
  readonly ahead?: number;
}

/** Signs in with the key of a card, as its certificate is, and says how that ended. */
async function signIn(files: KeyFiles, changes: Changes = {}): Promise<WebEidFailure['code'] | 'OK'> {
  const now = (): Date => new Date(Date.now() + (changes.ahead ?? 0));
  const configuration: SignInConfiguration = {
    certificateAuthorities: [der(pki.rootCertificateFile), der(pki.issuingCertificateFile)],
    acceptedPolicies: [policy],
    refusedPolicies: [],
    ocsp: { ...defaultOcspSettings, timeout: 1, ...changes.ocsp },
    ...changes.configuration,
  };
  const trusts = [trustOf(configuration, now)];
  const validate = createWebEidValidator({ origin, otherOrigins: () => [], trusts, now });
  const key = createPrivateKey(readFileSync(files.keyFile));
  const hash = key.asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'sha384' : 'sha256';
  const nonce = newNonce();
  const digest = (text: string): Buffer => createHash(hash).update(text).digest();
  const data = Buffer.concat([digest(origin), digest(nonce)]);
  const token = {
    unverifiedCertificate: der(files).toString('base64'),
    algorithm: `ES${hash.slice(3)}`,
    signature: sign(hash, data, { key, dsaEncoding: 'ieee-p1363' }).toString('base64'),
    format: 'web-eid:1.0',
    appVersion: 'https://kelmu.testi.invalid/1.0',
  };
  const outcome = await validate(token, nonce);
  return outcome.ok ? 'OK' : outcome.error.code;
}

describe('the responder that the certificate names', () => {
  test('lets a certificate in force pass and stops a revoked one', async () => {
    await answering();
    expect(await signIn(card)).toBe('OK');
    expect(await signIn(revoked)).toBe('CERTIFICATE_REVOKED');
  });

  test('may be the certificate authority itself', async () => {
    const issuing = {
      certificateFile: pki.issuingCertificateFile,
      keyFile: join(folder, 'pki', 'issuing.key'),
    };
    await answering({ signer: issuing });
    expect(await signIn(card)).toBe('OK');
  });

  test('that does not know the certificate stops it', async () => {
    const indexFile = join(folder, 'empty-index.txt');
    writeFileSync(indexFile, '');
    await answering({ indexFile });
    expect(await signIn(card)).toBe('CERTIFICATE_STATUS_UNKNOWN');
  });

  test('that is not there, says nothing or is out of order is told apart from all else', async () => {
    expect(await signIn(card)).toBe('OCSP_UNREACHABLE');
    const replies: RequestListener[] = [
      () => undefined,
      (_request, response) => void response.writeHead(500).end(),
      (_request, response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
      // OCSPResponse { tryLater }
      (_request, response) => void response.end(Buffer.from('30030a0103', 'hex')),
    ];
    await scripted((request, response) => replies.shift()?.(request, response));
    for (let count = replies.length; count > 0; count -= 1)
      expect(await signIn(card)).toBe('OCSP_UNREACHABLE');
    expect(replies).toEqual([]);
  });

  test.each([
    ['of another authority', () => stranger.issue('responder', { key: 'p-256', profile: 'ocsp-responder' })],
    ['without the usage for it', () => pki.issue('no-responder', { key: 'p-256', profile: 'other-usage' })],
    ['of a card', () => card],
  ])('that signs with a certificate %s is not believed', async (_name, signer) => {
    await answering({ signer: signer() });
    expect(await signIn(card)).toBe('OCSP_RESPONDER_UNTRUSTED');
    expect(await signIn(revoked)).toBe('OCSP_RESPONDER_UNTRUSTED');
  });

  test('whose signature does not fit is not believed', async () => {
    await answering({ badSignature: true });
    expect(await signIn(card)).toBe('OCSP_SIGNATURE_INVALID');
  });

  test('that answers with what is old is not believed', async () => {
    await answering();
    const minute = 60_000;
    expect(await signIn(card, { ahead: minute })).toBe('OK');
    expect(await signIn(card, { ahead: 3 * minute })).toBe('OCSP_RESPONSE_STALE');
    expect(await signIn(card, { ahead: -14 * minute })).toBe('OK');
    expect(await signIn(card, { ahead: -16 * minute })).toBe('OCSP_RESPONSE_STALE');
  });

  test('that repeats an answer is found out by the nonce, unless it is known to have none', async () => {
    await answering();
    let answer = Buffer.alloc(0);
    const body = async (request: AsyncIterable<Buffer>): Promise<Buffer> => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      return Buffer.concat(parts);
    };
    const recorder = createServer((request, response) => {
      void (async () => {
        if (answer.length === 0) {
          const reply = await fetch(address, { method: 'POST', body: new Uint8Array(await body(request)) });
          answer = Buffer.from(await reply.arrayBuffer());
        }
        response.end(answer);
      })();
    });
    endings.push(() => new Promise((closed) => void recorder.close(() => closed())));
    const place = `http://127.0.0.1:${port + 1}/`;
    await new Promise<void>((resolve) => void recorder.listen(port + 1, '127.0.0.1', resolve));
    const settings = { responder: { url: place, certificate: der(responder) } };
    expect(await signIn(card, { ocsp: settings })).toBe('OK');
    expect(await signIn(card, { ocsp: settings })).toBe('OCSP_RESPONSE_INVALID');
    expect(await signIn(card, { ocsp: { ...settings, withoutNonce: [place] } })).toBe('OK');
    // The answer is about one certificate and no other.
    expect(await signIn(revoked, { ocsp: { ...settings, withoutNonce: [place] } })).toBe(
      'OCSP_RESPONSE_INVALID',
    );
  });

  test('that answers with anything else is told apart', async () => {
    const answers = ['', 'no DER', '30030a0101', '3003020100'].map((text) => Buffer.from(text, 'hex'));
    await scripted((_request, response) => void response.end(answers.shift()));
    for (let count = answers.length; count > 0; count -= 1)
      expect(await signIn(card)).toBe('OCSP_RESPONSE_INVALID');
  });
});

describe('the configuration', () => {
  test('decides which policies are accepted and refused', async () => {
    const none = { ocsp: null };
    const accepting = (acceptedPolicies: string[]) => ({ configuration: { ...none, acceptedPolicies } });
    expect(await signIn(card, accepting([]))).toBe('OK');
    expect(await signIn(card, accepting(['1.2.246.517.1.10.1', policy]))).toBe('OK');
    expect(await signIn(card, accepting(['1.2.246.517.1.10.1']))).toBe('CERTIFICATE_NOT_FOR_SIGN_IN');
    const refusing = { configuration: { ...none, refusedPolicies: [policy] } };
    expect(await signIn(card, refusing)).toBe('CERTIFICATE_NOT_FOR_SIGN_IN');
  });

  test('decides which authorities are trusted', async () => {
    const certificateAuthorities = [der(stranger.rootCertificateFile), der(stranger.issuingCertificateFile)];
    expect(await signIn(card, { configuration: { certificateAuthorities } })).toBe('CERTIFICATE_UNTRUSTED');
  });

  test('does without a responder only where none is asked for', async () => {
    const silent = createTestPki(join(folder, 'silent'));
    const other = silent.issue('card', { key: 'p-256' });
    const certificateAuthorities = [der(silent.rootCertificateFile), der(silent.issuingCertificateFile)];
    expect(await signIn(other, { configuration: { certificateAuthorities } })).toBe('OCSP_UNREACHABLE');
    expect(await signIn(other, { configuration: { certificateAuthorities, ocsp: null } })).toBe('OK');
  });

  test('is a file, whose mistakes stop the service', () => {
    const file = join(folder, 'cards.json');
    const write = (content: object): void => writeFileSync(file, JSON.stringify(content));
    write({ certificateAuthorities: ['pki/issuing.crt'], acceptedPolicies: [policy] });
    expect(readSignInConfiguration(file)).toEqual({
      certificateAuthorities: [der(pki.issuingCertificateFile)],
      acceptedPolicies: [policy],
      refusedPolicies: [],
      ocsp: defaultOcspSettings,
    });
    for (const wrong of [
      {},
      { certificateAuthorities: [] },
      { certificateAuthorities: ['missing.crt'] },
      { certificateAuthorities: ['pki/issuing.key'] },
      { certificateAuthorities: ['pki/issuing.crt'], acceptedPolicies: ['every'] },
      { certificateAuthorities: ['pki/issuing.crt'], oscp: null },
    ]) {
      write(wrong);
      expect(() => readSignInConfiguration(file)).toThrow();
    }
  });
});
