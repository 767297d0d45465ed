import { describe, expect, test } from 'vitest';
import { readCertificate } from '../../src-main/card/read-certificate.ts';
import { checkChallenge, dataToSign, isSignedBy } from '../../src-main/card/web-eid-token.ts';
import type { SignatureAlgorithm } from '../../src-main/card/card-types.ts';
import {
  createWebEidValidator,
  type WebEidOptions,
  type WebEidValidator,
} from '../../src-main/training-service/sign-in/web-eid-validator.ts';
import published from '../virtual-card/published-web-eid-tokens.json' with { type: 'json' };
import { webEidFaults } from '../virtual-card/web-eid-rules.ts';

type PublishedToken = (typeof published.tokens)[number];
const authorities: Readonly<Record<string, string>> = published.authorities;
const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64');

/** The authority's certificate is not published as text for every card: of those the chain is not tried. */
const withAuthority = published.tokens.filter(({ authority }) => authorities[authority] !== undefined);

function validatorFor(vector: PublishedToken, changes: Partial<WebEidOptions> = {}): WebEidValidator {
  const certificates = [bytes(authorities[vector.authority] ?? '')];
  return createWebEidValidator({
    origin: vector.origin,
    otherOrigins: () => [],
    trusts: [{ certificates, acceptedPolicies: [], refusedPolicies: [], checkRevocation: null }],
    now: () => new Date(vector.at),
    ...changes,
  });
}

describe.each(published.tokens)('the published token of a $card', (vector) => {
  const { token, holder, origin, nonce } = vector;

  test('keeps to the rules that our own tokens are held to', () => {
    expect(webEidFaults(token)).toEqual([]);
  });

  test('is of a certificate that we would offer to sign in with', () => {
    expect(readCertificate(bytes(token.unverifiedCertificate))).toMatchObject({
      isForAuthentication: true,
      holderName: holder.name,
      serialNumber: holder.serialNumber,
      issuerName: vector.authority,
      algorithms: expect.arrayContaining([token.algorithm]) as string[],
    });
  });

  test('is signed over what we would have the card sign', () => {
    const algorithm = token.algorithm as SignatureAlgorithm;
    const signed = (challenge: { origin: string; nonce: string }): boolean =>
      isSignedBy(
        bytes(token.unverifiedCertificate),
        algorithm,
        dataToSign(algorithm, challenge),
        bytes(token.signature),
      );
    expect(checkChallenge({ origin, nonce }, origin)).toMatchObject({ ok: true });
    expect(signed({ origin, nonce })).toBe(true);
    expect(signed({ origin: `${origin}/`, nonce })).toBe(false);
    expect(signed({ origin, nonce: bytes(nonce).toString('latin1') })).toBe(false);
  });

  test('is not believed where its authority is not configured', async () => {
    const stranger = withAuthority.find(({ authority }) => authority !== vector.authority) ?? vector;
    const validate = validatorFor({ ...vector, authority: stranger.authority });
    expect(await validate(token, nonce)).toMatchObject({ error: { code: 'CERTIFICATE_UNTRUSTED' } });
  });
});

describe.each(withAuthority)('the service, given the published token of a $card', (vector) => {
  const { token, nonce } = vector;

  test('takes it, and names the holder', async () => {
    const { serialNumber } = vector.holder;
    expect(await validatorFor(vector)(token, nonce)).toMatchObject({ ok: true, value: { serialNumber } });
    // The application adds the name of its message, and its first versions name the format without a minor number.
    const asSent = { action: 'web-eid:authenticate-success', ...token, format: 'web-eid:1' };
    expect(await validatorFor(vector)(asSent, nonce)).toMatchObject({ ok: true });
  });

  test('refuses it for another challenge, for another origin, and after the certificate’s time', async () => {
    const otherNonce = '12345678123456781234567812345678912356789124';
    expect(await validatorFor(vector)(token, otherNonce)).toMatchObject({
      error: { code: 'SIGNATURE_INVALID' },
    });
    const elsewhere = validatorFor(vector, { origin: 'https://invalid.org' });
    expect(await elsewhere(token, nonce)).toMatchObject({ error: { code: 'SIGNATURE_INVALID' } });
    const later = validatorFor(vector, { now: () => new Date('2040-01-01T00:00:00Z') });
    expect(await later(token, nonce)).toMatchObject({ error: { code: 'CERTIFICATE_EXPIRED' } });
  });

  test.each(['NONE', '', '\u0000\t\ninvalid', 'ES256', 'RS512'])(
    'refuses the algorithm %j in it',
    async (algorithm) => {
      const outcome = await validatorFor(vector)({ ...token, algorithm }, nonce);
      expect(outcome).toMatchObject({ error: { code: 'CARD_TOKEN_INVALID' } });
    },
  );

  test.each(['web-eid:1.1', 'web-eid:2', 'invalid.0', ''])('refuses the format %j in it', async (format) => {
    const outcome = await validatorFor(vector)({ ...token, format }, nonce);
    expect(outcome).toMatchObject({ error: { code: 'CARD_TOKEN_INVALID' } });
  });

  test('refuses the signature beside the certificate of another', async () => {
    const other = withAuthority.find((each) => each.token.signature !== token.signature) ?? vector;
    const swapped = { ...other.token, signature: token.signature };
    expect(await validatorFor(other)(swapped, other.nonce)).toMatchObject({
      error: { code: 'SIGNATURE_INVALID' },
    });
  });
});
