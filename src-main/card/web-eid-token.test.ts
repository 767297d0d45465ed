import { constants, createHash, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createTestCertificate, type TestKeyKind } from '../../test/virtual-card/test-certificate.ts';
import type { SignatureAlgorithm } from './card-types.ts';
import {
  algorithmsOf,
  buildWebEidToken,
  checkChallenge,
  createUsedChallenges,
  dataToSign,
  digestToSign,
  isSignedBy,
} from './web-eid-token.ts';

const origin = 'https://kelmu.testi.invalid';
const nonce = randomBytes(32).toString('base64');

describe('the challenge', () => {
  test('is accepted for the configured origin', () => {
    for (const configured of [origin, 'https://localhost:8443']) {
      expect(checkChallenge({ origin: configured, nonce }, configured)).toEqual({
        ok: true,
        value: { origin: configured, nonce },
      });
    }
  });

  test.each([
    'https://kelmu.testi.invalid/',
    'https://kelmu.testi.invalid:443',
    'https://KELMU.testi.invalid',
    'https://kelmu.testi.invalid.evil.invalid',
    'https://user@kelmu.testi.invalid',
    'http://kelmu.testi.invalid',
    'kelmu.testi.invalid',
    '',
  ])('is refused for the origin %j', (other) => {
    expect(checkChallenge({ origin: other, nonce }, origin)).toEqual({
      ok: false,
      error: { code: 'origin-refused' },
    });
  });

  test.each([
    'http://kelmu.testi.invalid',
    'https://kelmu.testi.invalid/',
    'https://Kelmu.testi.invalid',
    '',
  ])('is refused where the configured origin %j is none of https', (configured) => {
    expect(checkChallenge({ origin: configured, nonce }, configured).ok).toBe(false);
  });

  test.each([
    ['too short', randomBytes(30).toString('base64')],
    ['too long', randomBytes(97).toString('base64')],
    ['not base64', `${nonce.slice(0, -2)}!=`],
    ['the web’s own base64', '-_'.repeat(22)],
    ['cut', nonce.slice(0, -1).padStart(45, 'A')],
    ['with a line break', `${randomBytes(48).toString('base64')}\n`],
    ['empty', ''],
  ])('is refused when the nonce is %s', (_name, bad) => {
    expect(checkChallenge({ origin, nonce: bad }, origin)).toEqual({
      ok: false,
      error: { code: 'challenge-refused' },
    });
  });

  test('takes a nonce of 44 and of 128 characters', () => {
    for (const bytes of [32, 96]) {
      expect(checkChallenge({ origin, nonce: randomBytes(bytes).toString('base64') }, origin).ok).toBe(true);
    }
  });
});

describe('what is signed', () => {
  test.each<[SignatureAlgorithm, string, number]>([
    ['ES256', 'sha256', 32],
    ['ES384', 'sha384', 48],
    ['ES512', 'sha512', 64],
    ['PS256', 'sha256', 32],
    ['RS256', 'sha256', 32],
  ])('for %s is hashed with %s throughout', (algorithm, hash, length) => {
    const data = dataToSign(algorithm, { origin, nonce });
    const digest = (input: string | Uint8Array): Buffer => createHash(hash).update(input).digest();
    expect(Buffer.from(data)).toEqual(Buffer.concat([digest(origin), digest(nonce)]));
    expect(data).toHaveLength(2 * length);
    expect(Buffer.from(digestToSign(algorithm, data))).toEqual(digest(data));
  });
});

describe('the algorithm', () => {
  test('follows from the key', () => {
    const ec = (namedCurve: string): readonly string[] =>
      algorithmsOf(generateKeyPairSync('ec', { namedCurve }).publicKey);
    expect(ec('P-256')).toEqual(['ES256']);
    expect(ec('P-384')).toEqual(['ES384']);
    expect(ec('P-521')).toEqual(['ES512']);
    expect(algorithmsOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey)).toEqual([
      'RS256',
      'PS256',
    ]);
  });

  test('is missing for keys that are weak or of no known kind', () => {
    expect(algorithmsOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey)).toEqual([]);
    expect(algorithmsOf(generateKeyPairSync('ed25519').publicKey)).toEqual([]);
    expect(algorithmsOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey)).toEqual([]);
  });
});

describe('the token', () => {
  test.each<[TestKeyKind, SignatureAlgorithm]>([
    ['P-256', 'ES256'],
    ['P-384', 'ES384'],
    ['P-521', 'ES512'],
    ['RSA', 'RS256'],
    ['RSA', 'PS256'],
  ])('of a key of kind %s verifies as %s', async (kind, algorithm) => {
    const { der, privateKey, publicKey } = await createTestCertificate({ key: kind });
    const data = dataToSign(algorithm, { origin, nonce });
    const hash = `sha${algorithm.slice(2)}`;
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    const options = algorithm === 'PS256' ? padding : { dsaEncoding: 'ieee-p1363' as const };
    const signature = sign(hash, data, { key: privateKey, ...options });
    expect(isSignedBy(der, algorithm, data, signature)).toBe(true);

    const token = buildWebEidToken({
      certificate: der,
      algorithm,
      signature,
      appVersion: 'https://a.invalid/1',
    });
    expect(token).toEqual({
      unverifiedCertificate: Buffer.from(der).toString('base64'),
      algorithm,
      signature: signature.toString('base64'),
      format: 'web-eid:1.0',
      appVersion: 'https://a.invalid/1',
    });
    const raw = Buffer.from(token.signature, 'base64');
    expect(verify(hash, data, { key: publicKey, ...options }, raw)).toBe(true);

    const other = dataToSign(algorithm, { origin, nonce: randomBytes(32).toString('base64') });
    expect(isSignedBy(der, algorithm, other, signature)).toBe(false);
    const stranger = await createTestCertificate({ key: kind });
    expect(isSignedBy(stranger.der, algorithm, data, signature)).toBe(false);
  });

  test('is not taken for signed when the algorithm does not fit the key', async () => {
    const { der, privateKey } = await createTestCertificate({ key: 'P-384' });
    const data = dataToSign('ES256', { origin, nonce });
    const signature = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    expect(isSignedBy(der, 'ES256', data, signature)).toBe(false);
  });
});

test('used challenges are remembered, the oldest of very many forgotten', () => {
  const used = createUsedChallenges();
  used.add('first');
  expect(used.has('first')).toBe(true);
  expect(used.has('second')).toBe(false);
  for (let index = 0; index < 999; index += 1) used.add(String(index));
  expect(used.has('first')).toBe(true);
  used.add('one more');
  expect(used.has('first')).toBe(false);
  expect(used.has('one more')).toBe(true);
});
