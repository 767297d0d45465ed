import { exportJWK, generateKeyPair, createLocalJWKSet, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { createIdentityTokens, identityNonce, type IdentityTokens } from './identity-tokens.ts';

const issuer = 'https://provider.example';
const clientId = 'kelmu-desktop';
const now = new Date('2026-11-25T08:00:00Z');
const seconds = now.getTime() / 1000;
const nonce = identityNonce('challenge-nonce', 'thumbprint');
const mobile = 'urn:oid:1.2.246.517.3002.110.3';

type Claims = Record<string, unknown>;

let key: CryptoKey;
let otherKey: CryptoKey;
let tokens: IdentityTokens;

beforeAll(async () => {
  const pair = await generateKeyPair('ES256');
  key = pair.privateKey;
  otherKey = (await generateKeyPair('ES256')).privateKey;
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(pair.publicKey)), alg: 'ES256' }] });
  tokens = createIdentityTokens({ issuer, clientId, keys, now: () => now });
});

const sign = (claims: Claims, header: Record<string, unknown> = {}, by: CryptoKey = key) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'ES256', ...header }).sign(by);

const right = (): Claims => ({
  iss: issuer,
  aud: clientId,
  sub: 'subject-1',
  sid: 'provider-session-1',
  iat: seconds,
  exp: seconds + 300,
  auth_time: seconds - 5,
  nonce,
  acr: mobile,
});
const verify = async (changes: Claims, header = {}, by?: CryptoKey) => {
  const claims = Object.entries({ ...right(), ...changes }).filter(([, value]) => value !== undefined);
  return tokens.verify(await sign(Object.fromEntries(claims), header, by), 'challenge-nonce', 'thumbprint');
};

describe('an ID token', () => {
  it('gives subject, method and session of the provider', async () => {
    expect(await verify({})).toEqual({
      ok: true,
      value: { subject: 'subject-1', providerSession: 'provider-session-1', method: 'mobile-certificate' },
    });
    expect(await verify({ acr: 'urn:oid:1.2.246.517.3002.110.1', sid: undefined })).toMatchObject({
      value: { providerSession: null, method: 'bank-codes' },
    });
  });

  it.each<[string, Claims]>([
    ['of another issuer', { iss: 'https://provider.example/' }],
    ['for another client', { aud: 'other' }],
    ['for others too', { aud: [clientId, 'other'], azp: clientId }],
    ['that another party asked for', { azp: 'other' }],
    ['past its end', { exp: seconds - 61 }],
    ['without an end', { exp: undefined }],
    ['of another challenge', { nonce: identityNonce('other-nonce', 'thumbprint') }],
    ['of another key', { nonce: identityNonce('challenge-nonce', 'other') }],
    ['without a nonce', { nonce: undefined }],
    ['of an identification of yesterday', { auth_time: seconds - 24 * 3600 }],
    ['of an identification of tomorrow', { auth_time: seconds + 24 * 3600 }],
    ['without the time of the identification', { auth_time: undefined }],
    ['without a subject', { sub: undefined }],
  ])('%s is refused', async (_, changes) => {
    expect(await verify(changes)).toMatchObject({ error: { code: 'IDENTITY_TOKEN_INVALID' } });
  });

  it.each(['urn:oid:1.2.246.517.3002.110.999', '', undefined])('of assurance %s is too weak', async (acr) => {
    expect(await verify({ acr })).toMatchObject({ error: { code: 'ASSURANCE_TOO_LOW' } });
  });

  it('of another key, of none, or of a shared secret is refused', async () => {
    const refused = { error: { code: 'IDENTITY_TOKEN_INVALID' } };
    expect(await verify({}, {}, otherKey)).toMatchObject(refused);
    const bytes = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${bytes({ alg: 'none' })}.${bytes(right())}.`;
    expect(await tokens.verify(unsigned, 'challenge-nonce', 'thumbprint')).toMatchObject(refused);
    const secret = await new SignJWT(right())
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode('a shared secret of thirty-two by'));
    expect(await tokens.verify(secret, 'challenge-nonce', 'thumbprint')).toMatchObject(refused);
  });
});

describe('a log-out token', () => {
  const event = { 'http://schemas.openid.net/event/backchannel-logout': {} };
  const logOut = (changes: Claims = {}): Claims => ({
    iss: issuer,
    aud: clientId,
    iat: seconds,
    exp: seconds + 120,
    jti: crypto.randomUUID(),
    events: event,
    sid: 'provider-session-1',
    ...changes,
  });
  const typ = { typ: 'logout+jwt' };

  it('names whose sessions end, once', async () => {
    const token = await sign(logOut(), typ);
    expect(await tokens.verifyLogOut(token)).toEqual({
      ok: true,
      value: { subject: null, providerSession: 'provider-session-1' },
    });
    expect((await tokens.verifyLogOut(token)).ok).toBe(false);
  });

  it.each<[string, Claims, Record<string, unknown>]>([
    ['that is an ID token', right(), {}],
    ['with a nonce', logOut({ nonce }), typ],
    ['without the event', logOut({ events: {} }), typ],
    ['whose events are none', logOut({ events: null }), typ],
    ['that names nobody', logOut({ sid: '' }), typ],
    ['of another type', logOut(), { typ: 'JWT' }],
    ['of another issuer', logOut({ iss: 'https://other.example' }), typ],
  ])('%s is refused', async (_, claims, header) => {
    expect((await tokens.verifyLogOut(await sign(claims, header))).ok).toBe(false);
  });
});
