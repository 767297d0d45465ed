import { createECDH, generateKeyPairSync, sign, createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problem } from '../../shared/service-api/problem.ts';
import { routes } from '../../shared/service-api/routes.ts';
import { holderOf } from '../../src-main/training-service/sign-in/sign-in-handlers.ts';
import { createCertificateAuthority } from '../../src-main/training-service/sign-in/public-key-infrastructure.ts';
import { practiceUsers } from '../../src-main/training-service/practice-users.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import {
  createServiceClient,
  issuePracticeCard,
  makeAuthToken,
  newProofKey,
  type Reply,
  type ServiceClient,
} from './service-client.ts';

const clock = { offset: 0 };
const now = () => new Date(Date.now() + clock.offset);
let service: TrainingService;
let client: ServiceClient;

beforeAll(async () => {
  service = await startTrainingService({ dataFolder: null, personCount: 200, now, requestsPerSecond: 5000 });
});
afterAll(() => service.close());

const newClient = (): ServiceClient => createServiceClient(service.url);

const expectProblem = (reply: Reply, status: number, code: string): void => {
  const parsed = problem.parse(reply.body);
  expect({ status: reply.status, code: parsed.code, inBody: parsed.status }).toEqual({
    status,
    code,
    inBody: status,
  });
  expect(reply.headers.get('content-type')).toContain('application/problem+json');
};

/** A sign-in whose token the test may change before it is sent. */
const attempt = async (
  change: (parts: {
    nonce: string;
    certificate: string;
    privateKey: Parameters<typeof sign>[2];
  }) => Record<string, unknown>,
): Promise<Reply> => {
  const card = await issuePracticeCard(client, 'u-esimerkki');
  const challenge = await client.call('createChallenge');
  const authToken = change({ ...card, nonce: String(challenge.body['nonce']) } as never);
  return client.call('signInWithCard', { body: { challengeId: challenge.body['challengeId'], authToken } });
};

const validToken = (parts: { nonce: string; certificate: string; privateKey: unknown }, changes = {}) =>
  makeAuthToken(parts.certificate, parts.privateKey as never, parts.nonce, service.origin, changes);

describe('card sign-in', () => {
  beforeAll(() => {
    client = newClient();
  });

  it('gives a session to a practice user, and the replies fit the contract', async () => {
    const challenge = await client.call('createChallenge');
    expect(() => routes.createChallenge.response.parse(challenge.body)).not.toThrow();
    expect(Buffer.from(String(challenge.body['nonce']), 'base64')).toHaveLength(32);
    const reply = await attempt(validToken);
    const parsed = routes.signInWithCard.response.parse(reply.body);
    expect(parsed.user).toEqual({
      userId: 'u-esimerkki',
      name: 'Testi Esimerkki',
      method: 'certificate-card',
    });
    expect(parsed.tokens.expiresIn).toBe(300);
  });

  it('also takes the format without a minor version and a DER signature', async () => {
    const reply = await attempt((parts) => {
      const data = Buffer.concat(
        [service.origin, parts.nonce].map((text) => createHash('sha384').update(text).digest()),
      );
      const signature = sign('sha384', data, parts.privateKey).toString('base64');
      return validToken(parts, { format: 'web-eid:1', signature });
    });
    expect(reply.status).toBe(200);
  });

  it.each([
    ['another format', { format: 'web-eid:1.1' }, 400, 'CARD_TOKEN_INVALID'],
    ['an algorithm that is not allowed', { algorithm: 'HS256' }, 400, 'CARD_TOKEN_INVALID'],
    ['an algorithm that does not fit the key', { algorithm: 'RS256' }, 400, 'CARD_TOKEN_INVALID'],
    ['the hash of another curve', { algorithm: 'ES256' }, 400, 'CARD_TOKEN_INVALID'],
    ['a certificate that is none', { unverifiedCertificate: 'AAAA' }, 400, 'CARD_TOKEN_INVALID'],
    ['a missing certificate', { unverifiedCertificate: undefined }, 400, 'CARD_TOKEN_INVALID'],
    ['a signature of zeros', { signature: Buffer.alloc(96).toString('base64') }, 403, 'SIGNATURE_INVALID'],
    ['a signature that is not base64', { signature: '%%%' }, 400, 'CARD_TOKEN_INVALID'],
  ])('refuses %s', async (_, changes, status, code) => {
    expectProblem(await attempt((parts) => validToken(parts, changes)), status, code);
  });

  it('refuses a token that is not an object', async () => {
    expectProblem(await attempt(() => 'token' as never), 400, 'CARD_TOKEN_INVALID');
  });

  it('refuses a signature over another nonce', async () => {
    const reply = await attempt((parts) => validToken({ ...parts, nonce: 'x'.repeat(44) }));
    expectProblem(reply, 403, 'SIGNATURE_INVALID');
  });

  it('tells a signature over the address of the connection apart as an origin mismatch', async () => {
    const reply = await attempt((parts) =>
      makeAuthToken(parts.certificate, parts.privateKey as never, parts.nonce, service.url),
    );
    expectProblem(reply, 403, 'ORIGIN_MISMATCH');
  });

  it('uses a challenge up, whatever came of it', async () => {
    const card = await issuePracticeCard(client, 'u-esimerkki');
    const challenge = await client.call('createChallenge');
    const { challengeId, nonce } = challenge.body as { challengeId: string; nonce: string };
    const bad = await client.call('signInWithCard', { body: { challengeId, authToken: {} } });
    expectProblem(bad, 400, 'CARD_TOKEN_INVALID');
    const authToken = makeAuthToken(card.certificate, card.privateKey, nonce, service.origin);
    const good = await client.call('signInWithCard', { body: { challengeId, authToken } });
    expectProblem(good, 400, 'CHALLENGE_UNKNOWN');
  });

  it('refuses a challenge after five minutes', async () => {
    const card = await issuePracticeCard(client, 'u-esimerkki');
    const challenge = await client.call('createChallenge');
    const { challengeId, nonce } = challenge.body as { challengeId: string; nonce: string };
    clock.offset = 5 * 60_000;
    const authToken = makeAuthToken(card.certificate, card.privateKey, nonce, service.origin);
    const reply = await client.call('signInWithCard', { body: { challengeId, authToken } });
    clock.offset = 0;
    expectProblem(reply, 400, 'CHALLENGE_EXPIRED');
  });
});

describe('certificates', () => {
  beforeAll(() => {
    client = newClient();
  });
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const holder = holderOf(practiceUsers[0]!);
  const withCertificate = async (certificate: Buffer): Promise<Reply> =>
    attempt((parts) =>
      validToken({ nonce: parts.nonce, certificate: certificate.toString('base64'), privateKey }),
    );
  const issue = (options: Parameters<TrainingService['certificateAuthority']['issueCardCertificate']>[2]) =>
    service.certificateAuthority.issueCardCertificate(holder, spki, options);

  it('takes clientAuth as extended key usage', async () => {
    const reply = await withCertificate(await issue({ extendedKeyUsages: ['1.3.6.1.5.5.7.3.2'] }));
    expect(reply.status).toBe(200);
  });

  it('refuses a certificate for signatures only', async () => {
    expectProblem(
      await withCertificate(await issue({ keyUsage: 'signature-only' })),
      403,
      'CERTIFICATE_NOT_FOR_SIGN_IN',
    );
  });

  it('refuses an extended key usage without clientAuth', async () => {
    const reply = await withCertificate(await issue({ extendedKeyUsages: ['1.3.6.1.5.5.7.3.4'] }));
    expectProblem(reply, 403, 'CERTIFICATE_NOT_FOR_SIGN_IN');
  });

  it('refuses a certificate before and after its time', async () => {
    const day = 86_400_000;
    const past = await issue({
      notBefore: new Date(Date.now() - 2 * day),
      notAfter: new Date(Date.now() - day),
    });
    const future = await issue({ notBefore: new Date(Date.now() + day) });
    expectProblem(await withCertificate(past), 403, 'CERTIFICATE_EXPIRED');
    expectProblem(await withCertificate(future), 403, 'CERTIFICATE_EXPIRED');
  });

  it('refuses a revoked certificate', async () => {
    const certificate = await issue({});
    service.certificateAuthority.revoke(certificate);
    expectProblem(await withCertificate(certificate), 403, 'CERTIFICATE_REVOKED');
  });

  it('refuses the same names from another certificate authority', async () => {
    const stranger = await createCertificateAuthority(null, now);
    const certificate = await stranger.issueCardCertificate(holder, spki);
    expectProblem(await withCertificate(certificate), 403, 'CERTIFICATE_UNTRUSTED');
  });

  it('refuses the certificate of the authority itself', async () => {
    const reply = await withCertificate(service.certificateAuthority.issuingCertificate);
    expectProblem(reply, 403, 'CERTIFICATE_UNTRUSTED');
  });

  it('refuses a holder whom it does not know', async () => {
    const certificate = await service.certificateAuthority.issueCardCertificate(
      { ...holder, serialNumber: '11111111A' },
      spki,
    );
    expectProblem(await withCertificate(certificate), 403, 'USER_UNKNOWN');
  });

  it('issues practice certificates for known users and real keys only', async () => {
    const unknown = await client.call('issuePracticeCertificate', {
      body: { userId: 'u-nobody', publicKey: spki.toString('base64') },
    });
    expectProblem(unknown, 403, 'USER_UNKNOWN');
    const raw = createECDH('secp384r1').generateKeys('base64');
    const noKey = await client.call('issuePracticeCertificate', {
      body: { userId: 'u-esimerkki', publicKey: raw },
    });
    expectProblem(noKey, 400, 'REQUEST_INVALID');
  });
});

describe('tokens and proofs of possession', () => {
  beforeAll(async () => {
    client = newClient();
    await client.signIn('u-esimerkki');
  });
  const list = (options?: Parameters<ServiceClient['call']>[1]) => client.call('listOrganisations', options);

  it('opens what needs a session', async () => {
    expect((await list()).status).toBe(200);
  });

  it('asks for a token', async () => {
    const reply = await newClient().call('listOrganisations');
    expectProblem(reply, 401, 'NOT_SIGNED_IN');
    expect(reply.headers.get('www-authenticate')).toContain('DPoP');
  });

  it('refuses the token under the scheme Bearer', async () => {
    const reply = await list({ headers: { authorization: `Bearer ${client.accessToken}` } });
    expectProblem(reply, 401, 'NOT_SIGNED_IN');
  });

  it('refuses a token with a changed end', async () => {
    const reply = await list({ headers: { authorization: `DPoP ${client.accessToken?.slice(0, -3)}AAA` } });
    expectProblem(reply, 401, 'NOT_SIGNED_IN');
  });

  it('refuses a proof that came before', async () => {
    const tokenId = randomUUID();
    expect((await list({ proof: { tokenId } })).status).toBe(200);
    expectProblem(await list({ proof: { tokenId } }), 401, 'PROOF_INVALID');
  });

  it.each([
    ['of another method', { method: 'POST' }],
    ['of another address', { url: 'https://elsewhere.invalid/organisations' }],
    ['of another time', { issuedAt: Math.floor(Date.now() / 1000) - 400 }],
    ['of a time to come', { issuedAt: Math.floor(Date.now() / 1000) + 400 }],
    ['without the hash of the token', { tokenHash: null }],
    ['with the hash of another token', { tokenHash: 'x'.repeat(43) }],
    ['of another key', { key: newProofKey() }],
  ])('refuses a proof %s', async (_, proof) => {
    expectProblem(await list({ proof }), 401, 'PROOF_INVALID');
  });

  it('takes a clock that is wrong by four minutes', async () => {
    const reply = await list({ proof: { issuedAt: Math.floor(Date.now() / 1000) - 240 } });
    expect(reply.status).toBe(200);
  });

  it('lets the access token end after five minutes and gives another for the refresh token', async () => {
    clock.offset = 301_000;
    const issuedAt = Math.floor(now().getTime() / 1000);
    expectProblem(await list({ proof: { issuedAt } }), 401, 'TOKEN_EXPIRED');
    const reply = await client.call('refreshTokens', {
      body: { refreshToken: client.refreshToken },
      proof: { issuedAt },
    });
    const tokens = routes.refreshTokens.response.parse(reply.body);
    client.accessToken = tokens.accessToken;
    const used = client.refreshToken;
    client.refreshToken = tokens.refreshToken;
    expect((await list({ proof: { issuedAt } })).status).toBe(200);
    clock.offset = 0;
    expect(tokens.refreshToken).not.toBe(used);
  });

  it('refuses a refresh token with the key of another', async () => {
    const reply = await client.call('refreshTokens', {
      body: { refreshToken: client.refreshToken },
      proof: { key: newProofKey() },
    });
    expectProblem(reply, 401, 'PROOF_INVALID');
  });

  it('ends the session when a refresh token comes twice', async () => {
    const own = newClient();
    await own.signIn('u-stadi');
    const body = { refreshToken: own.refreshToken };
    const first = await own.call('refreshTokens', { body });
    expect(first.status).toBe(200);
    expectProblem(await own.call('refreshTokens', { body }), 401, 'NOT_SIGNED_IN');
    own.accessToken = String(first.body['accessToken']);
    expectProblem(await own.call('listOrganisations'), 401, 'NOT_SIGNED_IN');
    const newest = await own.call('refreshTokens', { body: { refreshToken: first.body['refreshToken'] } });
    expectProblem(newest, 401, 'NOT_SIGNED_IN');
  });

  it('ends the session by sign-out, both tokens with it', async () => {
    const own = newClient();
    await own.signIn('u-stadi');
    expect((await own.call('signOut')).body).toEqual({ signedOut: true });
    expectProblem(await own.call('listOrganisations'), 401, 'NOT_SIGNED_IN');
    const refreshed = await own.call('refreshTokens', { body: { refreshToken: own.refreshToken } });
    expectProblem(refreshed, 401, 'NOT_SIGNED_IN');
  });

  it('ends a session after ten hours', async () => {
    const own = newClient();
    await own.signIn('u-stadi');
    clock.offset = 10 * 3_600_000;
    const reply = await own.call('refreshTokens', {
      body: { refreshToken: own.refreshToken },
      proof: { issuedAt: Math.floor(now().getTime() / 1000) },
    });
    clock.offset = 0;
    expectProblem(reply, 401, 'NOT_SIGNED_IN');
  });
});
