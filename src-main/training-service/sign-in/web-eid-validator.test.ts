import { constants, createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCertificateAuthority, type CertificateAuthority } from './public-key-infrastructure.ts';
import { createWebEidValidator, type WebEidValidator } from './web-eid-validator.ts';

const origin = 'https://kelmu.example.invalid';
const nonce = 'bm9uY2Utbm9uY2Utbm9uY2Utbm9uY2Utbm9uY2Utbm9uY2U=';
const holder = {
  givenName: 'Åke',
  surname: 'Öhman',
  serialNumber: '99900050A',
  organisation: 'Esimerkin hyvinvointialue',
};

interface Keys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const ellipticKeys = (namedCurve: string): Keys => generateKeyPairSync('ec', { namedCurve });
const rsaKeys = (modulusLength: number): Keys => generateKeyPairSync('rsa', { modulusLength });

let authority: CertificateAuthority;
let validate: WebEidValidator;

beforeAll(async () => {
  const now = () => new Date('2026-06-01T10:00:00Z');
  authority = await createCertificateAuthority(null, now);
  validate = createWebEidValidator({
    origin,
    otherOrigins: () => [],
    trusts: [authority.trust],
    now,
  });
});

const tokenOf = async (keys: Keys, algorithm: string): Promise<Record<string, unknown>> => {
  const hash = `sha${algorithm.slice(2)}`;
  const digest = (text: string): Buffer => createHash(hash).update(text).digest();
  const data = Buffer.concat([digest(origin), digest(nonce)]);
  const padding = algorithm.startsWith('PS')
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : {};
  const certificate = await authority.issueCardCertificate(
    holder,
    keys.publicKey.export({ format: 'der', type: 'spki' }),
  );
  return {
    unverifiedCertificate: certificate.toString('base64'),
    algorithm,
    signature: sign(hash, data, {
      key: keys.privateKey,
      dsaEncoding: 'ieee-p1363',
      ...padding,
    }).toString('base64'),
    format: 'web-eid:1.0',
    appVersion: 'https://kelmu.example.invalid/1.0',
  };
};

describe('algorithms', () => {
  it.each([
    ['ES256', ellipticKeys('P-256')],
    ['ES384', ellipticKeys('P-384')],
    ['ES512', ellipticKeys('P-521')],
    ['PS256', rsaKeys(2048)],
    ['RS256', rsaKeys(2048)],
    ['RS256', rsaKeys(4096)],
  ])('takes %s and names the holder', async (algorithm, keys) => {
    const outcome = await validate(await tokenOf(keys, algorithm), nonce);
    expect(outcome).toEqual({
      ok: true,
      value: { issuerName: authority.issuerName, serialNumber: '99900050A' },
    });
  });

  it.each(['PS384', 'PS512', 'RS384', 'RS512', 'HS256', 'none', 'es256'])(
    'refuses %s, which the contract does not name',
    async (algorithm) => {
      const token = await tokenOf(rsaKeys(2048), 'RS256');
      const outcome = await validate({ ...token, algorithm }, nonce);
      expect(outcome).toMatchObject({ ok: false, error: { code: 'CARD_TOKEN_INVALID' } });
    },
  );

  it('refuses a short RSA key', async () => {
    const outcome = await validate(await tokenOf(rsaKeys(1024), 'RS256'), nonce);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'CARD_TOKEN_INVALID' } });
  });

  it('refuses a signature of one padding under the name of the other', async () => {
    const token = await tokenOf(rsaKeys(2048), 'RS256');
    const outcome = await validate({ ...token, algorithm: 'PS256' }, nonce);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'SIGNATURE_INVALID' } });
  });

  it('refuses a curve that does not go with the hash', async () => {
    const outcome = await validate(await tokenOf(ellipticKeys('P-384'), 'ES256'), nonce);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'CARD_TOKEN_INVALID' } });
  });
});

describe('what was signed', () => {
  it('refuses the decoded nonce: its text is signed', async () => {
    const token = await tokenOf(ellipticKeys('P-384'), 'ES384');
    const outcome = await validate(token, Buffer.from(nonce, 'base64').toString('latin1'));
    expect(outcome).toMatchObject({ ok: false, error: { code: 'SIGNATURE_INVALID' } });
  });

  it('refuses every single flipped bit of a signature that it tries', async () => {
    const token = await tokenOf(ellipticKeys('P-256'), 'ES256');
    const signature = Buffer.from(String(token['signature']), 'base64');
    for (let byte = 0; byte < signature.length; byte += 7) {
      const flipped = Buffer.from(signature);
      flipped[byte] = (flipped[byte] ?? 0) ^ 1;
      const outcome = await validate({ ...token, signature: flipped.toString('base64') }, nonce);
      expect(outcome.ok).toBe(false);
    }
  });

  it('refuses bytes after the certificate', async () => {
    const token = await tokenOf(ellipticKeys('P-256'), 'ES256');
    const longer = Buffer.concat([
      Buffer.from(String(token['unverifiedCertificate']), 'base64'),
      Buffer.from([0, 0, 0]),
    ]).toString('base64');
    const outcome = await validate({ ...token, unverifiedCertificate: longer }, nonce);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'CARD_TOKEN_INVALID' } });
  });

  it('ignores fields that the format does not have', async () => {
    const token = await tokenOf(ellipticKeys('P-256'), 'ES256');
    expect((await validate({ ...token, unknown: { nested: true } }, nonce)).ok).toBe(true);
  });

  it('survives anything in the place of a token', async () => {
    for (const value of [null, undefined, 1, 'x', [], {}, { format: 'web-eid:1.0' }, { format: {} }])
      expect(await validate(value, nonce)).toMatchObject({
        ok: false,
        error: { code: 'CARD_TOKEN_INVALID' },
      });
  });
});
